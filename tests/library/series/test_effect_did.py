"""Differences in differences agree with dummies, cover the truth and admit what they cannot say."""

import json
from math import comb
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.series.count_models import NoFitError, fit_counts
from lagesbild.series.effect_did import Panel, placebo_units, ratio_of_ratios
from lagesbild.series.parallel_trends import placebo_starts, trend_before
from lagesbild.series.two_way_counts import fit_two_way

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "did"
EXPECTED = json.loads((REFERENCE / "expected.json").read_text(encoding="utf-8"))


def made(units=12, treated=4, periods=12, *, ratio=1.0, spread=0.15, mean=8.0, seed=1, gap=0.0):
    """A full panel whose units differ in size and go their own way a little from the middle on."""
    rng = np.random.default_rng(seed)
    is_treated, after = np.arange(units) < treated, np.arange(periods) >= periods // 2
    size = mean * rng.lognormal(0, 0.5, units)
    own = np.where(after, rng.lognormal(0, spread, units)[:, None], 1.0)
    season = rng.lognormal(0, 0.2, periods)
    apart = np.exp(gap * np.outer(is_treated, np.arange(periods)))
    effect = np.where(np.outer(is_treated, after), ratio, 1.0)
    counts = rng.poisson(size[:, None] * own * season * apart * effect).astype(float)
    return Panel(counts, np.ones(counts.shape, dtype=bool), is_treated), after.astype(float)


def the_file(*, with_exposure):
    """The unbalanced panel of the reference case."""
    table = pl.read_csv(REFERENCE / "input_made.csv").with_columns(pl.col("exposure").cast(pl.Float64))
    unit = table["unit"].rank("dense").to_numpy() - 1
    period = table["date"].rank("dense").to_numpy() - 1
    shape = (14, 10)
    counts, exposure, seen = np.zeros(shape), np.ones(shape), np.zeros(shape, dtype=bool)
    counts[unit, period], exposure[unit, period] = table["count"].to_numpy(), table["exposure"].to_numpy()
    seen[unit, period] = True
    panel = Panel(counts, seen, np.arange(14) < 5, exposure if with_exposure else None)
    return panel, (np.arange(10) >= 6).astype(float)


@pytest.mark.parametrize("case", ["unbalanced", "unbalanced_with_exposure"])
def test_ratio_and_sandwich_agree_with_statsmodels(case):
    panel, after = the_file(with_exposure=case.endswith("exposure"))
    found, expected = ratio_of_ratios(panel, after), EXPECTED[case]
    assert np.log(found.ratio) == pytest.approx(expected["log_ratio"], rel=1e-8)
    assert found.information**-0.5 == pytest.approx(expected["se_poisson"], rel=1e-8)
    assert found.dispersion == pytest.approx(expected["dispersion"], rel=1e-8)
    # The customary correction (statsmodels, Stata) instead of ours, from the same scores.
    units, n, k = len(found.scores), found.observations, found.parameters
    customary = units / (units - 1) * (n - 1) / (n - k) * (found.scores**2).sum() / found.information**2
    assert customary**0.5 == pytest.approx(expected["se_cluster"], rel=1e-8)


def test_a_regression_with_every_dummy_gives_the_same():
    panel, after = made(units=6, treated=2, periods=8, seed=3)
    dummies = np.hstack([np.repeat(np.eye(6), 8, axis=0), np.tile(np.eye(8), (6, 1))[:, 1:]])
    design = np.column_stack([np.outer(panel.treated, after).ravel(), dummies])
    fit = fit_counts(panel.counts.ravel(), design)
    found = ratio_of_ratios(panel, after)
    assert np.log(found.ratio) == pytest.approx(fit.coefficients[0], rel=1e-7)
    np.testing.assert_allclose(found.fitted.ravel(), fit.fitted, rtol=1e-7)
    assert found.dispersion == pytest.approx(fit.dispersion, rel=1e-5)  # R combines two steps


def test_a_full_table_is_the_two_by_two_table_of_its_sums():
    # Wheeler & Ratcliffe 2018, table 1: treated 207 to 110, control 308 to 318; by hand (110/207)/(318/308).
    counts = np.array([[207.0, 110], [308, 318]])
    panel = Panel(counts, np.ones((2, 2), dtype=bool), np.array([True, False]))
    assert ratio_of_ratios(panel, [0, 1]).ratio == pytest.approx((110 / 207) / (318 / 308), rel=1e-12)
    panel, after = made(seed=5)
    t, c, late = panel.counts[:4], panel.counts[4:], after > 0
    by_hand = t[:, late].sum() / t[:, ~late].sum() / (c[:, late].sum() / c[:, ~late].sum())
    assert ratio_of_ratios(panel, after).ratio == pytest.approx(by_hand, rel=1e-12)


def test_summing_by_side_changes_nothing():
    panel, after = made(seed=6)
    short = ratio_of_ratios(panel, after)
    steady = np.ones(panel.counts.shape)
    steady[0, 0] = 1 + 1e-12  # not steady any more: the long way round
    long = ratio_of_ratios(Panel(panel.counts, panel.observed, panel.treated, steady), after)
    assert long.ratio == pytest.approx(short.ratio, rel=1e-9)
    assert long.se == pytest.approx(short.se, rel=1e-6)
    np.testing.assert_allclose(long.fitted, short.fitted, rtol=1e-8)
    np.testing.assert_allclose(long.scores, short.scores, atol=1e-6)


def test_equal_units_have_the_degrees_of_freedom_of_their_arms():
    # Equal sizes: Bell and McCaffrey's are n - 1 in each arm, put together as Satterthwaite does.
    counts = np.array([[20.0, 24], [22, 22], [24, 20], [20.0, 24], [22, 22], [24, 20]])
    panel = Panel(counts, np.ones((6, 2), dtype=bool), np.arange(6) < 3)
    found = ratio_of_ratios(panel, [0, 1])
    assert found.degrees == pytest.approx(4)
    # Each arm's sandwich by hand, times n / (n - 1): scores ±2 and 0 over the information per arm.
    per_arm = 3 / 2 * (2**2 + 0 + 2**2) / (132 / 4) ** 2
    assert found.se == pytest.approx((2 * per_arm) ** 0.5)


@pytest.mark.parametrize(("treated", "units"), [(1, 21), (2, 4), (3, 15), (6, 12)])
def test_the_interval_covers_the_truth_at_least_as_often_as_it_says(treated, units):
    hits = 0
    for seed in range(200):
        found = ratio_of_ratios(*made(units, treated, ratio=0.7, seed=seed))
        hits += found.low <= 0.7 <= found.high
        assert found.is_pooled == (treated == 1)
    assert hits / 200 > 0.9


def test_test_and_interval_agree():
    for seed in range(50):
        found = ratio_of_ratios(*made(ratio=0.8, seed=seed))
        assert (found.p_value < 0.05) == (not found.low <= 1 <= found.high)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 1000))
def test_units_periods_and_the_unit_of_exposure_can_be_shuffled_and_scaled(seed, scale):
    panel, after = made(seed=seed % 7, spread=0.3)
    rng = np.random.default_rng(seed)
    people = rng.uniform(50, 200, panel.counts.shape)
    a = ratio_of_ratios(Panel(panel.counts, panel.observed, panel.treated, people), after)
    u, p = rng.permutation(12), rng.permutation(12)
    moved = Panel(panel.counts[u][:, p], panel.observed, panel.treated[u], people[u][:, p] * scale)
    b = ratio_of_ratios(moved, after[p])
    assert (b.ratio, b.se) == pytest.approx((a.ratio, a.se), rel=1e-6)


def test_all_choices_are_tried_when_they_are_few():
    panel, after = made(units=6, treated=2, ratio=0.3, mean=100, spread=0.01)
    found = placebo_units(panel, after)
    assert (found.draws, found.is_complete) == (comb(6, 2) - 1, True)
    assert (found.as_large, found.p_value) == (0, 1 / 15)
    assert placebo_units(panel, after, seed=2) == found


def test_draws_are_repeatable_and_seldom_wrong():
    panel, after = made(units=30, treated=10)
    assert placebo_units(panel, after, seed=3) == placebo_units(panel, after, seed=3)
    few = [placebo_units(*made(20, 6, seed=s), permutations=99, seed=s).p_value <= 0.05 for s in range(200)]
    assert 0.01 <= np.mean(few) <= 0.1


def test_units_that_went_apart_before_are_noticed():
    panel, after = made(units=20, treated=8, periods=24, mean=40, spread=0.0, gap=0.03)
    before = panel.only(after == 0)
    trend = trend_before(before)
    assert trend is not None
    assert trend.low <= np.exp(0.03 * 11) <= trend.high
    assert trend.p_value < 0.01
    middle = [start for start in placebo_starts(before) if start.is_middle]
    assert [start.period for start in middle] == [6]
    assert middle[0].found.low > 1


def test_units_that_went_side_by_side_seldom_raise_a_false_alarm():
    alarms = []
    for seed in range(100):
        panel, after = made(units=20, treated=8, periods=16, spread=0.0, ratio=0.5, seed=seed)
        trend = trend_before(panel.only(after == 0))
        alarms.append(trend is not None and trend.p_value < 0.05)
    assert np.mean(alarms) <= 0.12


def test_too_short_a_time_before_has_no_placebo():
    panel, _ = made(periods=2)
    assert placebo_starts(panel.only(np.array([True, False]))) == ()
    assert trend_before(panel) is None


def test_without_variation_between_units_there_is_no_interval():
    panel = Panel(np.full((6, 4), 5.0), np.ones((6, 4), dtype=bool), np.arange(6) < 3)
    found = ratio_of_ratios(panel, [0, 0, 1, 1])
    assert found.ratio == pytest.approx(1)
    assert np.isnan([found.low, found.high, found.p_value, found.se]).all()
    pair = Panel(panel.counts[:2] + np.eye(2, 4), panel.observed[:2], np.array([True, False]))
    assert np.isnan(ratio_of_ratios(pair, [0, 0, 1, 1]).p_value)


def test_what_cannot_be_estimated_is_refused():
    panel, after = made()
    nobody = Panel(panel.counts, panel.observed, np.zeros(12, dtype=bool))
    silent = np.where(np.outer(panel.treated, after > 0), 0, panel.counts)
    apart = panel.observed & ~np.outer(panel.treated, after == 0) & ~np.outer(~panel.treated, after > 0)
    for bad in (
        nobody,
        Panel(np.zeros((12, 12)), panel.observed, panel.treated),
        Panel(silent, panel.observed, panel.treated),
        Panel(panel.counts, apart, panel.treated),
    ):
        with pytest.raises(NoFitError):
            ratio_of_ratios(bad, after)
        with pytest.raises(NoFitError):
            placebo_units(bad, after)


def test_parts_of_a_table_without_anything_in_common_are_estimated_together():
    panel, after = made(units=6, treated=3, periods=8, seed=4)
    seen = np.kron(np.eye(2), np.ones((6, 8))) > 0
    twice = Panel(np.kron(np.ones((2, 2)), panel.counts), seen, np.tile(panel.treated, 2))
    alone, both = ratio_of_ratios(panel, after), ratio_of_ratios(twice, np.tile(after, 2))
    assert both.ratio == pytest.approx(alone.ratio, rel=1e-9)
    np.testing.assert_allclose(fit_two_way(twice.counts, seen).fitted[~seen], 0)
