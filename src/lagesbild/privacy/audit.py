"""What an outsider can compute about hidden cells: the audit of a suppressed table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, sparse
from scipy.sparse import csgraph

from lagesbild.privacy.network import LARGEST_SUM, network_intervals
from lagesbild.privacy.relations import PublishedTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ROUNDING = 1e-6  # the solver's answers are whole numbers but for its own rounding


@dataclass(frozen=True, slots=True)
class Intervals:
    """What each cell can be, for somebody who knows all open cells; shape of the table."""

    low: Floats
    high: Floats
    """Infinite when nothing bounds the cell."""

    def width(self) -> Floats:
        """Return the distance between the limits; 0 means that the cell can be computed."""
        with np.errstate(invalid="ignore"):
            return np.where(np.isinf(self.high), np.inf, self.high - self.low)


def feasible_intervals(table: PublishedTable, hidden: Mask, *, enough: ArrayLike = np.inf) -> Intervals:
    """Return the smallest and largest value that every hidden cell can have.

    Parameters
    ----------
    table
        The true table with all published sums.
    hidden
        Which cells are hidden, same shape.
    enough
        When only a check is wanted: a cell whose limits are known to lie this far apart is not followed
        further (one number, or the table's shape). Its limits are then possible values, not the extreme ones.

    Returns
    -------
    Intervals
        An open cell has its own count as both limits.

    Notes
    -----
    The attacker's problem of Fischetti & Salazar 2001 (Management Science 47, 1008-1027): counts are 0 or
    more and add up. A table of rows by columns is a network, so the limits are maximum flows (Cox 1980, JASA
    75, 377-385) and whole by themselves; other tables are solved as linear programmes, whose limits are
    rounded inwards to whole numbers.
    """
    if hidden.shape != table.counts.shape:
        raise ValueError(f"hidden has shape {hidden.shape} and the table {table.counts.shape}")
    width = np.broadcast_to(np.asarray(enough, dtype=np.float64), hidden.shape)
    nested = nested_axis(table)
    if nested is None or table.counts[hidden].sum() >= LARGEST_SUM:
        return Intervals(*_by_linear_programming(table, hidden, width))
    counts, mask = np.moveaxis(table.counts, nested, 0), np.moveaxis(hidden, nested, 0)
    parent = table.dimensions[nested].parent
    low, high = network_intervals(counts, mask, parent, enough=np.moveaxis(width, nested, 0))
    return Intervals(np.moveaxis(low, 0, nested), np.moveaxis(high, 0, nested))


def nested_axis(table: PublishedTable) -> int | None:
    """Return the axis whose values may lie within one another when the table is a network, else None."""
    if len(table.dimensions) != 2 or not all(d.has_total for d in table.dimensions):
        return None
    flat = [axis for axis, d in enumerate(table.dimensions) if d.is_flat]
    return (1 - flat[-1]) if flat else None


def _by_linear_programming(table: PublishedTable, hidden: Mask, enough: Floats) -> tuple[Floats, Floats]:
    counts = table.counts.ravel().astype(np.float64)
    low, high = counts.copy(), counts.copy()
    cells = np.flatnonzero(hidden.ravel())
    equations = sparse.csc_array(table.equations())[:, cells]
    for part in _connected(equations):
        own = sparse.csr_array(equations[:, part])
        own = own[np.flatnonzero(np.diff(own.indptr))]
        part_low, part_high = _limits_of_part(own, counts[cells[part]], enough.ravel()[cells[part]])
        low[cells[part]], high[cells[part]] = part_low, part_high
    return low.reshape(hidden.shape), high.reshape(hidden.shape)


def _connected(equations: sparse.csc_array) -> list[NDArray[np.intp]]:
    """Return groups of hidden cells that share no equation with one another."""
    pattern = abs(equations)
    number, group = csgraph.connected_components(pattern.T @ pattern, directed=False)
    return [np.flatnonzero(group == g) for g in range(number)]


def _limits_of_part(equations: sparse.csr_array, counts: Floats, enough: Floats) -> tuple[Floats, Floats]:
    """Return limits of each cell of one group; ``counts`` are the true values (one solution of many)."""
    if not equations.shape[0]:
        return np.zeros(counts.size), np.full(counts.size, np.inf)
    total = equations @ counts
    low, high = counts.copy(), counts.copy()
    for cell in range(counts.size):
        for sign in (1.0, -1.0):
            if high[cell] - low[cell] >= enough[cell] or (sign > 0 and low[cell] <= _ROUNDING):
                continue
            solution = _extreme(equations, total, cell, sign)
            if solution is None:
                high[cell] = np.inf
            else:
                # Every solution is a possible table, and so tells something about every cell.
                low, high = np.minimum(low, solution), np.maximum(high, solution)
    # Adding 0 turns the -0.0 of rounding into 0.
    return np.ceil(low - _ROUNDING) + 0.0, np.floor(high + _ROUNDING)


def _extreme(equations: sparse.csr_array, total: Floats, cell: int, sign: float) -> Floats | None:
    """Return the possible table where a cell is smallest (sign 1) or largest (-1); None if unbounded."""
    cost = np.zeros(equations.shape[1])
    cost[cell] = sign
    answer = optimize.linprog(cost, A_eq=equations, b_eq=total, bounds=(0, None), method="highs")
    if answer.status == 3:
        return None
    if answer.x is None:
        raise ArithmeticError(f"the audit could not be solved: {answer.message}")
    return np.asarray(answer.x, dtype=np.float64)
