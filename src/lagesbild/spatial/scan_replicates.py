"""The highest ratio on each of many maps without clusters, without looking at every circle on them all."""

import math
from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import ScanModel, largest_sizes
from lagesbild.spatial.scan_runs import Runs, cut_into_runs, cut_points, neighbours_together
from lagesbild.spatial.scan_zones import Zones

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Cases = npt.NDArray[np.int16] | npt.NDArray[np.int32]

_BLOCK = 1000  # maps drawn with a seed of their own and worked on side by side
_FLOCK = 128  # maps with about the same level
_ROOM = 2_000_000  # runs times maps at a time: what is worked on stays in the processor's cache
_FEW = 100_000  # circles times maps at a time, where each is looked at
_FIRST_STAGE = 20  # centres that give each map a first, lower bound of its highest ratio
_NEXT_STAGE = 3  # times as many centres together
_FIRST_LEVEL = 3.0
_NEXT_LEVEL = 1 / 30
_LAST_LEVEL = 1e-9
_GOLDEN = (5**0.5 - 1) / 2
_WORD = 8
_LARGE_EXPONENT = 700.0  # the chance is 1 long before


def highest_ratios(
    zones: Zones, model: ScanModel, maps: int, seed: int, executor: Executor | None = None
) -> FloatArray:
    """Return the highest log likelihood ratio on each map drawn under no clustering, shape (maps,).

    Notes
    -----
    For a ratio to reach a level, a circle must have at least a whole number of cases that depends on its
    size alone (:func:`largest_sizes`), and that only rises with the size. Circles around one centre lie
    within each other: when the largest circle of a run has fewer cases than the smallest one needs, none of
    them reaches the level. The level of a map is the highest ratio found on it so far, so that all but
    the first few centres are nearly always passed over run by run. What is left is exact.
    """
    blocks = [min(_BLOCK, maps - at) for at in range(0, maps, _BLOCK)]
    seeds = np.random.SeedSequence(seed).spawn(len(blocks))
    tasks = [(zones, model, size, own) for size, own in zip(blocks, seeds, strict=True)]
    found = map(_block, tasks) if executor is None else executor.map(_block, tasks)
    return np.concatenate(list(found))


def gumbel_p_value(ratio: float, highest: FloatArray) -> float:
    """Return the chance of a ratio, from a Gumbel distribution with the replicates' mean and deviation.

    NaN when all replicates have the same. Abrams, Kulldorff & Kleinman 2010, International Journal of Health
    Geographics 9, 61.
    """
    spread = float(highest.std()) * math.sqrt(6) / math.pi
    if not spread > 0:
        return float("nan")
    # The distribution function is exp(-exp(-x)); SciPy's statistics package would take longer to import.
    exponent = (float(highest.mean()) - float(np.euler_gamma) * spread - ratio) / spread
    return -math.expm1(-math.exp(min(exponent, _LARGE_EXPONENT)))


def _block(task: tuple[Zones, ScanModel, int, np.random.SeedSequence]) -> FloatArray:
    """Look at all maps with a level, then again with a lower one at those where nothing reached it."""
    zones, model, maps, seed = task
    drawn = _narrow(model.draw(maps, np.random.default_rng(seed)), model.cases)
    highest = np.zeros(maps)
    level, left = _FIRST_LEVEL, np.arange(maps)
    while len(left):
        level = max(level, _LAST_LEVEL)
        highest[left] = _at_least(level, zones, model, drawn[left])
        if level <= _LAST_LEVEL:
            break
        left, level = left[highest[left] < level], level * _NEXT_LEVEL
    return highest


def _narrow(drawn: IntArray, cases: int) -> Cases:
    if cases < np.iinfo(np.int16).max:
        return drawn.astype(np.int16)
    return drawn.astype(np.int32)


def _at_least(level: float, zones: Zones, model: ScanModel, drawn: Cases) -> FloatArray:
    """Return the highest ratio of each map where it is ``level`` or more; less than that elsewhere."""
    highest = np.zeros(len(drawn))
    cuts = cut_points(len(zones), model.cases, max(len(circle.order) for circle in zones))
    together = max(_ROOM // (_FLOCK * len(cuts)), 1)
    sizes = np.append(model.sizes, 0.0)
    for centres in _stages(len(zones)):
        order = np.argsort(highest)
        reach = largest_sizes(model, np.maximum(highest[order[::_FLOCK]], level))
        flocks, best = _flocks(drawn[order]), np.zeros((len(reach), _FLOCK))
        for near in neighbours_together(centres, zones, together):
            runs = cut_into_runs([zones[at] for at in near], sizes, cuts, drawn.dtype.type)
            for at, cases in enumerate(flocks):
                _search(runs, cases, reach[at], model, best[at])
        highest[order] = np.maximum(highest[order], best.reshape(-1)[: len(order)])
    return highest


def _stages(centres: int) -> Iterator[IntArray]:
    """Yield the centres in stages, each spread over all of them and larger than those before."""
    # Multiples of the golden ratio fall evenly however many one takes.
    spread = np.argsort(np.arange(centres) * _GOLDEN % 1)
    start, end = 0, _FIRST_STAGE
    while start < centres:
        yield np.sort(spread[start:end])
        start, end = end, end * _NEXT_STAGE


def _flocks(drawn: Cases) -> Cases:
    maps, places = drawn.shape
    flocks = np.zeros((-(-maps // _FLOCK), places + 1, _FLOCK), dtype=drawn.dtype)
    for at, flock in enumerate(flocks):
        own = drawn[at * _FLOCK : (at + 1) * _FLOCK]
        flock[:-1, : len(own)] = own.T
    return flocks


def _search(runs: Runs, cases: Cases, reach: FloatArray, model: ScanModel, best: FloatArray) -> None:
    """Raise ``best`` to the ratios of the circles that reach the level."""
    inside, centres = runs.adding @ cases, len(runs.places)
    for at in range(centres, len(inside), centres):
        inside[at : at + centres] += inside[at - centres : at]
    needed = np.searchsorted(reach, runs.smallest).astype(cases.dtype)
    marks = (inside >= needed[:, None]).reshape(-1)
    # Eight marks at a time: nearly all are empty.
    words = np.flatnonzero(marks.view(np.uint64).astype(np.bool_))
    entry = (words[:, None] * _WORD + np.arange(_WORD)).ravel()
    row, column = np.divmod(entry[marks[entry]], _FLOCK)
    run, centre = np.divmod(row, centres)
    before = np.where(run > 0, inside[row - centres, column], 0)
    lengths = np.diff(runs.cuts)[run]
    for length in np.unique(lengths).tolist():
        these = np.flatnonzero(lengths == length)
        for at in range(0, len(these), _FEW // length):
            few = these[at : at + _FEW // length]
            step = centre[few, None] * runs.places.shape[1] + runs.cuts[run[few], None] + np.arange(length)
            place = runs.places.reshape(-1)[step].astype(np.int64)
            count = np.cumsum(cases.reshape(-1)[place * _FLOCK + column[few, None]], axis=1)
            count += before[few, None]
            size = runs.sizes.reshape(-1)[step]
            hit, circle = np.nonzero(reach[count] >= size)
            np.maximum.at(best, column[few[hit]], model.ratio(count[hit, circle], size[hit, circle]))
