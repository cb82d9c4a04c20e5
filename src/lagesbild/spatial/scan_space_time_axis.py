"""The time of a space-time scan: a study period cut into intervals, and the windows that may be looked at."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Aggregate = int | Literal["month", "year"]
"""Length of an interval: a number of days, or calendar months or years."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Intervals of a study period, half open in days: interval t is [edges[t], edges[t + 1])."""

    edges: IntArray
    """Day numbers since 1970-01-01, one more than there are intervals."""
    last: IntArray
    """Last interval of the longest window that starts in each interval; before the start: none may."""
    first: IntArray
    """First interval in which a window may end, for each interval in which it starts."""

    @property
    def intervals(self) -> int:
        """Number of intervals."""
        return len(self.edges) - 1

    @property
    def days(self) -> IntArray:
        """Days in each interval."""
        return np.diff(self.edges)

    @property
    def is_prospective(self) -> bool:
        """Whether every window ends at the last date."""
        return bool((self.first == self.intervals - 1).all())

    def interval_of(self, days: IntArray) -> IntArray:
        """Return the interval of each day; -1 outside the study period."""
        found = np.searchsorted(self.edges, days, side="right") - 1
        return np.where((days >= self.edges[0]) & (days < self.edges[-1]), found, -1)


def time_axis(
    first_day: int, last_day: int, *, aggregate: Aggregate, max_days: int, prospective: bool
) -> TimeAxis:
    """Cut a study period into intervals, backwards from its end, and find the windows that may be looked at.

    Parameters
    ----------
    first_day, last_day
        Day numbers since 1970-01-01, both inside the period.
    aggregate
        Length of an interval; the first one may be shorter.
    max_days
        Longest window, in days. The whole period is never a window: then time says nothing.
    prospective
        Only windows that end at the last date.
    """
    edges = _edges(first_day, last_day + 1, aggregate)
    count = len(edges) - 1
    start = np.arange(count)
    last = np.searchsorted(edges, edges[:-1] + max_days, side="right") - 2
    last[0] = min(last[0], count - 2)
    first = np.full(count, count - 1) if prospective else start
    last = np.where(last >= first, last, start - 1)
    return TimeAxis(edges, last.astype(np.int64), first.astype(np.int64))


def _edges(begin: int, end: int, aggregate: Aggregate) -> IntArray:
    if isinstance(aggregate, int):
        inside = np.arange(end, begin, -aggregate, dtype=np.int64)
    else:
        inside = _calendar(begin, end, 12 if aggregate == "year" else 1)
    return np.append(inside, begin)[::-1].copy()


def _calendar(begin: int, end: int, months: int) -> IntArray:
    """Days that lie whole months before ``end``, down to but not including ``begin``."""
    day = np.datetime64(end, "D")
    month = day.astype("datetime64[M]")
    steps = np.arange(0, (end - begin) // 28 + 2, months)
    # The 31st of a month that has none is its last day.
    starts = (month - steps).astype("datetime64[D]")
    lengths = ((month - steps + 1).astype("datetime64[D]") - starts).astype(np.int64)
    offset = int((day - month.astype("datetime64[D]")).astype(np.int64))
    found = starts.astype(np.int64) + np.minimum(offset, lengths - 1)
    return np.asarray(found[found > begin], dtype=np.int64)
