"""Numbers, dates and verdicts as a Swedish reader expects them; every writer prints with these."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from lagesbild.document.tree import Cell, Column, Kind

SPACE: Final = "\u00a0"
"""No-break space: thousands and units must not be torn apart at a line end."""
MINUS: Final = "\u2212"
DASH: Final = "–"
"""Printed where there is no value."""
CANNOT: Final = "kan inte räknas"
"""Printed for an infinite change: something cannot be compared with nothing."""

_FINE: Final = 3
"""With so many decimals, a number is a chance (p or q): what is more than nothing is not printed as 0."""
RIGHT_ALIGNED: Final[frozenset[Kind]] = frozenset({"count", "number", "percent", "change"})


@dataclass(frozen=True, slots=True)
class VerdictText:
    """A verdict in words with its sign, so that it never depends on colour."""

    sign: str
    words: str

    def __str__(self) -> str:
        return f"{self.sign}{SPACE}{self.words}"


VERDICTS: Final[Mapping[str, VerdictText]] = {
    "increase": VerdictText("▲", "säker ökning"),
    "decrease": VerdictText("▼", "säker minskning"),
    "unclear": VerdictText("●", "oklart, kan vara slump"),
    "stable": VerdictText("=", "oförändrat"),
    "too_few": VerdictText("–", "för få för att bedöma"),
    "notice": VerdictText("◆", "att notera"),
}


def verdict(value: str) -> VerdictText:
    """Return a verdict's sign and words.

    Raises
    ------
    ValueError
        If it is not one of the verdicts of the document tree.
    """
    try:
        return VERDICTS[value]
    except KeyError as error:
        raise ValueError(f"'{value}' is not a verdict; use one of {', '.join(VERDICTS)}") from error


def number(value: float | None, decimals: int = 1) -> str:
    """Return a number with decimal comma and thousands apart: ``1 234,5``.

    Halves are rounded away from zero, as a spreadsheet does, so that the printed and the stored
    figure agree. None and NaN become a dash; infinity becomes "kan inte räknas".

    Examples
    --------
    >>> number(1234.55, 1).replace(SPACE, " "), number(-3), number(None)
    ('1 234,6', '−3,0', '–')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return DASH
    if isinstance(value, float) and math.isinf(value):
        return CANNOT
    return _decimal_text(Decimal(repr(float(value)) if isinstance(value, float) else value), decimals)


def count(value: float | None) -> str:
    """Return a whole number: ``1 234``."""
    return number(value, 0)


def plural(value: int, one: str, many: str) -> str:
    """Return a count with the form of the noun that goes with it: ``1 vecka``, ``2 veckor``."""
    return f"{count(value)} {one if value == 1 else many}"


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share 0-1 as per cent: ``57 %``. Something that is not nothing is never printed as 0 %.

    Examples
    --------
    >>> percent(0.574).replace(SPACE, " "), percent(0.001).replace(SPACE, " "), percent(0.0)
    ('57 %', '<1 %', '0\\xa0%')
    """
    if _is_missing(share) or math.isinf(share or 0.0):
        return number(share)
    value = Decimal(repr(float(share or 0.0))) * 100
    smallest = Decimal(1).scaleb(-decimals)
    if 0 < value < smallest / 2:
        return f"<{_decimal_text(smallest, decimals)}{SPACE}%"
    return f"{_decimal_text(value, decimals)}{SPACE}%"


def change(ratio: float | None, decimals: int = 0) -> str:
    """Return a ratio as the change it means: 1.575 is ``+58 %``, 0.88 is ``−12 %``, 1 is ``0 %``.

    Examples
    --------
    >>> change(1.575).replace(SPACE, " "), change(0.88).replace(SPACE, " "), change(float("inf"))
    ('+58 %', '−12 %', 'kan inte räknas')
    """
    if _is_missing(ratio) or math.isinf(ratio or 0.0):
        return number(ratio)
    text = _decimal_text((Decimal(repr(float(ratio or 0.0))) - 1) * 100, decimals)
    is_plus = not text.startswith(MINUS) and any(digit in "123456789" for digit in text)
    return f"{'+' if is_plus else ''}{text}{SPACE}%"


def change_interval(low: float | None, high: float | None) -> str:
    """Return the limits of a change: ``+28 % till +94 %``; an open upper end is said in words.

    Examples
    --------
    >>> change_interval(1.28, 1.94).replace(SPACE, " ")
    '+28 % till +94 %'
    >>> change_interval(1.28, float("inf")).replace(SPACE, " ")
    '+28 % eller mer'
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return DASH
    if math.isinf(high):
        return f"{change(low)} eller mer"
    return f"{change(low)} till {change(high)}"


def percent_interval(low: float | None, high: float | None, decimals: int = 0) -> str:
    """Return the limits of a share: ``12–18 %``."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return DASH
    return f"{percent(low, decimals).removesuffix(f'{SPACE}%')}–{percent(high, decimals)}"


def day(value: date | None) -> str:
    """Return a date as ``2025-03-09``."""
    return DASH if value is None else f"{value:%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """Return a date with clock time: ``2025-03-09 14:05``."""
    return DASH if value is None else f"{value:%Y-%m-%d %H:%M}"


def week(value: date, *, with_year: bool = False) -> str:
    """Return the ISO week that a day belongs to: ``v. 47``, or ``v. 47 2025`` with its year.

    Examples
    --------
    >>> week(date(2024, 12, 30), with_year=True).replace(SPACE, " ")
    'v. 1 2025'
    """
    iso = value.isocalendar()
    return f"v.{SPACE}{iso.week}" + (f" {iso.year}" if with_year else "")


def value_text(value: Cell, kind: Kind, *, decimals: int = 1) -> str:
    """Return a value as it is printed in every format.

    Parameters
    ----------
    value
        The value as the tree holds it: a share 0-1 for ``percent``, a ratio for ``change``.
    kind
        What the value is (see :data:`lagesbild.document.tree.Kind`).
    decimals
        Decimals for the kind ``number``.

    Raises
    ------
    TypeError
        If the value is not of its kind, such as a word in a column of counts.
    """
    if value is None:
        return DASH
    if isinstance(value, str):
        if kind == "verdict":
            return str(verdict(value))
        if kind == "text":
            return value or DASH
        raise TypeError(f"{value!r} is text but stands where a {kind} is expected")
    if isinstance(value, datetime):
        return moment(value) if kind == "datetime" else day(value)
    if isinstance(value, date):
        return day(value)
    return _number_text(value, kind, decimals)


def cell_text(value: Cell, column: Column, *, is_total: bool = False) -> str:
    """Return a table cell as it is printed in every format; an empty text beside a sum is nothing."""
    if is_total and value == "":
        return ""
    return value_text(value, column.kind, decimals=column.decimals)


def _number_text(value: float, kind: Kind, decimals: int) -> str:
    if kind == "percent":
        return percent(value)
    if kind == "change":
        return change(value)
    if kind == "number":
        smallest = 10.0**-decimals
        # A chance of 0,0000 would say that something cannot happen.
        is_tiny = decimals >= _FINE and 0 < value < smallest / 2
        return f"<{number(smallest, decimals)}" if is_tiny else number(value, decimals)
    if kind == "count":
        return count(value)
    if kind == "text":
        return number(value, 0 if float(value).is_integer() else decimals)
    raise TypeError(f"{value!r} is a number but stands where a {kind} is expected")


def _decimal_text(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return sign + f"{abs(rounded):,.{decimals}f}".replace(",", SPACE).replace(".", ",")


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)
