"""Any file that holds a table: opened by what it is, whatever its name says."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from lagesbild.readers.delimited import preview_delimited, read_batches, read_columns
from lagesbild.readers.encoding import FileScan, scan_file
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.sheet import Sheet
from lagesbild.readers.workbook import preview_workbook, read_workbook

FileKind = Literal["text", "workbook", "parquet"]

BATCH_ROWS = 200_000
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that has been looked through once and can be read in batches."""

    path: Path
    kind: FileKind
    sha256: str
    total_rows: int | None
    """About how many rows there are, heading included; None when it is not known before reading."""
    scan: FileScan | None = None


def kind_of(path: Path) -> FileKind:
    """Tell what a file is by its first bytes.

    Raises
    ------
    FaultyFileError
        If it is empty, or a kind of file that holds no table.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(512)
    if not first.strip():
        raise _refused(path, "Filen är tom", "Kontrollera att uttaget blev klart och spara filen igen")
    if first.startswith((_ZIP, _OLE)):
        return "workbook"
    if first.startswith(_PARQUET):
        return "parquet"
    start = first.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        raise _refused(path, "Filen är en PDF", "Be om samma uppgifter som CSV eller Excel")
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise _refused(path, "Filen är en webbsida eller XML", "Öppna den i Excel och spara den som .xlsx")
    return "text"


def open_file(path: Path) -> OpenedFile:
    """Look through a whole file once: what it is, its check sum and about how many rows it has.

    Raises
    ------
    FaultyFileError
        If it is empty, or a kind of file that holds no table.
    OSError
        If it cannot be read.
    """
    kind = kind_of(path)
    if kind == "text":
        scan = scan_file(path)
        return OpenedFile(path, kind, scan.sha256, scan.lines, scan)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return OpenedFile(path, kind, sha256, _rows_in_parquet(path) if kind == "parquet" else None)


def _rows_in_parquet(path: Path) -> int:
    try:
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except pl.exceptions.PolarsError as error:
        what, advice = "Filen går inte att läsa som Parquet", "Spara om den som Parquet, CSV eller XLSX"
        raise FaultyFileError([Fault(path.name, 0, "", what, advice)]) from error


def read_sheets(path: Path, *, sheet: str = "", header_row: int = 0) -> list[Sheet]:
    """Return every table in a file, whole: one for a delimited file, one for each sheet of a workbook.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened, or has no sheet of that name.
    OSError
        If it cannot be read.
    """
    kind = kind_of(path)
    if kind == "workbook":
        return read_workbook(path, sheet=sheet, header_row=header_row)
    if kind == "parquet":
        return [_parquet(path, 0, None)]
    return [joined(list(read_batches(path, header_row=header_row)))]


def preview(path: Path, *, rows: int = 200, sheet: str = "", header_row: int = 0) -> list[Sheet]:
    """Return the first rows of every table in a file; of a delimited file only the beginning is read.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened, or has no sheet of that name.
    OSError
        If it cannot be read.
    """
    kind = kind_of(path)
    if kind == "workbook":
        return preview_workbook(path, rows=rows, sheet=sheet, header_row=header_row)
    if kind == "parquet":
        return [_parquet(path, 0, rows)]
    return [preview_delimited(path, rows=rows, header_row=header_row)]


def batches(opened: OpenedFile, *, sheet: str = "", header_row: int = 0) -> Iterator[Sheet]:
    """Yield one table of a file as sheets of consecutive rows; ``sheet`` names which of a workbook's.

    Raises
    ------
    FaultyFileError
        If the workbook cannot be opened, or has no sheet of that name.
    """
    if opened.kind == "text":
        yield from read_batches(opened.path, scan=opened.scan, header_row=header_row)
        return
    if opened.kind == "parquet":
        for offset in range(0, max(1, opened.total_rows or 0), BATCH_ROWS):
            yield _parquet(opened.path, offset, BATCH_ROWS)
        return
    for whole in read_workbook(opened.path, sheet=sheet, header_row=header_row)[:1]:
        yield from in_parts(whole)


def column_batches(opened: OpenedFile, columns: Collection[str], *, sheet: str = "") -> Iterator[Sheet]:
    """Yield some columns of a table in batches; the cells of a delimited file are as they stand.

    A workbook is unpacked whole whatever is asked of it, and yields all its columns.

    Raises
    ------
    FaultyFileError
        If the workbook cannot be opened, or has no sheet of that name.
    """
    if opened.kind == "text":
        return read_columns(opened.path, columns, scan=opened.scan)
    if opened.kind == "workbook":
        return batches(opened, sheet=sheet)
    offsets = range(0, max(1, opened.total_rows or 0), BATCH_ROWS)
    return (_parquet(opened.path, offset, BATCH_ROWS, list(columns)) for offset in offsets)


def in_parts(sheet: Sheet) -> Iterator[Sheet]:
    """Yield a sheet in parts of a size that is easy to work on; one without rows is one part."""
    for offset in range(0, max(1, len(sheet)), BATCH_ROWS):
        yield sheet.part(offset, BATCH_ROWS)


def joined(parts: list[Sheet]) -> Sheet:
    """Return consecutive parts of one table as one sheet."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Sheet(
        file=first.file,
        name=first.name,
        frame=pl.concat([part.frame for part in parts]),
        rows=pl.concat([part.rows for part in parts]),
        header_rows=first.header_rows,
        title=first.title,
        hidden=first.hidden,
        encoding=first.encoding,
        delimiter=first.delimiter,
        ragged=tuple(row for part in parts for row in part.ragged),
        short=tuple(row for part in parts for row in part.short),
    )


def _parquet(path: Path, offset: int, length: int | None, columns: Sequence[str] | None = None) -> Sheet:
    try:
        rows = pl.scan_parquet(path).slice(offset, length)
        frame = (rows if columns is None else rows.select(pl.col(columns))).collect()
    except pl.exceptions.PolarsError as error:
        raise _refused(path, "Parquetfilen går inte att läsa", "Skapa den på nytt") from error
    # A moment in a zone is told with its offset, so that it is not taken for the local clock.
    aware = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and kind.time_zone]
    frame = frame.with_columns(pl.col(aware).dt.strftime("%Y-%m-%d %H:%M:%S%z"))
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    moments = [name for name, kind in frame.schema.items() if kind in (pl.Date, pl.Datetime)]
    return Sheet(
        file=path.name,
        name="",
        frame=frame.select(pl.all().cast(pl.String)),
        rows=pl.int_range(offset + 2, offset + 2 + frame.height, eager=True).alias("row"),
        numbers=frame.select(pl.col(numbers).cast(pl.Float64)),
        moments=frame.select(pl.col(moments).cast(pl.Datetime("us"))),
    )


def _refused(path: Path, what: str, advice: str) -> FaultyFileError:
    return FaultyFileError([Fault(path.name, 0, "", what, advice)])
