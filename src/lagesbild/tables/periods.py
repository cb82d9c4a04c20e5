"""Periods: week, month, tertial, half-year, year and free spans, written and compared in one way."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Kind = Literal["year", "half", "tertial", "quarter", "month", "week", "day", "span"]

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = (
    "jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip

_MONTHS_IN: dict[str, int] = {"half": 6, "tertial": 4, "quarter": 3, "month": 1}
_LETTER: dict[str, str] = {"half": "H", "tertial": "T", "quarter": "Q"}
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(\d{4})")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("tertial", re.compile(r"(\d{4})-T([123])")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("week", re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])")),
    ("day", re.compile(r"(\d{4}-\d{2}-\d{2})")),
)
_HOW_TO_WRITE = "Skriv 2025, 2025-09, 2025-W36, 2025-T1, 2025-H1 eller 2025-01-01..2025-09-30"


class PeriodError(ValueError):
    """What was written is not a period; the message says how to write one."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open span of days [start, end) with a name people use for it.

    Examples
    --------
    >>> p = Period.parse("2025-T1")
    >>> p.start, p.end, p.label
    (datetime.date(2025, 1, 1), datetime.date(2025, 5, 1), 'tertial 1 2025')
    >>> str(p.year_before())
    '2024-T1'
    """

    start: date
    end: date
    kind: Kind

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise PeriodError(
                f"En period måste sluta efter att den börjar, inte {self.start} till {self.end}."
            )

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2025``, ``2025-H1``, ``2025-T1``, ``2025-Q1``, ``2025-09``, ``2025-W36``, ``2025-09-30``
        or ``2025-01-01..2025-09-30`` (both days included).

        Raises
        ------
        PeriodError
            With how to write a period.
        """
        text = text.strip()
        if ".." in text:
            first, last = _two_parts(text)
            a, b = cls.parse(first), cls.parse(last)
            if b.end <= a.start:
                raise PeriodError(f"'{text}' slutar innan den börjar. Skriv den tidigaste dagen först.")
            return cls.of_days(a.start, b.end)
        for kind, pattern in _PATTERNS:
            if match := pattern.fullmatch(text.upper()):
                return _named(kind, match, text)
        raise PeriodError(f"'{text}' är ingen period. {_HOW_TO_WRITE}.")

    @classmethod
    def of_days(cls, start: date, end: date) -> "Period":
        """Return the period [start, end), as a named kind when it is exactly one."""
        months = (end.year - start.year) * 12 + end.month - start.month
        if start.day == 1 and end.day == 1:
            if months == 12 and start.month == 1:
                return cls(start, end, "year")
            for kind, size in (("half", 6), ("tertial", 4), ("quarter", 3), ("month", 1)):
                if months == size and (start.month - 1) % size == 0:
                    return cls(start, end, kind)  # type: ignore[arg-type]  # the four names are kinds
        if (end - start).days == 7 and start.weekday() == 0:
            return cls(start, end, "week")
        return cls(start, end, "day" if (end - start).days == 1 else "span")

    @classmethod
    def year(cls, year: int) -> "Period":
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1), "year")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def __str__(self) -> str:
        if self.kind == "year":
            return f"{self.start.year:04d}"
        if self.kind in _LETTER:
            return f"{self.start.year:04d}-{_LETTER[self.kind]}{self._number}"
        if self.kind == "month":
            return f"{self.start.year:04d}-{self.start.month:02d}"
        if self.kind == "week":
            iso = self.start.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}"
        return f"{self.start}" if self.kind == "day" else f"{self.start}..{self.last_day}"

    @property
    def label(self) -> str:
        """The period in Swedish: ``2025``, ``september 2025``, ``v. 36 2025``, ``1 jan–30 sep 2025``."""
        if self.kind == "year":
            return str(self.start.year)
        if self.kind == "month":
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        if self.kind == "week":
            iso = self.start.isocalendar()
            return f"v. {iso.week} {iso.year}"
        if self.kind in _LETTER:
            word = {"half": "halvår", "tertial": "tertial", "quarter": "kvartal"}[self.kind]
            return f"{word} {self._number} {self.start.year}"
        return str(self.start) if self.kind == "day" else _span_label(self.start, self.last_day)

    @property
    def _number(self) -> int:
        return (self.start.month - 1) // _MONTHS_IN[self.kind] + 1

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` belongs to the period."""
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods have a day in common."""
        return self.start < other.end and other.start < self.end

    def cut_at(self, last_day: date) -> "Period":
        """Return the part of the period up to and including ``last_day``; the whole when it ends before.

        This is how a year that is not over becomes year-to-date: ``2025`` cut at 30 September is
        ``2025-01-01..2025-09-30``, and its comparisons then get the same cut-off.

        Raises
        ------
        PeriodError
            If nothing of the period is left.
        """
        if last_day < self.start:
            raise PeriodError(f"Perioden {self} har inte börjat den {last_day}. Välj en tidigare period.")
        return self if last_day >= self.last_day else Period.of_days(self.start, last_day + timedelta(days=1))

    def shifted_years(self, years: int) -> "Period":
        """Return the same part of another year: same week number, same month, same cut-off date.

        29 February becomes 28 February; week 53 becomes week 52 in a year that has no week 53. A free
        span that ends on the last day of February ends on the last day of February in every year.

        Raises
        ------
        PeriodError
            If the calendar does not reach that far.
        """
        try:
            return self._shifted(years)
        except (ValueError, OverflowError) as error:
            raise PeriodError(f"{self} går inte att flytta {years} år.") from error

    def _shifted(self, years: int) -> "Period":
        if self.kind == "week":
            iso = self.start.isocalendar()
            week = min(iso.week, _last_week(iso.year + years))
            start = date.fromisocalendar(iso.year + years, week, 1)
            return Period(start, start + timedelta(days=7), "week")
        if self.kind == "day":
            day = _move_year(self.start, years)
            return Period(day, day + timedelta(days=1), "day")
        if self.kind == "span":
            start = _move_year(self.start, years)
            if self.end.day == 1:  # the span ends with its month, and so it does in the other year
                return Period(start, _move_year(self.end, years), "span")
            return Period(start, _move_year(self.last_day, years) + timedelta(days=1), "span")
        return replace(self, start=_move_year(self.start, years), end=_move_year(self.end, years))

    def year_before(self) -> "Period":
        """Return the same period one year earlier."""
        return self.shifted_years(-1)

    def split(self, kind: Literal["year", "month", "week"]) -> tuple["Period", ...]:
        """Return the whole years, months or ISO weeks that overlap the period, in order."""
        found: list[Period] = []
        at = self.start
        while at < self.end:
            part = containing(at, kind)
            found.append(part)
            at = part.end
        return tuple(found)


def containing(day: date, kind: Kind) -> Period:
    """Return the period of ``kind`` that ``day`` belongs to; for ``span`` and ``day``, the day itself."""
    if kind == "year":
        return Period.year(day.year)
    if kind == "week":
        start = day - timedelta(days=day.weekday())
        return Period(start, start + timedelta(days=7), "week")
    if kind in _MONTHS_IN:
        size = _MONTHS_IN[kind]
        return _months(day.year, (day.month - 1) // size * size + 1, size, kind)
    return Period(day, day + timedelta(days=1), "day")


def comparison_periods(text: str, like: Period) -> tuple[Period, ...]:
    """Read ``--compare``: the periods like ``like`` in each year of ``2022..2024`` (or one year).

    The cut-off is the same in every year: comparing ``2025-01-01..2025-09-30`` with ``2022..2024``
    gives January to September of each. A range of the same kind, ``2024-W36..2024-W38``, gives each of
    its periods. Two days around a free span, ``2024-06-01..2024-08-31``, are one period. ``like`` itself
    is left out when the range holds it.

    Raises
    ------
    PeriodError
        If the text is not a period or a range, holds nothing that can be compared with ``like``, or
        would compare ``like`` with days that it holds itself.

    Examples
    --------
    >>> [str(p) for p in comparison_periods("2023..2024", Period.parse("2025-01-01..2025-09-30"))]
    ['2023-01-01..2023-09-30', '2024-01-01..2024-09-30']
    """
    first, last = _two_parts(text) if ".." in text else (text, text)
    a, b = Period.parse(first), Period.parse(last)
    if b.start < a.start:
        raise PeriodError(f"'{text}' slutar innan det börjar. Skriv det tidigaste först.")
    found = tuple(period for period in _between(a, b, like, text) if period != like)
    if not found:
        raise PeriodError(f"'{text}' innehåller inget annat än {like} att jämföra med. Välj tidigare år.")
    if common := next((period for period in found if period.overlaps(like)), None):
        raise PeriodError(f"{like} kan inte jämföras med {common}: de har dagar gemensamt. Välj tidigare år.")
    return found


def _between(a: Period, b: Period, like: Period, text: str) -> list[Period]:
    if a.kind == b.kind == "year":
        base = like.start.isocalendar().year if like.kind == "week" else like.start.year
        years = range(a.start.year, b.start.year + 1)
        return [like.shifted_years(year - base) for year in years]
    if a.kind == b.kind == "day" and like.kind != "day":
        whole = Period.of_days(a.start, b.end)
        if like.kind == "span" or whole.kind == like.kind:
            return [whole]
    if a.kind == b.kind == like.kind:
        return list(_each(a, b))
    raise PeriodError(
        f"'{text}' kan inte jämföras med {like}. "
        "Skriv år, som 2022..2024, eller perioder av samma slag som den du jämför."
    )


def _each(first: Period, last: Period) -> Iterator[Period]:
    at = first
    while at.start <= last.start:
        yield at
        at = containing(at.end, first.kind)


def _two_parts(text: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.split("..")]
    if len(parts) != 2 or not all(parts):
        raise PeriodError(f"'{text.strip()}' är ingen period. {_HOW_TO_WRITE}.")
    return parts[0], parts[1]


def _named(kind: Kind, match: re.Match[str], text: str) -> Period:
    try:
        if kind == "day":
            day = date.fromisoformat(match[1])
            return Period(day, day + timedelta(days=1), "day")
        year = int(match[1])
        if kind == "year":
            return Period.year(year)
        number = int(match[2])
        if kind == "week":
            start = date.fromisocalendar(year, number, 1)
            return Period(start, start + timedelta(days=7), "week")
        return _months(year, (number - 1) * _MONTHS_IN[kind] + 1, _MONTHS_IN[kind], kind)
    except ValueError as error:
        raise PeriodError(f"'{text}' finns inte i kalendern. {_HOW_TO_WRITE}.") from error


def _months(year: int, month: int, count: int, kind: Kind) -> Period:
    end_year, end_month = divmod(year * 12 + month - 1 + count, 12)
    return Period(date(year, month, 1), date(end_year, end_month + 1, 1), kind)


def _move_year(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _last_week(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _span_label(first: date, last: date) -> str:
    end = f"{last.day} {SHORT_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    start = f"{first.day} {SHORT_MONTHS[first.month - 1]}"
    return f"{start}–{end}" if first.year == last.year else f"{start} {first.year}–{end}"
