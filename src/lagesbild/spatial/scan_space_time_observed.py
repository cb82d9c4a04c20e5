"""The cylinders of a space-time scan that are worth reporting: around each centre the best at each time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_space_time_finder import finder
from lagesbild.spatial.scan_space_time_found import Found
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

IntArray = npt.NDArray[np.int64]

_CENTRES = 64  # centres whose cylinders are held at the same time
_FIRST_LEVEL = 8.0  # where to begin when nothing says how high a ratio is high
_WORTH = 1.0  # below this a cylinder is never reported, unless it is the best there is
_NONE = 1e-9


@dataclass(frozen=True, slots=True)
class Best:
    """The cylinder with the highest ratio around a centre."""

    centre: int
    size: float
    """Expected cases of the circle over the whole period."""
    start: int
    end: int
    """Last interval."""
    cases: int
    expected: float
    ratio: float


def cylinders_to_report(
    zones: Sequence[Reach], model: SpaceTimeModel, cases: Events, *, least_cases: int, level: float | None
) -> list[Best]:
    """Return the best cylinder around each centre, and then the best of those at other times, and so on.

    Parameters
    ----------
    cases
        The observed cases: one map.
    level
        Ratio down to which cylinders are wanted; None: down to about half of the highest. When none is that
        high, those found at the next lower level are returned.
    """
    level = _FIRST_LEVEL if level is None else max(level, _WORTH)
    while True:
        found = [
            best
            for at in range(0, len(zones), _CENTRES)
            for best in _of_centres(
                zones, range(at, min(at + _CENTRES, len(zones))), model, cases, least_cases, level
            )
        ]
        if found or level <= _NONE:
            return found
        level = level / 2 if level > _WORTH / 8 else _NONE


def _of_centres(
    zones: Sequence[Reach],
    centres: range,
    model: SpaceTimeModel,
    cases: Events,
    least_cases: int,
    level: float,
) -> list[Best]:
    search = finder(model, cases, zones[centres.start : centres.stop], least_cases)
    parts = list(search.found(level))
    if not parts:
        return []
    every = Found(*(np.concatenate([getattr(part, name) for part in parts]) for name in Found.__slots__))
    # Of equal ratios, the smaller circle and then the earlier window.
    order = np.lexsort((every.start, every.size, -np.round(every.ratio, 9), every.centre))
    groups = np.split(order, np.flatnonzero(np.diff(every.centre[order])) + 1)
    return [
        Best(
            centres[int(every.centre[at])],
            float(every.size[at]),
            int(every.start[at]),
            int(every.end[at]),
            int(every.cases[at]),
            float(every.expected[at]),
            float(every.ratio[at]),
        )
        for group in groups
        for at in _one_time_each(group, every)
        if every.ratio[at] > _NONE
    ]


def _one_time_each(ranked: IntArray, every: Found) -> list[int]:
    """Of one centre's cylinders, the best first, keep those that overlap no better one in time."""
    kept = []
    while len(ranked):
        best = int(ranked[0])
        kept.append(best)
        apart = (every.start[ranked] > every.end[best]) | (every.end[ranked] < every.start[best])
        ranked = ranked[apart]
    return kept
