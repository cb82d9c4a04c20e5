"""The document as one page: self-contained, readable without script, and printable."""

import base64
from functools import cache
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from lagesbild.document import palette, swedish
from lagesbild.document.outline import facts_of, outline_of
from lagesbild.document.svg import inner, size_of, with_ids_apart
from lagesbild.document.tree import Block, Cell, Column, Document, Figure, KeyFigure
from lagesbild.document.words import runs, without_markup

_FACES: Final = (("normal", 400), ("italic", 400), ("normal", 600), ("normal", 700))


def write_html(document: Document) -> str:
    """Return the document as a self-contained page in HTML.

    Parameters
    ----------
    document
        The tree. All its text is escaped; figures are set inline.

    Returns
    -------
    str
        A whole page: no script, no request to another host; fonts, style and pictures are inside.

    Raises
    ------
    DocumentError
        If the tree contradicts itself (see :func:`lagesbild.document.outline.outline_of`).
    """
    return (
        _templates()
        .get_template("document.html.j2")
        .render(
            document=document,
            facts=facts_of(document),
            outline=outline_of(document),
            style=Markup(_style() + _running_heads(document)),  # noqa: S704  # our own CSS and escaped strings
        )
    )


def rich(text: str) -> Markup:
    """Return running text as HTML, with ``**strong**`` as strong and everything else escaped."""
    return Markup("").join(
        Markup("<strong>{}</strong>").format(run.text) if run.is_strong else escape(run.text)
        for run in runs(text)
    )


def cell_html(value: Cell, column: Column, *, is_total: bool = False) -> Markup:
    """Return a cell's words; a verdict's sign is hidden from readers that read its words aloud."""
    if column.kind == "verdict" and isinstance(value, str):
        return verdict_html(value)
    return (
        rich(value)
        if column.kind == "text" and isinstance(value, str) and value
        else escape(swedish.cell_text(value, column, is_total=is_total))
    )


def verdict_html(value: str) -> Markup:
    """Return a verdict as sign and words."""
    found = swedish.verdict(value)
    return Markup(
        '<span class="verdict {}"><span class="sign" aria-hidden="true">{}</span> {}</span>'
    ).format(value.replace("_", "-"), found.sign, found.words)


def key_figure_text(item: KeyFigure) -> str:
    """Return a key figure's value as words."""
    return swedish.value_text(item.value, item.kind)


def svg_html(figure: Figure) -> Markup:
    """Return a figure's picture for setting inline: scaled to its place, named by its alternative text."""
    width, height = size_of(figure.svg)
    content = with_ids_apart(inner(figure.svg), figure.id)
    opening = Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="{}">').format(
        figure.alt, f"{width:g}", f"{height:g}", "http://www.w3.org/2000/svg"
    )
    return opening + Markup(content) + Markup("</svg>")  # noqa: S704  # drawn by charts and maps, which escape


def block_name(block: Block) -> str:
    """Return the kind of block, by which the template chooses its macro."""
    return type(block).__name__


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("lagesbild.document"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "rich": rich,
        "plain": without_markup,
        "cell": cell_html,
        "verdict": verdict_html,
        "key_figure": key_figure_text,
        "picture": svg_html,
        "day": swedish.day,
        "block_name": block_name,
    }
    environment.globals["right_aligned"] = swedish.RIGHT_ALIGNED
    return environment


@cache
def _style() -> str:
    folder = resources.files("lagesbild.document")
    css = (folder / "styles" / "document.css").read_text(encoding="utf-8")
    for name in (
        "PAPER",
        "INK",
        "MUTED",
        "RULE",
        "FAINT",
        "TINT",
        "ACCENT_LIGHT",
        "ACCENT",
        "SIGNAL_LIGHT",
        "SIGNAL",
    ):
        css = css.replace(f"var(--{name.lower().replace('_', '-')})", getattr(palette, name))
    faces = []
    for style, weight in _FACES:
        data = (folder / "fonts" / f"source-sans-3-latin-{weight}-{style}.woff2").read_bytes()
        faces.append(
            f"@font-face{{font-family:'{palette.FONT}';font-style:{style};font-weight:{weight};font-display:swap;"
            f"src:url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')}}"
        )
    # Classes, not style attributes: those are stopped where the page is served under a strict policy.
    shares = "".join(f".share-{share}{{max-width:{share}%}}" for share in range(5, 100, 5))
    return "\n".join(faces) + "\n" + css + shares


def _running_heads(document: Document) -> str:
    """Return the printed page's head; its strings are code points, so that no text can end them."""

    def quoted(text: str) -> str:
        return '"' + "".join(f"\\{ord(letter):x} " for letter in without_markup(text)) + '"'

    head = f"@top-left{{content:{quoted(f'{document.organisation} · {document.title}')}}}"
    return f"\n@media print{{@page{{{head}}}@page:first{{@top-left{{content:none}}}}}}\n"
