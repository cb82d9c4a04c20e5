"""The cells of a Compstat table, from a workbook, a delimited file or text pasted out of a document."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.readers.roles import folded
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.figures import year_of

LABEL_WORDS = ("brottsfenomen", "fenomen", "brottstyp", "brott")
SECTION_WORDS = ("tabell", "avsnitt", "omrade", "grupp")

_COULD_BE_HEAD = re.compile(r"(period|fenomen|brott).*\b(19|20)\d\d\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z]+>|\*\*", re.IGNORECASE)
_CHANGE = re.compile(r"(utv|utveckling|förändring|diff)\b", re.IGNORECASE)
_PERIOD = re.compile(r"^\s*period\b", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:=-]+$")  # the line under the heading in a table of Markdown
_REPEATED = re.compile(r" \(\d+\)$")  # a raw table numbers headings that come twice
_LONGEST_ROW = 2000  # signs; a longer line is some other kind of file
_TRAILING_NUMBERS = re.compile(r"^(?P<label>.*?\D)(?P<numbers>(?:\s+[-−–+]?\d+(?:[.,]\d+)?\s?%?)+)\s*$")
_NUMBER = re.compile(r"[-−–+]?\d+(?:[.,]\d+)?(?:\s?%)?")
_HEADING_CELLS = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:Utv|Utveckling|Förändring)\.?\s+\d\d(?:\d\d)?\s*[-–/]\s*\d\d(?:\d\d)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells with its number as a spreadsheet or an editor shows it."""

    row: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: in which column the words, the years and the printed changes stand."""

    line: Line
    label: int
    years: dict[int, int]
    """Column to year."""
    changes: tuple[int, ...]
    section: int | None = None
    period: int | None = None


def head_of(line: Line) -> Head | None:
    """Return the line as a heading, or None when it is none: two years, or one beside ``Period:``."""
    years = {i: year for i, cell in enumerate(line.cells) if (year := year_of(cell)) is not None}
    if not years or any(
        cell and i not in years and _NUMBER.fullmatch(cell) for i, cell in enumerate(line.cells)
    ):
        return None
    words = [i for i, cell in enumerate(line.cells) if i < min(years) and not _CHANGE.match(cell)]
    period_cells = [i for i in words if _PERIOD.match(line.cells[i])]
    labels = [i for i in words if folded(line.cells[i]) in LABEL_WORDS]
    if not words or not (period_cells or labels):
        return None
    section = next((i for i in words if folded(line.cells[i]) in SECTION_WORDS and i not in labels), None)
    is_period_column = bool(labels and period_cells and folded(line.cells[period_cells[0]]) == "period")
    return Head(
        line,
        label=labels[0] if labels else period_cells[0],
        years=years,
        changes=tuple(i for i, cell in enumerate(line.cells) if _CHANGE.match(cell)),
        section=section,
        period=period_cells[0] if is_period_column else None,
    )


def lines_of_sheet(sheet: Sheet) -> list[Line]:
    """Return a sheet as lines, with its titles and heading first."""
    head_row = sheet.header_rows[0] if sheet.header_rows else 0
    titles = [
        Line(max(1, head_row - len(sheet.title) + i), (text.strip(),)) for i, text in enumerate(sheet.title)
    ]
    names = tuple(_REPEATED.sub("", name) for name in sheet.columns)
    heading = [Line(sheet.header_rows[-1], names)] if sheet.header_rows else []
    rows = [
        Line(row, tuple((cell or "").strip() for cell in cells))
        for row, cells in zip(sheet.rows, sheet.frame.iter_rows(), strict=True)
    ]
    return [*titles, *heading, *rows]


def lines_of_text(text: str) -> list[Line]:
    """Return text as lines of cells, whatever divides them: tabs, semicolons, bars, commas or spaces."""
    rows = [row if len(row) <= _LONGEST_ROW else "" for row in _TAG.sub("", text).splitlines()]
    delimiter = _delimiter(rows)
    if delimiter == " ":
        return [Line(number, _spaced(row)) for number, row in enumerate(rows, start=1)]
    return [
        Line(number, _divided(row, delimiter))
        for number, row in enumerate(rows, start=1)
        if not _RULE.match(row)
    ]


def _delimiter(rows: Sequence[str]) -> str:
    """Return what divides the first line that is a heading when it is divided so; a space when none is."""
    likely = [row for row in rows if _COULD_BE_HEAD.search(row)]
    for delimiter in ("\t", ";", "|", ","):
        if any(delimiter in row and head_of(Line(0, _divided(row, delimiter))) for row in likely):
            return delimiter
    return " "


def _divided(row: str, delimiter: str) -> tuple[str, ...]:
    if delimiter not in row:
        return (row.strip().strip('"'),)
    cells = (
        row.strip().strip("|").split("|")
        if delimiter == "|"
        else next(csv.reader([row], delimiter=delimiter))
    )
    return tuple(" ".join(cell.split()) for cell in cells)


def _spaced(row: str) -> tuple[str, ...]:
    """Divide a line whose tabs were lost when it was copied: words first, then numbers or years."""
    first_year = re.search(r"\s(?:19|20)\d\d\b", row)
    if _PERIOD.match(row) and first_year:
        return (row[: first_year.start()].strip(), *_HEADING_CELLS.findall(row[first_year.start() :]))
    if match := _TRAILING_NUMBERS.match(row):
        return (match["label"].strip(), *(cell.strip() for cell in _NUMBER.findall(match["numbers"])))
    return (row.strip(),)
