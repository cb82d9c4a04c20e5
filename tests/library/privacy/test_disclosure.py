from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.privacy.disclosure import suppress, suppress_grid
from lagesbild.privacy.relations import flat_dimension, nested_dimension, published_table

REFERENCE = Path(__file__).parents[2] / "data/reference/sdc"
GRIDS = st.integers(1, 7).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 25), min_size=columns, max_size=columns), min_size=1, max_size=7
    )
)


@pytest.fixture(scope="module")
def municipal():
    """The constructed municipal table: six areas in two districts by five types, published with all sums."""
    cells = pl.read_csv(REFERENCE / "input_cells.csv")
    areas = cells.select("area", "district").unique(maintain_order=True).rows()
    types = cells["type"].unique(maintain_order=True).to_list()
    inner = cells.pivot(on="type", index="area", values="n").select(types).to_numpy()
    return published_table(
        [
            nested_dimension(("area", "district"), areas, total=True),
            flat_dimension("type", types, total=True),
        ],
        inner,
    )


def test_no_small_count_of_the_municipal_table_can_be_computed(municipal):
    found = suppress(municipal, threshold=4)
    assert not found.exposed.any()
    assert found.intervals.width()[found.primary].min() >= 3
    assert found.intervals.width()[found.hidden].min() >= 1


def test_no_more_cells_are_hidden_than_the_published_programs_hide(municipal):
    peer = pl.read_csv(REFERENCE / "expected_gauss_maxN3_zeros_open.csv")
    found = suppress(municipal, threshold=4)
    assert int(found.primary.sum()) == peer["primary"].sum()
    assert int(found.hidden.sum()) <= peer["suppressed"].sum()


def test_hiding_only_the_small_counts_would_give_some_of_them_away():
    grid = [[2, 8, 30], [9, 7, 40], [25, 35, 50]]
    found = suppress_grid(grid)
    assert found.primary.sum() == 1
    assert found.secondary.sum() == 3
    assert not found.exposed.any()


@settings(max_examples=60, deadline=None)
@given(GRIDS, st.integers(2, 6), st.booleans())
def test_every_small_count_of_any_table_is_hidden_and_stays_unknown(grid, threshold, protect_zeros):
    found = suppress_grid(grid, threshold=threshold, protect_zeros=protect_zeros)
    counts = found.table.counts
    small = (counts < threshold) & ((counts > 0) | protect_zeros)
    np.testing.assert_array_equal(found.primary, small)
    assert not found.exposed.any()
    assert (found.intervals.width()[small] >= threshold - 1).all()
    assert (found.intervals.width()[found.hidden] >= 1).all()


@settings(max_examples=30, deadline=None)
@given(GRIDS)
def test_the_true_count_is_among_the_possible_ones_and_zeros_stay_open(grid):
    found = suppress_grid(grid)
    counts = found.table.counts
    assert (found.intervals.low <= counts).all()
    assert (counts <= found.intervals.high).all()
    assert not found.hidden[counts == 0].any()


def test_a_large_table_is_protected_as_well_as_a_small_one():
    rng = np.random.default_rng(2)
    expected = rng.gamma(1, 1, (90, 1)) * rng.gamma(1, 1, (1, 25)) * 60
    found = suppress_grid(rng.poisson(expected))
    assert found.table.counts.size > 1500
    assert found.secondary.sum() > 0
    assert not found.exposed.any()
    assert found.intervals.width()[found.primary].min() >= 4


def test_sums_that_are_small_are_hidden_too():
    found = suppress_grid([[1, 1, 30], [20, 20, 40]])
    assert found.primary[0].tolist() == [False, False, False, False]
    assert suppress_grid([[1, 1], [20, 20]]).primary[1, 0]


def made(shape, *, seed, mean=6, spread=1.0):
    """Counts as uneven as those of crimes by area, type and year."""
    rng = np.random.default_rng(seed)
    dimensions = [
        flat_dimension("abc"[axis], [str(i) for i in range(size)], total=True)
        for axis, size in enumerate(shape)
    ]
    return published_table(dimensions, rng.poisson(rng.gamma(spread, mean, shape)))


@pytest.mark.parametrize(
    ("shape", "mean", "seed", "peer"),
    # Cells hidden by tau-ARGUS (pytauargus 0.6.0, OPT, FREQ(5,30)) on the same counts.
    [((6, 5, 4), 6, 2, 56)],
)
def test_three_dimensions_are_protected_with_about_as_few_cells_as_tau_argus(shape, mean, seed, peer):
    found = suppress(made(shape, mean=mean, seed=seed))
    assert not found.exposed.any()
    assert found.intervals.width()[found.primary].min() >= 4
    assert found.hidden.sum() <= peer + 2


def test_sums_within_both_rows_and_columns_are_protected():
    rng = np.random.default_rng(4)
    dimensions = [
        nested_dimension(("area", "district"), [(str(i), f"d{i // 3}") for i in range(6)], total=True),
        nested_dimension(("code", "type"), [(f"c{i}", f"t{i // 2}") for i in range(4)], total=True),
    ]
    found = suppress(published_table(dimensions, rng.poisson(rng.gamma(1.0, 9, (6, 4)))))
    assert found.primary.any()
    assert not found.exposed.any()


def test_a_large_table_with_sums_between_is_protected():
    rng = np.random.default_rng(5)
    areas = [(f"a{i}", f"d{i // 10}", f"r{i // 30}") for i in range(60)]
    dimensions = [
        flat_dimension("type", [str(i) for i in range(30)], total=True),
        nested_dimension(("area", "district", "region"), areas, total=True),
    ]
    found = suppress(published_table(dimensions, rng.poisson(rng.gamma(1.0, 30, (30, 60)))))
    assert found.table.counts.size > 1500
    assert found.secondary.sum() > 0
    assert not found.exposed.any()


def test_a_small_sum_is_protected_together_with_what_it_holds():
    areas = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")]
    dimensions = [
        nested_dimension(("area", "district"), areas, total=True),
        flat_dimension("type", ["1", "2"], total=True),
    ]
    found = suppress(published_table(dimensions, np.array([[2, 30], [0, 40], [25, 35], [30, 45]])))
    assert found.primary[dimensions[0].labels.index(("Total", "x")), 1]
    assert not found.exposed.any()


def test_without_sums_only_the_small_counts_are_hidden():
    dimensions = [flat_dimension(name, ["0", "1"], total=False) for name in ("row", "column")]
    found = suppress(published_table(dimensions, np.array([[2, 8], [9, 7]])))
    assert found.hidden.tolist() == [[True, False], [False, False]]
    assert not found.exposed.any()


def test_a_table_without_small_counts_is_left_alone():
    assert not suppress_grid([[5, 6], [7, 8]]).hidden.any()
    assert not suppress_grid([[0, 6], [7, 0]]).hidden.any()


def test_protected_zeros_are_hidden():
    assert suppress_grid([[0, 6], [7, 9]], protect_zeros=True).primary[1, 1]


def test_the_same_table_gives_the_same_pattern():
    grid = np.random.default_rng(8).poisson(9, (9, 7))
    np.testing.assert_array_equal(suppress_grid(grid).hidden, suppress_grid(grid).hidden)


def test_bad_thresholds_and_counts_are_refused():
    with pytest.raises(ValueError, match="threshold"):
        suppress_grid([[1, 2]], threshold=1)
    with pytest.raises(ValueError, match="0 or more"):
        suppress_grid([[-1, 2]])
