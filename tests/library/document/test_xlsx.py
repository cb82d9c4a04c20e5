"""The workbook: numbers as numbers, text never as formula."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from lagesbild.document.tree import Column, Document, Section, Table
from lagesbild.document.xlsx import HEADER_ROW, write_xlsx


@pytest.fixture(scope="module")
def book(document: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(document)))


def test_there_is_a_sheet_for_contents_each_table_and_the_columns(book: Workbook, document: Document) -> None:
    assert book.sheetnames[0] == "Innehåll"
    assert book.sheetnames[-1] == "Kolumner"
    assert len(book.sheetnames) == len(document.tables()) + 2
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_contents_lead_to_every_sheet(book: Workbook) -> None:
    targets = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for row in book["Innehåll"]
        for cell in row
        if cell.hyperlink
    }
    assert targets == set(book.sheetnames[1:])


def test_numbers_are_numbers_with_their_format(book: Workbook) -> None:
    row = [cell for cell in book.worksheets[1][HEADER_ROW + 2]]
    assert [cell.value for cell in row[:4]] == ["Stöld ur och från motorfordon", 153, 241, 0.575]
    assert row[1].number_format == "#,##0"
    assert row[3].number_format.startswith("+0")


def test_text_that_looks_like_a_formula_is_text(book: Workbook) -> None:
    values = {cell.value: cell.data_type for row in book["4 De sextio mest drabbade"] for cell in row}
    assert values["=SUMMA(A1:A9)"] == "s"
    assert values["-åtta"] == "s"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "http://"])
def test_no_cell_is_ever_a_formula_or_a_link(document: Document, start: str) -> None:
    table = Table(
        "t", f"{start}x", (Column("a", f"{start}x"),), ((f"{start}cmd|'/C calc'!A0",),), note=f"{start}x"
    )
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx(replace(document, sections=(Section("s", "R", (table,)),))))
    )
    cells = [cell for sheet in book.worksheets[1:] for row in sheet for cell in row if cell.value is not None]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_the_heading_row_stays_and_can_be_filtered(book: Workbook) -> None:
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == f"B{HEADER_ROW + 2}"
        assert sheet.auto_filter.ref


def test_every_column_is_explained(book: Workbook, document: Document) -> None:
    rows = list(book["Kolumner"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [column.key for table in document.tables() for column in table.columns]
    assert all(row[3] and row[4] for row in rows)


def test_tables_whose_captions_begin_alike_get_different_sheets(document: Document) -> None:
    caption = "En väldigt lång rubrik som är exakt likadan [i] båda: tabellerna / alltid"
    tables = tuple(Table(f"t{i}", caption, (Column("a", "A"),), ()) for i in range(12))
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx(replace(document, sections=(Section("s", "R", tables),))))
    )
    assert len(set(book.sheetnames)) == 14


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert write_xlsx(document) == write_xlsx(document)


def test_long_words_are_read_whole_on_several_lines(document: Document) -> None:
    long = "Åtgärdsplanen är beslutad och har den beslutade lägesbilden som underlag. " * 3
    table = Table("t", "Tabell", (Column("a", "A"), Column("b", "B")), (("kort", "kort"), ("kort", long)))
    made = write_xlsx(replace(document, sections=(Section("s", "Rubrik", (table,)),)))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[1]
    assert sheet.cell(HEADER_ROW + 3, 2).alignment.wrap_text
    assert sheet.row_dimensions[HEADER_ROW + 2].height is None
    assert sheet.row_dimensions[HEADER_ROW + 3].height >= 60
