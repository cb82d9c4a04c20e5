from pathlib import Path

import numpy as np
import polars as pl
import pytest

from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.dispersion import estimate_dispersion

REFERENCE = Path(__file__).parents[2] / "data/reference/poisson_change/input_upplandsbro_compstat.csv"


def counts(phi, *, rows, mean, periods=4, seed=1):
    """Counts whose variance is phi times their mean."""
    rng = np.random.default_rng(seed)
    if phi == 1:
        return rng.poisson(mean, (rows, periods))
    return rng.poisson(rng.gamma(mean / (phi - 1), phi - 1, (rows, periods)))


def test_real_yearly_counts_vary_about_two_and_a_half_times_chance():
    table = pl.read_csv(REFERENCE).filter(~pl.col("crime").str.starts_with("Summa"))
    years = table.select("y2017", "y2018", "y2019", "y2020").to_numpy()
    found = estimate_dispersion(years)
    assert 2 < found.table_phi < 3.5
    widened = changes_in_counts(table["y2020"], table["y2021"], dispersion=found.factor)
    assert not np.isin(widened.verdict, ("increase", "decrease")).any()


@pytest.mark.parametrize("phi", [1.0, 2.4, 5.0])
def test_the_dispersion_that_made_the_counts_is_found_again(phi):
    found = estimate_dispersion(counts(phi, rows=400, mean=60))
    assert found.table_phi == pytest.approx(phi, rel=0.15)


def test_nineteen_of_twenty_intervals_hold_when_counts_vary_more_than_chance():
    made = counts(2.4, rows=2000, mean=50, periods=5)
    factor = estimate_dispersion(made[:, :4]).factor
    found = changes_in_counts(made[:, 3], made[:, 4], dispersion=factor)
    naive = changes_in_counts(made[:, 3], made[:, 4])
    assert 0.94 < np.mean((found.low <= 1) & (found.high >= 1)) < 0.99
    assert np.mean((naive.low <= 1) & (naive.high >= 1)) < 0.87


def test_a_row_that_varies_more_than_the_others_is_widened_more():
    made = np.vstack([counts(1.5, rows=30, mean=50), [[5, 95, 20, 80]]])
    factor = estimate_dispersion(made).factor
    assert factor[-1] == factor.max()
    assert (factor >= 1).all()


def test_a_row_without_events_gets_the_value_of_the_table():
    found = estimate_dispersion(np.vstack([counts(2.0, rows=30, mean=50), [[0, 0, 0, 0]]]))
    assert found.phi[-1] == pytest.approx(found.table_phi)


def test_a_single_row_is_widened_for_the_uncertainty_of_its_own_variance():
    found = estimate_dispersion([[30, 50, 35, 60]])
    assert found.weight == 0
    assert found.factor[0] > found.phi[0] > 1


def test_equal_counts_and_empty_tables_give_no_widening():
    np.testing.assert_array_equal(estimate_dispersion([[7, 7, 7, 7]] * 6).factor, np.ones(6))
    np.testing.assert_array_equal(estimate_dispersion(np.zeros((6, 4))).factor, np.ones(6))


def test_periods_of_unequal_length_are_not_taken_for_variation():
    made = np.array([[100, 200, 100, 200]] * 8)
    even = estimate_dispersion(made, exposure=[1, 2, 1, 2])
    assert even.table_phi <= 1
    assert estimate_dispersion(made).table_phi > 10


def test_too_few_periods_and_bad_counts_are_refused():
    with pytest.raises(ValueError, match="at least 4"):
        estimate_dispersion([[1, 2, 3]])
    with pytest.raises(ValueError, match="0 or more"):
        estimate_dispersion([[1, 2, 3, -4]])
    with pytest.raises(ValueError, match="exposure"):
        estimate_dispersion([[1, 2, 3, 4]], exposure=[1, 1, 1])
