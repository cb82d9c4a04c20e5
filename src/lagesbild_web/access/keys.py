"""Keys to the API: how they are made, recognised and kept. The key itself is never kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PREFIX: Final = "lb_"
"""What every key begins with, so that it is known for what it is when it has ended up in the wrong place."""
LONGEST_MONTHS: Final = 13
"""A year, and a month to renew it in."""
OLD_LASTS: Final = timedelta(days=7)
"""How long the old key works beside the new one when a key is renewed."""
SOON: Final = timedelta(days=30)
"""From so long before the end the administrator is told."""

LETTERS_BEFORE: Final = (SOON, timedelta(days=7))
"""How long before the end letters are sent, the longest first."""


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A key that was just made: the whole of it, shown once, and what is kept."""

    secret: str
    digest: str
    hint: str
    """The beginning, to tell keys apart by; it opens nothing."""


def new_secret() -> NewSecret:
    """Return a new key with 256 random bits."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return NewSecret(secret, digest_of(secret), secret[: len(PREFIX) + 5])


def digest_of(secret: str) -> str:
    """Return what is kept of a key. A plain hash is enough: nobody can guess 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def farthest_end(today: date) -> date:
    """Return the last possible first day when a key that is made today no longer works.

    Examples
    --------
    >>> farthest_end(date(2026, 1, 31))
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(today.year * 12 + today.month - 1 + LONGEST_MONTHS, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(today.day, last))


def letter_before(left: timedelta) -> timedelta | None:
    """Return which of the letters it is time for when so much is left; None while there is no hurry.

    Examples
    --------
    >>> [str(letter_before(timedelta(days=n))) for n in (31, 30, 8, 7, 0)]
    ['None', '30 days, 0:00:00', '30 days, 0:00:00', '7 days, 0:00:00', '7 days, 0:00:00']
    """
    return next((before for before in reversed(LETTERS_BEFORE) if left <= before), None)
