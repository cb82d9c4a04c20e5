"""The smallest ground that holds a share of the density: what a density map may put into words."""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

FloatArray = npt.NDArray[np.float64]


def level_holding(values: FloatArray, share: float) -> float:
    """Return the lowest density of the densest cells that together hold the share.

    Parameters
    ----------
    values
        Density by cell, any shape; NaN outside the window.
    share
        Between 0 and 1.

    Raises
    ------
    ValueError
        If there is no density at all.

    Notes
    -----
    Highest density regions (Hyndman 1996, The American Statistician 50, 120-126): every point inside has
    a higher density than every point outside, so that the share can be said in words.

    Examples
    --------
    >>> level_holding(np.array([[4.0, 1.0], [3.0, 2.0]]), 0.7)
    3.0
    """
    ordered = np.sort(np.nan_to_num(values).ravel())[::-1]
    total = float(ordered.sum())
    if total <= 0:
        raise ValueError("the grid holds no density")
    # A hair's breadth keeps 4 + 3 of 10 from falling short of 0.7.
    reached = np.searchsorted(np.cumsum(ordered), share * total * (1 - 1e-12))
    return float(ordered[min(int(reached), ordered.size - 1)])


def ground_at_least(values: FloatArray, level: float, *, e0: float, n0: float, cell: float) -> BaseGeometry:
    """Return the ground where the density is at least ``level``, with calm outlines.

    Parameters
    ----------
    values
        Density by cell, shape (rows, columns), row 0 southernmost; NaN counts as nothing.
    level
        In the unit of ``values``.
    e0, n0, cell
        The grid's south-west corner and the side of a cell, in metres.
    """
    is_inside = np.pad(np.nan_to_num(values) >= level, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(is_inside, axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    boxes = shapely.box(e0 + starts * cell, n0 + rows * cell, e0 + ends * cell, n0 + (rows + 1) * cell)
    # Rounding the steps off by less than their own size leaves the ground as it is, but calmer to see.
    return shapely.union_all(boxes).buffer(cell).buffer(-cell).simplify(0.8 * cell)
