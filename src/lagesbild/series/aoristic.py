"""When in the week things may have happened, for events known only by a first and a last possible time."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]

HOURS = 168
"""Hours of a week: number 0 is Monday 00-01."""

_HOUR = 3_600_000_000  # microseconds
_WEEK = HOURS * _HOUR
_MONDAY = int(np.datetime64("1970-01-05T00:00:00", "us").astype(np.int64))
_BLOCK = 16_384  # spans at a time: what is worked on stays in the processor's cache
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HourWeights:
    """The hours that each event may have happened in; one entry per event and hour, shape (entries,).

    Entries come event by event, in the order of the hours from the event's start.
    """

    event: IntArray
    """Index of the event."""
    weekday: IntArray
    """1 Monday to 7 Sunday, on the local clock."""
    hour: IntArray
    """0 to 23, on the local clock."""
    weight: FloatArray
    """Share (0-1) of the event's span in this hour; the shares of an event add to 1."""


def hour_weights(starts: Times, ends: Times, *, tz: str = "Europe/Stockholm") -> HourWeights:
    """Share each event out over the hours of the week that it may have happened in.

    Parameters
    ----------
    starts, ends
        First and last possible moment in UTC, shape (events,), to the microsecond. An end that is
        missing (NaT), or not after the start, puts the whole event in the start's hour.
    tz
        The clock that people lived by.

    Returns
    -------
    HourWeights
        Exact shares: hours are those of the local clock. When the clock is turned back both hours between
        two and three count as hour 2; the hour that is skipped in spring gets nothing.

    Raises
    ------
    ValueError
        If a start is missing or the arrays differ in length.

    Notes
    -----
    Ratcliffe 2002, Journal of Quantitative Criminology 18, 23-43: every moment of the span is equally
    likely. Spans over a week are shared by how often each hour really occurs in them.

    Examples
    --------
    Between 23.40 and 00.20 on Monday 1 January 2024:

    >>> start, end = np.array(["2024-01-01T22:40"], "M8[us]"), np.array(["2024-01-01T23:20"], "M8[us]")
    >>> found = hour_weights(start, end)
    >>> list(zip(found.weekday.tolist(), found.hour.tolist(), found.weight.tolist()))
    [(1, 23, 0.5), (2, 0, 0.5)]
    """
    spans = _spans(starts, ends, tz)
    # Both sides of a change of the clock belong to the same event and stay in the same block.
    edges = np.unique(np.searchsorted(spans.event, spans.event[::_BLOCK])).tolist()
    blocks = itertools.pairwise([*edges, len(spans.event)]) if edges else [(0, 0)]
    parts = [_entries(spans, slice(low, high)) for low, high in blocks]
    return HourWeights(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _entries(spans: "_Spans", block: slice) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Return event, weekday, hour and weight of the spans of one block."""
    start, end, events = spans.start[block], spans.end[block], spans.event[block]
    weeks, rest = np.divmod(end - start, _WEEK)
    first = start // _HOUR
    # A span of a week or more touches every hour; its last, partial week is added on top.
    last = np.where(weeks > 0, first + HOURS - 1, (start + np.maximum(rest, 1) - 1) // _HOUR)
    sizes = last - first + 1
    begins = np.cumsum(sizes) - sizes
    piece = np.repeat(np.arange(len(first)), sizes)
    clock = np.arange(len(piece)) + (first - begins)[piece]
    low = np.maximum(clock * _HOUR, start[piece])
    high = np.minimum((clock + 1) * _HOUR, (start + rest)[piece])
    time = np.maximum(high - low, 0) + (weeks * _HOUR)[piece]
    if (wraps := weeks > 0).any():
        # The remainder may end inside the hour of the week in which the span started.
        back = (start + rest) - (first + HOURS) * _HOUR
        time[begins[wraps]] += np.maximum(back[wraps], 0)
    event = events[piece]
    length = spans.length[event]
    weight = np.where(length > 0, time / np.maximum(length, 1), 1.0)
    return _merged(event, clock, weight, spans.folded)


def weekday_hour_table(starts: Times, ends: Times, *, tz: str = "Europe/Stockholm") -> FloatArray:
    """Return how many events may have happened in each hour of the week, shape (7, 24), Monday first.

    The same shares as :func:`hour_weights`, added up without making one entry per event and hour.

    Raises
    ------
    ValueError
        If a start is missing or the arrays differ in length.

    Examples
    --------
    >>> start, end = np.array(["2024-01-01T22:40"], "M8[us]"), np.array(["NaT"], "M8[us]")
    >>> float(weekday_hour_table(start, end)[0, 23])
    1.0
    """
    spans = _spans(starts, ends, tz)
    length = spans.length[spans.event]
    # A moment without length is taken as one microsecond.
    weeks, rest = np.divmod(np.maximum(spans.end - spans.start, (length == 0).astype(np.int64)), _WEEK)
    density = 1.0 / np.maximum(length, 1)
    start = spans.start % _WEEK
    end = start + rest
    low, high = start // _HOUR, end // _HOUR
    edge = 2 * HOURS + 1  # the remainder may run past the end of the week

    def added(place: IntArray, values: FloatArray) -> FloatArray:
        return np.bincount(place, weights=values, minlength=edge).astype(np.float64)

    total = added(low, density * np.minimum((low + 1) * _HOUR - start, rest))
    total += added(high, np.where(high > low, density * (end - high * _HOUR), 0.0))
    long = high > low + 1  # the whole hours between the two ends, as a sum of steps up and down
    slope = added(low[long] + 1, density[long]) - added(high[long], density[long])
    total += np.cumsum(slope) * _HOUR
    table = total[:HOURS] + total[HOURS : 2 * HOURS] + float(np.sum(weeks * density)) * _HOUR
    # The sum of steps leaves traces of rounding in hours that nothing touches.
    return np.asarray(np.where(table > 1e-13 * len(length), table, 0.0).reshape(7, 24))


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans on the local clock, microseconds since a Monday midnight; split where the clock is changed."""

    event: IntArray
    start: IntArray
    end: IntArray
    length: IntArray
    """Length of each event's whole span in microseconds, shape (events,)."""
    folded: npt.NDArray[np.bool_]
    """True for events that may have two entries for the same hour, shape (events,)."""


def _spans(starts: Times, ends: Times, tz: str) -> _Spans:
    start = np.asarray(starts, dtype="datetime64[us]")
    end = np.asarray(ends, dtype="datetime64[us]")
    if start.shape != end.shape:
        raise ValueError(f"starts and ends must be equally many, got {len(start)} and {len(end)}")
    if np.isnat(start).any():
        raise ValueError("every event needs a start")
    end = np.where(np.isnat(end) | (end < start), start, end)
    begin, finish = start.astype(np.int64), end.astype(np.int64)
    length = finish - begin
    if not len(begin):
        return _Spans(begin, begin, begin, length, length > 0)
    changes, offsets = _clock_changes(int(begin.min()), int(finish.max()), tz)
    first = np.searchsorted(changes, begin, side="right")
    last = np.maximum(np.searchsorted(changes, finish, side="left"), first)
    event = np.arange(len(begin))
    folded = (last > first) | (length > _WEEK - _HOUR)
    if (last > first).any():
        sizes = last - first + 1
        event = np.repeat(event, sizes)
        part = np.arange(len(event)) - np.repeat(np.cumsum(sizes) - sizes - first, sizes)
        edges = np.concatenate([[np.iinfo(np.int64).min], changes, [np.iinfo(np.int64).max]])
        begin, finish = np.maximum(begin[event], edges[part]), np.minimum(finish[event], edges[part + 1])
        first = part
    shift = offsets[first] - _MONDAY
    return _Spans(event, begin + shift, finish + shift, length, folded)


def _clock_changes(first: int, last: int, tz: str) -> tuple[IntArray, IntArray]:
    """Return when the clock is changed (UTC) and the offset before, between and after, in microseconds."""
    zone = ZoneInfo(tz)
    step = 7 * 86_400

    def offset(second: int) -> int:
        moment = min(max(second, _FIRST_SECOND), _LAST_SECOND)
        shift = (_EPOCH + timedelta(seconds=moment)).astimezone(zone).utcoffset()
        return 0 if shift is None else round(shift.total_seconds())

    at, stop = first // 1_000_000, last // 1_000_000 + 1
    changes: list[int] = []
    offsets = [offset(at)]
    while at < stop:
        following = min(at + step, stop)
        if offset(following) != offsets[-1]:
            low, high = at, following
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
            changes.append(high)
            offsets.append(offset(high))
            following = high
        at = following
    scale = np.int64(1_000_000)
    return np.array(changes, dtype=np.int64) * scale, np.array(offsets, dtype=np.int64) * scale


# A day inside what datetime can hold, so that no time zone leads outside it.
_FIRST_SECOND = int((datetime(1, 1, 3, tzinfo=UTC) - _EPOCH).total_seconds())
_LAST_SECOND = int((datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH).total_seconds())


def _merged(
    event: IntArray, clock: IntArray, weight: FloatArray, folded: npt.NDArray[np.bool_]
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Add up an event's entries for the same hour in the first of them; drop hours with nothing."""
    place = np.flatnonzero(folded[event]) if folded.any() else event[:0]
    if len(place):
        key = event[place] * HOURS + clock[place] % HOURS
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        total = np.bincount(group, weights=weight[place])
        weight[place] = 0.0
        weight[place[first]] = total
    if (empty := weight <= 0).any():
        event, clock, weight = event[~empty], clock[~empty], weight[~empty]
    day, hour = np.divmod(clock % HOURS, 24)
    return event, day + 1, hour, weight
