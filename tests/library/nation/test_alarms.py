"""Which series are followed, and what gives an alarm."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lagesbild.nation.alarms import AlarmTask, followed, judge_part, settings_for, years_back
from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.null import null_model, without_events
from lagesbild.nation.options import NationOptions

from .builders import WEEKS, a_country

STARTS = np.datetime64("2021-01-04") + 7 * np.arange(300)


def task(counts: np.ndarray, judged: list[int], **options: object) -> AlarmTask:
    starts = STARTS[: counts.shape[1]]
    chosen = NationOptions(**options)  # type: ignore[arg-type]
    return AlarmTask(np.arange(len(counts)), counts.astype(float), starts, np.array(judged), chosen)


def test_an_outbreak_gives_an_alarm_and_its_neighbours_none() -> None:
    counts = np.random.default_rng(1).poisson(2, (4, WEEKS))
    counts[2, -1] = 12
    found = judge_part(task(counts, [WEEKS - 1]))
    assert found.filter("alarm")["series"].to_list() == [2]
    assert found.filter("alarm")["observed"].to_list() == [12]


def test_a_series_with_too_few_is_not_judged() -> None:
    counts = np.zeros((2, WEEKS))
    counts[0, ::2] = 1  # 26 in every 52 weeks
    counts[1, ::3] = 1
    assert judge_part(task(counts, [WEEKS - 1]))["series"].to_list() == [0]


@given(st.integers(0, 200), st.integers(60, WEEKS - 1))
@settings(max_examples=25, deadline=None)
def test_what_happens_now_does_not_decide_what_is_followed(now: int, week: int) -> None:
    counts = np.random.default_rng(week).poisson(0.5, (6, WEEKS)).astype(float)
    before = followed(counts, np.array([week]), 26)
    counts[:, week:] = now
    assert (followed(counts, np.array([week]), 26) == before).all()


def test_a_history_of_some_weeks_is_not_followed() -> None:
    assert not followed(np.full((1, 20), 9.0), np.array([0, 7]), 26).any()
    assert followed(np.full((1, 20), 9.0), np.array([8]), 26).all()


@pytest.mark.parametrize(
    ("week", "years"), [(50, 0), (64, 1), (109, 1), (111, 2), (159, 2), (161, 3), (250, 4)]
)
def test_as_many_years_are_compared_with_as_there_are(week: int, years: int) -> None:
    assert years_back(STARTS, week, NationOptions()) == years


def test_years_that_were_asked_for_are_not_exceeded() -> None:
    assert years_back(STARTS, 250, NationOptions(years_back=2)) == 2
    assert years_back(STARTS, 100, NationOptions(years_back=4)) == 0


def test_fewer_years_widen_the_season() -> None:
    weeks = [years * (2 * settings_for(years, NationOptions()).half_window + 1) for years in (1, 2, 3, 4)]
    assert weeks == [25, 26, 27, 28]


def test_a_new_level_is_told_from_a_single_week() -> None:
    counts = np.random.default_rng(4).poisson(1.0, (1, WEEKS))
    counts[0, -30:] = np.random.default_rng(5).poisson(5.0, 30)
    counts[0, -1] = 14
    found = judge_part(task(counts, [WEEKS - 1])).row(0, named=True)
    assert found["alarm"]
    assert found["half_year"] > 3 * found["half_year_before"]
    assert found["level_p"] < 0.001


def test_short_histories_can_be_judged_by_ears() -> None:
    counts = np.full((1, 20), 4)
    counts[0, ::2] = 5
    counts[0, -1] = 30
    assert judge_part(task(counts, [19]))["series"].to_list() == []
    assert judge_part(task(counts, [19], algorithm="ears-c1"))["alarm"].to_list() == [True]


@pytest.mark.parametrize("counts", [np.zeros((3, 100)), np.full((3, 100), 2), np.zeros((0, 100))])
def test_nothing_and_always_the_same_give_no_alarm(counts: np.ndarray) -> None:
    found = judge_part(task(counts, list(range(60, 100))))
    assert not found["alarm"].any()


def country() -> WeeklyCounts:
    return weekly_counts([a_country()], level="category")


def test_without_events_keeps_levels_and_can_be_repeated() -> None:
    real = country()
    drawn = without_events(real, seed=3)
    assert (drawn.counts == without_events(real, seed=3).counts).all()
    assert (drawn.counts != without_events(real, seed=4).counts).any()
    busy = real.counts.sum(axis=1) > 100
    assert drawn.counts[busy].mean() == pytest.approx(real.counts[busy].mean(), rel=0.1)
    assert drawn.series.equals(real.series)


def test_the_null_has_the_season_of_the_category() -> None:
    wave = 4 + 3 * np.cos(2 * np.pi * np.arange(156) / 52.18)
    real = country()
    counts = np.tile(wave, (real.series.height, 1))
    mean, dispersion = null_model(replace(real, counts=counts))
    assert np.abs(mean - counts).max() < 1.0
    assert (dispersion < 0.1).all()


def test_a_series_without_events_stays_without() -> None:
    real = country()
    counts = real.counts.copy()
    counts[0] = 0
    assert without_events(replace(real, counts=counts), seed=1).counts[0].sum() == 0


def test_false_alarms_are_no_more_than_alpha_promises() -> None:
    """Over-dispersed counts with a season and no events, two years of history and less: the hard case."""
    rng = np.random.default_rng(11)
    level = rng.uniform(0.6, 6, (150, 1))
    mean = level * (1 + 0.3 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18))
    counts = rng.negative_binomial(mean / 0.3, 1 / 1.3)
    found = judge_part(task(counts, list(range(100, WEEKS))))
    alarms, looked = int(found["alarm"].sum()), found.height
    assert looked > 4000
    # What would be seen once in a thousand times if each had the chance that alpha promises.
    assert alarms <= stats.binom.isf(0.001, looked, 0.01)


def test_dates_decide_the_weeks_of_the_year() -> None:
    assert STARTS[0].item() == date(2021, 1, 4)
