"""The table that a method reads: CSV, XLSX or Parquet into typed columns, with every fault listed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import polars as pl
import python_calamine

from lagesbild.methods.cells import convert
from lagesbild.methods.description import ROW, Column
from lagesbild.readers.faults import Fault, FaultyFileError

_HEADING_ROW = 1
_NONE = "\x1f"


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as read: the typed frame and what the user should know about the reading."""

    frame: pl.DataFrame
    """The column ``_row`` (spreadsheet row) and then the method's columns that the file has, in its order."""
    warnings: tuple[str, ...]


def read_table(
    path: Path,
    columns: Sequence[Column],
    *,
    keeps_other_columns: bool = False,
    tz: str = "Europe/Stockholm",
) -> TableRead:
    """Read a table for a method; columns are found by name in any order, in upper or lower case.

    Parameters
    ----------
    path
        ``.csv`` or ``.txt`` (UTF-8, with or without byte-order mark; separated by comma, semicolon or tab;
        decimal point or comma), ``.xlsx`` (first sheet) or ``.parquet``. The first row is the heading.
    columns
        What the method reads. Other columns are left out with a warning.
    keeps_other_columns
        Keep every further column as text instead.
    tz
        Time zone of ``datetime`` cells written without one.

    Raises
    ------
    FaultyFileError
        With every missing column and every cell that cannot be read, by row and column.
    """
    raw, warnings = _raw(path)
    headings = {name.strip().lower(): name for name in reversed(raw.columns) if name != ROW}
    if missing := [column for column in columns if column.required and column.name not in headings]:
        raise FaultyFileError(_missing(path, column, headings) for column in missing)

    read: list[pl.Series] = [raw[ROW]]
    faults: list[Fault] = []
    for column in columns:
        if (heading := headings.get(column.name)) is None:
            continue
        converted = convert(raw[heading], column, tz=tz)
        read.append(converted.values.alias(column.name))
        warnings.extend(f"{path.name}: {warning}" for warning in converted.warnings)
        faults.extend(
            Fault(path.name, int(raw[ROW][bad.index]), heading, bad.what, bad.advice, bad.value)
            for bad in converted.faults
        )
    if faults:
        raise FaultyFileError(faults)

    used = {headings[column.name] for column in columns if column.name in headings}
    others = [name for name in raw.columns if name not in used and name != ROW]
    if keeps_other_columns:
        read += [raw[name].cast(pl.String) for name in others]
    elif others:
        warnings.append(f"{path.name}: kolumner som metoden inte använder: {', '.join(others)}.")
    return TableRead(pl.DataFrame(read), tuple(warnings))


def _missing(path: Path, column: Column, headings: dict[str, str]) -> Fault:
    has = ", ".join(reversed(headings.values())) or "inga kolumner"
    return Fault(
        path.name,
        _HEADING_ROW,
        column.name,
        f"kolumnen {column.name} saknas ({column.meaning}); filen har {has}",
        f"Lägg till kolumnen eller byt namn på den som motsvarar {column.name}",
    )


def _raw(path: Path) -> tuple[pl.DataFrame, list[str]]:
    """Return the file's cells with ROW first: strings from CSV and XLSX, stored types from Parquet."""
    if not path.is_file():
        raise FaultyFileError([_whole(path, "filen finns inte", "Kontrollera namnet och mappen")])
    match path.suffix.lower():
        case ".parquet":
            return _parquet(path), []
        case ".xlsx" | ".xlsm" | ".xls" | ".ods":
            return _framed(path, _sheet(path)), []
        case _:
            text, warnings = _decoded(path)
            return _delimited(path, text), warnings


def _whole(path: Path, what: str, advice: str) -> Fault:
    return Fault(path.name, 0, "", what, advice)


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        what = "filen går inte att läsa som Parquet"
        raise FaultyFileError(
            [_whole(path, what, "Spara om tabellen som Parquet, CSV eller XLSX")]
        ) from error
    return (
        frame.drop(ROW, strict=False).with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    )


def _sheet(path: Path) -> list[list[str]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, BadZipFile, OSError) as error:
        what = "filen går inte att läsa som kalkylblad"
        raise FaultyFileError([_whole(path, what, "Spara om den som XLSX eller CSV")]) from error
    return [[_written(cell) for cell in row] for row in rows]


def _written(cell: object) -> str:
    """Return a spreadsheet cell as it would be written in a CSV: whole numbers without a decimal part."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _decoded(path: Path) -> tuple[str, list[str]]:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        # Older Swedish systems and Excel's plain "CSV" still write Windows-1252.
        warning = f"{path.name}: filen är inte UTF-8; den lästes som Windows-1252. Kontrollera å, ä och ö."
        return data.decode("cp1252", errors="replace"), [warning]


def _delimited(path: Path, text: str) -> pl.DataFrame:
    heading = text.split("\n", 1)[0]
    separator = max(";\t,", key=heading.count)
    if separator not in heading:
        separator = _NONE  # one column: what stands in its text separates nothing
    try:
        frame = pl.read_csv(
            io.StringIO(text),
            separator=separator,
            infer_schema=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        frame = None
    # A blank line, a quoted line break or a row of the wrong width moves the row numbers: then read by hand.
    if frame is not None and frame.height == text.rstrip("\n").count("\n") and not _has_blank_row(text):
        return _numbered(path, frame)
    return _framed(path, _rows_by_hand(text, separator))


def _has_blank_row(text: str) -> bool:
    return "\n\n" in text or "\r\n\r\n" in text


def _rows_by_hand(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    for row in reader:
        # The line number where the row ends; a quoted line break leaves empty rows in between.
        while len(rows) < reader.line_num - 1:
            rows.append([])
        rows.append(row)
    return rows


def _numbered(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    _check_headings(path, frame.columns)
    return frame.with_row_index(ROW, offset=_HEADING_ROW + 1).with_columns(pl.col(ROW).cast(pl.Int64))


def _framed(path: Path, rows: list[list[str]]) -> pl.DataFrame:
    """Turn rows of strings into a frame; empty rows are left out, rows that are too wide are faults."""
    if not rows:
        raise FaultyFileError([_whole(path, "filen är tom", "Skriv kolumnernas namn på första raden")])
    headings = _trimmed(rows[0])
    _check_headings(path, headings)
    width = len(headings)
    faults = [
        Fault(
            path.name,
            number,
            "",
            f"raden har {len(_trimmed(row))} celler men rubriken har {width}",
            "Ta bort överflödiga celler, eller sätt citattecken runt text som innehåller skiljetecknet",
        )
        for number, row in enumerate(rows[1:], start=_HEADING_ROW + 1)
        if len(_trimmed(row)) > width
    ]
    if faults:
        raise FaultyFileError(faults)
    kept = [
        (number, row)
        for number, row in enumerate(rows[1:], start=_HEADING_ROW + 1)
        if any(c.strip() for c in row)
    ]
    data = {ROW: pl.Series(ROW, [number for number, _ in kept], dtype=pl.Int64)}
    for position, name in enumerate(headings):
        cells = [row[position] if position < len(row) else "" for _, row in kept]
        data[name] = pl.Series(name, cells, dtype=pl.String)
    return pl.DataFrame(data)


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _check_headings(path: Path, headings: Sequence[str]) -> None:
    if not any(h.strip() for h in headings):
        raise FaultyFileError(
            [_whole(path, "filen har ingen rubrikrad", "Skriv kolumnernas namn på första raden")]
        )
    seen: set[str] = set()
    faults = []
    for heading in headings:
        name = heading.strip().lower()
        if name in seen:
            what = f"kolumnen '{heading}' finns två gånger"
            faults.append(
                Fault(path.name, _HEADING_ROW, heading, what, "Byt namn på den ena eller ta bort den")
            )
        seen.add(name)
    if faults:
        raise FaultyFileError(faults)
