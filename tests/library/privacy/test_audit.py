import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.privacy.audit import feasible_intervals
from lagesbild.privacy.relations import flat_dimension, nested_dimension, published_table


def two_way(inner):
    inner = np.asarray(inner)
    names = [[str(i) for i in range(size)] for size in inner.shape]
    dimensions = [flat_dimension(n, v, total=True) for n, v in zip(("row", "column"), names, strict=True)]
    return published_table(dimensions, inner)


def by_trying_everything(table, hidden, *, largest):
    """What every hidden cell can be, found by trying all small numbers: slow and beyond doubt."""
    equations = table.equations().toarray()
    counts, cells = table.counts.ravel(), np.flatnonzero(hidden.ravel())
    target = -(equations[:, ~hidden.ravel()] @ counts[~hidden.ravel()])
    tried = np.indices((largest + 1,) * cells.size).reshape(cells.size, -1)
    possible = tried[:, (equations[:, cells] @ tried == target[:, None]).all(axis=0)]
    return possible.min(axis=1), possible.max(axis=1)


@st.composite
def tables(draw, *, nested=False, largest=9):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    inner = draw(
        st.lists(
            st.lists(st.integers(0, largest), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
    if nested:
        areas = [(f"a{i}", f"d{i % 2}") for i in range(rows)]
        down = nested_dimension(("area", "district"), areas, total=True)
    else:
        down = flat_dimension("row", [str(i) for i in range(rows)], total=True)
    across = flat_dimension("column", [str(i) for i in range(columns)], total=True)
    table = published_table([down, across], np.array(inner))
    shown = draw(st.lists(st.booleans(), min_size=table.counts.size, max_size=table.counts.size))
    return table, ~np.array(shown).reshape(table.counts.shape)


def as_linear_programme(table, hidden):
    """The same table with a third dimension of one value, which is no network: it is solved the long way."""
    deeper = published_table(
        [*table.dimensions, flat_dimension("depth", ["0"], total=False)], finest(table)[..., None]
    )
    found = feasible_intervals(deeper, hidden[..., None])
    return found.low[..., 0], found.high[..., 0]


def finest(table):
    leaves = [
        [node for node in range(dimension.size) if node not in dimension.parent]
        for dimension in table.dimensions
    ]
    return table.counts[np.ix_(*leaves)]


@settings(max_examples=60, deadline=None)
@given(tables() | tables(nested=True))
def test_the_fast_audit_says_what_linear_programming_says(case):
    table, hidden = case
    found = feasible_intervals(table, hidden)
    low, high = as_linear_programme(table, hidden)
    np.testing.assert_array_equal(found.low, low)
    np.testing.assert_array_equal(found.high, high)


def test_the_audit_says_what_trying_every_number_says():
    table = two_way([[1, 2, 3], [3, 2, 1], [2, 0, 2]])
    hidden = np.zeros((4, 4), dtype=bool)
    for cell in [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]:
        hidden[cell] = True
    low, high = by_trying_everything(table, hidden, largest=7)
    found = feasible_intervals(table, hidden)
    np.testing.assert_array_equal(found.low[hidden], low)
    np.testing.assert_array_equal(found.high[hidden], high)


def test_a_cell_alone_in_its_row_can_be_computed():
    table = two_way([[2, 8], [9, 7]])
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[1, 1] = True
    found = feasible_intervals(table, hidden)
    assert found.width()[1, 1] == 0
    assert found.low[1, 1] == found.high[1, 1] == 2


def test_four_corners_hide_one_another():
    table = two_way([[2, 8], [9, 7]])
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[1:, 1:] = True
    found = feasible_intervals(table, hidden)
    assert (found.low[1, 1], found.high[1, 1]) == (0, 10)
    assert (found.low[1, 2], found.high[1, 2]) == (0, 10)
    assert (found.low[2, 2], found.high[2, 2]) == (5, 15)


def test_open_cells_are_their_own_limits():
    table = two_way([[2, 8], [9, 7]])
    found = feasible_intervals(table, np.zeros((3, 3), dtype=bool))
    np.testing.assert_array_equal(found.low, table.counts)
    np.testing.assert_array_equal(found.high, table.counts)


def test_when_everything_is_hidden_nothing_bounds_a_cell():
    table = two_way([[2, 8], [9, 7]])
    found = feasible_intervals(table, np.ones((3, 3), dtype=bool))
    assert np.isinf(found.high).all()
    assert (found.low == 0).all()
    assert np.isinf(found.width()).all()


def test_without_sums_nothing_can_be_computed():
    inner = np.array([[2, 8], [9, 7]])
    dimensions = [flat_dimension(name, ["0", "1"], total=False) for name in ("row", "column")]
    table = published_table(dimensions, inner)
    found = feasible_intervals(table, np.array([[True, False], [False, False]]))
    assert (found.low[0, 0], found.high[0, 0]) == (0, np.inf)


def test_a_check_that_stops_early_never_claims_more_than_is_possible():
    rng = np.random.default_rng(5)
    table = two_way(rng.poisson(4, (8, 6)))
    hidden = table.counts < 5
    full = feasible_intervals(table, hidden)
    quick = feasible_intervals(table, hidden, enough=3)
    assert (quick.low >= full.low).all()
    assert (quick.high <= full.high).all()
    np.testing.assert_array_equal(quick.width()[hidden] >= 3, full.width()[hidden] >= 3)


def test_counts_beyond_what_flows_can_hold_are_still_audited():
    table = two_way([[2_000_000_000, 3], [4, 1_000_000_000]])
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[1:, 1:] = True
    found = feasible_intervals(table, hidden)
    assert (found.low[1, 2], found.high[1, 2]) == (0, 1_000_000_003)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        feasible_intervals(two_way([[1, 2]]), np.zeros((2, 2), dtype=bool))


def test_a_table_adds_up_to_its_sums_in_every_direction():
    areas = [("a1", "d1"), ("a2", "d1"), ("a3", "d2")]
    down = nested_dimension(("area", "district"), areas, total=True)
    table = published_table(
        [down, flat_dimension("type", ["x", "y"], total=True)], np.arange(6).reshape(3, 2)
    )
    assert table.counts[0, 0] == 15
    assert (
        table.equations().toarray().sum() == (table.equations().toarray() @ np.ones(table.counts.size)).sum()
    )
    assert not (table.equations() @ table.counts.ravel()).any()


def test_an_area_within_two_districts_is_refused():
    with pytest.raises(ValueError, match="lies within two"):
        nested_dimension(("area", "district"), [("a1", "d1"), ("a1", "d2")], total=True)
