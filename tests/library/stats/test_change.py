import json
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.stats.change import change_in_counts, changes_in_counts

REFERENCE = Path(__file__).parents[2] / "data/reference/poisson_change"
COUNTS = st.integers(0, 400)


@pytest.fixture(scope="module")
def pairs():
    return pl.read_csv(REFERENCE / "expected_pairs.csv")


@pytest.fixture(scope="module")
def found(pairs):
    return changes_in_counts(
        pairs["pre"], pairs["post"], exposure_before=pairs["t_pre"], exposure_after=pairs["t_post"]
    )


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("ratio", "rr"),
        ("low", "rr_lo_cen"),
        ("high", "rr_hi_cen"),
        ("p_value", "c_test_dbl"),
        ("p_mid", "c_test_midp"),
    ],
)
def test_every_number_agrees_with_r(pairs, found, field, column):
    np.testing.assert_allclose(getattr(found, field), pairs[column].to_numpy(), rtol=1e-9)


def test_of_fourteen_printed_changes_two_look_real_and_one_is():
    table = pl.read_csv(REFERENCE / "input_upplandsbro_compstat.csv").filter(
        ~pl.col("crime").str.starts_with("Summa")
    )
    found = changes_in_counts(table["y2020"], table["y2021"])
    assert found.tested == 14
    assert (found.p_value < 0.05).sum() == 2
    real = np.isin(found.verdict, ("increase", "decrease"))
    assert table["crime"].to_numpy()[real].tolist() == ["Stold ur fordon"]
    assert found.verdict[real].tolist() == ["increase"]


def test_published_intervals_of_other_exposures_agree():
    cases = json.loads((REFERENCE / "expected_published.json").read_text())["cases"]
    tests = [case for case in cases if case["test"] == "poisson.test"]
    assert tests
    for case in tests:
        (after, before), (time_after, time_before) = case["args"]["x"], case["args"]["T"]
        found = change_in_counts(before, after, exposure_before=time_before, exposure_after=time_after)
        assert found.ratio == pytest.approx(case["rr"], rel=1e-9)
        assert [found.low, found.high] == pytest.approx(case["ci"], rel=1e-9)


@given(COUNTS, COUNTS)
def test_interval_and_p_value_agree_about_no_change(before, after):
    if before + after == 0:
        return
    found = change_in_counts(before, after)
    assert found.low <= found.ratio <= found.high
    assert (found.p_value < 0.05) == (found.low > 1 or found.high < 1)


@given(COUNTS, COUNTS)
def test_swapping_the_periods_turns_the_ratio_over(before, after):
    if before + after == 0:
        return
    one, other = change_in_counts(before, after), change_in_counts(after, before)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
    assert one.p_mid == pytest.approx(other.p_mid, rel=1e-9)
    if one.low > 0:
        assert one.low == pytest.approx(1 / other.high, rel=1e-9)


@given(COUNTS, COUNTS, st.floats(0.1, 10))
def test_the_p_value_is_the_doubled_smaller_tail(before, after, exposure):
    if before + after == 0:
        return
    share = exposure / (1 + exposure)
    binomial = stats.binom(before + after, share)
    tail = min(binomial.cdf(after), binomial.sf(after - 1))
    found = change_in_counts(before, after, exposure_after=exposure)
    assert found.p_value == pytest.approx(min(1, 2 * tail), rel=1e-8)
    mid = min(binomial.cdf(after), binomial.sf(after - 1)) - binomial.pmf(after) / 2
    assert found.p_mid == pytest.approx(min(1, 2 * mid), rel=1e-6)


def test_a_million_events_are_still_right():
    found = changes_in_counts([1_000_000, 0, 1_000_000], [1_004_000, 1_000_000, 1_000_000])
    assert found.p_value[0] == pytest.approx(2 * stats.binom.sf(1_003_999, 2_004_000, 0.5), rel=1e-9)
    assert found.p_value[1] == 0
    assert found.low[1] == pytest.approx(1 / 3.6888862555e-06, rel=1e-6)
    assert math.isinf(found.high[1])
    assert found.verdict.tolist() == ["increase", "increase", "stable"]


def test_nothing_before_gives_no_upper_limit_and_nothing_after_no_lower():
    found = changes_in_counts([0, 9], [9, 0])
    assert math.isinf(found.ratio[0])
    assert math.isinf(found.high[0])
    assert found.low[0] > 1
    assert found.ratio[1] == 0
    assert found.low[1] == 0
    assert found.high[1] < 1


def test_two_zeros_are_not_a_change_and_not_a_look():
    found = changes_in_counts([0, 10], [0, 40])
    assert np.isnan([found.ratio[0], found.low[0], found.high[0], found.p_value[0], found.q_value[0]]).all()
    assert found.verdict.tolist() == ["too_few", "increase"]
    assert found.tested == 1
    assert found.q_value[1] == found.p_value[1]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (1, 3, "too_few"),
        (2, 3, "unclear"),
        (20, 60, "increase"),
        (60, 20, "decrease"),
        (5000, 5000, "stable"),
        (100, 104, "unclear"),
    ],
)
def test_the_verdict_follows_the_rules(before, after, verdict):
    assert changes_in_counts([before], [after]).verdict[0] == verdict


def test_many_looks_take_the_verdict_away_from_a_chance_finding():
    alone = changes_in_counts([20], [38])
    among_many = changes_in_counts([20] + [30] * 20, [38] + [30] * 20)
    assert alone.verdict[0] == "increase"
    assert among_many.verdict[0] == "unclear"
    assert among_many.low[0] > 1


def test_dispersion_widens_the_interval_and_raises_the_p_value():
    plain = changes_in_counts([153], [241])
    widened = changes_in_counts([153], [241], dispersion=2.4)
    assert widened.low[0] < plain.low[0] < plain.high[0] < widened.high[0]
    assert widened.p_value[0] > plain.p_value[0]
    assert widened.ratio[0] == plain.ratio[0]
    np.testing.assert_array_equal(changes_in_counts([153], [241], dispersion=0.5).low, plain.low)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(1, 20))
def test_interval_and_p_value_agree_with_dispersion_too(before, after, factor):
    found = changes_in_counts([before], [after], dispersion=factor)
    assert (found.p_value[0] < 0.05) == (found.low[0] > 1 or found.high[0] < 1)


def test_a_count_that_dispersion_leaves_next_to_nothing_of_has_no_upper_limit():
    found = changes_in_counts([1, 1], [0, 1], dispersion=200)
    assert found.low[0] == 0
    assert found.high[0] == math.inf
    assert np.isfinite(found.p_value).all()


def test_a_table_answers_as_its_rows_do_one_by_one():
    rng = np.random.default_rng(4)
    before, after = rng.poisson(6, 50), rng.poisson(6, 50)
    together = changes_in_counts(before, after)
    for row in range(50):
        if before[row] + after[row]:
            alone = change_in_counts(int(before[row]), int(after[row]))
            assert together.p_value[row] == alone.p_value
            assert together.high[row] == alone.high


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1], [2]), "before must be whole"),
        (([1.5], [2]), "before must be whole"),
        (([1, 2], [2]), "2 rows"),
    ],
)
def test_what_is_not_counts_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        changes_in_counts(*arguments)


def test_bad_exposure_confidence_and_empty_pairs_are_refused():
    with pytest.raises(ValueError, match="exposure_after"):
        change_in_counts(1, 2, exposure_after=0)
    with pytest.raises(ValueError, match="confidence"):
        change_in_counts(1, 2, confidence=1.0)
    with pytest.raises(ValueError, match="no change to measure"):
        change_in_counts(0, 0)


def test_no_rows_give_no_rows():
    found = changes_in_counts([], [])
    assert found.tested == 0
    assert found.verdict.size == 0
