"""Periods: the latest whole year, the same cut-off everywhere, and only what the data cover."""

from datetime import date

import pytest

from lagesbild.picture.timeframe import Coverage, TimeFrame, choose_time_frame, compared_words
from lagesbild.tables.periods import Period


def chosen(coverage: Coverage, period: str | None = None, *, compare: tuple[str, ...] | None = None,
           as_of: date | None = None) -> TimeFrame:  # fmt: skip
    return choose_time_frame(
        coverage,
        period=Period.parse(period) if period else None,
        compare=tuple(map(Period.parse, compare)) if compare is not None else None,
        as_of=as_of,
    )


FIVE_YEARS = Coverage(date(2021, 1, 1), date(2025, 12, 31))


def test_the_latest_whole_year_is_chosen_with_the_years_before() -> None:
    frame = chosen(FIVE_YEARS)
    assert str(frame.period) == "2025"
    assert [str(p) for p in frame.compare] == ["2021", "2022", "2023", "2024"]
    assert compared_words(frame) == "2021–2024"


def test_an_unfinished_year_ends_with_its_last_whole_month() -> None:
    frame = chosen(Coverage(date(2021, 1, 1), date(2025, 9, 17)))
    assert str(frame.period) == "2025-01-01..2025-08-31"
    assert str(frame.before) == "2024-01-01..2024-08-31"


@pytest.mark.parametrize("last", [date(2025, 12, 25), date(2025, 12, 31)])
def test_a_few_quiet_days_at_the_end_leave_the_year_whole(last: date) -> None:
    assert str(chosen(Coverage(date(2024, 1, 1), last)).period) == "2025"


def test_a_year_that_the_data_do_not_cover_is_no_comparison() -> None:
    frame = chosen(Coverage(date(2023, 3, 20), date(2025, 12, 31)))
    assert [str(p) for p in frame.compare] == ["2024"]


def test_a_wished_comparison_that_is_not_covered_is_left_out_and_said() -> None:
    frame = chosen(Coverage(date(2023, 3, 20), date(2025, 12, 31)), "2025", compare=("2022", "2023", "2024"))
    assert [str(p) for p in frame.compare] == ["2024"]
    assert "täcker inte hela 2022 och 2023" in frame.notes[0]


def test_a_cut_period_cuts_the_wished_years_at_the_same_date() -> None:
    frame = chosen(FIVE_YEARS, "2025", compare=("2023", "2024"), as_of=date(2025, 4, 10))
    assert str(frame.period) == "2025-01-01..2025-04-10"
    assert [str(p) for p in frame.compare] == ["2023-01-01..2023-04-10", "2024-01-01..2024-04-10"]


def test_a_single_day_of_data_is_its_own_period() -> None:
    frame = chosen(Coverage(date(2025, 5, 5), date(2025, 5, 5)))
    assert str(frame.period) == "2025-05-05"
    assert frame.compare == ()
    assert compared_words(frame) == "ingen tidigare period"


def test_weeks_compare_with_the_same_week() -> None:
    frame = chosen(FIVE_YEARS, "2025-W36")
    assert str(frame.before) == "2024-W36"
