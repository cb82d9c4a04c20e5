"""The document as PDF: PDF/UA-1 (readable aloud, navigable) and PDF/A-2a (archivable) in one file."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import typst

from lagesbild.document import palette, swedish
from lagesbild.document.outline import Outline, facts_of, outline_of
from lagesbild.document.table_layout import (
    TEXT_WIDTH_PT,
    WIDE_TEXT_WIDTH_PT,
    table_layout,
    widest_word,
)
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Document,
    Figure,
    KeyFigures,
    Paragraph,
    Section,
    Statements,
    Subsection,
    Table,
)
from lagesbild.document.words import runs

_DEEPEST: Final = 3

Plain = str | int | float | bool | None | Sequence["Plain"] | dict[str, "Plain"]


def write_pdf(document: Document) -> bytes:
    """Return the document as an accessible and archivable PDF.

    Parameters
    ----------
    document
        The tree. Its text reaches the typesetter as data and is never read as commands.

    Returns
    -------
    bytes
        PDF 1.7, tagged, with title, language, outline, alternative texts and embedded fonts; the same
        bytes for the same document.

    Raises
    ------
    DocumentError
        If the tree contradicts itself (see :func:`lagesbild.document.outline.outline_of`).
    """
    outline = outline_of(document)
    made = datetime(document.made_on.year, document.made_on.month, document.made_on.day, tzinfo=UTC)
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"document": json.dumps(_document(document, outline), ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=made,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter returned no PDF")
    return pdf


_FILES = ExitStack()
"""Keeps the template and fonts on disk while the process lives, also when the package is zipped."""


def _compiler() -> typst.Compiler:
    """Return a typesetter of its own for each document: it may not be used from two threads at once."""
    template = _folder() / "templates" / "document.typ"
    return typst.Compiler(str(template), root=str(template.parent), font_paths=_fonts())


@cache
def _folder() -> Path:
    return _FILES.enter_context(resources.as_file(resources.files("lagesbild.document")))


@cache
def _fonts() -> typst.Fonts:
    """Return our own fonts only, so that the same document looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_folder() / "fonts")]
    )


def _document(document: Document, outline: Outline) -> dict[str, Plain]:
    made = document.made_on
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "status": document.status,
        "is_sheet": document.layout == "sheet",
        "language": document.language,
        "keywords": list(document.keywords),
        "made_on": [made.year, made.month, made.day],
        "facts": [[label, value] for label, value in facts_of(document)],
        "colours": {
            name.lower().replace("_", "-"): getattr(palette, name)
            for name in (
                "INK", "MUTED", "RULE", "TINT", "ACCENT", "ACCENT_LIGHT", "SIGNAL", "SIGNAL_LIGHT", "PAPER",
            )
        },
        "sections": [
            _section(section, outline) for section in document.sections
        ],
    }  # fmt: skip


def _section(section: Section, outline: Outline) -> dict[str, Plain]:
    is_wide = section.id in outline.wide_sections
    width = WIDE_TEXT_WIDTH_PT if is_wide else TEXT_WIDTH_PT
    return {
        "id": section.id,
        "heading": section.heading,
        "is_wide": is_wide,
        "blocks": _blocks(section.blocks, 2, outline, width),
    }


def _blocks(blocks: Sequence[Block], level: int, outline: Outline, width: float) -> list[Plain]:
    return [_block(block, level, outline, width) for block in blocks]


def _block(block: Block, level: int, outline: Outline, width: float) -> dict[str, Plain]:
    if isinstance(block, Table):
        return _table(block, outline, width)
    if isinstance(block, Figure):
        return _figure(block, outline, width)
    if isinstance(block, Subsection):
        inside = _blocks(block.blocks, min(level + 1, _DEEPEST), outline, width)
        return {"kind": "subsection", "heading": block.heading, "level": level, "blocks": inside}
    return _words(block)


def _words(block: Paragraph | Bullets | Callout | Statements | KeyFigures) -> dict[str, Plain]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _runs(block.text), "lead": block.lead}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_runs(item) for item in block.items], "numbered": block.numbered}
    if isinstance(block, Callout):
        return {"kind": "callout", "tone": block.kind, "title": block.title, "text": _runs(block.text)}
    if isinstance(block, Statements):
        return {
            "kind": "statements",
            "items": [
                {
                    "verdict": item.verdict,
                    "sign": swedish.verdict(item.verdict).sign,
                    "words": swedish.verdict(item.verdict).words,
                    "sentence": _runs(item.sentence),
                    "detail": _runs(item.detail),
                }
                for item in block.items
            ],
        }
    return {
        "kind": "key-figures",
        "items": [
            {
                "value": swedish.value_text(item.value, item.kind),
                "label": item.label,
                "detail": _runs(item.detail),
            }
            for item in block.items
        ],
    }


def _figure(figure: Figure, outline: Outline, width: float) -> dict[str, Plain]:
    return {
        "kind": "figure",
        "id": figure.id,
        "label": outline.figure_label(figure),
        "caption": figure.caption,
        "alt": figure.alt,
        "svg": figure.svg,
        # A picture is made for a standing page and is not drawn larger on one that lies down.
        "width": figure.width_share * 100 * TEXT_WIDTH_PT / width,
        "table": figure.table_id,
        "pointer": outline.table_pointer(figure),
    }


def _table(table: Table, outline: Outline, width: float) -> dict[str, Plain]:
    layout = table_layout(table, available=width)
    return {
        "kind": "table",
        "id": table.id,
        "label": outline.table_label(table.id),
        "caption": table.caption,
        "size": layout.size,
        "widths": list(layout.widths),
        "left_air": list(layout.left_air),
        "right_air": layout.right_air,
        "is_together": layout.is_together,
        "columns": [
            {
                "heading": column.heading,
                "right": column.kind in swedish.RIGHT_ALIGNED,
                "is_broken": widest_word(column.heading, layout.size) > column_width,
                "hyphenated": is_hyphenated,
            }
            for column, column_width, is_hyphenated in zip(
                table.columns, layout.widths, layout.hyphenated, strict=True
            )
        ],
        "rows": [
            [
                _runs(value) if column.kind == "text" and isinstance(value, str) and value else
                _plain(swedish.cell_text(value, column, is_total=index in table.total_rows))
                for value, column in zip(row, table.columns, strict=True)
            ]
            for index, row in enumerate(table.rows)
        ],
        "totals": sorted(table.total_rows),
        "note": _runs(table.note),
    }  # fmt: skip


def _runs(text: str) -> list[Plain]:
    return [[run.text, run.is_strong] for run in runs(text)]


def _plain(text: str) -> list[Plain]:
    return [[text, False]]
