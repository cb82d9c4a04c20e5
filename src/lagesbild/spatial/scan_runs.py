"""The circles of neighbouring centres cut into runs, of which most can be passed over as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from lagesbild.spatial.scan_zones import Circles, Zones

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
CaseKind = type[np.int16] | type[np.int32]

_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Runs:
    """Circles around some centres, which grow by one place after the other; a run is a few such steps."""

    places: npt.NDArray[np.int32]
    """Places, nearest first, shape (centres, steps); the number of places stands for none."""
    sizes: FloatArray
    """Size of each circle, of the same shape; infinite where none ends."""
    cuts: IntArray
    """The step at which each run starts, and the end of the last, shape (runs + 1,)."""
    smallest: FloatArray
    """Size of the smallest circle of each run, shape (runs * centres,), centre by centre within a run."""
    adding: csr_array
    """Adds the cases of a run's places up, shape (runs * centres, places + 1)."""


def cut_points(places: int, cases: int, steps: int) -> IntArray:
    """Return where to cut circles of up to so many steps into runs.

    A run is passed over when the cases at its end are fewer than its start needs. That spares most when
    a run holds about as many cases as chance alone moves a circle of its size: short runs for small
    circles. The lengths are powers of two, to have few different ones.
    """
    each = cases / places
    cuts = [0]
    while cuts[-1] < steps:
        inside = min(each * cuts[-1], cases)
        spread = np.sqrt(inside * (1 - inside / cases))
        cuts.append(cuts[-1] + 2 ** int(np.log2(np.clip(spread / each, 1, _LONGEST))))
    return np.array(cuts, dtype=np.int64)


def cut_into_runs(circles: Sequence[Circles], sizes: FloatArray, cuts: IntArray, kind: CaseKind) -> Runs:
    """Lay circles out side by side; ``sizes`` of the places, and 0 last for the place that is none."""
    steps = max(len(circle.order) for circle in circles)
    cuts = cuts[: int(np.searchsorted(cuts, steps)) + 1]
    places, ends = side_by_side(circles, int(cuts[-1]), len(sizes) - 1)
    inside = np.cumsum(sizes[places], axis=1)
    inside[~ends | (inside <= 0)] = np.inf
    # Neighbours reach the same places at about the same step: run by run they are still in the cache.
    index = np.concatenate([places[:, start:end].ravel() for start, end in pairwise(cuts.tolist())])
    start = np.append(0, np.cumsum(np.repeat(np.diff(cuts), len(circles)))).astype(np.int32)
    return Runs(
        places=places,
        sizes=inside,
        cuts=cuts,
        smallest=np.minimum.reduceat(inside, cuts[:-1], axis=1).T.ravel(),
        adding=csr_array((np.ones(len(index), dtype=kind), index, start), shape=(len(start) - 1, len(sizes))),
    )


def side_by_side(
    circles: Sequence[Circles], steps: int, none: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return the places in rows of so many steps, ``none`` after the last, and where circles end."""
    places = np.full((len(circles), steps), none, dtype=np.int32)
    ends = np.zeros(places.shape, dtype=np.bool_)
    for row, circle in enumerate(circles):
        places[row, : len(circle.order)] = circle.order
        ends[row, : len(circle.order)] = circle.ends
    return places, ends


def neighbours_together(centres: IntArray, zones: Zones, most: int) -> Iterator[IntArray]:
    """Share the centres out in groups of at most ``most`` that lie near each other."""
    is_free = np.zeros(len(zones), dtype=np.bool_)
    is_free[centres] = True
    for centre in centres.tolist():
        if is_free[centre]:
            order = zones[centre].order
            # The centre itself may come behind others at the same place, or not at all among its circles.
            near = np.union1d(order[is_free[order]][: most - 1], [centre]).astype(np.int64)
            is_free[near] = False
            yield near
