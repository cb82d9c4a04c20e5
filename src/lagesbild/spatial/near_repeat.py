"""Near repeats: do events near each other in space also lie near each other in time?"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Metric = Literal["euclidean", "manhattan"]

MOST_PAIRS = 60_000_000
"""Pairs near in space that fit in memory; choose shorter distances above that."""

_BLOCK = 250  # permutations of one task, each with a seed of its own
_ROWS = 800  # pairs at a time: what is worked on stays near the processor
_AT_ONCE = 100_000  # pairs at a time where each needs little
_TURNS = 255  # after which a count of one byte might run over
_SMALL_DAYS = 32_000


class TooManyPairsError(ValueError):
    """More pairs of events lie near each other in space than can be held."""


@dataclass(frozen=True, slots=True)
class NearRepeats:
    """Pairs of events by distance and time between them; tables have the shape (distances, times)."""

    distances: tuple[float, ...]
    """Edges of the distance bands [a, b), one more than the bands."""
    days: tuple[float, ...]
    """Edges of the time bands [a, b)."""
    observed: IntArray
    expected: FloatArray
    """Exact mean when times are exchanged: pairs in space times pairs in time over all pairs."""
    ratio: FloatArray
    """Observed over expected; NaN where nothing is expected."""
    p_value: FloatArray
    """(r + 1) / (permutations + 1) with r permutations that have as many pairs or more."""
    events: int
    permutations: int
    seed: int


def near_repeats(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    days: npt.ArrayLike,
    *,
    distances: Sequence[float] = (0, 100, 200, 400),
    day_bands: Sequence[float] = (0, 7, 14, 28),
    metric: Metric = "euclidean",
    permutations: int = 999,
    seed: int = 1,
    executor: Executor | None = None,
) -> NearRepeats:
    """Count pairs of events in bands of distance and time, and how many chance gives.

    Parameters
    ----------
    e, n
        Coordinates in metres (or any plane unit), shape (events,).
    days
        Day number of each event, whole numbers, shape (events,).
    distances, day_bands
        Rising edges of the bands [a, b), in metres and days.
    metric
        ``euclidean`` or ``manhattan``.
    permutations
        How many times the days are exchanged at random between the events; 0 gives no p-values (NaN).
    seed
        Makes the permutations repeatable, whatever runs them.
    executor
        Where blocks of permutations run; None: here. The answer does not depend on it.

    Raises
    ------
    ValueError
        If the edges do not rise, a coordinate is not finite or a day is not whole.
    TooManyPairsError
        If more than ``MOST_PAIRS`` pairs are nearer than the longest distance.

    Notes
    -----
    Knox 1964, Applied Statistics 13, 25-29; Johnson & Bowers 2004, European Journal of Criminology 1,
    237-255; Ratcliffe 2009, Near Repeat Calculator; Steenbeek 2018, NearRepeat. Exchanging days at random
    takes season and trend as the same everywhere; over several years a shift between areas looks like
    near repeats.

    Examples
    --------
    Two events 100 m and 3 days apart belong to [0, 200) and [3, 6):

    >>> near_repeats([0, 0], [0, 100], [0, 3], distances=(0, 200), day_bands=(0, 3, 6)).observed.tolist()
    [[0, 1]]
    """
    points, day = _checked(e, n, days, distances, day_bands)
    edges, limits = np.asarray(distances, dtype=np.float64), np.asarray(day_bands, dtype=np.float64)
    pairs = _near_pairs(points, edges, metric)
    observed = _observed(day, pairs, limits)
    everything = len(day) * (len(day) - 1) / 2
    expected = np.outer(np.diff(pairs.starts), _pairs_in_time(day, limits)) / max(everything, 1)
    reached = np.zeros(observed.shape, dtype=np.int64)
    if permutations and len(pairs.codes):
        for table in _permuted(day, pairs, limits, permutations, seed, executor):
            reached += (table >= observed[:, :, None]).sum(axis=2)
    elif permutations:
        reached += permutations
    return NearRepeats(
        distances=tuple(float(edge) for edge in edges),
        days=tuple(float(limit) for limit in limits),
        observed=observed,
        expected=expected,
        ratio=np.divide(observed, expected, out=np.full(expected.shape, np.nan), where=expected > 0),
        p_value=(reached + 1) / (permutations + 1) if permutations else np.full(expected.shape, np.nan),
        events=len(day),
        permutations=permutations,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class Chains:
    """Events linked to each other, directly or over others, by being near in both space and time."""

    chain: IntArray
    """Number of the chain that each event belongs to, in the order of the events, shape (events,)."""
    sizes: IntArray
    """Events in each chain; 1 for an event without a near one."""


def chains(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    days: npt.ArrayLike,
    *,
    distance: float,
    within_days: float,
    metric: Metric = "euclidean",
) -> Chains:
    """Gather the events that are linked by less than ``distance`` and fewer than ``within_days`` days.

    The limits are half open like the bands of :func:`near_repeats`: seven days means within the same
    seven days, a difference of six at most.

    Raises
    ------
    ValueError
        If a coordinate is not finite or a day is not whole.
    """
    points, day = _checked(e, n, days, (0, 1), (0, 1))
    links = cKDTree(points).query_pairs(distance, p=1 if metric == "manhattan" else 2, output_type="ndarray")
    apart = np.abs(points[links[:, 0]] - points[links[:, 1]])
    space = apart.sum(axis=1) if metric == "manhattan" else np.hypot(apart[:, 0], apart[:, 1])
    time = np.abs(day[links[:, 0]] - day[links[:, 1]])
    links = links[(space < distance) & (time < within_days)]
    table = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(len(day), len(day)))
    _, label = connected_components(table, directed=False)
    _, first, chain = np.unique(label, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))  # number the chains by their first event
    return Chains(order[chain].astype(np.int64), np.bincount(order[chain]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class _Pairs:
    order: IntArray
    """The events so that those near each other come near each other, shape (events,)."""
    codes: IntArray
    """Band, first and second event of each pair in one whole number, rising, shape (pairs,)."""
    bits: int
    """How many of the number each event takes."""
    starts: IntArray
    """Where the pairs of each distance band start, and the end of the last."""

    def events(self, start: int, end: int) -> tuple[IntArray, IntArray]:
        """Return the first and the second event of some pairs, as places in the order."""
        codes, mask = self.codes[start:end], (1 << self.bits) - 1
        return codes >> self.bits & mask, codes & mask


def _checked(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    days: npt.ArrayLike,
    distances: Sequence[float],
    limits: Sequence[float],
) -> tuple[FloatArray, IntArray]:
    points = np.column_stack([np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)])
    day = np.asarray(days, dtype=np.float64)
    if not np.isfinite(points).all() or day.shape != (len(points),) or (day != np.floor(day)).any():
        raise ValueError("every event needs finite coordinates and a whole day number")
    for name, edges in (("distances", distances), ("day_bands", limits)):
        if len(edges) < 2 or edges[0] < 0 or any(b <= a for a, b in pairwise(edges)):
            raise ValueError(f"{name} must be two or more rising numbers from 0, got {tuple(edges)}")
    return points, day.astype(np.int64) - (int(day.min()) if len(day) else 0)


def _near_pairs(points: FloatArray, edges: FloatArray, metric: Metric) -> _Pairs:
    tree, power = cKDTree(points), 1 if metric == "manhattan" else 2
    expected = (int(tree.count_neighbors(tree, edges[-1], p=power)) - len(points)) // 2
    if expected > MOST_PAIRS:
        raise TooManyPairsError(
            f"{expected} pairs lie within {edges[-1]:g}; at most {MOST_PAIRS} can be held"
        )
    # Events that the tree keeps together are near each other: numbered so, their days lie together as well.
    order = np.asarray(tree.indices, dtype=np.int64)
    pairs = cKDTree(points[order]).query_pairs(edges[-1], p=power, output_type="ndarray")
    e, n = points[order].T.copy()
    # One whole number for each pair, since numbers sort many times faster than rows of three keys.
    bits = len(points).bit_length()
    codes = np.empty(len(pairs), dtype=np.int64)
    for at in range(0, len(pairs), _AT_ONCE):
        first, second = pairs[at : at + _AT_ONCE].T.copy()
        east, north = np.abs(e[first] - e[second]), np.abs(n[first] - n[second])
        distance = east + north if metric == "manhattan" else np.hypot(east, north)
        band = np.searchsorted(edges, distance, side="right") - 1
        codes[at : at + _AT_ONCE] = (band << 2 * bits) | (first << bits) | second
    codes.sort()
    starts = np.searchsorted(codes, np.arange(len(edges)) << 2 * bits)
    return _Pairs(order, codes[starts[0] : starts[-1]], bits, starts - starts[0])


def _observed(day: IntArray, pairs: _Pairs, limits: FloatArray) -> IntArray:
    """Count the pairs in each band of distance and time."""
    place, below = day[pairs.order], np.zeros((len(pairs.starts) - 1, len(limits)), dtype=np.int64)
    for band, (begin, end) in enumerate(pairwise(pairs.starts.tolist())):
        for at in range(begin, end, _AT_ONCE):
            first, second = pairs.events(at, min(at + _AT_ONCE, end))
            apart = np.abs(place[first] - place[second])
            below[band] += [np.count_nonzero(apart < limit) for limit in limits]
    return np.diff(below, axis=1)


def _pairs_in_time(day: IntArray, limits: FloatArray) -> IntArray:
    """Number of pairs of all events in each time band, from how many events there are on each day."""
    ordered = np.sort(day)
    place = np.arange(len(ordered))
    # Events at most so far behind each event that the difference is below the limit.
    below = [
        int((place - np.searchsorted(ordered, ordered - limit, side="right")).clip(0).sum())
        for limit in limits
    ]
    return np.asarray(np.diff(below), dtype=np.int64)


def _permuted(
    day: IntArray,
    pairs: _Pairs,
    limits: FloatArray,
    permutations: int,
    seed: int,
    executor: Executor | None,
) -> list[IntArray]:
    sizes = [min(_BLOCK, permutations - at) for at in range(0, permutations, _BLOCK)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    tasks = [(day, pairs, limits, size, own) for size, own in zip(sizes, seeds, strict=True)]
    return list(map(_block, tasks) if executor is None else executor.map(_block, tasks))


def _block(task: tuple[IntArray, _Pairs, FloatArray, int, np.random.SeedSequence]) -> IntArray:
    day, pairs, limits, size, seed = task
    rng = np.random.default_rng(seed)
    small = len(day) and int(day.max()) < _SMALL_DAYS
    shuffled = np.empty((size, len(day)), dtype=np.int16 if small else np.int64)
    own = day.copy()
    for row in range(size):
        rng.shuffle(own)
        shuffled[row] = own
    return _counted(np.ascontiguousarray(shuffled.T)[pairs.order], pairs, limits)


def _counted(days: npt.NDArray[np.signedinteger], pairs: _Pairs, limits: FloatArray) -> IntArray:
    """Count pairs in each band for each column of days, shape (distances, times, columns).

    All permutations are worked on side by side: a pair is one subtraction of two rows.
    """
    columns = days.shape[1]
    below = np.zeros((len(pairs.starts) - 1, len(limits), columns), dtype=np.int64)
    one, two = np.empty((2, _ROWS, columns), dtype=days.dtype)
    near = np.empty((_ROWS, columns), dtype=np.bool_)
    # A difference is a whole number: it is below 7.5 when it is below 8. Nothing is below 0.
    whole = np.minimum(np.ceil(limits), np.iinfo(days.dtype).max).astype(days.dtype)
    used = np.flatnonzero(whole > 0).tolist()
    tally = np.zeros((len(limits), _ROWS, columns), dtype=np.uint8)
    for band, (begin, end) in enumerate(pairwise(pairs.starts.tolist())):
        for turn, at in enumerate(range(begin, end, _ROWS), start=1):
            rows = min(_ROWS, end - at)
            a, b, mask = one[:rows], two[:rows], near[:rows]
            first, second = pairs.events(at, at + rows)
            np.take(days, first, axis=0, out=a, mode="clip")
            np.take(days, second, axis=0, out=b, mode="clip")
            np.abs(np.subtract(a, b, out=a), out=a)
            for index in used:
                np.less(a, whole[index], out=mask)
                tally[index, :rows] += mask.view(np.uint8)
            if turn % _TURNS == 0 or at + _ROWS >= end:
                below[band] += tally.sum(axis=1, dtype=np.int64)
                tally[:] = 0
    return np.asarray(below[:, 1:] - below[:, :-1])
