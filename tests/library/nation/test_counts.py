"""What is counted in a national run, and what is left out and said to be."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.options import NationError, NationOptions

from .builders import MONDAY, WEEKS, a_country, row, source_tables


def counted(*rows: dict[str, object], level: str = "category") -> WeeklyCounts:
    return weekly_counts([source_tables(pl.DataFrame(list(rows)))], level=level)  # type: ignore[arg-type]


def day(number: int) -> date:
    """A day, counted from a Monday."""
    return MONDAY + timedelta(days=number)


def test_only_whole_weeks_are_counted() -> None:
    found = counted(row(day(-1)), row(day(0)), row(day(6)), row(day(13)), row(day(15)))
    assert found.starts.tolist() == [day(0), day(7)]
    assert found.counts.tolist() == [[2.0, 1.0]]
    assert [(part.sentence, part.rows) for part in found.left_out] == [
        ("ligger i en vecka som inte är hel i uppgifterna", 2)
    ]


def test_what_has_no_municipality_or_is_no_event_is_left_out_and_said() -> None:
    found = counted(
        row(day(0)),
        row(day(1), None),
        row(day(2), category="trafikkontroll"),
        row(day(3), category="okand"),
        row(day(4), category="bristande_belysning"),
        row(day(6), time_precision="month"),
        row(day(6), time_precision="day"),
    )
    assert found.counts.sum() == found.rows == 2
    reasons = {part.sentence.split()[1]: part.rows for part in found.left_out}
    assert reasons == {"kommun": 1, "bara": 1, "polisens": 2, "en": 1}


def test_excluded_rows_never_count() -> None:
    found = counted(row(day(0)), row(day(6)), row(day(5), excluded="summary"))
    assert found.counts.sum() == 2


def test_a_correction_that_takes_away_more_than_there_was_gives_zero() -> None:
    found = counted(row(day(0)), row(day(7), count=-3), row(day(13)))
    assert found.counts.tolist() == [[1.0, 0.0]]


def test_groups_put_their_categories_together() -> None:
    rows = (row(day(0), category="ran"), row(day(3), category="personran"), row(day(6), category="stold"))
    assert counted(*rows).series["category"].to_list() == ["personran", "ran", "stold"]
    found = counted(*rows, level="group")
    assert found.series["category"].to_list() == ["ran", "stold"]
    assert found.counts.tolist() == [[2.0], [1.0]]


def test_two_sources_are_never_added_up() -> None:
    tables = [a_country(), source_tables(pl.DataFrame([row(day(0))]), source="polisen-events")]
    with pytest.raises(NationError, match="incidents, polisen-events"):
        weekly_counts(tables, level="category")


def test_two_files_of_one_source_are() -> None:
    files = [source_tables(pl.DataFrame([row(day(0)), row(day(6))])) for _ in range(2)]
    assert weekly_counts(files, level="category").counts.tolist() == [[4.0]]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "inga händelser"),
        ([row(day(0)), row(day(3))], "ingen hel vecka"),
        ([row(day(0), None), row(day(6), None)], "kommun"),
        ([row(day(0), category="okand"), row(day(6), category="okand")], "kommun"),
    ],
)
def test_nothing_to_judge_is_a_sentence(rows: list[dict[str, object]], sentence: str) -> None:
    frame = pl.DataFrame(rows) if rows else pl.DataFrame([row(day(0))]).clear()
    with pytest.raises(NationError, match=sentence):
        weekly_counts([source_tables(frame)], level="category")


def test_the_latest_year_is_judged_unless_other_weeks_are_asked_for() -> None:
    counts = weekly_counts([a_country()], level="category")
    assert counts.judged(NationOptions()).tolist() == list(range(WEEKS - 52, WEEKS))
    chosen = NationOptions(first=MONDAY + timedelta(days=20), last=MONDAY + timedelta(days=34))
    assert counts.judged(chosen).tolist() == [2, 3, 4]
    with pytest.raises(NationError, match="--from"):
        counts.judged(NationOptions(first=date(2030, 1, 1)))


def test_mostly_points_is_told_from_centres() -> None:
    assert not weekly_counts([a_country()], level="category").has_points


@pytest.mark.parametrize(
    "wrong",
    [
        {"alpha": 0.0},
        {"alpha": 0.6},
        {"years_back": 0},
        {"least_per_year": 0},
        {"permutations": 5},
        {"first": date(2025, 2, 1), "last": date(2025, 1, 1)},
    ],
)
def test_options_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(NationError, match="--"):
        NationOptions(**wrong)  # type: ignore[arg-type]


def test_counts_add_up_to_the_rows() -> None:
    counts = weekly_counts([a_country()], level="category")
    assert counts.counts.sum() == counts.rows
    assert np.isfinite(counts.counts).all()
