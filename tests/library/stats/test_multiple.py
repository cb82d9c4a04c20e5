from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.stats.multiple import (
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
)

REFERENCE = Path(__file__).parents[2] / "data/reference/multiple_testing/expected.csv"
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("column", "adjust"),
    [
        ("bonferroni", bonferroni),
        ("holm", holm),
        ("hochberg", hochberg),
        ("BH", benjamini_hochberg),
        ("BY", benjamini_yekutieli),
    ],
)
def test_the_published_example_is_adjusted_as_in_r(column, adjust):
    table = pl.read_csv(REFERENCE)
    np.testing.assert_allclose(adjust(table["p"]), table[column].to_numpy(), rtol=1e-12)


def test_the_published_example_has_four_findings_by_benjamini_hochberg_and_three_by_bonferroni():
    p = pl.read_csv(REFERENCE)["p"]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (bonferroni(p) <= 0.05).sum() == 3


@given(P_VALUES)
def test_no_adjustment_makes_a_p_value_smaller_and_stricter_ones_are_larger(p):
    bh, by, step_down, step_up, single = (
        benjamini_hochberg(p),
        benjamini_yekutieli(p),
        holm(p),
        hochberg(p),
        bonferroni(p),
    )
    slack = 1 + 1e-12
    assert (np.array(p) <= bh * slack).all()
    assert (bh <= step_up * slack).all()
    assert (step_up <= step_down * slack).all()
    assert (step_down <= single * slack).all()
    assert (bh <= by * slack).all()


@given(P_VALUES)
def test_the_order_of_the_rows_does_not_matter(p):
    forward, backward = benjamini_hochberg(p), benjamini_hochberg(p[::-1])
    np.testing.assert_allclose(forward, backward[::-1])


def test_rows_that_were_not_tested_are_not_counted_as_looks():
    np.testing.assert_allclose(benjamini_hochberg([0.01, np.nan, 0.04]), [0.02, np.nan, 0.04], equal_nan=True)
    np.testing.assert_allclose(bonferroni([0.01, np.nan, 0.04]), [0.02, np.nan, 0.08], equal_nan=True)


def test_no_rows_give_no_rows():
    assert benjamini_hochberg([]).size == 0
    assert np.isnan(holm([np.nan])).all()


@pytest.mark.parametrize("bad", [[1.2], [-0.1], [[0.1, 0.2]]])
def test_what_is_not_a_p_value_is_refused(bad):
    with pytest.raises(ValueError, match="p-values"):
        benjamini_hochberg(bad)
