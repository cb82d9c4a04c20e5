from datetime import date, datetime, time

import pytest
import xlsxwriter

from lagesbild.readers.faults import FaultyFileError
from lagesbild.readers.files import preview, read_sheets


def test_every_sheet_with_anything_in_it_is_a_table(a_workbook):
    path = a_workbook(
        {"Mars": [["Datum", "Antal"], ["2025-03-09", 1]], "Tomt": [], "April": [["Datum"], ["x"]]}
    )
    assert [sheet.name for sheet in read_sheets(path)] == ["Mars", "April"]
    assert [sheet.name for sheet in read_sheets(path, sheet="April")] == ["April"]


def test_real_dates_times_and_numbers_keep_their_type(tmp_path):
    path = tmp_path / "typer.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Datum", "Tid", "Antal", "Kod"])
        sheet.write_datetime(1, 0, date(2025, 3, 9), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(1, 1, time(14, 5), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 2, 1.234)
        sheet.write_string(1, 3, "0801")
        sheet.write_string(2, 0, "9 mars 2025")
    found = read_sheets(path)[0]
    assert found.frame.row(0) == ("2025-03-09", "14:05:00", "1.234", "0801")
    assert found.moments["Datum"].to_list() == [datetime.fromisoformat("2025-03-09"), None]
    assert found.numbers["Antal"].to_list() == [1.234, None]
    assert "Kod" not in found.numbers.columns


def test_a_merged_title_is_no_heading_and_merged_headings_are(tmp_path):
    path = tmp_path / "rubriker.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Anmälda brott i kommunen")
        sheet.merge_range(2, 0, 3, 0, "Brott")
        sheet.merge_range(2, 1, 2, 2, 2020)
        sheet.merge_range(2, 3, 2, 4, 2021)
        sheet.write_row(3, 1, ["antal", "per 100 000", "antal", "per 100 000"])
        sheet.write_row(4, 0, ["Bilstöld", 29, 93, 34, 104])
        sheet.write_row(5, 0, ["Rån", 3, 9, 5, 15])
    found = read_sheets(path)[0]
    assert found.columns == (
        "Brott", "2020 / antal", "2020 / per 100 000", "2021 / antal", "2021 / per 100 000",
    )  # fmt: skip
    assert found.rows.to_list() == [5, 6]
    assert found.title == ("Anmälda brott i kommunen",)


def test_a_value_merged_over_rows_belongs_to_each_of_them(tmp_path):
    path = tmp_path / "sammanslagna.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Område", "Antal"])
        sheet.merge_range(1, 0, 3, 0, "Centrum")
        for row, number in enumerate([1, 2, 3], start=1):
            sheet.write(row, 1, number)
    assert read_sheets(path)[0].frame["Område"].to_list() == ["Centrum"] * 3


def test_hidden_rows_are_read_and_told(tmp_path):
    path = tmp_path / "dolda.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Händelser & annat")
        sheet.write_row(0, 0, ["Datum", "Antal"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"2025-03-0{row}", row])
        sheet.autofilter(0, 0, 5, 1)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        book.add_worksheet("Dolt").write_row(0, 0, ["a", "b"])
        book.get_worksheet_by_name("Dolt").hide()
    shown, hidden = read_sheets(path)
    assert len(shown) == 5
    assert shown.hidden.rows == (3, 4)
    assert shown.hidden.is_filter
    assert not shown.hidden.sheet
    assert hidden.hidden.sheet


def test_a_preview_has_only_the_first_rows(a_workbook):
    rows = [["Datum", "Antal"], *([f"2025-03-{day:02d}", day] for day in range(1, 31))]
    assert len(preview(a_workbook({"A": rows}), rows=10)[0]) == 30
    many = [["Datum", "Antal"], *(["2025-03-01", n] for n in range(1000))]
    assert len(preview(a_workbook({"A": many}), rows=10)[0]) < 300


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(a_workbook):
    path = a_workbook({"Mars": [["a"]], "April": [["a"]]})
    with pytest.raises(FaultyFileError, match="'Maj' finns inte") as error:
        read_sheets(path, sheet="Maj")
    assert "'Mars', 'April'" in error.value.faults[0].advice


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Filen är tom"),
        (b"PK\x03\x04trasig", "går inte att öppna"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "webbsida"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "går inte att öppna"),
        (b"PAR1 trasig", "Parquetfilen går inte att läsa"),
    ],
)
def test_a_file_that_holds_no_table_is_refused_with_advice(tmp_path, data, says):
    path = tmp_path / "fil.xlsx"
    path.write_bytes(data)
    with pytest.raises(FaultyFileError, match=says) as error:
        read_sheets(path)
    assert error.value.faults[0].advice


def test_what_a_file_is_called_does_not_decide_what_it_is(a_workbook, a_text_file):
    assert read_sheets(a_workbook({"A": [["Datum", "n"], ["2025-03-09", 1]]}, name="fil.csv"))[0].name == "A"
    assert read_sheets(a_text_file("Datum;n\n2025-03-09;1\n", name="fil.xls"))[0].columns == ("Datum", "n")
