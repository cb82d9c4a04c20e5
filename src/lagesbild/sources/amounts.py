"""Amounts in Swedish sentences: ``1 händelse``, ``12 872 händelser``."""

from collections.abc import Iterable

_NO_BREAK_SPACE = "\u00a0"
_SHOWN = 8


def number(value: int) -> str:
    """Return a whole number as it is written in Swedish.

    >>> number(12872)
    '12\\xa0872'
    """
    return f"{value:,}".replace(",", _NO_BREAK_SPACE)


def amount(value: int, one: str, many: str) -> str:
    """Return the number with its noun, in the right form.

    >>> amount(1, "rad", "rader"), amount(2, "rad", "rader")
    ('1 rad', '2 rader')
    """
    return f"{number(value)} {one if value == 1 else many}"


def listing(words: Iterable[str], shown: int = _SHOWN) -> str:
    """Return the first ``shown`` words with commas, and how many there are besides.

    >>> listing(["a", "b", "c"], 2)
    'a, b och 1 till'
    """
    found = list(words)
    rest = len(found) - shown
    return ", ".join(found[:shown]) + (f" och {number(rest)} till" if rest > 0 else "")
