"""Find the cylinders with a high ratio among all places, radii and windows; look closely at few of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson
from lagesbild.spatial.scan_space_time_found import OUTSIDE, Found, Marks, most_expected, shells_of
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_zones import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Units = npt.NDArray[np.uint16]
Windows = tuple[IntArray, IntArray]

_BITS = 14  # of the units of the longest window, so that it is a small part of 65,536
_SHELL = 1.4  # finer ones are more work, coarser ones let more windows through
_ENTRIES = 500_000  # cases of windows looked at together
_BATCH = 400_000  # cases searched together: enough to make calls cheap, few enough for the cache


@dataclass(frozen=True, slots=True)
class _Batch:
    """Cases within reach of some centres: centre by centre, map by map and in order of time within each."""

    centres: IntArray
    """The centres' positions among all."""
    sizes: FloatArray
    """Size of the smallest circle around each centre that holds each place, shape (centres, places)."""
    at: IntArray
    """Position of each case among the cases of all maps."""
    centre: IntArray
    """Number of its centre in the batch."""


@dataclass(frozen=True, slots=True)
class _Shell:
    """The cases of a batch that lie in the largest circle of a shell, each packed into one whole number.

    From the top: shell of the smallest circle that holds the case (8 bits), position in the batch (24), units
    to the end of its interval (16) and units before it (16). One copy of whole numbers then takes the cases
    of the next smaller shell.
    """

    packed: npt.NDArray[np.uint64]

    @property
    def begin(self) -> Units:
        """Units before the interval of each case, modulo 65,536."""
        return np.ascontiguousarray(self.packed.view("<u2")[0::4])

    @property
    def end(self) -> Units:
        """Units to the end of the interval, modulo 65,536."""
        return np.ascontiguousarray(self.packed.view("<u2")[1::4])

    def position(self, of: IntArray) -> IntArray:
        """Position in the batch of some of the cases."""
        return ((self.packed[of] >> np.uint64(32)) & np.uint64(0xFFFFFF)).astype(np.int64)

    def inside(self, shell: int) -> "_Shell":
        """Return the cases that lie in smaller circles."""
        return _Shell(self.packed.take(np.flatnonzero(self.packed < np.uint64(shell << 56))))


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

        usable = np.flatnonzero(self.axis.last >= self.axis.first)
        spans = self.units[self.axis.last[usable] + 1] - self.units[usable]
        self.longest = int(spans.max()) if len(usable) else 0
        # Units are counted modulo 65,536, coarser when windows are too long for that. What seems short only
        # because it has gone round is found out when it is looked at.
        self.shift = max(self.longest.bit_length() - _BITS, 0)
        offset = np.arange(self.maps)[:, None] * (self.whole + self.longest + 1)
        begin = (self.units[events.interval] + offset) >> self.shift
        end = -(-(self.units[events.interval + 1] + offset) >> self.shift)
        self.span = (((end & 0xFFFF) << 16) | (begin & 0xFFFF)).ravel().astype("<u8")
        lengths = np.diff(self.units)
        self.shortest = int(lengths[lengths > 0].min())

    def found(self, level: float, maps: npt.NDArray[np.bool_] | None = None) -> Iterator[Found]:
        """Yield the cylinders of all centres that reach a level; one may come more than once."""
        reach = most_expected(self.likelihood, level) * self.whole
        wanted = None if maps is None else np.flatnonzero(np.repeat(maps, self.length))
        place = self.place if wanted is None else self.place[wanted]
        waiting: list[int] = []
        expected = 0.0
        for centre, zone in enumerate(self.zones):
            waiting.append(centre)
            # The share of all cases that a centre reaches is about the share of its largest circle.
            expected += len(place) * (zone.sizes[-1] / self.likelihood.cases if len(zone.sizes) else 0)
            if expected > _BATCH or centre == len(self.zones) - 1:
                yield from self._among(waiting, reach, place, wanted)
                waiting, expected = [], 0.0

    def _among(
        self, centres: list[int], reach: FloatArray, place: IntArray, wanted: IntArray | None
    ) -> Iterator[Found]:
        sizes = np.stack([self.zones[centre].size_of_places(self.places) for centre in centres])
        shells, least = shells_of(sizes, self.smallest, _SHELL)
        at, number = _within_reach(shells, place)
        batch = _Batch(
            np.asarray(centres),
            sizes,
            np.concatenate(at) if wanted is None else wanted[np.concatenate(at)],
            np.repeat(np.arange(len(centres)), [len(part) for part in at]),
        )
        packed = self.span.take(batch.at) | (np.concatenate(number).astype("<u8") << np.uint64(56))
        shell = _Shell(packed | (np.arange(len(packed), dtype="<u8") << np.uint64(32)))
        for one in np.unique(shells[shells != OUTSIDE])[::-1].tolist():
            limit = np.minimum(reach / least[one], self.longest)
            for first, counts in _together(self._windows(shell, limit)):
                yield self._looked_at(batch, shell, first, counts, reach)
            shell = shell.inside(one)

    def _windows(self, shell: _Shell, limit: FloatArray) -> Iterator[Windows]:
        """Yield where windows begin and how many cases they have, shorter than the limit for so many."""
        begin, end = shell.begin, shell.end
        coarse = 2 if self.shift else 0  # both ends of a window may have been rounded outwards
        for count in range(self.least_cases, min(len(limit), self.length, len(begin)) + 1):
            longest = int(limit[count - 1])
            if longest < (max(count, self.shortest) if self.units_are_cases else self.shortest):
                continue
            span = end[count - 1 :] - begin[: len(begin) - count + 1]
            first = np.flatnonzero(span <= np.uint16((longest >> self.shift) + coarse))
            if len(first):
                yield first, np.full(len(first), count)
            elif longest >= self.longest:
                return

    def _looked_at(
        self, batch: _Batch, shell: _Shell, first: IntArray, counts: IntArray, reach: FloatArray
    ) -> Found:
        """Return the cylinders over some windows, whichever circle they have, that reach the level."""
        one, other = shell.position(first), shell.position(first + counts - 1)
        start = self.interval[batch.at[one]]
        end = self.interval[batch.at[other]]
        same = batch.at[one] // self.length == batch.at[other] // self.length
        same &= (batch.centre[one] == batch.centre[other]) & (end <= self.axis.last[start])
        first, counts, start, end = first[same], counts[same], start[same], end[same]
        rank = np.arange(int(counts.max(initial=0)))
        inside = shell.position(np.minimum(first[:, None] + rank, len(shell.packed) - 1))
        size = batch.sizes[batch.centre[inside], self.place[batch.at[inside]]]
        size = np.sort(np.where(rank < counts[:, None], size, np.inf), axis=1)
        units = self.units[end + 1] - self.units[start]
        high = size * units[:, None] <= reach[: len(rank)]
        high[:, : self.least_cases - 1] = False
        window, cases = np.nonzero(high)
        expected = size[window, cases] * units[window] / self.whole
        one = shell.position(first[window])
        return Found(
            batch.at[one] // self.length,
            batch.centres[batch.centre[one]],
            self.likelihood.ratio(cases + 1, expected),
            expected,
            size[window, cases],
            start[window],
            end[window],
            cases + 1,
        )


def _within_reach(shells: Marks, place: IntArray) -> tuple[list[IntArray], list[Marks]]:
    """Positions of the cases around each centre, and the shell of each."""
    positions, numbers = [], []
    for shell in shells:
        number = np.take(shell, place, mode="clip")
        positions.append(np.flatnonzero(number != OUTSIDE))
        numbers.append(number.take(positions[-1]))
    return positions, numbers


def _together(windows: Iterator[Windows]) -> Iterator[Windows]:
    """Gather windows, so that they are looked at in few calls that each fit into memory."""
    firsts, counts, entries = [], [], 0
    for first, count in windows:
        step = max(_ENTRIES // int(count.max()), 1)
        for at in range(0, len(first), step):
            firsts.append(first[at : at + step])
            counts.append(count[at : at + step])
            entries += len(firsts[-1]) * int(count.max())
            if entries > _ENTRIES:
                yield np.concatenate(firsts), np.concatenate(counts)
                firsts, counts, entries = [], [], 0
    if firsts:
        yield np.concatenate(firsts), np.concatenate(counts)
