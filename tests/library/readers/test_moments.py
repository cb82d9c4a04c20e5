from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.readers.clock import parse_clock_times, to_utc
from lagesbild.readers.moments import order_evidence, parse_moments
from lagesbild.tables.periods import MONTHS

at = datetime.fromisoformat


def read(cell, **options):
    return parse_moments(pl.Series([cell], dtype=pl.String), **options).frame.row(0, named=True)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-09", "20250309", "9/3 2025", "09/03/2025", "9.3.2025", "9 mars 2025", "den 9 mars 2025",
        "45725", "söndag 9 mars 2025", "March 9, 2025", "2025/3/9", "9-3-2025", "9/3/25",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell):
    found = read(cell)
    assert found["wall"] == at("2025-03-09")
    assert found["precision"] == "day"


@pytest.mark.parametrize(
    "cell",
    ["2025-03-09 14:05", "2025-03-09T14:05:00", "2025-03-09 14.05", "9/3 2025 14:05", "9 mars 2025 kl. 14.05",
     "202503091405", "3/9/2025 2:05 PM", "45725,586805556"],
)  # fmt: skip
def test_a_minute_is_read_however_it_is_written(cell):
    found = read(cell, order="mdy" if "PM" in cell else "dmy")
    assert found["wall"] == at("2025-03-09 14:05")
    assert found["precision"] == "minute"


@pytest.mark.parametrize(
    ("cell", "first", "precision"),
    [("2025", date(2025, 1, 1), "year"), ("2025-03", date(2025, 3, 1), "month"),
     ("mars 2025", date(2025, 3, 1), "month"), ("2025-W10", date(2025, 3, 3), "week"),
     ("v. 10 2025", date(2025, 3, 3), "week")],
)  # fmt: skip
def test_a_period_is_read_as_its_first_day_and_says_that_no_more_is_known(cell, first, precision):
    found = read(cell)
    assert (found["wall"].date(), found["precision"]) == (first, precision)


def test_an_unpadded_hour_with_offset_is_the_moment_it_says():
    found = read("2026-08-22 9:48:12 +02:00")
    assert found["utc"].isoformat() == "2026-08-22T07:48:12+00:00"


@pytest.mark.parametrize(
    "cell",
    ["31/2 2025", "2025-02-29", "2025-13-01", "20251301", "igår", "12345", "25-03-09", "2025-W60",
     "2025-03-09 25:00", "9 mars", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_in_the_calendar_is_wrong(cell):
    found = read(cell)
    assert found["wall"] is None
    assert found["is_wrong"]


def test_the_column_decides_the_order_of_day_and_month():
    assert order_evidence(pl.Series(["03/09/2025", "25/09/2025"])).order == "dmy"
    assert order_evidence(pl.Series(["03/09/2025", "09/25/2025"])).order == "mdy"
    assert order_evidence(pl.Series(["03/09/2025", "04/09/2025"])).order == ""
    assert read("03/09/2025", order="mdy")["wall"] == at("2025-03-09")


@settings(deadline=None)
@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(range(5)))
def test_a_date_comes_back_from_every_form(day, form):
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d.%m.%Y}",
    )
    assert read(forms[form])["wall"].date() == day


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("14:05", 50_700), ("14.05", 50_700), ("1405", 50_700), ("kl 14", 50_400), ("2:05 PM", 50_700),
     ("24:00", 86_400), ("0,58681", 50_700), ("25:00", None), ("14-16", None), ("9:60", None)],
)  # fmt: skip
def test_a_time_of_day_is_read_however_it_is_written(cell, seconds):
    assert parse_clock_times(pl.Series([cell])).seconds.to_list() == [seconds]


def test_a_clock_time_that_summer_time_skips_is_moved_forward_and_counted():
    found = to_utc(pl.Series([at("2025-03-30 02:30"), at("2025-03-30 04:00")]), "Europe/Stockholm")
    assert [value.isoformat() for value in found.values] == [
        "2025-03-30T01:30:00+00:00",
        "2025-03-30T02:00:00+00:00",
    ]
    assert (found.skipped, found.repeated) == (1, 0)


def test_a_clock_time_that_comes_twice_is_the_first_and_counted():
    found = to_utc(pl.Series([at("2025-10-26 02:30")]), "Europe/Stockholm")
    assert found.values[0].isoformat() == "2025-10-26T00:30:00+00:00"
    assert (found.skipped, found.repeated) == (0, 1)
