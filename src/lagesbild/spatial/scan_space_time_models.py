"""What a space-time scan expects in a cylinder, and how it draws maps without clusters."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_space_time_axis import TimeAxis

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Events:
    """Cases one by one on each of many maps, in order of time; both shape (maps, cases)."""

    place: IntArray
    interval: IntArray


class SpaceTimeModel(Protocol):
    """Expected cases: in a circle and a window, size(circle) * units(window) / units(period), or a table."""

    @property
    def cases(self) -> int:
        """All cases in the period."""

    @property
    def axis(self) -> TimeAxis:
        """The study period."""

    @property
    def sizes(self) -> FloatArray:
        """Expected cases of each place over the whole period, shape (places,); they add up to all cases."""

    @property
    def units(self) -> IntArray:
        """How much of the period lies before each interval, shape (intervals + 1,), from 0 up.

        Cases for permutations, days for a constant population.
        """

    @property
    def table(self) -> FloatArray | None:
        """Expected cases before each interval, shape (places, intervals + 1), where they are no product."""

    @property
    def can_differ(self) -> bool:
        """False when every map has the same likelihood."""

    def draw(self, maps: int, rng: np.random.Generator) -> Events:
        """Cases on maps without clusters."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """Kulldorff 2005: given where and when cases are, which place goes with which time is chance."""

    axis: TimeAxis
    sizes: FloatArray
    """Cases at each place."""
    place: IntArray
    """Place of each case, in order of time, shape (cases,)."""
    interval: IntArray
    """Interval of each case, rising, shape (cases,)."""

    @property
    def cases(self) -> int:
        """All cases in the period."""
        return len(self.place)

    @property
    def units(self) -> IntArray:
        """Cases before each interval."""
        return np.asarray(np.searchsorted(self.interval, np.arange(self.axis.intervals + 1)), dtype=np.int64)

    @property
    def table(self) -> FloatArray | None:
        """None: the expected number is a product."""
        return None

    @property
    def can_differ(self) -> bool:
        """At least two places and two times."""
        return len(np.unique(self.place)) > 1 and len(np.unique(self.interval)) > 1

    def draw(self, maps: int, rng: np.random.Generator) -> Events:
        """Exchange the times between the cases."""
        place = np.broadcast_to(self.place, (maps, self.cases)).copy()
        return Events(rng.permuted(place, axis=1), np.broadcast_to(self.interval, place.shape))


@dataclass(frozen=True, slots=True)
class SpaceTimePoisson:
    """Kulldorff 1998: cases in proportion to the population at each place and time, given their total."""

    cases: int
    axis: TimeAxis
    sizes: FloatArray
    table: FloatArray | None = None

    @property
    def units(self) -> IntArray:
        """Days before each interval."""
        return np.asarray(self.axis.edges - self.axis.edges[0])

    @property
    def can_differ(self) -> bool:
        """At least one case and two places or times where cases may be."""
        return self.cases > 0 and int((self.sizes > 0).sum()) > 0

    def draw(self, maps: int, rng: np.random.Generator) -> Events:
        """Share the cases out over places and intervals in proportion to what is expected there."""
        if self.table is None:
            cells = np.outer(np.diff(self.units), self.sizes)
        else:
            cells = np.diff(self.table, axis=1).T
        below = np.cumsum(cells.ravel())
        drawn = np.searchsorted(below, rng.random((maps, self.cases)) * below[-1], side="right")
        # Rounding may draw beyond the last cell in which a case can be.
        drawn = np.sort(np.minimum(drawn, np.flatnonzero(cells.ravel())[-1]), axis=1)
        return Events(drawn % len(self.sizes), drawn // len(self.sizes))
