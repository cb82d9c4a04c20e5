"""Workbooks: every sheet as a raw table, with real dates and numbers, merged cells and hidden rows."""

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.heading import Heading, find_heading
from lagesbild.readers.hidden import MAX_UNPACKED_BYTES, SheetMarks, sheet_marks, unpacked_bytes
from lagesbild.readers.sheet import BrokenCell, Hidden, Sheet

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_HEADING_ROWS = 200


def read_workbook(path: Path, *, sheet: str = "", header_row: int = 0) -> list[Sheet]:
    """Return the sheets of an XLSX, XLS or ODS workbook that hold anything.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Name of the only sheet wanted; empty for all.
    header_row
        Row of the heading (1-based) when it is known; 0 when it is to be found.

    Raises
    ------
    FaultyFileError
        If the workbook cannot be opened, is locked with a password or has no sheet of that name.
    OSError
        If the file cannot be read.

    Notes
    -----
    Rows that are hidden, by hand or by a filter, are data all the same and are read like the rest;
    ``Sheet.hidden`` says which they are, so that the user can be told. A value in a cell merged over
    several rows belongs to each of them.
    """
    return _read(path, sheet=sheet, header_row=header_row, limit=None)


def preview_workbook(path: Path, *, rows: int = 200, sheet: str = "", header_row: int = 0) -> list[Sheet]:
    """Return the first rows of each sheet; raises as :func:`read_workbook` does."""
    return _read(path, sheet=sheet, header_row=header_row, limit=rows + _HEADING_ROWS)


def _read(path: Path, *, sheet: str, header_row: int, limit: int | None) -> list[Sheet]:
    marks: Mapping[str, SheetMarks] = {}
    try:
        if zipfile.is_zipfile(path):
            if unpacked_bytes(path) > MAX_UNPACKED_BYTES:
                raise _refused(path, "Arbetsboken är för stor", "Dela upp den eller spara bladet som CSV")
            marks = sheet_marks(path)
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return _sheets(workbook, path, marks, sheet=sheet, header_row=header_row, limit=limit)
    except PasswordError as error:
        advice = "Öppna den, ta bort lösenordet och spara den igen"
        raise _refused(path, "Arbetsboken är skyddad med lösenord", advice) from error
    except (CalamineError, zipfile.BadZipFile) as error:
        advice = "Öppna den i Excel och spara den på nytt som .xlsx eller CSV"
        raise _refused(path, "Arbetsboken går inte att öppna", advice) from error


def _refused(path: Path, what: str, advice: str) -> FaultyFileError:
    return FaultyFileError([Fault(path.name, 0, "", what, advice)])


def _sheets(
    workbook: CalamineWorkbook,
    path: Path,
    marks: Mapping[str, SheetMarks],
    *,
    sheet: str,
    header_row: int,
    limit: int | None,
) -> list[Sheet]:
    tables = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if sheet and sheet not in [meta.name for meta in tables]:
        names = ", ".join(f"'{meta.name}'" for meta in tables)
        raise _refused(path, f"Bladet '{sheet}' finns inte i arbetsboken", f"Välj bland {names}")
    found = []
    for meta in tables:
        if sheet and meta.name != sheet:
            continue
        mark = marks.get(meta.name) or SheetMarks(Hidden(sheet=meta.visible != SheetVisibleEnum.Visible))
        made = _sheet(workbook.get_sheet_by_name(meta.name), path.name, mark, header_row, limit)
        if made is not None:
            found.append(made)
    return found


def _sheet(
    source: CalamineSheet, file: str, mark: SheetMarks, header_row: int, limit: int | None
) -> Sheet | None:
    rows: list[list[Cell]] = [list(row) for row in islice(source.iter_rows(), limit)]
    if not any(cell != "" for row in rows for cell in row):
        return None
    at = header_row - 1 if 0 < header_row <= len(rows) else None
    heading = find_heading([[as_text(cell) for cell in row] for row in rows[:_HEADING_ROWS]], at=at)
    _fill_merged(rows, source.merged_cell_ranges or [], heading.data_from)
    numbers = [i + 1 for i in range(heading.data_from, len(rows)) if any(cell != "" for cell in rows[i])]
    body = [rows[number - 1] for number in numbers]
    columns = {name: _column(body, index) for index, name in enumerate(heading.headings)}
    return Sheet(
        file=file,
        name=source.name,
        frame=_text_frame(columns),
        rows=pl.Series("row", numbers, dtype=pl.Int64),
        header_rows=tuple(row + 1 for row in heading.rows),
        numbers=_typed(columns, _as_number, pl.Float64()),
        moments=_typed(columns, _as_moment, pl.Datetime("us")),
        title=heading.title,
        hidden=mark.hidden,
        broken=_broken(mark.broken, heading),
        ragged=_ragged(body, numbers, len(heading.headings)),
    )


def as_text(cell: Cell) -> str:
    """Return a cell as text: dates as ISO 8601, whole numbers without decimals.

    >>> as_text(801.0), as_text(dt.datetime(2025, 3, 9, 14, 5)), as_text(dt.time(14, 5))
    ('801', '2025-03-09 14:05:00', '14:05:00')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "Ja" if cell else "Nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _text_frame(columns: Mapping[str, Sequence[Cell]]) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [as_text(cell) or None for cell in cells] for name, cells in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )


def _column(body: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    return [row[index] if index < len(row) else "" for row in body]


def _as_number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _as_moment(cell: Cell) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    return dt.datetime.combine(cell, dt.time()) if isinstance(cell, dt.date) else None


def _typed(
    columns: Mapping[str, Sequence[Cell]], convert: Callable[[Cell], object], dtype: pl.DataType
) -> pl.DataFrame:
    """Return the columns that have any cell of the type, null where the cell is something else."""
    found = {}
    for name, cells in columns.items():
        values = [convert(cell) for cell in cells]
        if any(value is not None for value in values):
            found[name] = pl.Series(name, values, dtype=dtype)
    return pl.DataFrame(found)


def _fill_merged(
    rows: list[list[Cell]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], data_from: int
) -> None:
    """Repeat a value down the rows that its cell is merged over; headings are merged elsewhere."""
    for (top, left), (bottom, _) in ranges:
        if top < data_from or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "":
                row[left] = rows[top][left]


def _broken(references: Sequence[str], heading: Heading) -> tuple[BrokenCell, ...]:
    found = []
    for reference in references:
        letters = reference.rstrip("0123456789")
        row = int(reference[len(letters) :])
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - ord("A") + 1
        if row > heading.data_from and index <= len(heading.headings):
            found.append(BrokenCell(row, heading.headings[index - 1]))
    return tuple(found)


def _ragged(body: Sequence[Sequence[Cell]], numbers: Sequence[int], width: int) -> tuple[int, ...]:
    """Rows with something written to the right of the last heading."""
    return tuple(
        number for number, row in zip(numbers, body, strict=True) if any(cell != "" for cell in row[width:])
    )
