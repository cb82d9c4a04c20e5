"""The highest ratio of any cylinder on each of many maps without clusters."""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_space_time_finder import finder
from lagesbild.spatial.scan_space_time_found import Finder
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_BLOCK = 125  # maps of one task, with a seed of its own
_PILOT_CENTRES = 25  # centres that give each map a first, lower bound of its highest ratio
_PILOT_LEVELS = (7.0, 5.0, 3.5, 2.5, 1.5, 0.8)
_QUANTILE = 0.3  # of those bounds: the level that cylinders must reach to be looked at
_CASES = 4_000_000  # of maps worked on together, so that they fit into memory
_LOWER = 0.7  # times the level for maps that have none as high
_LEAST, _NONE = 0.1, 1e-6


def highest_ratios(
    zones: Sequence[Reach],
    model: SpaceTimeModel,
    maps: int,
    seed: int,
    *,
    least_cases: int,
    executor: Executor | None = None,
) -> FloatArray:
    """Return the highest log likelihood ratio on each map drawn under no clustering, shape (maps,)."""
    blocks = [min(_BLOCK, maps - at) for at in range(0, maps, _BLOCK)]
    seeds = np.random.SeedSequence(seed).spawn(len(blocks))
    tasks = [(zones, model, size, own, least_cases) for size, own in zip(blocks, seeds, strict=True)]
    found = map(_block, tasks) if executor is None else executor.map(_block, tasks)
    return np.concatenate(list(found))


def _block(task: tuple[Sequence[Reach], SpaceTimeModel, int, np.random.SeedSequence, int]) -> FloatArray:
    zones, model, maps, seed, least_cases = task
    events = model.draw(maps, np.random.default_rng(seed))
    step = max(_CASES // max(model.cases, 1), 1)
    parts = (
        Events(events.place[at : at + step], events.interval[at : at + step]) for at in range(0, maps, step)
    )
    return np.concatenate([_highest(zones, model, part, least_cases) for part in parts])


def _highest(zones: Sequence[Reach], model: SpaceTimeModel, events: Events, least_cases: int) -> FloatArray:
    maps = len(events.place)
    highest = np.zeros(maps)
    search = finder(model, events, zones[:: max(len(zones) // _PILOT_CENTRES, 1)], least_cases)
    for level in _PILOT_LEVELS:
        _raise(highest, search, level, highest == 0)
        if (highest > 0).mean() > 1 - _QUANTILE:
            break
    search, level = finder(model, events, zones, least_cases), float(np.quantile(highest, _QUANTILE))
    left = np.ones(maps, dtype=np.bool_)
    while left.any():
        level = max(level, _NONE)
        _raise(highest, search, level, left)
        if level == _NONE:
            break
        left, level = highest < level, level * _LOWER if level > _LEAST else _NONE
    return highest


def _raise(highest: FloatArray, search: Finder, level: float, maps: npt.NDArray[np.bool_]) -> None:
    for found in search.found(level, None if maps.all() else maps):
        np.maximum.at(highest, found.map, found.ratio)
