"""A file counted in one pass: every row once, whatever its date, and nothing left out in silence."""

from collections import Counter
from datetime import date
from functools import partial

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.readers.counting import count_rows
from lagesbild.readers.delimited import read_columns
from lagesbild.readers.faults import FaultyFileError

LIST = """Ärendenr;Datum;Brottskod;Område
1;2025-09-01;0840;Centrum
2;2025-09-07;0840;Centrum
3;2025-09-08;0840;Centrum
4;2025-09-01;0801;Norrby
5;2025-09-31;0840;Centrum
6;;0840;Norrby
"""


def rows(counted):
    return counted.frame.select(pl.exclude("period")).rows()


def test_rows_are_counted_by_the_columns_asked_for_and_week(a_text_file):
    counted = count_rows(a_text_file(LIST), ["Område", "Brottskod"])
    assert counted.frame.rows() == [
        ("Centrum", "0840", "2025-W36", date(2025, 9, 1), 2),
        ("Norrby", "0801", "2025-W36", date(2025, 9, 1), 1),
        ("Centrum", "0840", "2025-W37", date(2025, 9, 8), 1),
        ("Centrum", "0840", None, None, 1),
        ("Norrby", "0840", None, None, 1),
    ]
    assert (counted.rows_read, counted.date_column) == (6, "Datum")


def test_a_wrong_date_is_told_with_its_row_and_a_missing_one_is_counted(a_text_file):
    counted = count_rows(a_text_file(LIST), ["Område"])
    assert [str(fault) for fault in counted.faults] == [
        "fil.csv:6:Datum: '2025-09-31' är inte ett datum. Skriv det som 2024-02-28."
    ]
    assert (counted.wrong_dates, counted.without_date) == (1, 1)


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("day", [("2025-09-01", 2), ("2025-09-07", 1), ("2025-09-08", 1), (None, 2)]),
        ("month", [("2025-09", 4), (None, 2)]),
        ("quarter", [("2025-Q3", 4), (None, 2)]),
        ("year", [("2025", 4), (None, 2)]),
    ],
)
def test_periods_have_the_names_they_are_written_with(a_text_file, period, found):
    counted = count_rows(a_text_file(LIST), [], period=period)
    assert counted.frame.select("period", "count").rows() == found


def test_headings_are_found_in_any_case_and_keep_the_file_s_own(a_text_file):
    assert count_rows(a_text_file(LIST), ["OMRÅDE"], date="datum").frame.columns[0] == "Område"


def test_a_week_is_not_guessed_from_a_month(a_text_file):
    path = a_text_file("Datum;Typ\n2025-03;a\nmars 2025;a\n2025-W10;a\n2025-03-09;a\n2025;a\n")
    by_week, by_month = (count_rows(path, [], date="Datum", period=p) for p in ("week", "month"))
    assert by_week.frame.select("period", "count").rows() == [("2025-W10", 2), (None, 3)]
    assert (by_week.too_coarse, by_week.wrong_dates, by_week.faults) == (3, 0, ())
    assert by_month.frame.select("period", "count").rows() == [("2025-03", 3), (None, 2)]


def test_a_late_row_that_tells_day_from_month_decides_for_all(a_text_file):
    path = a_text_file("Datum;Typ\n" + "03/04/2025;a\n" * 50 + "25/04/2025;a\n", name="fil.csv")
    counted = count_rows(path, [], period="month")
    assert counted.frame.select("period", "count").rows() == [("2025-04", 51)]
    assert not counted.assumed_order


def test_that_the_day_was_taken_to_stand_first_is_told(a_text_file):
    path = a_text_file("Datum;Typ\n03/04/2025;a\n")
    assert count_rows(path, [], period="month").assumed_order
    american = count_rows(path, [], period="month", date_order="mdy")
    assert american.frame["period"].to_list() == ["2025-03"]
    assert not american.assumed_order


def test_a_moment_with_offset_belongs_to_the_local_day(a_text_file):
    path = a_text_file("Datum;Typ\n2025-03-09T23:30:00Z;a\n2025-03-09 23:30;a\n")
    assert count_rows(path, [], period="day").frame["period"].to_list() == ["2025-03-09", "2025-03-10"]


def test_rows_with_too_many_or_too_few_cells_are_told_and_counted(a_text_file):
    path = a_text_file("Datum;Typ;Text\n2025-03-09;a;b\n2025-03-09;a;b;c\n2025-03-09;a\n")
    counted = count_rows(path, ["Typ"])
    assert [fault.row for fault in counted.faults] == [3, 4]
    assert (counted.uneven, counted.frame["count"].sum()) == (2, 3)


def test_cells_that_differ_only_in_spaces_are_one_group(a_text_file):
    path = a_text_file('Datum;Typ\n2025-03-09; a\n2025-03-09;a \n2025-03-09;"a"\n2025-03-09;="a"\n')
    assert rows(count_rows(path, ["Typ"])) == [("a", date(2025, 3, 3), 4)]


def test_an_old_encoding_and_windows_line_ends_change_nothing(a_text_file):
    new = count_rows(a_text_file(LIST), ["Område"])
    old = count_rows(a_text_file(LIST.replace("\n", "\r\n"), encoding="cp1252"), ["Område"])
    assert old.frame.equals(new.frame)


def test_a_workbook_and_parquet_give_the_same_counts(a_workbook, tmp_path):
    table = [["Datum", "Typ"], [date(2025, 3, 9), "a"], [date(2025, 3, 9), "b"], [date(2025, 3, 16), "a"]]
    parquet = tmp_path / "fil.parquet"
    pl.DataFrame(table[1:], schema=table[0], orient="row").write_parquet(parquet)
    from_workbook, from_parquet = (
        count_rows(a_workbook({"Blad": table}), ["Typ"]),
        count_rows(parquet, ["Typ"]),
    )
    assert rows(from_workbook) == [
        ("a", date(2025, 3, 3), 1),
        ("b", date(2025, 3, 3), 1),
        ("a", date(2025, 3, 10), 1),
    ]
    assert from_parquet.frame.equals(from_workbook.frame)


def test_a_file_with_only_a_heading_has_no_groups(a_text_file):
    counted = count_rows(a_text_file("Datum;Typ\n"), ["Typ"], date="Datum")
    assert (counted.frame.height, counted.rows_read) == (0, 0)
    assert counted.frame.columns == ["Typ", "period", "date", "count"]


@pytest.mark.parametrize(
    ("by", "when", "sentence"),
    [
        (["Kommun"], "", "'Kommun' finns inte"),
        (["Område", "område"], "", "står två gånger"),
        ([], "Dag", "'Dag' finns inte"),
        (["Datum"], "Datum", "står två gånger"),
    ],
)
def test_a_column_that_cannot_be_used_is_a_fault_that_says_which_there_are(a_text_file, by, when, sentence):
    with pytest.raises(FaultyFileError, match=sentence):
        count_rows(a_text_file(LIST), by, date=when)


def test_a_file_without_dates_says_so(a_text_file):
    with pytest.raises(FaultyFileError, match="vilken kolumn som är datum"):
        count_rows(a_text_file("Typ;Plats\na;b\nc;d\n"), ["Typ"])


def test_a_heading_with_a_name_of_the_answer_s_own_is_refused(a_text_file):
    with pytest.raises(FaultyFileError, match="'count'"):
        count_rows(a_text_file("Datum;count\n2025-03-09;1\n"), ["count"])


CELL = st.sampled_from(["a", " a", "b", "Å", "", '"q;r"'])
DATE = st.sampled_from(
    ["2025-03-09", "2025-03-10 14:05", "2024-12-30", "", "okänt", "2025-13-01", "9/3 2025"]
)


def expected(table):
    """Count row by row in Python."""
    monday = {
        "2025-03-09": date(2025, 3, 3), "2025-03-10 14:05": date(2025, 3, 10),
        "2024-12-30": date(2024, 12, 30), "9/3 2025": date(2025, 3, 3),
    }  # fmt: skip
    return Counter(
        (one.strip().strip('"') or None, two.strip().strip('"') or None, monday.get(when))
        for when, one, two in table
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(table=st.lists(st.tuples(DATE, CELL, CELL), max_size=60), small=st.booleans())
def test_counts_are_those_of_counting_row_by_row(a_text_file, table, small):
    text = "Datum;Typ;Område;Nr\n" + "".join(f"{';'.join(row)};{i}\n" for i, row in enumerate(table))
    with pytest.MonkeyPatch.context() as patch:
        if small:  # so that the table of existing groups, and forgetting, are tried as well
            patch.setattr("lagesbild.readers.group_counts._DENSE_CELLS", 2)
            patch.setattr("lagesbild.readers.group_counts._PENDING_ROWS", 3)
            patch.setattr("lagesbild.readers.counting._REMEMBERED", 1)
            patch.setattr("lagesbild.readers.files.read_columns", partial(read_columns, batch_bytes=64))
            patch.setattr("lagesbild.readers.encoding.CHUNK_BYTES", 64)
        counted = count_rows(a_text_file(text), ["Typ", "Område"], date="Datum")
    found = {(typ, area, when): n for typ, area, _, when, n in counted.frame.rows()}
    assert found == dict(expected(table))
    assert counted.frame["count"].sum() == counted.rows_read == len(table)
