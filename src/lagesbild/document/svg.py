"""Writing small pieces of SVG that Chromium, Word's picture maker and the PDF writer all understand.

Only plain shapes, plain attributes and text are used: no style sheets, filters, masks or scripts.
"""

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lagesbild.document.palette import FONT_FAMILY, INK, PAPER

_ID: Final = re.compile(r'(\bid="|url\(#|href="#)')


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return one element; ``stroke_width`` becomes ``stroke-width``, None leaves an attribute out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(
    words: str,
    *,
    x: float,
    y: float,
    size: float = 12,
    anchor: str = "start",
    fill: str = INK,
    weight: int | None = None,
    has_halo: bool = False,
) -> str:
    """Return a line of text; a halo keeps it readable on top of lines and areas."""

    def line(**more: object) -> str:
        return element(
            "text",
            escape(words),
            x=x,
            y=y,
            font_family=FONT_FAMILY,
            font_size=size,
            font_weight=weight,
            text_anchor=None if anchor == "start" else anchor,
            **more,
        )

    if not has_halo:
        return line(fill=fill)
    # Two texts instead of paint-order, which not every reader of SVG knows; the first is only outline.
    halo = line(fill=PAPER, stroke=PAPER, stroke_width=3, stroke_linejoin="round", aria_hidden="true")
    return halo + line(fill=fill)


def drawing(content: str, *, width: float, height: float) -> str:
    """Return a whole SVG document of the given size in CSS pixels."""
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {_value(width)} {_value(height)}",
    )


def inner(svg: str) -> str:
    """Return what is inside the outermost ``<svg>`` element."""
    return svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]


def size_of(svg: str) -> tuple[float, float]:
    """Return width and height from the picture's viewBox.

    Raises
    ------
    ValueError
        If the text is not an SVG picture with a viewBox.
    """
    match = re.search(r'<svg[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    if match is None:
        raise ValueError("the picture is not SVG with a viewBox")
    return float(match[1]), float(match[2])


def with_ids_apart(svg: str, prefix: str) -> str:
    """Return the picture with every id prefixed, so that two pictures can share a page."""
    return _ID.sub(lambda match: f"{match[1]}{prefix}-", svg)


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
