"""Rectangles in a rows-by-columns table: the smallest set of cells that hide one another."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def cheapest_swap(counts: Counts, hidden: Mask, usable: Mask, row: int, column: int, *, width: int) -> bool:
    """Hide the rectangle through a cell that hides the fewest and smallest counts more.

    Counts can move round a rectangle without changing any sum: up in two corners, down in the two others.

    Parameters
    ----------
    counts
        Inner cells, shape (rows, columns).
    hidden
        Which are hidden already; changed in place.
    usable
        Which may be hidden.
    row, column
        The cell to protect.
    width
        How far apart the largest and the smallest possible value of the cell must be.

    Returns
    -------
    bool
        False when no rectangle is enough; then nothing is changed.
    """
    rises = np.minimum(counts[[row], :], counts[:, [column]])
    falls = np.minimum(counts[row, column], counts)
    # One number hidden less counts more than any size; among equals the smaller numbers go.
    price = np.where(hidden, 0.0, np.where(usable, 1 + 1e-3 * np.log1p(counts), np.inf))
    total = price + price[[row], :] + price[:, [column]]
    total[(rises + falls < width)] = np.inf
    total[row, :], total[:, column] = np.inf, np.inf
    best_row, best_column = np.unravel_index(int(np.argmin(total)), total.shape)
    if not np.isfinite(total[best_row, best_column]):
        return False
    for i, j in ((row, best_column), (best_row, column), (best_row, best_column)):
        hidden[i, j] = True
    return True
