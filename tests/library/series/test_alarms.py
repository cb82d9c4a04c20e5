"""Alarms agree with R surveillance to the last digits and keep quiet when they cannot know."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.series.alarms import Status
from lagesbild.series.control_charts import cusum, ears
from lagesbild.series.farrington import (
    FARRINGTON_1996,
    FarringtonSettings,
    count_limit,
    farrington,
    reference_weeks,
)
from lagesbild.series.regular import regular_series

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
WEEKS = 52 * 5 + 10
DATES = np.datetime64("2019-01-07") + 7 * np.arange(WEEKS)

FLEXIBLE_1996 = FarringtonSettings(
    years_back=3,
    exclude_weeks=3,
    season_groups=1,
    weights_threshold=1,
    trend="if-significant",
    threshold="delta",
)


def _agona() -> np.ndarray:
    return pl.read_csv(REFERENCE / "farrington/input_agona.csv")["observed"].to_numpy()[None].astype(float)


def _expected(variant: str) -> pl.DataFrame:
    table = pl.read_csv(REFERENCE / "farrington/expected_agona.csv", infer_schema_length=0)
    numbers = pl.all().exclude("variant", "series").cast(pl.Float64, strict=False)
    return table.with_columns(numbers).filter(pl.col("variant") == variant)


def _numbers(table: pl.DataFrame, name: str) -> np.ndarray:
    return table[name].fill_null(np.nan).to_numpy()


def _poisson(mean: float = 4.0, *, series: int = 3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (series, WEEKS)).astype(float)


@pytest.mark.parametrize(
    ("variant", "chosen"),
    [("flexible_noufaily", FarringtonSettings(years_back=3)), ("flexible_original", FLEXIBLE_1996)],
)
def test_farrington_flexible_agrees_with_surveillance(variant, chosen):
    table = _expected(variant)
    found = farrington(_agona(), judged=table["idx"].to_numpy().astype(int) - 1, settings=chosen)
    for name, values in (
        ("expected", found.expected),
        ("upperbound", found.upper),
        ("pvalue", found.p_value),
        ("phi", found.dispersion),
    ):
        np.testing.assert_allclose(values[0], _numbers(table, name), rtol=1e-9, err_msg=name)
    assert found.alarm[0].tolist() == (table["alarm"] == 1).to_list()


def test_farrington_1996_agrees_with_surveillance():
    table = _expected("algo.farrington_1996")
    found = farrington(_agona(), judged=table["idx"].to_numpy().astype(int) - 1, settings=FARRINGTON_1996)
    upper = _numbers(table, "upperbound")
    # The old program writes 0 where there are too few cases for a limit.
    np.testing.assert_allclose(np.nan_to_num(found.upper[0]), upper, rtol=1e-9)
    assert found.alarm[0].tolist() == (table["alarm"] == 1).to_list()
    assert int(found.alarm.sum()) == 9


def test_score_is_on_the_scale_of_counts():
    found = farrington(_agona(), judged=np.arange(208, 312), settings=FarringtonSettings(years_back=3))
    known = ~np.isnan(found.score)
    expected = (found.observed - found.expected) / (found.upper - found.expected)
    np.testing.assert_allclose(found.score[known], expected[known])
    assert ((found.score > 1) == found.alarm)[known].all()


def test_plug_in_limit_is_the_quantile_of_the_counts():
    # Salmon et al. 2016: a mean of 5 with variance 1.5 times as large; Poisson when phi is 1.
    upper, p_value = count_limit(
        np.array([11.0, 11.0]), np.array([5.0, 5.0]), np.array([1.5, 1.0]), alpha=0.05
    )
    assert upper.tolist() == [10.0, 9.0]
    np.testing.assert_allclose(p_value, [0.03763657, 0.01369527], rtol=1e-6)


def test_reference_weeks_follow_the_date_and_not_the_index():
    # Over ten years 52 weeks a year drift 17 days off; by date the week stays within three days.
    dates = np.datetime64("2013-01-07") + 7 * np.arange(600)
    weeks = reference_weeks(590, dates, FarringtonSettings(years_back=10))
    shift = [(dates[590] - dates[week]).astype(int) - year * 365.2425 for year, week in enumerate(weeks)]
    assert max(abs(days) for days in shift) < 5
    assert reference_weeks(590, None, FarringtonSettings(years_back=10))[-1] == 70
    assert weeks[-1] == 68


def test_each_series_is_judged_as_if_it_were_alone():
    together = farrington(_poisson(series=4), judged=np.arange(250, 260), dates=DATES)
    for row in range(4):
        alone = farrington(_poisson(series=4)[row : row + 1], judged=np.arange(250, 260), dates=DATES)
        np.testing.assert_allclose(alone.expected[0], together.expected[row], rtol=1e-12)
        np.testing.assert_array_equal(alone.upper[0], together.upper[row])


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 2000), st.sampled_from(["nb-plugin", "delta", "muan"]))
def test_the_unit_of_population_does_not_matter(scale, threshold):
    y, people = _poisson(6.0), np.linspace(900, 1100, WEEKS)[None] * np.ones((3, 1))
    chosen = FarringtonSettings(threshold=threshold)
    a = farrington(y, judged=np.array([255]), dates=DATES, population=people, settings=chosen)
    b = farrington(y, judged=np.array([255]), dates=DATES, population=people * scale, settings=chosen)
    np.testing.assert_allclose(a.expected, b.expected, rtol=1e-6)
    np.testing.assert_allclose(a.upper, b.upper, rtol=1e-6)


def test_an_outbreak_is_found_and_its_own_history_does_not_hide_it():
    y = _poisson()
    y[1, 255:259] += 15
    found = farrington(y, judged=np.arange(250, 262), dates=DATES)
    assert found.alarm[1, 5:9].all()
    assert found.alarm.sum() <= 5


def test_false_alarms_are_about_as_many_as_promised():
    found = farrington(_poisson(8.0, series=120, seed=4), judged=np.arange(235, 270, 2), dates=DATES)
    assert 0.002 < found.alarm.mean() < 0.02


def test_short_history_gives_nothing_rather_than_a_guess():
    found = farrington(_poisson()[:, :200], judged=np.array([199]))
    assert (found.status == Status.TOO_SHORT).all()
    assert np.isnan(found.upper).all()
    assert not found.alarm.any()


def test_history_without_cases_gives_nothing():
    y = np.zeros((1, WEEKS))
    y[0, -1] = 7
    found = farrington(y, judged=np.array([WEEKS - 1]), dates=DATES)
    assert found.status.tolist() == [[Status.NO_CASES]]
    assert np.isnan(found.p_value).all()


def test_few_cases_give_no_limit_but_a_p_value():
    found = farrington(_poisson(0.6), judged=np.array([255]), dates=DATES)
    few = found.status == Status.TOO_FEW
    assert few.any()
    assert np.isnan(found.upper[few]).all()
    assert np.isfinite(found.p_value[few]).all()


@pytest.mark.parametrize("threshold", ["nb-plugin", "delta", "muan"])
def test_a_season_without_cases_in_earlier_years_does_not_break_the_limit(threshold):
    y = np.zeros((1, WEEKS))
    y[0, 20::52] = 30  # only ever in week 21
    y[0, 255:260] = 3
    found = farrington(
        y, judged=np.arange(250, 262), dates=DATES, settings=FarringtonSettings(threshold=threshold)
    )
    assert np.isfinite(found.upper[found.status == Status.OK]).all()
    assert np.isnan(found.upper[found.status != Status.OK]).all()


def test_equal_counts_every_week_give_the_poisson_limit():
    found = farrington(np.full((1, WEEKS), 4.0), judged=np.array([255]), dates=DATES)
    assert found.expected[0, 0] == pytest.approx(4)
    assert found.dispersion[0, 0] == 1
    assert not found.alarm[0, 0]


def test_negative_counts_and_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="counts must be 0 or more"):
        farrington(-_poisson(), judged=np.array([255]))
    with pytest.raises(ValueError, match="seven days apart"):
        farrington(_poisson(), judged=np.array([255]), dates=DATES[:-1])
    with pytest.raises(ValueError, match="population must be above 0"):
        farrington(_poisson(), judged=np.array([255]), population=np.zeros((3, WEEKS)))


@pytest.mark.parametrize("kind", ["c1", "c2"])
def test_ears_agrees_with_surveillance(kind):
    y = pl.read_csv(REFERENCE / "ears/input.csv")["observed"].to_numpy()[None].astype(float)
    table = pl.read_csv(REFERENCE / "ears/expected.csv").filter(pl.col("method") == kind.upper())
    found = ears(y, judged=table["idx"].to_numpy() - 1, kind=kind)
    np.testing.assert_allclose(found.upper[0], table["upperbound"].to_numpy(), rtol=1e-9)
    assert found.alarm[0].tolist() == (table["alarm"] == 1).to_list()


@pytest.mark.parametrize(("alpha", "alarms"), [(0.001, 19), (0.01, 30)])
def test_ears_c3_has_as_many_alarms_as_surveillance(alpha, alarms):
    y = pl.read_csv(REFERENCE / "ears/input.csv")["observed"].to_numpy()[None].astype(float)
    found = ears(y, judged=np.arange(99, 528), kind="c3", alpha=alpha)
    assert int(found.alarm.sum()) == alarms


def test_ears_c3_agrees_with_surveillance_week_by_week():
    # R surveillance 1.20.3: earsC(sts, list(method = "C3", alpha = 0.01)), weeks 12 to 20.
    y = np.array([[3.0, 5, 2, 4, 6, 3, 5, 4, 2, 5, 9, 14, 3, 0, 6, 2, 4, 7, 5, 3]])
    found = ears(y, judged=np.arange(11, 20), kind="c3", alpha=0.01)
    limits = [13.5745106415231, 0, 0, 15.6853585446423, 11.6853585446423]
    limits += [15.0523386026060, 17.9821643146934, 15.9821643146934, 14.0639910450649]
    np.testing.assert_allclose(found.upper[0], limits, rtol=1e-12)
    assert np.flatnonzero(found.alarm[0]).tolist() == [0, 1]  # a week without events has none


def test_ears_without_variation_or_history_gives_nothing():
    found = ears(np.array([[2.0] * 8 + [9]]), judged=np.array([3, 8]))
    assert found.status.tolist() == [[Status.TOO_SHORT, Status.NO_VARIATION]]
    assert not found.alarm.any()


def test_cusum_agrees_with_surveillance():
    y = pl.read_csv(REFERENCE / "control_charts/input_ha.csv")["observed"].to_numpy()[None].astype(float)
    table = pl.read_csv(REFERENCE / "control_charts/expected.csv")
    found = cusum(y, judged=table["idx"].to_numpy() - 1)
    np.testing.assert_allclose(found.upper[0], table["upperbound"].to_numpy(), rtol=1e-9, atol=1e-12)
    assert found.alarm[0].tolist() == (table["alarm"] == 1).to_list()


def test_cusum_needs_a_history_with_cases():
    found = cusum(np.zeros((1, 10)), judged=np.arange(5, 10))
    assert (found.status == Status.NO_CASES).all()
    assert (cusum(np.ones((1, 10)), judged=np.arange(10)).status == Status.TOO_SHORT).all()


def test_days_become_iso_weeks_and_missing_weeks_are_zero():
    days = np.array(["2025-01-01", "2025-01-05", "2025-01-06", "2025-01-22"], dtype="datetime64[D]")
    weekly = regular_series(days, [1, 2, 3, 4])
    assert weekly.starts[0].item() == date(2024, 12, 30)
    assert weekly.counts.tolist() == [[3, 3, 0, 4]]
    assert weekly.filled.tolist() == [1]
    assert weekly.was_daily


def test_weeks_that_start_on_another_weekday_keep_their_dates():
    days = np.array(["2025-01-05", "2025-01-12", "2025-01-26"], dtype="datetime64[D]")  # Sundays
    weekly = regular_series(days, [1, 2, 3], exposure=[10.0, 20.0, 30.0])
    assert [str(day) for day in weekly.starts] == ["2025-01-05", "2025-01-12", "2025-01-19", "2025-01-26"]
    assert not weekly.was_daily
    assert weekly.exposure is not None
    assert weekly.exposure.tolist() == [[10, 20, 20, 30]]
