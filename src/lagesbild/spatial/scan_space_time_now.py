"""Find the cylinders with a high ratio among those that last to the end of the study period."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson
from lagesbild.spatial.scan_space_time_found import OUTSIDE, Found, most_expected, shells_of
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_SHELL = 1.15  # a shell costs less here than windows that have to be looked at
_ENTRIES = 500_000  # cases of windows looked at together
_COLUMNS = 4_000  # maps times centres searched together: enough to make the calls cheap


class CurrentSearch:
    """Looks for cylinders whose window ends now and whose ratio is at least a level.

    The cases of each map lie in a column, the latest first. For a shell of circles of nearly the same size,
    cases in its largest circle are added up backwards in time; a window that begins with a case is looked at
    when they are enough for the smallest.
    """

    def __init__(
        self, model: SpaceTimeModel, events: Events, zones: Sequence[Reach], least_cases: int
    ) -> None:
        """Take the cases of some maps and the centres to look around."""
        axis, self.units = model.axis, model.units
        self.zones, self.least_cases, self.last = zones, least_cases, axis.intervals - 1
        self.whole, self.places = int(self.units[-1]), len(model.sizes)
        self.likelihood = Poisson(model.cases, np.array([float(model.cases)]))
        self.smallest = float(model.sizes[model.sizes > 0].min())
        self.usable = axis.last >= axis.first
        recent = self.usable[events.interval]
        most = int(recent.sum(axis=1).max(initial=0))
        # One byte holds the count as long as the latest cases of a map are few, and is twice as fast.
        self.kind = np.min_scalar_type(most + 1)
        self.place = np.ascontiguousarray(events.place[:, ::-1][:, :most].T)
        self.interval = np.ascontiguousarray(events.interval[:, ::-1][:, :most].T)

    def found(self, level: float, maps: npt.NDArray[np.bool_] | None = None) -> Iterator[Found]:
        """Yield the cylinders of all centres that reach a level."""
        reach = most_expected(self.likelihood, level) * self.whole
        left = np.arange(self.place.shape[1]) if maps is None else np.flatnonzero(maps)
        place, interval = self.place[:, left], self.interval[:, left]
        step = max(_COLUMNS // max(len(left), 1), 1)
        for at in range(0, len(self.zones), step):
            centres = np.arange(at, min(at + step, len(self.zones)))
            for found in self._around(centres, place, interval, reach):
                yield replace(found, map=left[found.map])

    def _around(
        self, centres: IntArray, place: IntArray, interval: IntArray, reach: FloatArray
    ) -> Iterator[Found]:
        """Yield the cylinders around some centres; a column is a centre and a map."""
        cases, maps = place.shape
        size = np.stack([self.zones[centre].size_of_places(self.places) for centre in centres.tolist()])
        shell, least = shells_of(size, self.smallest, _SHELL)
        # Not -1: without a case in the current window there is nothing to work the length out from.
        columns = len(centres) * maps
        number = np.take(shell, place, axis=1, mode="clip").transpose(1, 0, 2).reshape(cases, columns)
        is_same = bool((interval == interval[:, :1]).all())
        begins = interval[:, :1] if is_same else np.tile(interval, len(centres))
        step = max(_ENTRIES // max(cases, 1), 1)
        for one in np.unique(shell[shell != OUTSIDE])[::-1].tolist():
            inside = number <= one
            enough = self._counted(inside) >= self._needed(reach / least[one])[begins]
            enough &= inside
            begin, column = np.divmod(np.flatnonzero(enough), max(enough.shape[1], 1))
            for at in range(0, len(begin), step):
                first, chosen = begin[at : at + step], column[at : at + step]
                centre, number_of_map = np.divmod(chosen, maps)
                sizes = size[centre, place[:, number_of_map]]
                sizes[~inside[:, chosen] | (np.arange(cases)[:, None] > first)] = np.inf
                start = interval[first, number_of_map]
                yield self._looked_at(sizes.T, start, number_of_map, centres[centre], reach)

    def _counted(self, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.unsignedinteger]:
        """Cases added up backwards in time, row by row: numpy's own cumulative sum is ten times slower."""
        counts: npt.NDArray[np.unsignedinteger] = inside.astype(self.kind)
        for row in range(1, len(counts)):
            np.add(counts[row], counts[row - 1], out=counts[row])
        return counts

    def _needed(self, limit: FloatArray) -> npt.NDArray[np.unsignedinteger]:
        """Cases that a window beginning in each interval needs, for the smallest circle of a shell."""
        needed = np.searchsorted(limit, self.whole - self.units[:-1], side="left") + 1
        never = np.iinfo(self.kind).max
        possible = self.usable & (needed <= min(len(limit), never - 1))
        return np.where(possible, np.maximum(needed, self.least_cases), never).astype(self.kind)

    def _looked_at(
        self, sizes: FloatArray, start: IntArray, maps: IntArray, centre: IntArray, reach: FloatArray
    ) -> Found:
        """Return the cylinders over some windows, whichever circle they have, that reach the level."""
        sizes = np.sort(sizes, axis=1)
        units = self.whole - self.units[start]
        high = sizes * units[:, None] <= reach[: sizes.shape[1]]
        high[:, : self.least_cases - 1] = False
        window, cases = np.nonzero(high)
        expected = sizes[window, cases] * units[window] / self.whole
        return Found(
            maps[window],
            centre[window],
            self.likelihood.ratio(cases + 1, expected),
            expected,
            sizes[window, cases],
            start[window],
            np.full(len(window), self.last),
            cases + 1,
        )
