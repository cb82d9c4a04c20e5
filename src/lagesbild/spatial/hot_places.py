"""Places that certainly have more events than the rest: hot cells of a grid, joined where they touch."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from lagesbild.spatial.hotspots import CellCounts, HotSpots, count_in_cells, getis_ord
from lagesbild.spatial.neighbours import within_distance
from lagesbild.stats.exact_tails import at_least_poisson

CELLS_M: Final = (100, 200, 300, 500, 1000, 2000)
POINTS_PER_CELL: Final = 2.0
"""The smallest cell with this many points on average where there are any: finer is noise."""
MOST_CELLS: Final = 60_000
MIDST: Final = 5
"""An empty cell with something in at least this many of its eight neighbours lies among them."""
CLAIMED: Final = ("hot_99", "hot_95")
SIGNIFICANT: Final = 0.05

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HotPlace:
    """A group of touching cells with certainly more events than the rest."""

    cells: int
    count: int
    expected: float
    """If the events were spread evenly over the cells examined."""
    e: float
    """Centre of gravity of its events, metres."""
    n: float
    p_value: float
    """The smallest among its cells."""
    q_value: float
    label: str
    """The strongest class among its cells: ``hot_99`` or ``hot_95``."""
    shape: BaseGeometry
    """Its ground, metres."""


@dataclass(frozen=True, slots=True)
class HotPlaces:
    """What was found, and in which cells it was looked for."""

    places: tuple[HotPlace, ...]
    """The one with most events first."""
    cells: CellCounts


def find_hot_places(
    e: FloatArray,
    n: FloatArray,
    *,
    ever_e: FloatArray | None = None,
    ever_n: FloatArray | None = None,
    smallest_cell_m: float = 0.0,
) -> HotPlaces:
    """Return the places that certainly have more events than the rest.

    Parameters
    ----------
    e, n
        The events, metres, shape (events,).
    ever_e, ever_n
        All events known, of every period: they say which cells something can happen in.
    smallest_cell_m
        No cell is smaller than this, as when the positions are blurred.

    Notes
    -----
    Gi* (Ord & Getis 1995) over square cells with Benjamini-Hochberg. Gi* leans on the normal distribution,
    which is rough for sparse cells, so the exact Poisson chance of the whole place must agree (times the
    number of cells looked at).
    """
    if not len(e):
        return HotPlaces((), count_in_cells(e, n, CELLS_M[0]))
    known_e, known_n = (e, n) if ever_e is None or ever_n is None else (ever_e, ever_n)
    sizes = [float(size) for size in CELLS_M if size >= smallest_cell_m] or [smallest_cell_m]
    for size in sizes:
        cells = _inner_cells(e, n, known_e, known_n, size)
        occupied = cells.count[cells.count > 0]
        if occupied.mean() >= POINTS_PER_CELL and len(cells.count) <= MOST_CELLS:
            break
    found = getis_ord(cells.count, within_distance(cells.e, cells.n, cells.queen_distance))
    return HotPlaces(tuple(_places(cells, found)), cells)


def _inner_cells(
    e: FloatArray, n: FloatArray, ever_e: FloatArray, ever_n: FloatArray, size: float
) -> CellCounts:
    """Return the cells where something has happened, and empty ones only in their midst.

    The rim of empty cells around a built-up area is fields and water; with it in the comparison the middle
    of every town would come out as hot, also where events are spread evenly.
    """
    cells = count_in_cells(e, n, size, ever_e=ever_e, ever_n=ever_n)
    known = count_in_cells(ever_e, ever_n, size).count > 0
    near = within_distance(cells.e, cells.n, cells.queen_distance)
    around = np.asarray(near @ known.astype(np.float64)).ravel() - known
    inner = known | (around >= MIDST)
    return CellCounts(cells.e[inner], cells.n[inner], cells.count[inner], cells.cell_m)


def _places(cells: CellCounts, found: HotSpots) -> list[HotPlace]:
    """Join hot cells that touch into places, the one with most events first."""
    hot = np.flatnonzero(np.isin(found.label, CLAIMED) & (cells.count > 0))
    if not hot.size:
        return []
    near = within_distance(cells.e[hot], cells.n[hot], cells.queen_distance)
    number, group = connected_components(sparse.csr_array(near), directed=False)
    mean = float(cells.count.mean())
    places = [_place(cells, found, hot[group == i], mean) for i in range(number)]
    certain = [p for p in places if at_least_poisson(p.count, p.expected) * len(cells.count) < SIGNIFICANT]
    return sorted(certain, key=lambda p: (-p.count, p.e, p.n))


def _place(cells: CellCounts, found: HotSpots, members: npt.NDArray[np.intp], mean: float) -> HotPlace:
    counts = cells.count[members]
    return HotPlace(
        cells=len(members),
        count=int(counts.sum()),
        expected=mean * len(members),
        e=float(np.average(cells.e[members], weights=counts)),
        n=float(np.average(cells.n[members], weights=counts)),
        p_value=float(found.p_value[members].min()),
        q_value=float(found.q_value[members].min()),
        label="hot_99" if "hot_99" in found.label[members] else "hot_95",
        shape=shapely.union_all(_squares(cells, members)),
    )


def _squares(cells: CellCounts, members: npt.NDArray[np.intp]) -> npt.NDArray[np.object_]:
    half, e, n = cells.cell_m / 2, cells.e[members], cells.n[members]
    return np.asarray(shapely.box(e - half, n - half, e + half, n + half), dtype=object)
