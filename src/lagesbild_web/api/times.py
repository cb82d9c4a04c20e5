"""Moments and days as they are written in JSON."""

from datetime import UTC, date, datetime
from typing import Final

from django.utils.translation import gettext as _

_YEARS: Final = range(1900, 2201)
"""Years that a calendar can be moved between time zones in; the use case says what is too long ago."""


def moment_in(written: str) -> datetime:
    """Return a moment that is written with its time zone.

    Raises
    ------
    ValueError
        With the Swedish sentence that says how to write it.

    Examples
    --------
    >>> moment_in("2025-03-09T21:30:00+01:00").isoformat()
    '2025-03-09T20:30:00+00:00'
    """
    sentence = _("Skriv tiden med tidszon, till exempel 2025-03-09T21:30:00+01:00.")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(sentence) from None
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError(sentence)
    return moment.astimezone(UTC)


def day_in(written: str) -> date:
    """Return a day.

    Raises
    ------
    ValueError
        With the Swedish sentence that says how to write it.
    """
    sentence = _("Skriv dagen som år-månad-dag, till exempel 2025-03-09.")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ValueError(sentence) from None
    if day.year not in _YEARS or day.isoformat() != written:
        raise ValueError(sentence)
    return day
