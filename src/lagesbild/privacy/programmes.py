"""The programme that finds the fewest cells to hide for the sake of all small ones at once."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from lagesbild.privacy.relations import PublishedTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_NODES = 2000
"""The search for the fewest cells stops here; counted in steps, not seconds, so that it can be repeated."""
_LARGEST = 4000
"""Weak cells times cells that may be hidden: beyond this the fewest cells are not searched for."""


def fewest_cells(table: PublishedTable, primary: Mask, usable: Mask, weak: Mask, width: int) -> Mask | None:
    """Return the pattern that hides the fewest cells, or None when the table is too large to search.

    Parameters
    ----------
    table, primary, usable
        The table, the cells that are hidden in any case and those that may be.
    weak
        Cells that are not yet protected when only ``primary`` is hidden.
    width
        How far each weak cell must be able to move, up and down together.

    Notes
    -----
    Fischetti & Salazar 2001 (Management Science 47, 1008-1027), all attackers in one mixed integer programme:
    a cell may move for an attacker only if it is hidden. The caller audits the answer.
    """
    counts, cells = table.counts.ravel(), np.flatnonzero(usable.ravel())
    attacked = np.searchsorted(cells, np.flatnonzero(weak.ravel()))
    if attacked.size * cells.size > _LARGEST:
        return None
    size, ways = cells.size, 2 * attacked.size  # each weak cell is moved up once and down once
    moves = _moves(table, cells)
    keeps_sums = sparse.hstack(
        [sparse.csr_array((moves.shape[0] * ways, size)), sparse.block_diag([moves] * ways)], format="csr"
    )
    reach = np.concatenate([np.full(size, float(width)), np.minimum(counts[cells], width)])
    by_hiding = sparse.vstack([sparse.eye_array(size), sparse.eye_array(size)])
    allowed = sparse.vstack([sparse.diags_array(reach) @ by_hiding] * ways)
    only_if_hidden = sparse.hstack([allowed, -sparse.eye_array(2 * size * ways)], format="csr")
    high = np.concatenate([np.ones(size), np.full(2 * size * ways, np.inf)])
    low = np.zeros(high.size)
    low[:size] = primary.ravel()[cells]
    starts = size + 2 * size * np.arange(ways)
    up, down = starts[::2] + attacked, starts[1::2] + size + attacked
    high[up + size] = 0.0
    high[down - size] = 0.0
    number = np.arange(attacked.size)
    moved = sparse.csr_array(
        (np.ones(ways), (np.concatenate([number, number]), np.concatenate([up, down]))),
        shape=(attacked.size, high.size),
    )
    answer = optimize.milp(
        np.concatenate([_price(counts[cells]), np.zeros(2 * size * ways)]),
        constraints=[
            optimize.LinearConstraint(keeps_sums, 0, 0),
            optimize.LinearConstraint(only_if_hidden, 0, np.inf),
            optimize.LinearConstraint(moved, width, np.inf),
        ],
        bounds=optimize.Bounds(low, high),
        integrality=np.concatenate([np.ones(size), np.zeros(2 * size * ways)]),
        options={"node_limit": _NODES},
    )
    if answer.x is None:
        return None
    found = primary.copy()
    found.flat[cells[answer.x[:size] > 0.5]] = True
    return found


def _price(counts: NDArray[np.int64]) -> Floats:
    """Return the price of hiding each cell: one cell less counts most, then hiding smaller numbers."""
    return 1 + 1e-3 * np.log1p(counts.astype(np.float64))


def _moves(table: PublishedTable, cells: NDArray[np.intp]) -> sparse.csr_array:
    """Return the sums as equations of counts added to cells and counts taken from them."""
    used = sparse.csc_array(table.equations())[:, cells]
    return sparse.csr_array(sparse.hstack([used, -used]))
