"""Which cells of a table must be hidden so that small numbers cannot be read or computed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.privacy.audit import Intervals, feasible_intervals, nested_axis
from lagesbild.privacy.moves import protected_by_moves
from lagesbild.privacy.programmes import fewest_cells
from lagesbild.privacy.relations import PublishedTable, flat_dimension, published_table
from lagesbild.privacy.swaps import Rectangles

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SMALL_TABLE = 1500
"""Up to this many cells a pattern that hides fewer is searched for, in tables of rows by columns."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Which cells to hide, and the proof that hiding them is enough; masks have the table's shape."""

    table: PublishedTable
    threshold: int
    primary: Mask
    """Hidden because the count itself is small."""
    secondary: Mask
    """Hidden because a small count could otherwise be computed. Never tell a reader which is which."""
    intervals: Intervals
    """What each hidden cell can be for somebody who knows all open cells."""
    exposed: Mask
    """Small cells that can still be pinned down; empty unless the table cannot be protected."""

    @property
    def hidden(self) -> Mask:
        """Return every hidden cell."""
        return self.primary | self.secondary


def suppress(table: PublishedTable, *, threshold: int = 5, protect_zeros: bool = False) -> Suppressed:
    """Choose cells to hide so that no small count can be read or computed.

    Parameters
    ----------
    table
        Counts with every sum that will be published.
    threshold
        Counts below this are hidden (2 or more). A hidden small count is protected when at least this many
        different whole numbers are possible for it.
    protect_zeros
        Whether 0 is a small count too. Otherwise zeros are shown, and are never hidden to protect others.

    Raises
    ------
    ValueError
        If the threshold is below 2 or a count is negative.

    Notes
    -----
    Hundepool et al. 2012, Statistical Disclosure Control, chapter 4. Secondary cells are chosen one small
    cell at a time: in a table of rows by columns, also when one of them lies within sums, the cheapest
    rectangle through it (Cox 1980, JASA 75, 377-385), else by linear programming
    (:func:`protected_by_moves`). A small table of rows by columns is then searched for the pattern that hides
    fewest cells (Fischetti & Salazar 2001). The final audit covers every hidden cell.

    Nothing here helps against a reader who knows some of the hidden counts, or who compares tables with
    different cut-offs: publish one pattern everywhere.
    """
    if threshold < 2:
        raise ValueError(f"threshold must be 2 or more, got {threshold}")
    counts = table.counts
    if (counts < 0).any():
        raise ValueError("counts must be 0 or more")
    primary = (counts < threshold) & ((counts > 0) | protect_zeros)
    usable = (counts > 0) | protect_zeros
    needed = np.where(primary, float(threshold - 1), 1.0)
    hidden = _protected(table, primary, usable, needed)
    if counts.size <= _SMALL_TABLE and (hidden & ~primary).any() and nested_axis(table) is not None:
        hidden = _improved(table, primary, usable, hidden, needed)
    intervals = feasible_intervals(table, hidden)
    exposed = hidden & (intervals.width() < needed)
    return Suppressed(table, threshold, primary, hidden & ~primary, intervals, exposed)


def suppress_grid(counts: ArrayLike, *, threshold: int = 5, protect_zeros: bool = False) -> Suppressed:
    """Protect a table of rows by columns that is shown with its totals.

    Parameters
    ----------
    counts
        The inner cells, shape (rows, columns). The masks that come out have a row 0 and a column 0 in
        front for the totals: shape (rows + 1, columns + 1).
    threshold, protect_zeros
        See :func:`suppress`.

    Examples
    --------
    The 2 must be hidden, and three more so that it cannot be computed from the totals:

    >>> found = suppress_grid([[2, 8, 30], [9, 7, 40], [25, 35, 50]])
    >>> found.hidden[1:, 1:].astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    """
    inner = np.asarray(counts, dtype=np.int64)
    dimensions = [
        flat_dimension(name, [str(i) for i in range(size)], total=True)
        for name, size in zip(("row", "column"), inner.shape, strict=True)
    ]
    return suppress(published_table(dimensions, inner), threshold=threshold, protect_zeros=protect_zeros)


def _weak(table: PublishedTable, hidden: Mask, needed: Floats) -> Mask:
    """Return the hidden cells that can be told too well."""
    return hidden & (feasible_intervals(table, hidden, enough=needed).width() < needed)


def _protected(table: PublishedTable, primary: Mask, usable: Mask, needed: Floats) -> Mask:
    if not table.equations().shape[0]:
        return primary.copy()
    if nested_axis(table) is None:
        return protected_by_moves(table, primary, usable, np.where(primary, needed, 0.0))
    return _protected_network(table, primary, usable, needed)


def _protected_network(table: PublishedTable, primary: Mask, usable: Mask, needed: Floats) -> Mask:
    hidden = primary.copy()
    weak = _weak(table, hidden, needed)
    nested = nested_axis(table)
    if nested is not None and weak.any():
        safe = _hide_rectangles(table, hidden, usable, np.where(weak, needed, 0.0), axis=nested)
        weak = _weak(table, hidden, np.where(safe | ~weak, 0.0, needed))
    if weak.any():
        # What is hidden stays hidden; only the weak cells are moved.
        hidden = protected_by_moves(table, hidden, usable, np.where(weak, needed, 0.0))
    return hidden


def _hide_rectangles(table: PublishedTable, hidden: Mask, usable: Mask, needed: Floats, *, axis: int) -> Mask:
    """Hide the cheapest rectangle through each cell that needs it; return the cells that are safe by that.

    Changes ``hidden``.
    """
    width = np.moveaxis(needed, axis, 0)[:, 1:]
    rectangles = Rectangles(
        table.dimensions[axis],
        np.moveaxis(table.counts, axis, 0)[:, 1:],
        np.moveaxis(hidden, axis, 0)[:, 1:],
        np.moveaxis(usable, axis, 0)[:, 1:],
    )
    safe = np.zeros(hidden.shape, dtype=np.bool_)
    inner = np.moveaxis(safe, axis, 0)[:, 1:]
    for row, column in np.argwhere(width[1:] > 0).tolist():
        inner[row + 1, column] = rectangles.hide_around(row + 1, column, width=int(width[row + 1, column]))
    inner |= rectangles.added
    return safe


def _improved(table: PublishedTable, primary: Mask, usable: Mask, hidden: Mask, needed: Floats) -> Mask:
    """Return a pattern that hides as few cells as can be found, at most as many as ``hidden``."""
    if _weak(table, hidden, needed).any():
        return hidden
    width = int(needed.max())
    fewest = fewest_cells(table, primary, usable, _weak(table, primary, needed), width)
    if fewest is not None and fewest.sum() <= hidden.sum() and not _weak(table, fewest, needed).any():
        return fewest
    return _opened_again(table, primary, hidden, needed)


def _opened_again(table: PublishedTable, primary: Mask, hidden: Mask, needed: Floats) -> Mask:
    """Open secondary cells that turned out not to be needed, the largest counts first."""
    secondary = np.flatnonzero(hidden & ~primary)
    for cell in secondary[np.argsort(-table.counts.ravel()[secondary], kind="stable")]:
        fewer = hidden.copy()
        fewer.flat[cell] = False
        if not _weak(table, fewer, needed).any():
            hidden = fewer
    return hidden
