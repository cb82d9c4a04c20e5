"""The figures of Compstat tables, with the printed sums and changes held against the counts."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lagesbild.readers.heading import is_missing
from lagesbild.readers.numbers import parse_numbers
from lagesbild.sources.compstat_grid import Head, Line, head_of
from lagesbild.sources.figures import Findings
from lagesbild.tables.periods import MONTHS, Period

_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_NUMERIC_SPAN = re.compile(r"(\d\d)-(\d\d)\s*(?:/|–|—|\.\.|till)\s*(\d\d)-(\d\d)")
_WORDED_SPAN = re.compile(
    r"(?:(\d{1,2})\s+)?([a-zåäö]{3,9})\.?\s*(?:[-–—]|till|t\.?o\.?m\.?)\s*(?:(\d{1,2})\s+)?([a-zåäö]{3,9})",
    re.IGNORECASE,
)
_WHOLE_YEAR = re.compile(r"helår|hela året|1 jan\w* ?[-–—] ?31 dec", re.IGNORECASE)
_COMPARED = re.compile(r"(\d{2,4})\s*[-–/]\s*(\d{2,4})")
_TOTAL = re.compile(r"^(summa|totalt?|samtliga)\b", re.IGNORECASE)
_NAME = re.compile(r"^[^\d.:;]{1,40}$")  # "Hushåll", but not a sentence or a numbered heading


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The part of a year that a table covers; the day is 0 when the month is meant to its end."""

    first_month: int
    first_day: int
    last_month: int
    last_day: int

    def in_year(self, year: int) -> Period:
        """Return the same part of one year."""
        month_ends = calendar.monthrange(year, self.last_month)[1]
        last = date(year, self.last_month, min(self.last_day or month_ends, month_ends))
        return Period.of_days(date(year, self.first_month, self.first_day or 1), last + timedelta(days=1))


def span_of(text: str) -> YearSpan | None:
    """Return the part of the year that ``text`` names, or None.

    Examples
    --------
    >>> str(span_of("Period: 1 jan – 30 sep").in_year(2021))
    '2021-01-01..2021-09-30'
    >>> str(span_of("01-01/09-30").in_year(2021))
    '2021-01-01..2021-09-30'
    """
    if _WHOLE_YEAR.search(text):
        return YearSpan(1, 1, 12, 31)
    if match := _NUMERIC_SPAN.search(text):
        numbers = [int(part) for part in match.groups()]
        return _checked(YearSpan(*numbers))
    for match in _WORDED_SPAN.finditer(text):
        first, last = (_MONTH_NUMBERS.get(match[i][:3].lower()) for i in (2, 4))
        if first and last:
            return _checked(YearSpan(first, int(match[1] or 0), last, int(match[3] or 0)))
    return None


def _checked(span: YearSpan) -> YearSpan | None:
    try:
        span.in_year(2024)
    except ValueError:
        return None
    return span


_ANY_SPAN = YearSpan(1, 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: how many of what, in which table and year."""

    section: str
    label: str
    year: int
    value: float | None
    row: int
    span: YearSpan

    @property
    def is_total(self) -> bool:
        """Whether the row is a sum of the others."""
        return bool(_TOTAL.match(self.label))


@dataclass(frozen=True, slots=True)
class Change:
    """A printed change: in number or per cent, between two years, in one row."""

    section: str
    label: str
    row: int
    heading: str
    text: str
    before: int
    after: int
    is_percent: bool


@dataclass(frozen=True, slots=True)
class CompstatTables:
    """What stands in the tables of one file."""

    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]


def read_tables(
    lines: Sequence[Line], found: Findings, *, given_span: YearSpan | None = None
) -> CompstatTables:
    """Return the counts and the printed changes of every table among the lines, faults collected.

    A table begins with a heading of years; the line with words alone that comes before it names it.
    """
    figures: list[Figure] = []
    changes: list[Change] = []
    head: Head | None = None
    span = _ANY_SPAN
    name, before = "", Line(0, ())
    for line in lines:
        if (new := head_of(line)) is not None:
            head = new
            span = _span_for(new, name, given_span, found)
        elif head is not None and (len(line.filled) > 1 or _lacks_counts(line, before)):
            row = _Row(line, head, name, span)
            figures.extend(row.figures(found))
            changes.extend(row.changes())
        elif len(line.filled) == 1:
            is_name = bool(_NAME.match(line.filled[0]))
            name = line.filled[0] if is_name else name
            head = head if is_name else None  # prose, or the caption below the table
        before = line if line.filled else before
    return CompstatTables(tuple(figures), tuple(changes))


def _span_for(head: Head, name: str, given: YearSpan | None, found: Findings) -> YearSpan:
    span = span_of(head.line.cells[head.label]) or span_of(name) or given
    if span is None and head.period is None:
        _no_period(head.line, head, found)
    return span or _ANY_SPAN  # so that the faults of the rows are found as well


def _lacks_counts(line: Line, before: Line) -> bool:
    """Tell a phenomenon whose counts are empty, right below another, from the name of a new table."""
    follows = line.row == before.row + 1 and len(before.filled) > 1
    return len(line.filled) == 1 and follows and not _TOTAL.match(before.cells[0]) and len(line.cells) > 1


def _no_period(line: Line, head: Head, found: Findings) -> None:
    found.fault(
        line.row,
        line.cells[head.label],
        line.cells[head.label],
        "säger inte vilken del av året tabellen gäller",
        "Skriv till exempel Period: 1 jan – 30 sep i rubriken",
    )


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    head: Head
    name: str
    span: YearSpan

    def _cell(self, index: int | None) -> str:
        return self.line.cells[index] if index is not None and index < len(self.line.cells) else ""

    @property
    def _section(self) -> str:
        return self._cell(self.head.section) if self.head.section is not None else self.name

    @property
    def _label(self) -> str:
        return self._cell(self.head.label)

    def figures(self, found: Findings) -> Iterator[Figure]:
        """Yield a count for each year of the row."""
        span = self.span
        if self.head.period is not None:
            own = span_of(self._cell(self.head.period))
            if own is None:
                text = self._cell(self.head.period)
                found.fault(
                    self.line.row, "period", text, "är ingen period", "Skriv till exempel 1 jan – 30 sep"
                )
                return
            span = own
        if not self._label:
            found.fault(self.line.row, "", "", "saknar brottsfenomen", "Skriv vad raden räknar")
            return
        for index, year in self.head.years.items():
            yield Figure(
                self._section,
                self._label,
                year,
                _count(self._cell(index), self.line.row, str(year), found),
                self.line.row,
                span,
            )

    def changes(self) -> Iterator[Change]:
        """Yield the printed changes of the row; the first column is in number and the second in per cent."""
        years = sorted(self.head.years.values())
        for place, index in enumerate(self.head.changes):
            heading = self.head.line.cells[index]
            before, after = _compared(heading, years)
            is_percent = "%" in self._cell(index) or "%" in heading or place % 2 == 1
            yield Change(
                self._section,
                self._label,
                self.line.row,
                heading,
                self._cell(index),
                before,
                after,
                is_percent,
            )


def _compared(heading: str, years: Sequence[int]) -> tuple[int, int]:
    if match := _COMPARED.search(heading):
        before, after = (
            int(text) if len(text) == 4 else years[-1] // 100 * 100 + int(text) for text in match.groups()
        )
        if before in years and after in years:
            return before, after
    return (years[-2], years[-1]) if len(years) > 1 else (years[0], years[0])


def _count(text: str, row: int, column: str, found: Findings) -> float | None:
    if is_missing(text):
        return None
    numbers = parse_numbers(pl.Series([text]), kind="whole")
    value: float | None = numbers.values[0]
    if value is None or value < 0 or value != int(value):
        found.fault(row, column, text, "är inget antal", "Skriv ett helt tal, till exempel 43")
        return None
    return value
