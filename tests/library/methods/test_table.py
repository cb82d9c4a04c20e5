from datetime import UTC, date, datetime

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.methods.description import ROW, Column
from lagesbild.methods.table import read_table
from lagesbild.readers.faults import FaultyFileError

ID_AND_COUNT = (Column("id", "text", "område"), Column("count", "count", "antal"))


def one(kind, **more):
    return (Column("value", kind, "värde", **more),)


def values(path, columns, **more):
    return read_table(path, columns, **more).frame["value"].to_list()


def faults(path, columns):
    with pytest.raises(FaultyFileError) as caught:
        read_table(path, columns)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_separator_is_read_with_and_without_byte_order_mark(a_file, separator, mark):
    path = a_file(f"{mark}id{separator}count\nÅsen{separator}3\n")
    assert read_table(path, ID_AND_COUNT).frame.rows() == [(2, "Åsen", 3)]


def test_a_table_of_one_column_has_no_separator(a_file):
    path = a_file('text\nskadegörelse; klotter, på skolan\n"citat, med; tecken"\n')
    assert read_table(path, (Column("text", "text", "fritext"),)).frame["text"].to_list() == [
        "skadegörelse; klotter, på skolan",
        "citat, med; tecken",
    ]


def test_columns_are_found_in_any_order_and_case_and_the_rest_is_told(a_file):
    read = read_table(a_file("Anteckning,COUNT,Id\nx,3,a\n"), ID_AND_COUNT)
    assert read.frame.columns == [ROW, "id", "count"]
    assert read.warnings == ("tabell.csv: kolumner som metoden inte använder: Anteckning.",)


def test_other_columns_can_be_kept_as_text(a_file):
    read = read_table(a_file("typ,count\nklotter,3\n"), ID_AND_COUNT[1:], keeps_other_columns=True)
    assert read.frame.to_dicts() == [{ROW: 2, "count": 3, "typ": "klotter"}]
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("written", "number"),
    [("0.5", 0.5), ("0,5", 0.5), ("1 234,5", 1234.5), ("-3", -3), ("−3", -3), ("1e3", 1000), (".5", 0.5)],
)
def test_numbers_are_read_as_people_write_them(a_file, written, number):
    assert values(a_file(f"value;x\n{written};1\n"), one("number")) == [number]


@pytest.mark.parametrize(("written", "count"), [("12", 12), ("12.0", 12), ("1 200", 1200), ("+3", 3)])
def test_counts_are_read_as_people_write_them(a_file, written, count):
    assert values(a_file(f"value;x\n{written};1\n"), one("count")) == [count]


@pytest.mark.parametrize("written", ["-1", "1.5", "1.000", "tre", "99999999999999999999", "12 kr", "1e3"])
def test_what_is_not_a_count_is_a_fault_where_it_stands(a_file, written):
    found = faults(a_file(f"x;value\n1;2\n1;{written}\n"), one("count"))
    assert len(found) == 1
    assert found[0].startswith("tabell.csv:3:value: ")
    assert f"'{written}'" in found[0]


def test_every_fault_of_the_file_is_listed_at_once(a_file):
    found = faults(a_file("id,count\na,x\n,2\nc,-1\n"), ID_AND_COUNT)
    assert [line.rsplit(": ")[0] for line in found] == [
        "tabell.csv:2:count",
        "tabell.csv:3:id",
        "tabell.csv:4:count",
    ]


def test_every_missing_column_is_told_with_what_the_file_has(a_file):
    found = faults(a_file("namn,antal\na,1\n"), ID_AND_COUNT)
    assert len(found) == 2
    assert "kolumnen id saknas" in found[1]
    assert "filen har namn, antal" in found[1]


def test_empty_cells_are_faults_unless_they_may_be_empty(a_file):
    path = a_file("value,x\n,1\n3,1\nNA,1\n")
    assert len(faults(path, one("number"))) == 2
    assert values(path, one("number", may_be_empty=True)) == [None, 3.0, None]


@pytest.mark.parametrize(
    ("limits", "bad"),
    [({"least": 0}, "-0.1"), ({"above_zero": True}, "0")],
)
def test_numbers_outside_their_range_are_faults(a_file, limits, bad):
    assert f"'{bad}'" in faults(a_file(f"value,x\n{bad},1\n"), one("number", **limits))[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-02-28", date(2024, 2, 28)),
        ("2024-02-28 14:30", date(2024, 2, 28)),
        ("2024-W09", date(2024, 2, 26)),
        ("2024-02", date(2024, 2, 1)),
        ("2024-T2", date(2024, 5, 1)),
    ],
)
def test_dates_weeks_and_months_are_read(a_file, written, day):
    assert values(a_file(f"value\n{written}\n"), one("date")) == [day]


@pytest.mark.parametrize("written", ["31/2", "2024-02-30", "2024-2-1", "20240228", "2024-W60"])
def test_what_is_not_a_date_is_a_fault_with_advice(a_file, written):
    assert "2024-02-28" in faults(a_file(f"value\n{written}\n"), one("date"))[0]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-06-01T14:30", datetime(2024, 6, 1, 12, 30, tzinfo=UTC)),
        ("2024-06-01 14:30:15", datetime(2024, 6, 1, 12, 30, 15, tzinfo=UTC)),
        ("2024-06-01T14:30:00+00:00", datetime(2024, 6, 1, 14, 30, tzinfo=UTC)),
        ("2024-06-01T14:30Z", datetime(2024, 6, 1, 14, 30, tzinfo=UTC)),
        ("2024-06-01", datetime(2024, 5, 31, 22, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_local_unless_they_say_otherwise(a_file, written, moment):
    assert values(a_file(f"value\n{written}\n"), one("datetime")) == [moment]


def test_written_zones_can_stand_beside_local_times(a_file):
    path = a_file("value\n2024-06-01T14:30\n2024-06-01T14:30Z\n")
    first, second = values(path, one("datetime"))
    assert (second - first).total_seconds() == 7200


def test_the_hour_that_does_not_exist_is_moved_and_told(a_file):
    read = read_table(a_file("value\n2024-03-31 02:30\n"), one("datetime"))
    assert read.frame["value"].to_list() == [datetime(2024, 3, 31, 1, 30, tzinfo=UTC)]
    assert "sommartid" in read.warnings[0]


@pytest.mark.parametrize(("written", "claim"), [("ja", True), ("Nej", False), ("1", True), ("FALSE", False)])
def test_yes_and_no_are_read(a_file, written, claim):
    assert values(a_file(f"value,x\n{written},1\n"), one("yes_no")) == [claim]


def test_row_numbers_are_those_of_the_file_also_after_blank_lines_and_line_breaks(a_file):
    read = read_table(a_file('id,count\na,1\n\n"b\nc",2\nd,3\n'), ID_AND_COUNT)
    assert read.frame[ROW].to_list() == [2, 5, 6]


def test_a_row_that_is_too_wide_is_a_fault(a_file):
    assert "tabell.csv:3:" in faults(a_file("id,count\na,1\nb,1,2\n"), ID_AND_COUNT)[0]


@pytest.mark.parametrize("text", ["", "\n", "id,count,ID\n"])
def test_a_file_without_usable_headings_is_refused(a_file, text):
    assert faults(a_file(text), ID_AND_COUNT)


def test_an_older_encoding_is_read_with_a_warning(tmp_path):
    path = tmp_path / "gammal.csv"
    path.write_bytes("id;count\nÅsa-området;3\n".encode("cp1252"))
    read = read_table(path, ID_AND_COUNT)
    assert read.frame["id"].to_list() == ["Åsa-området"]
    assert "Windows-1252" in read.warnings[0]


def test_a_workbook_is_read_as_the_same_table_in_text_would_be(tmp_path):
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "count", "value"])
        sheet.write_row(1, 0, ["a", 3])
        sheet.write_datetime(1, 2, datetime(2024, 2, 28))  # noqa: DTZ001 - a workbook has no time zones
        sheet.write_row(3, 0, ["b", 4, "2024-W09"])
    read = read_table(path, (*ID_AND_COUNT, *one("date")))
    assert read.frame.rows() == [(2, "a", 3, date(2024, 2, 28)), (4, "b", 4, date(2024, 2, 26))]


def test_parquet_is_read_with_its_own_types(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"id": ["a"], "count": [3], "value": [datetime(2024, 6, 1, 12, tzinfo=UTC)]}).write_parquet(
        path
    )
    read = read_table(path, (*ID_AND_COUNT, *one("datetime")))
    assert read.frame.rows() == [(1, "a", 3, datetime(2024, 6, 1, 12, tzinfo=UTC))]


@pytest.mark.parametrize("name", ["trasig.xlsx", "trasig.parquet"])
def test_a_broken_file_is_a_fault_not_an_error(a_file, name):
    assert "går inte att läsa" in faults(a_file("inte en fil", name), ID_AND_COUNT)[0]


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    assert "finns inte" in faults(tmp_path / "saknas.csv", ID_AND_COUNT)[0]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_counts_come_back_as_they_were_written(tmp_path_factory, counts):
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_text("value,x\n" + "\n".join(f"{count},1" for count in counts))
    assert values(path, one("count")) == counts
