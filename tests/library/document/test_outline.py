"""What a document must hold together before anything is written."""

from dataclasses import replace

import pytest

from lagesbild.document.html import write_html
from lagesbild.document.json_tree import write_json
from lagesbild.document.outline import DocumentError, outline_of
from lagesbild.document.tree import Block, Column, Document, Figure, Paragraph, Section, Subsection, Table
from lagesbild.document.words import runs, without_markup


def a_table(**changes: object) -> Table:
    base = Table("t", "Tabell", (Column("a", "A"), Column("b", "B", "count")), (("x", 1),))
    return replace(base, **changes)  # type: ignore[arg-type]  # a builder with any field changed


def with_blocks(document: Document, *blocks: Block) -> Document:
    return replace(document, sections=(Section("s", "Rubrik", blocks),))


FIGURE = Figure("f", "Figur", "Ett diagram.", "chart", '<svg viewBox="0 0 10 10"></svg>', "t")


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ((a_table(), a_table()), "the id t is used more than once"),
        ((FIGURE,), "points at the table t, which is missing"),
        ((replace(FIGURE, alt=" "), a_table()), "no alternative text"),
        ((a_table(rows=(("x", 1), ("y",))),), "row 1: 1 cells for 2 columns"),
        ((a_table(columns=(Column("a", "A"), Column("a", "B", "count"))),), "two columns with the same key"),
        ((a_table(columns=(), rows=()),), "no columns"),
    ],
)
def test_a_tree_that_contradicts_itself_is_refused(
    document: Document, blocks: tuple[Block, ...], complaint: str
) -> None:
    with pytest.raises(DocumentError, match=complaint):
        outline_of(with_blocks(document, *blocks))


def test_tables_and_figures_are_numbered_in_reading_order_also_inside_subsections(document: Document) -> None:
    inner = a_table(id="inner")
    tree = with_blocks(document, Subsection("Under", (inner, FIGURE)), a_table())
    outline = outline_of(tree)
    assert (outline.tables["inner"], outline.tables["t"]) == (1, 2)
    assert outline.table_pointer(FIGURE) == "Siffrorna finns i tabell\u00a02."


def test_strong_is_the_only_markup_and_single_stars_stay() -> None:
    assert [(run.text, run.is_strong) for run in runs("a **b** 2 ** 3 * <i>")] == [
        ("a ", False), ("b", True), (" 2 ** 3 * <i>", False),
    ]  # fmt: skip
    assert without_markup("a **b**") == "a b"
    assert runs("") == ()


def test_an_empty_document_can_be_written(document: Document) -> None:
    bare = replace(
        document, sections=(Section("s", "Tomt", (Paragraph(""), a_table(rows=()))),), facts=(), status=""
    )
    assert "Inga rader." in write_html(bare)
    assert '"rows": []' in write_json(bare)
