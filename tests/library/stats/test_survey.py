from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.stats.survey import proportion_changes, proportions

REFERENCE = Path(__file__).parents[2] / "data/reference/survey"


def test_wilson_and_exact_limits_agree_with_r():
    table = pl.read_csv(REFERENCE / "expected_proportions.csv")
    found = proportions(table["x"], table["n"])
    for field, column in (
        ("p", "p"),
        ("low", "wilson_lo"),
        ("high", "wilson_hi"),
        ("clopper_low", "cp_lo"),
        ("clopper_high", "cp_hi"),
    ):
        np.testing.assert_allclose(
            getattr(found, field), table[column], rtol=1e-8, atol=1e-12, err_msg=column
        )


def test_differences_agree_with_r():
    table = pl.read_csv(REFERENCE / "expected_change.csv").cast(pl.Float64)
    found = proportion_changes(table["x1"], table["n1"], table["x2"], table["n2"])
    for field, column in (
        ("diff", "diff"),
        ("low", "newcombe_lo"),
        ("high", "newcombe_hi"),
        ("p_value", "p"),
    ):
        np.testing.assert_allclose(
            getattr(found, field), table[column], rtol=1e-8, atol=1e-12, err_msg=column
        )


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_hold_the_share_and_the_exact_ones_are_as_wide_in_all(answer):
    x, n = answer
    found = proportions([x], [n])
    assert 0 <= found.low[0] <= found.p[0] <= found.high[0] <= 1
    assert 0 <= found.clopper_low[0] <= found.p[0] <= found.clopper_high[0] <= 1


def test_a_design_effect_widens_as_fewer_answers_would():
    clustered = proportions([120], [400], design_effect=4.0)
    fewer = proportions([30], [100])
    assert clustered.low[0] == pytest.approx(fewer.low[0])
    assert clustered.clopper_high[0] == pytest.approx(fewer.clopper_high[0])


def test_asking_a_large_part_of_everyone_narrows_and_asking_all_leaves_no_chance():
    sample, half, census = proportions([30, 30, 30], [100, 100, 100], population=[1e9, 200, 100]).high
    assert sample > half > census
    assert census == 0.3


def test_nobody_asked_gives_no_share():
    found = proportions([0], [0])
    assert np.isnan([found.p[0], found.low[0], found.high[0], found.clopper_low[0]]).all()
    compared = proportion_changes([0, 5], [0, 10], [5, 5], [10, 10])
    assert np.isnan(compared.diff[0])
    assert np.isnan(compared.q_value[0])
    assert compared.verdict[0] == "too_few"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((225, 500, 190, 500), "decrease"),
        ((190, 500, 225, 500), "increase"),
        ((180, 500, 165, 500), "unclear"),
        ((20000, 50000, 20010, 50000), "stable"),
        ((1, 30, 2, 30), "too_few"),
        ((29, 30, 28, 30), "too_few"),
    ],
)
def test_the_verdict_follows_the_rules(rows, verdict):
    x1, n1, x2, n2 = ([number] for number in rows)
    assert proportion_changes(x1, n1, x2, n2).verdict[0] == verdict


def test_the_same_answers_twice_are_no_change():
    found = proportion_changes([0, 10, 5], [10, 10, 10], [0, 10, 5], [10, 10, 10])
    assert found.p_value.tolist() == [1, 1, 1]
    assert (found.low <= 0).all()
    assert (found.high >= 0).all()


def test_impossible_answers_are_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        proportions([6], [5])
    with pytest.raises(ValueError, match="population"):
        proportions([1], [5], population=4)
    with pytest.raises(ValueError, match="design_effect"):
        proportions([1], [5], design_effect=0)
    with pytest.raises(ValueError, match="between 0 and n2"):
        proportion_changes([1], [5], [6], [5])
