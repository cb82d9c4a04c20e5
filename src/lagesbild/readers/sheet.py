"""The raw table: what stands in a file, cell by cell, before anybody says what it means."""

from dataclasses import dataclass, field, replace

import polars as pl


@dataclass(frozen=True, slots=True)
class Hidden:
    """What somebody has hidden in a workbook: rows (as a spreadsheet counts them), or the whole sheet."""

    rows: tuple[int, ...] = ()
    is_filter: bool = False
    """True when the rows were hidden by a filter rather than by hand."""
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell whose formula gives an error (``#N/A``), so that it reads as empty."""

    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table in a file, with every cell as text and every row with its true number.

    ``frame`` has the columns ``columns`` (the headings as written, made unique), all text, null where
    the cell is empty. ``rows`` holds the number of each row as a spreadsheet shows it. Cells that a
    workbook stores as real numbers or dates stand in ``numbers`` (Float64) and ``moments``
    (Datetime without zone), in columns of the same name; a column is there only when it has such
    cells, and is null where the cell is text.
    """

    file: str
    name: str
    """Name of the sheet; empty for a delimited file."""
    frame: pl.DataFrame
    rows: pl.Series
    header_rows: tuple[int, ...] = (1,)
    numbers: pl.DataFrame = field(default_factory=pl.DataFrame)
    moments: pl.DataFrame = field(default_factory=pl.DataFrame)
    title: tuple[str, ...] = ()
    """Lines above the heading: name of the report, date of the extract."""
    hidden: Hidden = field(default_factory=Hidden)
    encoding: str = ""
    delimiter: str = ""
    ragged: tuple[int, ...] = ()
    """Rows that have more cells than the heading."""
    short: tuple[int, ...] = ()
    """Rows that have fewer cells than the heading, other than empty rows."""
    broken: tuple[BrokenCell, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings, as written in the file."""
        return tuple(self.frame.columns)

    def __len__(self) -> int:
        return self.frame.height

    def with_rows(
        self, frame: pl.DataFrame, rows: pl.Series, numbers: pl.DataFrame, moments: pl.DataFrame
    ) -> "Sheet":
        """Return the same sheet with only these rows."""
        return replace(self, frame=frame, rows=rows, numbers=numbers, moments=moments)

    def part(self, offset: int, length: int) -> "Sheet":
        """Return ``length`` rows from ``offset`` (0-based) as a sheet of its own."""
        rows = self.rows.slice(offset, length)
        inside = set(rows.to_list()) if self.ragged or self.short or self.broken else set()
        return replace(
            self,
            frame=self.frame.slice(offset, length),
            rows=rows,
            numbers=self.numbers.slice(offset, length),
            moments=self.moments.slice(offset, length),
            ragged=tuple(row for row in self.ragged if row in inside),
            short=tuple(row for row in self.short if row in inside),
            broken=tuple(cell for cell in self.broken if cell.row in inside),
        )


def column_letter(index: int) -> str:
    """Return the letters a spreadsheet gives the column at ``index`` (0-based).

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unique_headings(headings: list[str]) -> list[str]:
    """Return the headings with one space between words, named where empty and numbered where repeated.

    >>> unique_headings(["Datum", "", "Datum"])
    ['Datum', 'kolumn B', 'Datum (2)']
    """
    found: list[str] = []
    for index, heading in enumerate(headings):
        base = " ".join(heading.split()) or f"kolumn {column_letter(index)}"
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{base} ({number})"
        found.append(name)
    return found
