"""Periods: week, month, tertial, half-year, year and free spans, written and compared in one way."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Kind = Literal["year", "half", "tertial", "quarter", "month", "week", "day", "span"]

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

_MONTHS_IN: dict[str, int] = {"half": 6, "tertial": 4, "quarter": 3, "month": 1}
_LETTER: dict[str, str] = {"half": "H", "tertial": "T", "quarter": "Q"}
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(\d{4})$")),
    ("half", re.compile(r"(\d{4})-H([12])$")),
    ("tertial", re.compile(r"(\d{4})-T([123])$")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])$")),
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])$")),
    ("week", re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$")),
    ("day", re.compile(r"(\d{4}-\d{2}-\d{2})$")),
)


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
            raise PeriodError(f"A period must end after it starts: {self.start} to {self.end}.")

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
            first, _, last = text.partition("..")
            a, b = cls.parse(first), cls.parse(last)
            if b.end <= a.start:
                raise PeriodError(f"'{text}' ends before it starts.")
            return cls.of_days(a.start, b.end)
        for kind, pattern in _PATTERNS:
            if match := pattern.match(text):
                return _named(kind, match, text)
        raise PeriodError(
            f"'{text}' is not a period. "
            "Write 2025, 2025-09, 2025-W36, 2025-T1, 2025-H1 or 2025-01-01..2025-09-30."
        )

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
            return f"{self.start:%Y}"
        if self.kind in _LETTER:
            return (
                f"{self.start:%Y}-{_LETTER[self.kind]}{(self.start.month - 1) // _MONTHS_IN[self.kind] + 1}"
            )
        if self.kind == "month":
            return f"{self.start:%Y-%m}"
        if self.kind == "week":
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        return f"{self.start}" if self.kind == "day" else f"{self.start}..{self.last_day}"

    @property
    def label(self) -> str:
        """The period in Swedish: ``2025``, ``september 2025``, ``v. 36 2025``, ``1 jan–30 sep 2025``."""
        if self.kind == "year":
            return f"{self.start:%Y}"
        if self.kind == "month":
            return f"{MONTHS[self.start.month - 1]} {self.start:%Y}"
        if self.kind == "week":
            iso = self.start.isocalendar()
            return f"v. {iso.week} {iso.year}"
        if self.kind in _LETTER:
            word = {"half": "halvår", "tertial": "tertial", "quarter": "kvartal"}[self.kind]
            return f"{word} {(self.start.month - 1) // _MONTHS_IN[self.kind] + 1} {self.start:%Y}"
        return str(self.start) if self.kind == "day" else _span_label(self.start, self.last_day)

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` belongs to the period."""
        return self.start <= day < self.end

    def shifted_years(self, years: int) -> "Period":
        """Return the same part of another year: same week number, same month, same cut-off date.

        29 February becomes 28 February; week 53 becomes week 52 in a year that has no week 53.
        """
        if self.kind == "week":
            iso = self.start.isocalendar()
            week = min(iso.week, _last_week(iso.year + years))
            start = date.fromisocalendar(iso.year + years, week, 1)
            return Period(start, start + timedelta(days=7), "week")
        if self.kind in ("span", "day"):
            # The last day is moved, not the exclusive end, so that a cut-off at 28 February stays there.
            last = _move_year(self.last_day, years)
            return Period(_move_year(self.start, years), last + timedelta(days=1), self.kind)
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
    """Return the period of ``kind`` that ``day`` belongs to."""
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
    its periods.

    Raises
    ------
    PeriodError
        If the text is not a period or a range, or holds nothing that can be compared with ``like``.

    Examples
    --------
    >>> [str(p) for p in comparison_periods("2023..2024", Period.parse("2025-01-01..2025-09-30"))]
    ['2023-01-01..2023-09-30', '2024-01-01..2024-09-30']
    """
    first, _, last = text.partition("..")
    a, b = Period.parse(first), Period.parse(last or first)
    if a.kind == b.kind == "year":
        base = like.start.isocalendar().year if like.kind == "week" else like.start.year
        years = range(a.start.year, b.start.year + 1)
        return tuple(like.shifted_years(year - base) for year in years if year != base)
    if like.kind in ("span", "day") and a.kind == b.kind == "day":
        return (Period.of_days(a.start, b.end),)
    if a.kind != b.kind or a.kind != like.kind:
        raise PeriodError(
            f"'{text}' cannot be compared with {like}: write years (2022..2024) or periods of the same kind."
        )
    found: list[Period] = []
    at = a
    while at.start <= b.start:
        found.append(at)
        at = containing(at.end, like.kind)
    return tuple(found)


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
        raise PeriodError(f"'{text}' does not exist in the calendar.") from error


def _months(year: int, month: int, count: int, kind: Kind) -> Period:
    end_year, end_month = divmod(year * 12 + month - 1 + count, 12)
    return Period(date(year, month, 1), date(end_year, end_month + 1, 1), kind)


def _move_year(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _last_week(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _span_label(first: date, last: date) -> str:
    def short(day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1][:3]}"

    if first.year == last.year:
        return f"{short(first)}–{short(last)} {last.year}"
    return f"{short(first)} {first.year}–{short(last)} {last.year}"
