"""What every chart shares: its size, type and colours, the legend above it, and the drawing of a spec."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal
from xml.etree import ElementTree

import vl_convert

from lagesbild.document.lettering import text_width, wrapped
from lagesbild.document.palette import (
    ACCENT,
    ACCENT_LIGHT,
    ACCENT_MID,
    FAINT,
    FONT,
    FONT_FAMILY,
    INK,
    MUTED,
    PAPER,
    SIGNAL,
)
from lagesbild.document.svg import drawing, element, inner, size_of, text

Spec = dict[str, object]

WIDTH: Final = 640
"""Width of every chart in CSS pixels; a page's text width, so that 12 px becomes about 9 points in print."""
TEXT: Final = 12.5
ROW_LABEL_WIDTH: Final = 190.0
LEGEND_LINE: Final = 20.0
_LINE: Final = 15.0
_UNUSED: Final = frozenset({"class", "role", "pointer-events"})
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")

Symbol = Literal[
    "line", "dashed", "band", "bar", "tick",
    "triangle-up", "triangle-down", "circle", "hollow", "diamond", "cross",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A sign in the picture and what it means."""

    symbol: Symbol
    label: str


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the plot in pixels, for axis labels and labels at the right edge."""

    left: float
    right: float = 16.0
    top: float = 8.0
    bottom: float = 40.0

    @property
    def plot_width(self) -> float:
        """What is left for the plot itself."""
        return WIDTH - self.left - self.right


def axis(**more: object) -> Spec:
    """Return an axis in the house's style, with ``more`` changed."""
    return {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelPadding": 6,
        "labelLimit": 0,
        "labelFlush": False,
        "titleColor": MUTED,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "gridColor": FAINT,
        "title": None,
    } | more


PERCENT_LABEL: Final = "format(datum.value * 100, ',.0f') + '\\u00a0%'"
"""Label of an axis whose values are shares 0-1."""


def row_labels(labels: Sequence[str]) -> tuple[tuple[str, ...], float, float]:
    """Break the labels of a chart with a row for each; return them with margin and row height in pixels."""
    lines = tuple("\n".join(wrapped(label, TEXT, width=ROW_LABEL_WIDTH)) for label in labels)
    widest = max((text_width(part, TEXT) for label in lines for part in label.split("\n")), default=0.0)
    most = max((label.count("\n") + 1 for label in lines), default=1)
    return lines, widest + 14.0, max(24.0, 16.0 * most + 7.0)


def rows_at(labels: Sequence[str]) -> Spec:
    """Return the vertical encoding of a chart with a row for each label, in the order given."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": list(labels),
        "scale": {"domain": list(labels), "paddingInner": 0.25, "paddingOuter": 0.125},
        "axis": None,
    }


def row_label_layer(labels: Sequence[str], *, gap: float = 10) -> Spec:
    """Return the labels ``gap`` pixels left of the plot, each centred on its row whatever its lines."""
    return {
        "data": {"values": [{"label": label} for label in labels]},
        "mark": {
            "type": "text",
            "align": "right",
            "baseline": "middle",
            "lineBreak": "\n",
            "lineHeight": _LINE,
            "dx": -gap,
            "dy": {"expr": f"{-_LINE / 2} * (length(split(datum.label, '\\n')) - 1)"},
        },
        "encoding": {"y": rows_at(labels), "x": {"value": 0}, "text": {"field": "label"}},
    }


def note_layer(labels: Sequence[str]) -> Spec:
    """Return the field ``note`` of each row as words right of the plot."""
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 14},
        "encoding": {"y": rows_at(labels), "x": {"value": "width"}, "text": {"field": "note"}},
    }


def draw(
    layers: Sequence[Spec],
    *,
    height: float,
    margins: Margins,
    legend: Sequence[LegendItem] = (),
    **more: object,
) -> str:
    """Draw the layers of a chart and set its legend above it.

    Parameters
    ----------
    layers
        Vega-Lite layers, with their own data.
    height
        Height of the plot in pixels, without margins and legend.
    margins
        Room around the plot.
    legend
        Explained above the plot, in this order.
    more
        Other properties of the Vega-Lite specification.

    Returns
    -------
    str
        SVG, :data:`WIDTH` pixels wide.
    """
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": "none",
        "width": margins.plot_width,
        "height": height,
        "padding": {
            "left": margins.left,
            "right": margins.right,
            "top": margins.top,
            "bottom": margins.bottom,
        },
        "layer": list(layers),
        "config": _CONFIG,
    } | more
    _register_fonts()
    plot = vl_convert.vegalite_to_svg(
        spec,
        vl_version="6.4",
        allowed_base_urls=[],
        format_locale="sv-SE",
        time_format_locale="sv-SE",
    )
    return _with_legend(_tidied(plot), legend)


def png_of(svg: str, *, scale: float = 2.0) -> bytes:
    """Return the picture as PNG, ``scale`` pixels to each CSS pixel, for programs that cannot show SVG."""
    _register_fonts()
    width, height = size_of(svg)
    # An opaque sheet under the picture: programs differ in how they blend a see-through one.
    sheet = element("rect", width=width, height=height, fill=PAPER)
    return vl_convert.svg_to_png(drawing(sheet + inner(svg), width=width, height=height), scale=scale)


_CONFIG: Final[Spec] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "text": {"font": FONT, "fontSize": TEXT, "fill": INK},
}


@cache
def _register_fonts() -> None:
    with resources.as_file(resources.files("lagesbild.document") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))


def _tidied(svg: str) -> str:
    """Take away what only a page that draws with Vega needs, and write the font so that all can read it."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # Vega's own answer, not a stranger's file
    for node in list(root.iter()):
        for name in [name for name in node.attrib if name in _UNUSED or name.startswith("aria-")]:
            del node.attrib[name]
        if node.get("font-family") == FONT:
            # Vega writes the name bare, which is not a name in CSS: its last word starts with a digit.
            node.set("font-family", FONT_FAMILY)
        for child in list(node):
            if child.get("display") == "none" or (len(child) == 0 and child.tag.endswith("}g")):
                node.remove(child)
    return ElementTree.tostring(root, encoding="unicode")


def _with_legend(plot: str, legend: Sequence[LegendItem]) -> str:
    _, height = size_of(plot)
    parts: list[str] = []
    at, line = 2.0, 0
    for item in legend:
        width = 24 + text_width(item.label, TEXT) + 20
        if at > 2 and at + width - 20 > WIDTH:
            at, line = 2.0, line + 1
        y = line * LEGEND_LINE + 11
        parts.append(symbol(item.symbol, x=at + 9, y=y))
        parts.append(text(item.label, x=at + 24, y=y + 4.3, size=TEXT, fill=INK))
        at += width
    top = (line + 1) * LEGEND_LINE + 6 if legend else 0.0
    moved = element("g", inner(plot), transform=f"translate(0,{top:g})")
    return drawing("".join(parts) + moved, width=WIDTH, height=height + top)


def symbol(name: Symbol, *, x: float, y: float) -> str:
    """Return a legend's sign, centred at a point."""
    if name in ("line", "dashed"):
        dash = "4 3" if name == "dashed" else None
        colour = INK if name == "dashed" else ACCENT
        width = 1.3 if name == "dashed" else 2
        return element(
            "line", x1=x - 9, x2=x + 9, y1=y, y2=y, stroke=colour, stroke_width=width, stroke_dasharray=dash
        )
    if name == "band":
        return element("rect", x=x - 9, y=y - 6, width=18, height=12, fill=ACCENT_LIGHT)
    if name == "bar":
        return element("rect", x=x - 9, y=y - 5, width=18, height=10, fill=ACCENT_MID)
    if name == "tick":
        return element("rect", x=x - 1.25, y=y - 8, width=2.5, height=16, fill=INK)
    if name == "circle":
        return element("circle", cx=x, cy=y, r=5, fill=ACCENT)
    if name == "hollow":
        return element("circle", cx=x, cy=y, r=4.5, fill=PAPER, stroke=ACCENT, stroke_width=1.6)
    return element("path", d=_PATHS[name], transform=f"translate({x:g},{y:g})", **_FILLS[name])


_PATHS: Final[Mapping[str, str]] = {
    "triangle-up": "M-6.5,5L6.5,5L0,-6.5Z",
    "triangle-down": "M-6.5,-5L6.5,-5L0,6.5Z",
    "diamond": "M0,-6L5,0L0,6L-5,0Z",
    "cross": "M-4,-4L4,4M-4,4L4,-4",
}
_FILLS: Final[Mapping[str, Mapping[str, object]]] = {
    "triangle-up": {"fill": SIGNAL},
    "triangle-down": {"fill": ACCENT},
    "diamond": {"fill": INK},
    "cross": {"stroke": MUTED, "stroke_width": 1.6, "fill": "none"},
}
