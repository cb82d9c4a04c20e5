"""Find the cylinders with a high ratio among all places, radii and windows; look closely at few of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson
from lagesbild.spatial.scan_space_time_found import Found, most_expected
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint8]
Unsigned = npt.NDArray[np.unsignedinteger]

_SHELL = 1.25  # a circle in a shell is at most so many times larger than the smallest one in it
_MOST_SHELLS = 254
_OUTSIDE = 255
_ENTRIES = 500_000  # cases of windows looked at together
_BATCH = 200_000  # cases searched together: enough to make calls cheap, few enough for the cache


@dataclass(frozen=True, slots=True)
class _Cases:
    """Cases within reach of some centres, map by map and in order of time within each."""

    at: IntArray
    """Position among the cases of all maps."""
    centre: IntArray
    shell: Marks
    begin: Unsigned
    """Units before the interval of the case, counted on from map to map, modulo the type's range."""
    end: Unsigned
    """Units to the end of the interval."""

    def inside(self, shell: int) -> "_Cases":
        """Return those in smaller shells than one."""
        kept = np.flatnonzero(self.shell < shell)
        return _Cases(
            self.at.take(kept),
            self.centre.take(kept),
            self.shell.take(kept),
            self.begin.take(kept),
            self.end.take(kept),
        )


class Search:
    """Looks for cylinders whose ratio is at least a level.

    For c cases to reach the level, size times units must be at most a number that depends on c alone.
    Circles are gathered in shells of nearly the same size: in the largest circle of a shell, c cases that
    follow on each other in time are enough only if the window over them is short enough for the smallest.
    One subtraction and one comparison of whole numbers decide that, for many maps and centres side by side.
    """

    def __init__(
        self, model: SpaceTimeModel, events: Events, zones: Sequence[Reach], least_cases: int
    ) -> None:
        self.axis, self.units, self.zones, self.least_cases = model.axis, model.units, zones, least_cases
        self.whole, self.places = int(self.units[-1]), len(model.sizes)
        self.likelihood = Poisson(model.cases, np.array([float(model.cases)]))
        self.smallest = float(model.sizes[model.sizes > 0].min())
        self.maps, self.length = events.place.shape
        self.place, self.interval = events.place.ravel(), events.interval.ravel()
        self.units_are_cases = self.whole == model.cases

        # Maps lie so far apart that no window reaches from one to the next.
        stride = 2 * self.whole + 1
        kind = np.uint16 if 3 * stride < np.iinfo(np.uint16).max else np.uint32
        offset = np.arange(self.maps)[:, None] * stride
        self.begin: Unsigned = (self.units[events.interval] + offset).ravel().astype(kind)
        self.end: Unsigned = (self.units[events.interval + 1] + offset).ravel().astype(kind)

        usable = np.flatnonzero(self.axis.last >= self.axis.first)
        spans = self.units[self.axis.last[usable] + 1] - self.units[usable]
        self.longest = int(spans.max()) if len(usable) else 0
        lengths = np.diff(self.units)
        self.shortest = int(lengths[lengths > 0].min())
        self.usable = np.zeros(self.axis.intervals, dtype=np.bool_)
        self.usable[usable] = True
        self.share = self.usable[self.interval] if self.axis.is_prospective else None

    def found(self, level: float, maps: npt.NDArray[np.bool_] | None = None) -> Iterator[Found]:
        """Yield the cylinders of all centres that reach a level; one may come more than once."""
        reach = most_expected(self.likelihood, level) * self.whole
        wanted = None if self.share is None and maps is None else np.ones(len(self.place), dtype=np.bool_)
        if wanted is not None and self.share is not None:
            wanted &= self.share
        if wanted is not None and maps is not None:
            wanted &= np.repeat(maps, self.length)
        share = 1.0 if wanted is None else float(wanted.mean())
        waiting: list[int] = []
        expected = 0.0
        for centre, zone in enumerate(self.zones):
            waiting.append(centre)
            # The share of all cases that a centre reaches is about the share of its largest circle.
            expected += (
                share * len(self.place) * (zone.sizes[-1] / self.likelihood.cases if len(zone.sizes) else 0)
            )
            if expected > _BATCH or centre == len(self.zones) - 1:
                yield from self._batch(waiting, reach, wanted)
                waiting, expected = [], 0.0

    def _batch(
        self, centres: list[int], reach: FloatArray, wanted: npt.NDArray[np.bool_] | None
    ) -> Iterator[Found]:
        sizes = np.stack([self.zones[centre].size_of_places(self.places) for centre in centres])
        shells = _shells(sizes, self.smallest)
        least = np.full(256, np.inf)
        np.minimum.at(least, shells.ravel(), sizes.ravel())
        cases = self._within_reach(shells, wanted)
        for shell in np.unique(cases.shell)[::-1].tolist():
            limit = np.minimum(reach / least[shell], self.longest)
            windows = self._ending_now if self.axis.is_prospective else self._windows
            for first, count in windows(cases, limit):
                yield from self._looked_at(cases, first, count, sizes, centres, reach)
            cases = cases.inside(shell)

    def _within_reach(self, shells: Marks, wanted: npt.NDArray[np.bool_] | None) -> _Cases:
        positions, marks = [], []
        for shell in shells:
            mark = np.take(shell, self.place, mode="clip")
            inside = mark != _OUTSIDE
            if wanted is not None:
                inside &= wanted
            at = np.flatnonzero(inside)
            positions.append(at)
            marks.append(mark.take(at))
        at = np.concatenate(positions)
        centre = np.repeat(np.arange(len(shells)), [len(part) for part in positions])
        return _Cases(at, centre, np.concatenate(marks), self.begin.take(at), self.end.take(at))

    def _windows(self, cases: _Cases, limit: FloatArray) -> Iterator[tuple[IntArray, int]]:
        """Yield where windows begin and how many cases they have, shorter than the limit for so many."""
        kind, total = cases.begin.dtype.type, len(cases.at)
        for count in range(self.least_cases, min(len(limit), self.length, total) + 1):
            longest = int(limit[count - 1])
            if longest < (max(count, self.shortest) if self.units_are_cases else self.shortest):
                continue
            span = cases.end[count - 1 :] - cases.begin[: total - count + 1]
            first = np.flatnonzero(span <= kind(longest))
            if len(first):
                yield first, count
            elif longest >= self.longest:
                return

    def _ending_now(self, cases: _Cases, limit: FloatArray) -> Iterator[tuple[IntArray, int]]:
        """The same for windows that end at the last date."""
        row = cases.centre * self.maps + cases.at // self.length
        count = np.searchsorted(row, row, side="right") - np.arange(len(row))
        units = self.whole - self.units[self.interval[cases.at]]
        reached = (count >= self.least_cases) & (units <= limit[np.minimum(count, len(limit)) - 1])
        first = np.flatnonzero(reached)
        for number in np.unique(count[first]).tolist():
            yield first[count[first] == number], number

    def _looked_at(
        self,
        cases: _Cases,
        first: IntArray,
        count: int,
        sizes: FloatArray,
        centres: list[int],
        reach: FloatArray,
    ) -> Iterator[Found]:
        """Yield the cylinders over some windows, whichever circle they have, that reach the level."""
        at, last = cases.at[first], cases.at[first + count - 1]
        start = self.interval[at]
        end = (
            np.full_like(start, self.axis.intervals - 1) if self.axis.is_prospective else self.interval[last]
        )
        same = (at // self.length == last // self.length) & (
            cases.centre[first] == cases.centre[first + count - 1]
        )
        possible = np.flatnonzero(same & (end <= self.axis.last[start]))
        step = max(_ENTRIES // count, 1)
        for begin in range(0, len(possible), step):
            part = possible[begin : begin + step]
            inside = first[part, None] + np.arange(count)
            centre = cases.centre[first[part]]
            size = np.sort(sizes[centre[:, None], self.place[cases.at[inside]]], axis=1)
            units = self.units[end[part] + 1] - self.units[start[part]]
            high = size * units[:, None] <= reach[:count]
            high[:, : self.least_cases - 1] = False
            window, rank = np.nonzero(high)
            expected = size[window, rank] * units[window] / self.whole
            chosen = part[window]
            yield Found(
                at[chosen] // self.length,
                np.asarray(centres)[centre[window]],
                self.likelihood.ratio(rank + 1, expected),
                expected,
                size[window, rank],
                start[chosen],
                end[chosen],
                rank + 1,
            )


def _shells(size: FloatArray, smallest: float) -> Marks:
    """Return the shell of circles of a size; ``_OUTSIDE`` where it is infinite or 0: no case can be there."""
    inside = np.isfinite(size) & (size > 0)
    number = np.floor(np.log(np.where(inside, size, smallest) / smallest) / np.log(_SHELL) + 1e-9)
    return np.where(inside, np.clip(number, 0, _MOST_SHELLS), _OUTSIDE).astype(np.uint8)
