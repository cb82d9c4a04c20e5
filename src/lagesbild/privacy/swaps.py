"""Rectangles in a rows-by-columns table: the smallest set of cells that hide one another."""

import numpy as np
from numpy.typing import NDArray

from lagesbild.privacy.relations import Dimension

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Nodes = NDArray[np.intp]
Floats = NDArray[np.float64]

_NEVER = 1e9
"""Price of a cell that may not be hidden; finite, so that prices along a path can be subtracted."""


class Rectangles:
    """A table of rows by columns whose rows may lie within sums, and the cells of it that are hidden.

    Counts can move round a rectangle without changing any sum: up in two corners, down in the two others. If
    its rows lie within different sums, those sums move too and are hidden in both columns.

    Parameters
    ----------
    rows
        How the rows add up; row 0 is their total.
    counts
        All rows but without the column of totals, shape (rows, columns).
    hidden
        Which are hidden already; changed in place.
    usable
        Which may be hidden.
    """

    def __init__(self, rows: Dimension, counts: Counts, hidden: Mask, usable: Mask) -> None:
        self.counts, self.hidden, self.added = counts, hidden, np.zeros_like(hidden)
        # One number hidden less counts more than any size; among equals the smaller numbers go.
        self._price = np.where(usable, 1 + 1e-3 * np.log1p(counts), _NEVER)
        self._price[hidden] = 0.0
        self._parent = np.array(rows.parent, dtype=np.intp)
        self._leaves = np.setdiff1d(np.arange(rows.size), self._parent)
        self._paths: list[list[int]] = [[]]
        for row, parent in enumerate(rows.parent[1:], start=1):
            self._paths.append([row, *self._paths[parent]])
        depth = np.array([len(path) for path in self._paths])
        self._levels = [np.flatnonzero(depth == level) for level in range(2, depth.max(initial=0) + 1)]

    def hide_around(self, row: int, column: int, *, width: int) -> bool:
        """Hide the rectangle through a cell that hides the fewest and smallest counts more.

        Parameters
        ----------
        row, column
            The cell to protect; a sum is protected through one of the leaves that it holds.
        width
            How far apart the largest and the smallest possible value of the cell must be.

        Returns
        -------
        bool
            False when no rectangle is enough; then nothing is changed.
        """
        along = self._price.copy()
        along[0] = 0.0
        for level in self._levels:
            along[level] += along[self._parent[level]]
        best, chosen = _NEVER, None
        for leaf in self._leaves.tolist():
            if row not in self._paths[leaf]:
                continue
            meets = self._meeting(leaf)
            total = self._totals(along, meets, leaf, column)
            total[~self._is_enough(leaf, column, width)] = np.inf
            total[:, column] = np.inf
            # The other row must lie outside the cell that is to move.
            inside = self._paths[leaf][: self._paths[leaf].index(row) + 1]
            total[np.isin(meets, inside)] = np.inf
            place = int(np.argmin(total))
            if total.flat[place] < best:
                other, second = divmod(place, total.shape[1])
                best, chosen = (
                    float(total.flat[place]),
                    (leaf, int(self._leaves[other]), int(meets[other]), second),
                )
        if chosen is None:
            return False
        leaf, partner, meet, second = chosen
        for start in (leaf, partner):
            for node in self._paths[start]:
                if node == meet:
                    break
                self._hide(node, column)
                self._hide(node, second)
        return True

    def _hide(self, row: int, column: int) -> None:
        if not self.hidden[row, column]:
            self.hidden[row, column], self.added[row, column] = True, True
            self._price[row, column] = 0.0

    def _meeting(self, leaf: int) -> Nodes:
        """Return for each leaf the finest sum that holds both it and ``leaf``; 0 is the total."""
        meets = np.zeros(self._parent.size, dtype=np.intp)
        own = self._paths[leaf]
        meets[own] = own
        others = np.ones(self._parent.size, dtype=np.bool_)
        others[own] = False
        for level in self._levels:
            moved = level[others[level]]
            meets[moved] = meets[self._parent[moved]]
        return meets[self._leaves]

    def _totals(self, along: Floats, meets: Nodes, leaf: int, column: int) -> Floats:
        """Return the price of each rectangle, shape (leaves, columns), from prices summed along the paths."""
        both = along[leaf] + along[self._leaves] - 2 * along[meets]
        return np.asarray(both + both[:, [column]])

    def _is_enough(self, leaf: int, column: int, width: int) -> Mask:
        others = self.counts[self._leaves]
        rises = np.minimum(self.counts[leaf], others[:, [column]])
        falls = np.minimum(self.counts[leaf, column], others)
        return np.asarray(rises + falls >= width)
