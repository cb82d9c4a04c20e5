"""What is removed when it is old: every feature declares its kinds of records here, nothing else goes.

Knows nothing of rights. ``gallra`` runs it every night; what remains is a count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Retainable:
    """A kind of record that has an end, as its feature declares it.

    The three functions take a municipality's id and a day; what is older than the day is due.
    """

    name: str
    """Stable: ``feature.things``."""
    label: Promise
    """What it is, in the plural."""
    counted_from: Promise
    """From which day its age is counted, in words."""
    remains: Promise
    """What is left when it has been removed."""
    basis: Promise
    """Why it may be kept so long, until the municipality writes its own decision."""
    keep_months: int
    """How long it is kept until the municipality decides something else."""
    due: Callable[[UUID, date], int]
    oldest: Callable[[UUID], date | None]
    remove: Callable[[UUID, date], int]
    """Remove what is due, and return how many; running it again removes nothing more."""
    goes_with: str = ""
    """The kind of record that it belongs to: it is never kept longer than that, whatever is decided."""


RETAINABLE: Final[dict[str, Retainable]] = {}


def declare(retainable: Retainable) -> None:
    """Let a kind of record be removed when it is old; called when the feature is loaded."""
    RETAINABLE[retainable.name] = retainable


def kept_months(name: str, decided: Mapping[str, int]) -> int:
    """Return how many months a kind of record is kept, from what the municipality has ``decided``."""
    declared = RETAINABLE[name]
    own = decided.get(name, declared.keep_months)
    return min(own, kept_months(declared.goes_with, decided)) if declared.goes_with else own


def day_before_months(months: int, today: date | None = None) -> date:
    """Return the day so many months ago; what is older than it is due.

    Examples
    --------
    >>> day_before_months(1, date(2024, 3, 31))
    datetime.date(2024, 2, 29)
    >>> day_before_months(24, date(2024, 2, 29))
    datetime.date(2022, 2, 28)
    """
    today = today or timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - date(year, month + 1, 1)).days
    return date(year, month + 1, min(today.day, last))


def day_when_due(day: date, months: int) -> date:
    """Return the first day when something from a day is older than so many months.

    Examples
    --------
    >>> day_when_due(date(2024, 1, 31), 1)
    datetime.date(2024, 3, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    due = date(year, month + 1, min(day.day, 28))
    while not day < day_before_months(months, due):
        due += timedelta(days=1)
    return due
