"""What hidden cells of a rows-by-columns table can be: the exact limits, fast."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Nodes = NDArray[np.intp]

LARGEST_SUM = 2**30
"""The hidden cells may hold at most this together: scipy's flows are 32-bit numbers."""


def network_intervals(
    counts: Counts, hidden: Mask, parent: Sequence[int], *, enough: Floats
) -> tuple[Floats, Floats]:
    """Return the smallest and largest value of every cell, given all open cells.

    Parameters
    ----------
    counts
        The table, shape (row nodes, columns + 1): the total of all rows in row 0, sums of some rows before
        the rows they hold, the total of the columns in column 0.
    hidden
        Which cells are hidden, same shape.
    parent
        For each row node the sum that it belongs to, -1 for the total.
    enough
        A cell known to move this far in all is not followed further, shape of the table.

    Notes
    -----
    Hidden cells are arcs of a network (Cox 1980, JASA 75, 377-385), also when rows lie within coarser ones
    (Fischetti & Salazar 2001). How far a cell can rise or fall is a maximum flow from one of its ends to the
    other. Most cells need no flow: a cell cannot rise above what the other hidden cells of its row, or its
    column, hold together, and whether it reaches that is first tried for all cells at once.
    """
    fall, rise = certain_moves(counts, hidden, parent)
    unknown = (
        hidden & (np.isnan(fall) | np.isnan(rise)) & (np.nan_to_num(fall) + np.nan_to_num(rise) < enough)
    )
    flows = _Flows(counts, hidden, parent)
    for row, column in np.argwhere(unknown):
        if np.isnan(fall[row, column]):
            fall[row, column] = flows.largest(row, column, falls=True)
        if np.isnan(rise[row, column]) and fall[row, column] < enough[row, column]:
            moved = flows.largest(row, column, falls=False)
            rise[row, column] = np.inf if moved >= flows.unbounded else moved
    true = counts.astype(np.float64)
    return (
        np.where(hidden, true - np.nan_to_num(fall), true),
        np.where(hidden, true + np.nan_to_num(rise, posinf=np.inf), true),
    )


def certain_moves(counts: Counts, hidden: Mask, parent: Sequence[int]) -> tuple[Floats, Floats]:
    """Return how far each hidden cell can fall and rise, NaN where that takes a flow to find out."""
    fall, rise = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    above = np.asarray(parent)
    for node in np.unique(above[above >= 0]):
        children = np.flatnonzero(above == node)
        is_finest = ~np.isin(children, above)
        rows = children[is_finest]
        if not rows.size:
            continue
        is_hidden = hidden[rows, 1:].astype(np.float64)
        x = counts[rows, 1:] * is_hidden
        # A hidden total lifts the ceiling of its whole row or column: then only a flow can tell.
        outside = hidden[node, 1:] | hidden[children[~is_finest], 1:].any(axis=0)
        has_ceiling = ~hidden[rows, :1] & ~outside
        fall[rows, 1:] = _certain_falls(x, is_hidden)
        rise[rows, 1:] = np.where(has_ceiling, _certain_rises(x, is_hidden), np.nan)
        in_sum = hidden[node] + hidden[children].sum(axis=0)
        is_alone = (hidden[rows].sum(axis=1, keepdims=True) == 1) | (in_sum == 1)
        fall[rows] = np.where(is_alone, 0.0, fall[rows])
        rise[rows] = np.where(is_alone, 0.0, rise[rows])
    return fall, rise


def _certain_falls(x: Floats, hidden: Floats) -> Floats:
    """A cell falls by what the cells diagonal to it hold, wherever the two corners between are hidden too."""
    diagonal = hidden @ x.T @ hidden - x.sum(axis=1, keepdims=True) - x.sum(axis=0, keepdims=True) + x
    return np.where(diagonal >= x, x, np.nan)


def _certain_rises(x: Floats, hidden: Floats) -> Floats:
    """A cell rises by what the others of its row hold, if the others of its column can pay for that.

    Each of the row's cells is paid by the column's cells in proportion to what they hold, where the fourth
    corner is hidden; if nobody pays more than it holds, the plan works. The same is tried the other way.
    """
    in_row = x.sum(axis=1, keepdims=True) - x
    in_column = x.sum(axis=0, keepdims=True) - x
    by_row = _row_is_paid(x, hidden) & (in_row <= in_column)
    by_column = _row_is_paid(x.T, hidden.T).T & (in_column <= in_row)
    rise = np.where(by_row, in_row, np.where(by_column, in_column, np.nan))
    rise[np.minimum(in_row, in_column) == 0] = 0.0
    return rise


def _row_is_paid(x: Floats, hidden: Floats) -> Mask:
    """Return for which cells the proportional plan empties the rest of the cell's row."""
    rows, columns = x.shape
    holders = x.T @ hidden  # [j, l]: what column j holds in rows where column l is hidden
    paid = np.zeros((rows, columns), dtype=np.bool_)
    for j in range(columns):
        # Without the cell's own row, which cannot pay for itself.
        means = holders[j] - x[:, [j]] * hidden
        means[:, j] = 1.0
        needs = x.copy()
        needs[:, j] = 0.0
        lacks = (needs > 0) & (means <= 0)
        load = np.divide(needs, means, out=np.zeros_like(needs), where=means > 0) @ hidden.T
        load[:, x[:, j] == 0] = 0.0
        np.fill_diagonal(load, 0.0)
        paid[:, j] = ~lacks.any(axis=1) & (load.max(axis=1, initial=0.0) <= 1 + 1e-12)
    return paid


class _Flows:
    """The network of hidden cells, asked for one cell at a time."""

    def __init__(self, counts: Counts, hidden: Mask, parent: Sequence[int]) -> None:
        rows, columns = np.nonzero(hidden)
        x = counts[rows, columns]
        starts, ends = _ends(rows, columns, np.asarray(parent), counts.shape[1])
        nodes = int(max(starts.max(initial=0), ends.max(initial=0))) + 1
        self._counts, self._source, self._starts, self._ends = counts, nodes, starts, ends
        # No finite cut is as large as this, so a flow that reaches it means that nothing bounds the cell.
        self.unbounded = int(x.sum()) + 1
        # One more node feeds the flow, so that it never exceeds what 32 bits hold.
        tails = np.concatenate([starts, ends, np.full(nodes, nodes)])
        heads = np.concatenate([ends, starts, np.arange(nodes)])
        limits = np.concatenate([np.full(x.size, self.unbounded), x, np.zeros(nodes, dtype=np.int64)])
        # Numbering the arcs lets one be closed or opened in place, without building the network again.
        shape = (nodes + 1, nodes + 1)
        numbered = sparse.csr_array((np.arange(1, tails.size + 1), (tails, heads)), shape=shape)
        order = numbered.data - 1
        self._graph = sparse.csr_array(
            (limits[order].astype(np.int32), numbered.indices, numbered.indptr), shape=shape
        )
        self._place = np.empty(order.size, dtype=np.intp)
        self._place[order] = np.arange(order.size)
        self._arc = np.zeros(counts.shape, dtype=np.intp)
        self._arc[rows, columns] = np.arange(x.size)

    def largest(self, row: int, column: int, *, falls: bool) -> int:
        """Return by how much one hidden cell can fall or rise."""
        arc = int(self._arc[row, column])
        # The cell rises along its arc, so the rest of the network must carry the same amount back.
        start, end = (self._starts, self._ends) if falls else (self._ends, self._starts)
        own = self._place[[arc, arc + self._starts.size]]
        feed = self._place[2 * self._starts.size + start[arc]]
        kept = self._graph.data[own]
        self._graph.data[own] = 0
        self._graph.data[feed] = self.unbounded
        moved = int(csgraph.maximum_flow(self._graph, self._source, int(end[arc])).flow_value)
        self._graph.data[own] = kept
        self._graph.data[feed] = 0
        return min(moved, int(self._counts[row, column])) if falls else moved


def _ends(rows: Nodes, columns: Nodes, parent: Nodes, width: int) -> tuple[Nodes, Nodes]:
    """Return where each cell's arc starts and ends, when rising along it keeps every sum.

    There is a node for the sum along each finest row (and along the total row), and one for each sum of rows
    in each column. Signs of the totals' equations are turned so that every cell leaves one node and enters
    another.
    """
    along = rows
    within = parent.size + np.where(parent[rows] >= 0, parent[rows], 0) * width + columns
    itself = parent.size + rows * width + columns
    is_sum = np.isin(rows, parent)
    start = np.where(is_sum, itself, along)
    end = np.where(rows == 0, along, within)
    turned = columns == 0
    return np.where(turned, end, start), np.where(turned, start, end)
