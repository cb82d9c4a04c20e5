"""The highest ratio on each of many maps without clusters, without taking logarithms of them all."""

from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import ScanModel, largest_sizes
from lagesbild.spatial.scan_zones import Circles, Zones

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_BLOCK = 1000  # maps of one task, with a seed of its own
_PILOT_CENTRES = 40  # centres that give each map a first, lower bound of its highest ratio
_PILOT_LEVEL = 2.0
_QUANTILE = 0.3  # of those bounds: the level that circles must reach to be looked at
_RUN = 16  # places added up one after the other before runs are joined
_ROWS = 512  # circles at a time: what is worked on stays in the processor's cache
_WORD = 8


def highest_ratios(
    zones: Zones, model: ScanModel, maps: int, seed: int, executor: Executor | None = None
) -> FloatArray:
    """Return the highest log likelihood ratio on each map drawn under no clustering, shape (maps,).

    Notes
    -----
    For a ratio to be above a level, a circle must have at least a whole number of cases that depends on its
    size alone (:func:`largest_sizes`). Only circles that reach it have their logarithms taken. Maps without
    any are looked at again with a lower level.
    """
    blocks = [min(_BLOCK, maps - at) for at in range(0, maps, _BLOCK)]
    seeds = np.random.SeedSequence(seed).spawn(len(blocks))
    tasks = [(zones, model, size, own) for size, own in zip(blocks, seeds, strict=True)]
    found = map(_block, tasks) if executor is None else executor.map(_block, tasks)
    return np.concatenate(list(found))


def _block(task: tuple[Zones, ScanModel, int, np.random.SeedSequence]) -> FloatArray:
    zones, model, maps, seed = task
    drawn = model.draw(maps, np.random.default_rng(seed))
    sizes = [np.cumsum(model.sizes[circle.order]) for circle in zones]
    pilot = range(0, len(zones), max(len(zones) // _PILOT_CENTRES, 1))
    highest = _pass(pilot, zones, sizes, model, drawn, _PILOT_LEVEL)
    level, left = float(np.quantile(highest, _QUANTILE)), np.arange(maps)
    while len(left):
        level = max(level, 1e-9)
        passed = _pass(range(len(zones)), zones, sizes, model, drawn[left], level)
        highest[left] = np.maximum(highest[left], passed)
        if level <= 1e-9:
            break
        left, level = left[highest[left] < level], level / 3
    return highest


def _pass(
    centres: range, zones: Zones, sizes: list[FloatArray], model: ScanModel, drawn: IntArray, level: float
) -> FloatArray:
    """Highest ratio of each map among circles that reach the level; 0 where none does."""
    kind = np.int16 if model.cases < np.iinfo(np.int16).max - 1 else np.int32
    maps = len(drawn)
    cases = np.zeros((drawn.shape[1], -(-maps // _WORD) * _WORD), dtype=kind)
    cases[:, :maps] = drawn.T
    reach = largest_sizes(model, level)
    highest = np.zeros(cases.shape[1])
    room = np.empty((_ROWS, cases.shape[1]), dtype=kind)
    marks = np.empty((_ROWS, cases.shape[1]), dtype=np.bool_)
    for centre in centres:
        needed = _needed(sizes[centre], zones[centre], reach, kind)
        carried: npt.NDArray[np.signedinteger] = np.zeros(cases.shape[1], dtype=kind)
        for at in range(0, len(needed), _ROWS):
            part = slice(at, at + _ROWS)
            inside = _added_up(cases, zones[centre].order[part], room, carried)
            mask = np.greater_equal(inside, needed[part, None], out=marks[: len(inside)])
            _raise_to(highest, inside, mask, sizes[centre][part], model)
            carried = inside[-1].astype(kind)
    return highest[:maps]


def _raise_to(
    highest: FloatArray,
    inside: npt.NDArray[np.signedinteger],
    mask: npt.NDArray[np.bool_],
    size: FloatArray,
    model: ScanModel,
) -> None:
    """Take the ratios of the marked circles into account."""
    # Eight marks at a time: nearly all are empty.
    words = np.flatnonzero(mask.reshape(-1).view(np.uint64).astype(np.bool_))
    if len(words):
        entry = (words[:, None] * _WORD + np.arange(_WORD)).ravel()
        entry = entry[mask.reshape(-1)[entry]]
        row, column = np.divmod(entry, len(highest))
        np.maximum.at(highest, column, model.ratio(inside[row, column], size[row]))


def _needed(
    size: FloatArray, circle: Circles, reach: FloatArray, kind: type[np.int16] | type[np.int32]
) -> npt.NDArray[np.signedinteger]:
    """Cases that each circle needs; more than there are where no number is enough."""
    needed = np.searchsorted(reach, size, side="left") + 1
    return np.where(circle.ends & (size > 0), needed, np.iinfo(kind).max).astype(kind)


def _added_up(
    cases: npt.NDArray[np.signedinteger],
    order: npt.NDArray[np.int32],
    room: npt.NDArray[np.signedinteger],
    carried: npt.NDArray[np.signedinteger],
) -> npt.NDArray[np.signedinteger]:
    """Cases in each circle on each map, shape (circles, maps): sums along runs, then of the runs before."""
    length = len(order)
    runs = -(-length // _RUN)
    space = room[: runs * _RUN]
    np.take(cases, order, axis=0, out=space[:length], mode="clip")
    space[length:] = 0
    space[0] += carried
    blocks = space.reshape(runs, _RUN, -1)
    for step in range(1, _RUN):
        blocks[:, step] += blocks[:, step - 1]
    for run in range(1, runs):
        blocks[run] += blocks[run - 1, -1]
    return space[:length]
