"""The predictive limit: an estimated mean is not the truth, and a season without a case is not impossible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lagesbild.series.alarm_limits import predictive_limit
from lagesbild.series.alarms import Status
from lagesbild.series.farrington import FarringtonSettings, Threshold, farrington

PREDICTIVE = FarringtonSettings(years_back=1, season_groups=1, trend="never", threshold="nb-predictive")


def a_year_and_a_week(reference: list[int], *, now: int, before: int = 5) -> np.ndarray:
    """Counts for 59 weeks: the seven weeks around last year's same week, some recent ones, and this week."""
    y = np.zeros((1, 59))
    y[0, 3:10], y[0, -2], y[0, -1] = reference, before, now
    return y


@given(st.lists(st.integers(3, 5), min_size=7, max_size=7), st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_without_overdispersion_it_is_the_exact_predictive_distribution_with_a_students_tail(
    reference: list[int], now: int
) -> None:
    found = farrington(a_year_and_a_week(reference, now=now), judged=np.array([58]), settings=PREDICTIVE)
    cases, weeks = sum(reference), len(reference)
    exact = stats.nbinom(cases + 0.5, weeks / (weeks + 1))  # gamma mixture of Poissons, Jeffreys' prior
    student, normal = stats.t(weeks - 1), stats.norm
    assert found.dispersion[0, 0] == 1
    assert found.expected[0, 0] == pytest.approx((cases + 0.5) / weeks, rel=1e-6)
    assert found.p_value[0, 0] == pytest.approx(student.sf(normal.isf(exact.sf(now - 1))), rel=1e-4)
    assert found.upper[0, 0] == exact.isf(normal.sf(student.isf(0.01)))


@given(st.floats(0.05, 50), st.floats(1.0, 4.0), st.integers(0, 60), st.integers(2, 200))
@settings(max_examples=60, deadline=None)
def test_a_count_is_above_the_limit_exactly_when_the_next_lower_p_value_is_small(
    mean: float, spread: float, observed: int, degrees: int
) -> None:
    upper, p_value = predictive_limit(
        np.array([float(observed)]),
        np.array([mean]),
        np.array([spread]),
        np.array([float(degrees)]),
        alpha=0.01,
    )
    # Above the limit: at most alpha lies at or above the count.
    assert (observed > upper[0]) == (p_value[0] <= 0.01)


def test_one_event_in_a_season_that_had_none_is_no_alarm() -> None:
    y = a_year_and_a_week([0] * 7, now=1)
    y[0, 30] = 4  # the series has had cases, only not at this time of the year

    def alarm(threshold: Threshold) -> bool:
        chosen = FarringtonSettings(years_back=1, half_window=3, season_groups=5, threshold=threshold)
        found = farrington(y, judged=np.array([58]), settings=chosen)
        assert found.status[0, 0] == Status.OK
        return bool(found.alarm[0, 0])

    assert alarm("nb-plugin")
    assert not alarm("nb-predictive")


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_it_is_never_below_the_plug_in_limit(seed: int) -> None:
    y = np.random.default_rng(seed).negative_binomial(2, 0.4, (8, 170)).astype(float)
    weeks = np.arange(160, 170)
    plugin, predictive = (
        farrington(y, judged=weeks, settings=FarringtonSettings(years_back=2, threshold=threshold))
        for threshold in ("nb-plugin", "nb-predictive")
    )
    known = ~np.isnan(plugin.upper) & ~np.isnan(predictive.upper)
    assert (predictive.upper[known] >= plugin.upper[known]).all()


def test_with_a_long_history_the_two_limits_meet() -> None:
    y = np.random.default_rng(5).poisson(40, (5, 52 * 9)).astype(float)
    weeks = np.arange(52 * 8 + 10, 52 * 9)
    plugin, predictive = (
        farrington(
            y, judged=weeks, settings=FarringtonSettings(years_back=7, half_window=8, threshold=threshold)
        ).upper
        for threshold in ("nb-plugin", "nb-predictive")
    )
    assert np.abs(predictive - plugin).max() <= 2
