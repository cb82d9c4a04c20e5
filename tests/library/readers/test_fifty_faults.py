"""A file with fifty different faults gives fifty sentences, each with its place, and no table."""

import csv
import io

import xlsxwriter

from lagesbild.readers.incident_file import read_incidents

from .nasty import HEADINGS, ROWS, cells, good_row

GOOD_BEFORE = 3


def table() -> list[list[str]]:
    """Return the heading, some good rows, the fifty bad ones and a good last row."""
    good = [good_row(number) for number in range(1, GOOD_BEFORE + 1)]
    bad = [cells(100 + number, row) for number, row in enumerate(ROWS)]
    return [list(HEADINGS), *good, *bad, good_row(999)]


def assert_each_row_has_its_sentence(faults, *, first_row):
    assert len(ROWS) == 50
    assert [fault.row for fault in faults] == list(range(first_row, first_row + 50))
    for fault, row in zip(faults, ROWS, strict=True):
        assert fault.column == row.column
        assert row.says in fault.what
        assert fault.value == row.changes[row.column]
        assert fault.advice
        assert not fault.advice.endswith(".")
    assert len({str(fault) for fault in faults}) == 50


def test_a_csv_file_with_fifty_faults_gives_fifty_sentences_and_no_table(a_text_file):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table())
    read = read_incidents(a_text_file(out.getvalue(), encoding="cp1252"))
    assert_each_row_has_its_sentence(read.faults, first_row=2 + GOOD_BEFORE)
    assert len(read.incidents) == 0
    assert read.rows_read == 54


def test_a_workbook_with_fifty_faults_gives_fifty_sentences_and_no_table(tmp_path):
    path = tmp_path / "elände.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Händelser mars")
        sheet.merge_range(0, 0, 0, 9, "Händelser i mars")
        sheet.write(1, 0, "Uttag ur systemet")
        for index, row in enumerate(table()):
            for column, cell in enumerate(row):
                sheet.write_string(3 + index, column, cell)
        book.add_worksheet("Läs mig").write(0, 0, "Frågor besvaras av växeln.")
    read = read_incidents(path)
    assert_each_row_has_its_sentence(read.faults, first_row=5 + GOOD_BEFORE)
    assert len(read.incidents) == 0


def test_the_same_file_without_the_faults_gives_a_table(a_text_file):
    good = [list(HEADINGS), *(good_row(number) for number in range(1, 55))]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(good)
    read = read_incidents(a_text_file(out.getvalue(), encoding="cp1252"))
    assert read.faults == ()
    assert len(read.incidents) == 54


def test_a_row_with_two_faults_gives_two_sentences_and_a_shape_fault_is_one_too(a_text_file):
    text = (
        "Id;Datum;Händelse;Antal\n"
        "1;2025-03-09;Rån;1\n"
        "2;igår;Rån;många\n"
        "3;2025-03-09;Rån;1;över;flöd\n"
        "4;2025-03-09;Rån\n"
        "5;2025-03-10;Rån;1;\n"
    )
    faults = read_incidents(a_text_file(text)).faults
    assert [(fault.row, fault.column) for fault in faults] == [
        (3, "Antal"),
        (3, "Datum"),
        (4, ""),
        (5, ""),
        (5, "Antal"),
    ]
    assert "fler celler" in faults[2].what
    assert "färre celler" in faults[3].what


def test_real_dates_and_failed_formulas_in_a_workbook_have_faults_too(tmp_path):
    path = tmp_path / "fel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Datum", "Händelse", "Antal"])
        for row, date in enumerate([45725, 99999, 45726, 45727], start=1):
            sheet.write_number(row, 0, date, day)
            sheet.write(row, 1, "Rån")
            sheet.write(row, 2, 1)
        sheet.write_formula(3, 2, "=1/0", value="#DIV/0!")
        sheet.write_number(4, 2, 1.5)
    said = [(fault.row, fault.column, fault.what) for fault in read_incidents(path).faults]
    assert said == [
        (3, "Datum", "'2173-10-13' ligger i framtiden"),
        (4, "Antal", "Antal saknas"),
        (4, "Antal", "Formeln i cellen ger ett fel"),
        (5, "Antal", "'1.5' är inte ett helt tal"),
    ]
