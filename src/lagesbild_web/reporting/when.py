"""What people mean by "i natt" and "i helgen", as moments in time.

The phone says the same without asking us (``static/reporting/when.js``); a test holds the two together,
around midnight and when the clocks are changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")

_EVENING: Final = time(17)
_NIGHT: Final = time(22)
_MORNING: Final = time(6)
_WEEKEND: Final = time(18)
_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """From the first possible moment to the last, exclusive, in UTC; the same twice when it is known."""

    start: datetime
    end: datetime


def moment(day: date, clock: time) -> datetime:
    """Return what a Swedish clock means, in UTC.

    An hour that comes twice is the first; one that the clocks skip is read as before the change.
    """
    return datetime.combine(day, clock, STOCKHOLM).astimezone(UTC)


def now(at: datetime) -> Span:
    """Right now, to the minute."""
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    return Span(minute, minute)


def today(at: datetime) -> Span:
    """From midnight until now."""
    return _until(moment(_local(at).date(), time(0)), at)


def evening(at: datetime) -> Span:
    """The latest evening: from 17 to midnight, or until now while it lasts."""
    local = _local(at)
    day = local.date() if local.time() >= _EVENING else local.date() - timedelta(days=1)
    return _until(moment(day, _EVENING), at, moment(day + timedelta(days=1), time(0)))


def night(at: datetime) -> Span:
    """The latest night: from 22 to 6, or until now while it lasts."""
    local = _local(at)
    day = local.date() if local.time() >= _NIGHT else local.date() - timedelta(days=1)
    return _until(moment(day, _NIGHT), at, moment(day + timedelta(days=1), _MORNING))


def yesterday(at: datetime) -> Span:
    """The whole day before, from midnight to midnight."""
    day = _local(at).date()
    return Span(moment(day - timedelta(days=1), time(0)), moment(day, time(0)))


def weekend(at: datetime) -> Span:
    """The latest weekend: from Friday at 18 to Monday at 6, or until now while it lasts."""
    local = _local(at)
    friday = local.date() - timedelta(days=(local.weekday() - _FRIDAY) % 7)
    if local.weekday() == _FRIDAY and local.time() < _WEEKEND:
        friday -= timedelta(days=7)
    return _until(moment(friday, _WEEKEND), at, moment(friday + timedelta(days=3), _MORNING))


SHORTCUTS: Final[Mapping[str, Callable[[datetime], Span]]] = {
    "now": now,
    "today": today,
    "evening": evening,
    "night": night,
    "yesterday": yesterday,
    "weekend": weekend,
}

LABELS: Final[Mapping[str, Promise]] = {
    "now": _("Nu"),
    "today": _("Tidigare i dag"),
    "evening": _("Senaste kvällen"),
    "night": _("I natt"),
    "yesterday": _("I går"),
    "weekend": _("I helgen"),
}


def _local(at: datetime) -> datetime:
    return at.astimezone(STOCKHOLM)


def _until(start: datetime, at: datetime, end: datetime | None = None) -> Span:
    """Nothing that is reported has happened later than now."""
    last = now(at).end
    return Span(start, last if end is None else max(start, min(end, last)))
