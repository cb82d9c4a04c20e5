"""Find the cylinders with a high ratio by counting in every one: for few intervals with many cases."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson
from lagesbild.spatial.scan_space_time_axis import TimeAxis
from lagesbild.spatial.scan_space_time_found import Found, most_expected
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Counts = npt.NDArray[np.signedinteger]

_CELLS = 30_000_000  # counts held at a time
_NEVER = np.iinfo(np.int32).max


class CountedSearch:
    """Looks for cylinders whose ratio is at least a level, also where expected cases are no product.

    Cases are added up over time for each place and map; a circle adds its places and a window is one
    difference. Whether its cases are enough depends on the expected number alone: only for those that are,
    logarithms are taken.
    """

    def __init__(
        self, model: SpaceTimeModel, events: Events, zones: Sequence[Reach], least_cases: int
    ) -> None:
        """Take the cases of some maps and the centres to look around."""
        self.axis, self.zones, self.events, self.least_cases = model.axis, zones, events, least_cases
        self.places = len(model.sizes)
        self.likelihood = Poisson(model.cases, np.array([float(model.cases)]))
        shares = model.units / model.units[-1]
        self.table = np.outer(model.sizes, shares) if model.table is None else model.table
        self.windows = list(_windows(model.axis))
        # What is before the first window needs no counting.
        self.begin = min((start.start for start, _ in self.windows), default=0)

    def found(self, level: float, maps: npt.NDArray[np.bool_] | None = None) -> Iterator[Found]:
        """Yield the cylinders of all centres that reach a level."""
        reach = most_expected(self.likelihood, level)
        left = np.arange(len(self.events.place)) if maps is None else np.flatnonzero(maps)
        step = max(_CELLS // (self.places * (self.axis.intervals + 1 - self.begin)), 1)
        for at in range(0, len(left), step):
            part = left[at : at + step]
            counts = self._counts(part)
            for centre, zone in enumerate(self.zones):
                yield from self._around(centre, zone, counts, part, reach)

    def _counts(self, maps: IntArray) -> Counts:
        """Cases before each interval, shape (places, intervals + 1, maps), from the first window on."""
        shape = (self.places, self.axis.intervals + 1 - self.begin, len(maps))
        interval = self.events.interval[maps] - self.begin
        cell = (self.events.place[maps] * shape[1] + interval + 1) * shape[2] + np.arange(len(maps))[:, None]
        cell = cell[interval >= 0]
        small = self.likelihood.cases < np.iinfo(np.int16).max
        drawn = np.bincount(cell, minlength=int(np.prod(shape)))
        counts = drawn.astype(np.int16 if small else np.int32).reshape(shape)
        return np.asarray(np.cumsum(counts, axis=1, out=counts))

    def _around(
        self, centre: int, zone: Reach, counts: Counts, maps: IntArray, reach: FloatArray
    ) -> Iterator[Found]:
        inside, expected = np.zeros_like(counts[0]), np.zeros(self.table.shape[1])
        before = 0
        for end, size in zip(zone.ends.tolist(), zone.sizes.tolist(), strict=True):
            for place in zone.order[before:end].tolist():
                inside += counts[place]
                expected += self.table[place]
            before = end
            for start, stop in self.windows:
                count = inside[_from(stop, self.begin)] - inside[_from(start, self.begin)]
                needed = self._needed(expected[stop] - expected[start], reach)
                row, column = np.nonzero(count >= needed[:, None])
                if not len(row):
                    continue
                window, cases = start.start + row, count[row, column].astype(np.int64)
                last = np.full(len(row), stop) if isinstance(stop, int) else stop.start + row
                sum_expected = expected[last] - expected[window]
                yield Found(
                    maps[column],
                    np.full(len(row), centre),
                    self.likelihood.ratio(cases, sum_expected),
                    sum_expected,
                    np.full(len(row), size),
                    window,
                    last - 1,
                    cases,
                )

    def _needed(self, expected: FloatArray, reach: FloatArray) -> IntArray:
        """Cases that each window needs; more than there are where no number is enough."""
        needed = np.searchsorted(reach, expected, side="left") + 1
        possible = (expected > 0) & (needed <= self.likelihood.cases)
        return np.where(possible, np.maximum(needed, self.least_cases), _NEVER).astype(np.int64)


def _windows(axis: TimeAxis) -> Iterator[tuple[slice, slice | int]]:
    """Yield the windows in groups: positions of their starts, and of their ends, in what is added up."""
    if axis.is_prospective:
        starts = np.flatnonzero(axis.last >= axis.first)
        if len(starts):
            yield slice(int(starts[0]), int(starts[-1]) + 1), axis.intervals
        return
    lengths = axis.last - np.arange(axis.intervals) + 1
    for length in range(1, int(lengths.max()) + 1):
        # Intervals may be of different lengths (months): starts that allow so many come in several runs.
        allowed = np.flatnonzero(lengths >= length)
        for run in np.split(allowed, np.flatnonzero(np.diff(allowed) > 1) + 1):
            first, last = int(run[0]), int(run[-1]) + 1
            yield slice(first, last), slice(first + length, last + length)


def _from(position: slice | int, begin: int) -> slice | int:
    """Return a position, or positions, counted from where counting begins."""
    return (
        position - begin
        if isinstance(position, int)
        else slice(position.start - begin, position.stop - begin)
    )
