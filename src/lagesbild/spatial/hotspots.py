"""Hot spots: places whose surroundings have more than chance would put there (Getis-Ord Gi*)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from lagesbild.spatial.neighbours import Neighbours
from lagesbild.stats.multiple import benjamini_hochberg

Floats = NDArray[np.float64]

CLASSES = ("hot_99", "hot_95", "hot_90", "none", "cold_90", "cold_95", "cold_99")
"""By q-value: at most 1, 5 and 10 % of the places marked so are expected to be false."""


@dataclass(frozen=True, slots=True)
class HotSpots:
    """How each place's surroundings differ from the whole; all arrays have shape (places,)."""

    z: Floats
    """Standard deviations from what the whole's mean would give; NaN when there is no variation."""
    p_value: Floats
    """Two-sided, from the normal distribution."""
    q_value: Floats
    """Benjamini-Hochberg over all places."""
    label: NDArray[np.str_]
    """One of :data:`CLASSES`."""
    neighbours: NDArray[np.int64]
    """How many places each was judged by, itself included."""


def getis_ord(values: ArrayLike, neighbours: Neighbours) -> HotSpots:
    """Return Gi* for every place: is the sum over it and its neighbours higher than chance gives?

    Parameters
    ----------
    values
        A count or rate per place, finite, shape (places,).
    neighbours
        Ones for neighbours, each place its own neighbour (the star in Gi*); see
        :mod:`lagesbild.spatial.neighbours`.

    Returns
    -------
    HotSpots
        With fewer than 3 places, all values equal, or a place that neighbours all others, z is NaN and the
        class ``none`` there.

    Raises
    ------
    ValueError
        If a value is not finite or the table of neighbours has another size.

    Notes
    -----
    Ord & Getis 1995, Geographical Analysis 27, 286-306, equation 14: the variance has divisor n, and the sum
    of squared weights stands where a row-standardised table would put another sum, so the weights here are
    ones and zeros only. The normal distribution is an approximation: it is poor when few places have
    anything at all and each has few neighbours (eight or more is a common rule). Overlapping
    neighbourhoods are not independent; Benjamini-Hochberg holds for such positive dependence.

    Examples
    --------
    >>> from lagesbild.spatial.neighbours import within_distance
    >>> at = np.arange(10.0)
    >>> found = getis_ord([0, 0, 1, 0, 9, 8, 9, 0, 1, 0], within_distance(at, 0 * at, 1))
    >>> int(np.argmax(found.z)), round(float(found.z.max()), 2)
    (5, 2.98)
    """
    x = np.asarray(values, dtype=np.float64)
    n = x.size
    if neighbours.shape != (n, n):
        raise ValueError(f"{n} values but neighbours for {neighbours.shape[0]} places")
    if not np.isfinite(x).all():
        raise ValueError("every value must be a finite number")
    size = np.asarray(neighbours.sum(axis=1), dtype=np.float64).ravel()
    if n < 3 or np.ptp(x) == 0:
        nothing = np.full(n, np.nan)
        return HotSpots(nothing, nothing, nothing, np.full(n, "none"), size.astype(np.int64))
    # Values are centred first: the sums then stay exact for large counts with small differences.
    centred = x - x.mean()
    spread = np.sqrt(np.mean(centred**2) * size * (n - size) / (n - 1))
    surroundings = np.asarray(neighbours @ centred).ravel()
    z = np.divide(surroundings, spread, out=np.full(n, np.nan), where=spread > 0)
    p_value = 2 * special.ndtr(-np.abs(z))
    q_value = benjamini_hochberg(p_value)
    return HotSpots(z, p_value, q_value, _labels(z, q_value), size.astype(np.int64))


def _labels(z: Floats, q: Floats) -> NDArray[np.str_]:
    hot, cold = z > 0, z < 0
    levels = [(q <= 0.01, "99"), (q <= 0.05, "95"), (q <= 0.10, "90")]
    conditions = [side & level for level, _ in levels for side in (hot, cold)]
    names = [f"{side}_{name}" for _, name in levels for side in ("hot", "cold")]
    return np.asarray(np.select(conditions, names, default="none"), dtype=np.str_)


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Points counted in square cells; arrays have shape (cells,), only cells that belong are there."""

    e: Floats
    """Centre of each cell, metres."""
    n: Floats
    count: NDArray[np.int64]
    cell_m: float

    @property
    def queen_distance(self) -> float:
        """A distance that reaches the eight cells around each, and no further."""
        return self.cell_m * 1.5


def count_in_cells(
    e: ArrayLike,
    n: ArrayLike,
    cell_m: float,
    *,
    ever_e: ArrayLike | None = None,
    ever_n: ArrayLike | None = None,
) -> CellCounts:
    """Count points in square cells, over the cells where something has ever happened.

    A municipality is mostly forest and water. If every empty cell took part, every street would be a hot
    spot; so a cell takes part when it, or one of the eight around it, holds any point of ``ever``.

    Parameters
    ----------
    e, n
        Points to count, metres, shape (points,).
    cell_m
        Side of a cell, metres, more than 0. Cells begin at whole multiples of it, so that two periods
        have the same cells.
    ever_e, ever_n
        All points known, of every period; the counted points themselves when not given.

    Raises
    ------
    ValueError
        If the cell is not positive.
    """
    if not cell_m > 0:
        raise ValueError(f"the cell must be more than 0, got {cell_m}")
    counted = _cells(e, n, cell_m)
    known = (
        counted
        if ever_e is None or ever_n is None
        else np.concatenate([counted, _cells(ever_e, ever_n, cell_m)])
    )
    if not len(known):
        nothing = np.empty(0)
        return CellCounts(nothing, nothing, np.empty(0, dtype=np.int64), float(cell_m))
    # One whole number for each cell, with a margin of one around: sorting numbers is far quicker than rows.
    corner = known.min(axis=0) - 1
    width = int(np.ptp(known[:, 1])) + 3
    around = np.array([i * width + j for i in (-1, 0, 1) for j in (-1, 0, 1)])
    domain = np.unique((np.unique(_flat(known, corner, width))[:, None] + around).ravel())
    keys, amounts = np.unique(_flat(counted, corner, width), return_counts=True)
    count = np.zeros(domain.size, dtype=np.int64)
    count[np.searchsorted(domain, keys)] = amounts
    centre_e = (domain // width + corner[0] + 0.5) * cell_m
    centre_n = (domain % width + corner[1] + 0.5) * cell_m
    return CellCounts(centre_e, centre_n, count, float(cell_m))


def _cells(e: ArrayLike, n: ArrayLike, cell_m: float) -> NDArray[np.int64]:
    points = np.column_stack([np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)])
    return np.floor(points / cell_m).astype(np.int64)


def _flat(cells: NDArray[np.int64], corner: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    return np.asarray((cells[:, 0] - corner[0]) * width + cells[:, 1] - corner[1])
