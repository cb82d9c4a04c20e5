from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.stats.smoothing import smooth_rates

REFERENCE = Path(__file__).parents[2] / "data/reference/eb_smoothing"


def test_global_and_local_rates_agree_with_r():
    table = pl.read_csv(REFERENCE / "expected_ncsids.csv")
    position = {area: row for row, area in enumerate(table["id"])}
    pairs = pl.read_csv(REFERENCE / "input_ncsids_neighbours.csv")
    neighbours = np.array([[position[i], position[j]] for i, j in pairs.iter_rows()])
    found = smooth_rates(table["cases"], table["births"], neighbours=neighbours)
    np.testing.assert_allclose(found.raw, table["raw"].to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(found.eb_global, table["eb_global"].to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(found.eb_local, table["eb_local"].to_numpy(), rtol=1e-9)


def test_a_pair_written_once_is_the_same_as_written_twice():
    cases, population = [5, 1, 0, 9], [100, 50, 80, 90]
    once = smooth_rates(cases, population, neighbours=np.array([[0, 1], [2, 3]]))
    twice = smooth_rates(cases, population, neighbours=np.array([[0, 1], [1, 0], [2, 3], [3, 2]]))
    np.testing.assert_array_equal(once.eb_local, twice.eb_local)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(60, 5000)), min_size=2, max_size=20))
def test_a_smoothed_rate_lies_between_its_own_and_the_common_one(areas):
    cases, population = zip(*areas, strict=True)
    found = smooth_rates(cases, population)
    common = sum(cases) / sum(population)
    low, high = np.minimum(found.raw, common), np.maximum(found.raw, common)
    assert ((found.eb_global >= low - 1e-12) & (found.eb_global <= high + 1e-12)).all()


def test_an_area_without_people_has_no_rate_and_changes_no_other():
    with_empty = smooth_rates([5, 1, 0], [100, 50, 0], neighbours=np.array([[0, 1], [1, 2]]))
    without = smooth_rates([5, 1], [100, 50], neighbours=np.array([[0, 1]]))
    assert np.isnan([with_empty.raw[2], with_empty.eb_global[2], with_empty.eb_local[2]]).all()
    np.testing.assert_allclose(with_empty.eb_global[:2], without.eb_global)
    np.testing.assert_allclose(with_empty.eb_local[:2], without.eb_local)


def test_equal_rates_and_no_events_stay_as_they_are():
    np.testing.assert_allclose(smooth_rates([1, 2], [100, 200]).eb_global, [0.01, 0.01])
    np.testing.assert_array_equal(smooth_rates([0, 0], [100, 200]).eb_global, [0, 0])
    assert smooth_rates([], []).eb_global.size == 0


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        smooth_rates([1], [1, 2])
    with pytest.raises(ValueError, match="0 or more"):
        smooth_rates([-1], [1])
    with pytest.raises(ValueError, match="positions"):
        smooth_rates([1], [1], neighbours=np.array([[0, 1]]))
