"""Periods: written, read, moved and compared in one way."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.tables.periods import Kind, Period, PeriodError, comparison_periods, containing

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
NAMED: list[Kind] = ["year", "half", "tertial", "quarter", "month", "week", "day"]


def texts(periods: tuple[Period, ...]) -> list[str]:
    return [str(period) for period in periods]


@pytest.mark.parametrize(
    ("text", "start", "last", "label"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31), "halvår 2 2025"),
        ("2025-T3", date(2025, 9, 1), date(2025, 12, 31), "tertial 3 2025"),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), "kvartal 1 2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5), "v. 1 2025"),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), "v. 53 2020"),
        ("2025-09-30", date(2025, 9, 30), date(2025, 9, 30), "2025-09-30"),
        ("2025-01-01..2025-09-30", date(2025, 1, 1), date(2025, 9, 30), "1 jan–30 sep 2025"),
        ("2024-12-15..2025-01-14", date(2024, 12, 15), date(2025, 1, 14), "15 dec 2024–14 jan 2025"),
        ("2025-06-05..2025-06-20", date(2025, 6, 5), date(2025, 6, 20), "5–20 juni 2025"),
    ],
)
def test_each_way_of_writing_gives_its_days_and_its_swedish_name(
    text: str, start: date, last: date, label: str
) -> None:
    period = Period.parse(text)
    assert (period.start, period.last_day, period.label) == (start, last, label)
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-13", "2025-00", "2025-T4", "2025-H3", "2025-Q5", "2025-W54", "2021-W53", "2025-02-29",
     "2025-1", "september", "2025..", "..2025", "2025-01..2025-02..2025-03", "9999", "0000", "2025-09-30x"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(PeriodError, match=r"Skriv 2025, 2025-09"):
        Period.parse(text)


def test_a_range_written_backwards_is_refused() -> None:
    with pytest.raises(PeriodError, match="slutar innan den börjar"):
        Period.parse("2025-09..2025-01")


def test_small_letters_and_blanks_do_not_matter() -> None:
    assert Period.parse(" 2025-w36 ") == Period.parse("2025-W36")
    assert Period.parse("2025-01 .. 2025-03") == Period.parse("2025-Q1")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2025-01-01..2025-12-31", "year"),
        ("2025-07-01..2025-12-31", "half"),
        ("2025-05-01..2025-08-31", "tertial"),
        ("2025-10-01..2025-12-31", "quarter"),
        ("2024-02-01..2024-02-29", "month"),
        ("2024-12-30..2025-01-05", "week"),
        ("2025-01-01..2025-01-07", "span"),  # seven days, but not from a Monday
        ("2024-02-01..2024-02-28", "span"),
        ("2025-02-01..2025-04-30", "span"),  # three months, but no quarter
        ("2024..2025", "span"),
    ],
)
def test_a_free_range_is_named_only_when_it_is_exactly_one_named_period(text: str, kind: str) -> None:
    assert Period.parse(text).kind == kind


def test_a_period_without_days_cannot_be_made() -> None:
    with pytest.raises(PeriodError):
        Period(date(2025, 1, 1), date(2025, 1, 1), "span")


@given(DAYS, st.sampled_from(NAMED))
def test_a_named_period_survives_being_written_and_read(day: date, kind: Kind) -> None:
    period = containing(day, kind)
    assert period.contains(day)
    assert Period.parse(str(period)) == period
    assert Period.of_days(period.start, period.end) == period


@given(DAYS, st.integers(0, 1500))
def test_any_span_of_days_survives_being_written_and_read(day: date, extra: int) -> None:
    period = Period.of_days(day, day + timedelta(days=1 + extra))
    assert Period.parse(str(period)) == period
    assert period.days == extra + 1


@given(DAYS, st.integers(0, 800), st.sampled_from(["year", "month", "week"]))
def test_the_parts_of_a_period_follow_each_other_and_cover_it(day: date, extra: int, kind: Kind) -> None:
    period = Period.of_days(day, day + timedelta(days=1 + extra))
    parts = period.split(kind)  # type: ignore[arg-type]  # the three kinds that split takes
    assert parts[0].contains(period.start)
    assert parts[-1].contains(period.last_day)
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))
    assert {part.kind for part in parts} == {kind}


@given(DAYS, st.sampled_from(NAMED), st.integers(-20, 20))
def test_a_named_period_keeps_its_kind_and_place_in_the_year_when_moved(
    day: date, kind: Kind, years: int
) -> None:
    period = containing(day, kind)
    moved = period.shifted_years(years)
    assert moved.kind == kind
    if kind == "week":
        before, after = period.start.isocalendar(), moved.start.isocalendar()
        assert after.year == before.year + years
        assert after.week == before.week or (before.week, after.week) == (53, 52)
    elif kind != "day":
        assert str(moved)[4:] == str(period)[4:]
    assert abs(moved.days - period.days) <= 1


@given(DAYS, st.integers(1, 300), st.integers(-20, 20))
def test_a_span_keeps_its_first_and_last_date_when_moved(day: date, extra: int, years: int) -> None:
    period = Period(day, day + timedelta(days=1 + extra), "span")
    moved = period.shifted_years(years)
    assert moved.start.year == day.year + years
    for was, now in ((period.start, moved.start), (period.last_day, moved.last_day)):
        assert (was.month, was.day) == (now.month, now.day) or (was.month, now.month) == (2, 2)
    assert abs(moved.days - period.days) <= 1


@pytest.mark.parametrize(
    ("text", "years", "expected"),
    [
        ("2024-02-29", -1, "2023-02-28"),
        ("2024-01-01..2024-02-29", -1, "2023-01-01..2023-02-28"),
        ("2023-01-01..2023-02-28", 1, "2024-01-01..2024-02-29"),  # January and February of both years
        ("2024-01-01..2024-02-28", -1, "2023-01-01..2023-02-28"),
        ("2025-01-01..2025-09-30", -1, "2024-01-01..2024-09-30"),
        ("2024-02", -1, "2023-02"),
        ("2020-W53", -1, "2019-W52"),
        ("2020-W53", -5, "2015-W53"),
        ("2025-W01", -1, "2024-W01"),
        ("2024-12-01..2025-02-28", -1, "2023-12-01..2024-02-29"),
    ],
)
def test_leap_days_and_week_53_find_their_nearest_counterpart(text: str, years: int, expected: str) -> None:
    moved = Period.parse(text).shifted_years(years)
    assert (moved.start, moved.end) == (Period.parse(expected).start, Period.parse(expected).end)


def test_moving_past_the_calendar_is_refused() -> None:
    with pytest.raises(PeriodError, match="går inte att flytta"):
        Period.parse("2025").shifted_years(-3000)


def test_a_year_cut_at_a_day_is_the_year_to_date() -> None:
    year = Period.parse("2025")
    assert str(year.cut_at(date(2025, 9, 29))) == "2025-01-01..2025-09-29"
    assert str(year.cut_at(date(2025, 6, 30))) == "2025-H1"
    assert year.cut_at(date(2025, 12, 31)) == year
    assert year.cut_at(date(2030, 1, 1)) == year
    with pytest.raises(PeriodError, match="har inte börjat"):
        year.cut_at(date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "like", "expected"),
    [
        ("2022..2024", "2025", ["2022", "2023", "2024"]),
        ("2024", "2025-09", ["2024-09"]),
        ("2023..2025", "2025-T1", ["2023-T1", "2024-T1"]),  # the year itself is left out
        ("2022..2024", "2025-01-01..2025-09-30",
         ["2022-01-01..2022-09-30", "2023-01-01..2023-09-30", "2024-01-01..2024-09-30"]),
        ("2024-W36..2024-W38", "2024-W40", ["2024-W36", "2024-W37", "2024-W38"]),
        ("2020-W52..2021-W01", "2021-W05", ["2020-W52", "2020-W53", "2021-W01"]),
        ("2025-07..2025-09", "2025-09", ["2025-07", "2025-08"]),
        ("2024-06-01..2024-08-31", "2025-06-01..2025-08-30", ["2024-06-01..2024-08-31"]),
        ("2024-09-01..2024-09-30", "2025-09", ["2024-09"]),
        ("2025-09-01..2025-09-03", "2025-09-10", ["2025-09-01", "2025-09-02", "2025-09-03"]),
        ("2024-09-10", "2025-09-10", ["2024-09-10"]),
    ],
)  # fmt: skip
def test_comparison_takes_the_same_part_of_each_year_or_each_period_of_a_range(
    text: str, like: str, expected: list[str]
) -> None:
    assert texts(comparison_periods(text, Period.parse(like))) == expected


def test_week_53_is_compared_with_week_52_of_shorter_years() -> None:
    assert texts(comparison_periods("2018..2019", Period.parse("2020-W53"))) == ["2018-W52", "2019-W52"]


@pytest.mark.parametrize(
    ("text", "like", "why"),
    [
        ("2024..2022", "2025", "slutar innan"),
        ("2025", "2025", "inget annat"),
        ("2024-T1", "2025-09", "samma slag"),
        ("2024-01..2024-W05", "2025-09", "samma slag"),
        ("2022..", "2025", "ingen period"),
        ("2023", "2024-01-01..2025-06-30", "dagar gemensamt"),
    ],
)
def test_a_comparison_that_would_mislead_is_refused(text: str, like: str, why: str) -> None:
    with pytest.raises(PeriodError, match=why):
        comparison_periods(text, Period.parse(like))


@given(DAYS, st.sampled_from(NAMED), st.integers(1, 6))
def test_comparing_with_earlier_years_gives_one_period_for_each(day: date, kind: Kind, count: int) -> None:
    like = containing(day, kind)
    base = like.start.isocalendar().year if kind == "week" else like.start.year
    found = comparison_periods(f"{base - count}..{base - 1}", like)
    assert len(found) == count
    assert all(a.start < b.start for a, b in zip(found, (*found[1:], like), strict=True))
    assert not any(period.overlaps(like) for period in found)
