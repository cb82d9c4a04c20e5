"""The same figure in HTML, PDF, DOCX, XLSX and JSON."""

import html
import io
import json
import math
import re
from collections.abc import Sequence
from datetime import date, datetime

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from lagesbild.document import swedish
from lagesbild.document.docx import write_docx
from lagesbild.document.html import write_html
from lagesbild.document.json_tree import plain_cell, write_json
from lagesbild.document.pdf import write_pdf
from lagesbild.document.tree import Cell, Column, Document, KeyFigures, Table
from lagesbild.document.words import without_markup
from lagesbild.document.xlsx import HEADER_ROW, write_xlsx


def printed(table: Table) -> list[list[str]]:
    return [
        [
            without_markup(swedish.cell_text(value, column))
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


def squeezed(text: str) -> str:
    """Text without what a line end may have changed: spaces, and hyphens put in at a break."""
    return re.sub(r"[\s\u00a0\u00ad\u0002\ufffe-]", "", text)


def html_words(fragment: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", fragment)).split(" ")).strip()


def test_html_tables_hold_exactly_the_trees_cells(document: Document) -> None:
    page = write_html(document)
    for table in document.tables():
        body = re.search(rf'id="{table.id}".*?<tbody>(.*?)</tbody>', page, re.S)
        assert body is not None
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S)
        cells = [
            [html_words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows
        ]
        assert [[squeezed(cell) for cell in row] for row in cells] == [
            [squeezed(cell) for cell in row] for row in printed(table)
        ]


def test_word_tables_hold_exactly_the_trees_cells(document: Document) -> None:
    word = docx.Document(io.BytesIO(write_docx(document)))
    for shown, table in zip(word.tables, document.tables(), strict=True):
        cells = [[cell.text for cell in row.cells] for row in shown.rows]
        assert cells == [[column.heading for column in table.columns], *printed(table)]


def test_pdf_holds_every_row_in_order(document: Document) -> None:
    with pypdfium2.PdfDocument(write_pdf(document)) as pdf:
        text = squeezed("".join(page.get_textpage().get_text_range() for page in pdf))
    for table in document.tables():
        at = text.index(squeezed(table.caption))
        for row in printed(table):
            words = _found_in_order(text, row, at)
            assert words is not None, (table.id, row)
            at = words


def _found_in_order(text: str, row: Sequence[str], at: int) -> int | None:
    # A cell that takes several lines is read column by column, so each cell is looked for by itself.
    end = at
    for cell in row:
        found = text.find(squeezed(cell), at)
        if found < 0:
            return None
        end = max(end, found)
    return end if row[0] else at


def test_workbook_holds_the_trees_values_themselves(document: Document) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(document)))
    for i, table in enumerate(document.tables()):
        rows = book.get_sheet_by_index(i + 1).to_python()[HEADER_ROW:]
        assert rows[0] == [column.heading for column in table.columns]
        for row, shown in zip(table.rows, rows[1:], strict=True):
            for value, cell, column in zip(row, shown, table.columns, strict=True):
                assert _as_tree(cell, column) == _comparable(value, column)


def _as_tree(cell: object, column: Column) -> object:
    if cell == "":
        return None
    if column.kind == "change" and isinstance(cell, (int, float)):
        return pytest.approx(cell + 1, abs=1e-9)
    if isinstance(cell, (int, float)):
        return pytest.approx(cell)
    if column.kind == "datetime" and isinstance(cell, datetime):
        return cell
    return cell


def _comparable(value: Cell, column: Column) -> object:
    if isinstance(value, float) and math.isinf(value):
        return swedish.CANNOT
    if column.kind == "verdict" and isinstance(value, str):
        return str(swedish.verdict(value))
    return value


def test_json_holds_the_trees_values_themselves(document: Document) -> None:
    data = json.loads(write_json(document))
    assert len(data["tables"]) == len(document.tables())
    for shown, table in zip(data["tables"], document.tables(), strict=True):
        assert shown["rows"] == [
            {column.key: plain_cell(value) for column, value in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
    assert plain_cell(math.inf) == "inf"
    assert plain_cell(math.nan) is None
    assert plain_cell(date(2025, 3, 9)) == "2025-03-09"


def test_key_figures_and_statements_are_the_same_words_everywhere(document: Document) -> None:
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", write_html(document))))
    with pypdfium2.PdfDocument(write_pdf(document)) as pdf:
        paper = squeezed("".join(page.get_textpage().get_text_range() for page in pdf))
    word = squeezed("".join(p.text for p in docx.Document(io.BytesIO(write_docx(document))).paragraphs))
    for block in document.sections[0].blocks:
        if isinstance(block, KeyFigures):
            for item in block.items:
                value = squeezed(swedish.value_text(item.value, item.kind))
                for text in (page, paper, word):
                    assert value in text
                    assert squeezed(item.detail) in text
