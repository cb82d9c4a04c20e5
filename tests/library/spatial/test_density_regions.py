"""The ground of a density map holds the share it says, and nothing denser lies outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lagesbild.spatial.density_regions import ground_at_least, level_holding

GRIDS = arrays(np.float64, (6, 7), elements=st.floats(0, 100)).filter(lambda values: values.sum() > 0)


@given(GRIDS, st.floats(0.05, 0.95))
def test_cells_above_the_level_hold_the_share_and_without_the_level_they_do_not(
    values: np.ndarray, share: float
) -> None:
    level = level_holding(values, share)
    assert values[values >= level].sum() >= share * values.sum() * (1 - 1e-9)
    assert values[values > level].sum() <= share * values.sum() * (1 + 1e-9)


def test_ground_of_one_dense_cell_is_about_that_cell() -> None:
    values = np.zeros((9, 9))
    values[4, 2] = 1.0
    ground = ground_at_least(values, 0.5, e0=1000, n0=2000, cell=100)
    assert ground.centroid.x == pytest.approx(1250, abs=20)
    assert ground.centroid.y == pytest.approx(2450, abs=20)


def test_cells_outside_the_window_hold_nothing() -> None:
    values = np.array([[np.nan, 1.0], [np.nan, 3.0]])
    assert level_holding(values, 0.5) == 3.0
    assert ground_at_least(values, 3.0, e0=0, n0=0, cell=1).bounds[0] >= 0.5


def test_grid_without_density_has_no_level() -> None:
    with pytest.raises(ValueError, match="no density"):
        level_holding(np.zeros((2, 2)), 0.5)
