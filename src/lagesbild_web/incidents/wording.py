"""When something happened, as it is read."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

WEEKDAYS: Final = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


def when_in_words(start: datetime, end: datetime, precision: str) -> str:
    """Return a time or a span on the local clock: ``fre 2025-11-21 21:30``.

    A day without an hour is only its date; longer stretches are told by their first and last day.
    """
    first, last = timezone.localtime(start), timezone.localtime(end)
    if precision == "minute" or (precision == "span" and first == last):
        return f"{_day(first)} {first:%H:%M}"
    if precision == "span":
        until = f"{last:%H:%M}" if last.date() == first.date() else f"{_day(last)} {last:%H:%M}"
        return f"{_day(first)} {first:%H:%M}–{until}"
    final = last - timedelta(minutes=1) if last > first else last  # the end is exclusive
    return _day(first) if first.date() == final.date() else f"{_day(first)}–{_day(final)}"


def _day(moment: datetime) -> str:
    return f"{WEEKDAYS[moment.weekday()]} {moment:%Y-%m-%d}"
