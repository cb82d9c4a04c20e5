"""Quarters of the year, and which of them those who answer for measures are asked about."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

OPENS: Final = timedelta(days=14)
"""How long before a quarter's end its status can be told."""
GRACE: Final = timedelta(days=14)
"""How long after a quarter's end its status shall be told."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year.

    Examples
    --------
    >>> str(Quarter(2026, 3)), Quarter(2026, 3).last_day.isoformat()
    ('2026 kv. 3', '2026-09-30')
    """

    year: int
    number: int
    """1-4."""

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.next.first_day - timedelta(days=1)

    @property
    def due_on(self) -> date:
        """The day when its status shall have been told."""
        return self.last_day + GRACE

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        """Return it as it is written: 2026 kv. 3."""
        return f"{self.year} kv. {self.number}"


def quarter_of(day: date) -> Quarter:
    """Return the quarter that a day lies in."""
    return Quarter(day.year, (day.month - 1) // 3 + 1)


def asked_quarter(today: date) -> Quarter:
    """Return the quarter whose status is asked for: the latest that has ended, or is about to.

    Examples
    --------
    >>> str(asked_quarter(date(2026, 12, 17))), str(asked_quarter(date(2026, 12, 18)))
    ('2026 kv. 3', '2026 kv. 4')
    """
    return quarter_of(today + OPENS).previous
