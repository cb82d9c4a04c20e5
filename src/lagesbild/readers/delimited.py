"""Delimited text files: the delimiter, the heading, and rows in batches that fit in memory."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.readers.encoding import FileScan, decode, scan_file, utf8_chunks
from lagesbild.readers.heading import Heading, find_heading
from lagesbild.readers.sheet import Sheet

SAMPLE_BYTES = 1 << 18
"""How much of a file is looked at to recognise its layout."""
BATCH_BYTES = 1 << 24
"""How much text is held at a time; about 200,000 rows of eight columns."""

# In order of preference when two divide the file equally well: a Swedish comma is a decimal sign.
_DELIMITERS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORMULA = r'^="?([^"]*)"?$'


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is divided."""

    delimiter: str
    heading: Heading
    skipped_bytes: int = 0
    """Length of Excel's own first line ``sep=;``, which a spreadsheet does not show."""

    @property
    def header_rows(self) -> tuple[int, ...]:
        """Rows of the heading, 1-based."""
        return tuple(row + 1 for row in self.heading.rows)


def recognise_layout(text: str, *, header_row: int = 0) -> Layout:
    """Tell how the beginning of a file is divided.

    Parameters
    ----------
    text
        The first lines, the last of which may be cut off.
    header_row
        Row of the heading (1-based) when it is known; 0 when it is to be found.
    """
    given = _SEP_LINE.match(text)
    if given:
        text = text[given.end() :]
    delimiter = given[1] if given else _best_delimiter(text)
    rows = _records(text, delimiter)
    at = header_row - 1 if header_row else None
    if at is not None and at >= len(rows):
        at = None
    heading = find_heading(rows, at=at)
    return Layout(delimiter, heading, len(given[0].encode()) if given else 0)


def preview_delimited(path: Path, *, rows: int = 200, header_row: int = 0) -> Sheet:
    """Return the first rows of a file as a sheet, reading only its beginning.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(SAMPLE_BYTES)
    if len(data) == SAMPLE_BYTES:
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1] or data
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    layout = recognise_layout(text, header_row=header_row)
    skipped = layout.skipped_bytes
    piece = text.encode()[skipped:].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    table = _parsed(piece, layout.delimiter, max(1, len(layout.heading.headings)))
    return _sheet(piece, table, layout, path.name, decoded.encoding.label, after=0).part(0, rows)


def read_batches(
    path: Path, *, scan: FileScan | None = None, header_row: int = 0, batch_bytes: int = BATCH_BYTES
) -> Iterator[Sheet]:
    """Yield the whole file as sheets of consecutive rows, each small enough to hold in memory.

    Every sheet has the same columns. A file with only a heading gives one sheet without rows.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    scan = scan or scan_file(path)
    layout: Layout | None = None
    records = 0
    for piece in _pieces(path, scan, batch_bytes):
        if layout is None:
            sample = piece[:SAMPLE_BYTES] if len(piece) > SAMPLE_BYTES else piece
            layout = recognise_layout(sample.decode(errors="ignore"), header_row=header_row)
            piece = piece[layout.skipped_bytes :]
        table = _parsed(piece, layout.delimiter, max(1, len(layout.heading.headings)))
        yield _sheet(piece, table, layout, path.name, scan.encoding.label, after=records)
        records += len(table.delimiters)


def _best_delimiter(text: str) -> str:
    scores = {delimiter: _evenness(text, delimiter) for delimiter in _DELIMITERS}
    best = max(scores.values())
    # Within a few per cent the order of preference decides: titles above the table disturb all alike.
    return next(d for d in _DELIMITERS if scores[d] >= best - 0.05) if best > 0 else ";"


def _evenness(text: str, delimiter: str) -> float:
    """Share of the lines that have the most usual number of cells, if that is more than one."""
    widths = Counter(len(row) for row in _records(text, delimiter) if any(row))
    if not widths:
        return 0.0
    width, seen = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return seen / widths.total() if width > 1 else 0.0


def _records(text: str, delimiter: str, limit: int = 200) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[list[str]] = []
    try:
        for row in reader:
            found.append(row)
            if len(found) == limit:
                break
    except csv.Error:  # a cell longer than a spreadsheet allows: an unclosed quotation mark
        return [line.split(delimiter) for line in text.splitlines()[:limit]]
    return found


def _pieces(path: Path, scan: FileScan, batch_bytes: int) -> Iterator[bytes]:
    """Yield the file cut between records."""
    is_even = scan.quotes % 2 == 0
    held = bytearray()
    count = 0
    for chunk in utf8_chunks(path, scan):
        held += chunk
        if len(held) < batch_bytes:
            continue
        cut = _last_record_end(held) if scan.quotes and is_even else held.rfind(b"\n") + 1
        if cut:
            yield bytes(held[:cut])
            count += 1
            del held[:cut]
    if held or not count:
        yield bytes(held)


def _last_record_end(text: bytearray) -> int:
    """Return where the last whole record ends: after a line break outside quotation marks."""
    cut = text.rfind(b"\n") + 1
    for _ in range(1000):
        if not cut or text.count(b'"', 0, cut) % 2 == 0:
            return cut
        cut = text.rfind(b"\n", 0, cut - 1) + 1
    return 0


@dataclass(frozen=True, slots=True)
class _Table:
    """All records of a piece as text, and how many delimiters each has."""

    frame: pl.DataFrame
    delimiters: npt.NDArray[np.int64]


def _sheet(piece: bytes, table: _Table, layout: Layout, file: str, encoding: str, *, after: int) -> Sheet:
    """Make a sheet of a piece that begins after ``after`` records of the file."""
    headings = layout.heading.headings
    skip = max(0, layout.heading.data_from - after)
    numbers = pl.Series("row", np.arange(after + 1, after + 1 + table.frame.height, dtype=np.int64))
    frame = table.frame.rename(dict(zip(table.frame.columns, headings, strict=False)))
    frame = _cleaned(frame, has_formulas=b'="' in piece)
    is_filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    keep = is_filled & (numbers > after + skip)
    width = len(headings) - 1
    ragged = keep.to_numpy() & (table.delimiters > width) & _has_more(piece, layout, table, width)
    short = keep.to_numpy() & (table.delimiters < width)
    rows = numbers.to_numpy()
    return Sheet(
        file=file,
        name="",
        frame=frame.filter(keep),
        rows=numbers.filter(keep),
        header_rows=layout.header_rows,
        title=layout.heading.title,
        encoding=encoding,
        delimiter=layout.delimiter,
        ragged=tuple(rows[ragged].tolist()),
        short=tuple(rows[short].tolist()),
    )


def _cleaned(frame: pl.DataFrame, *, has_formulas: bool) -> pl.DataFrame:
    cells = pl.all().str.strip_chars()
    if has_formulas:  # ="0801" is how some systems stop a spreadsheet from dropping the zero
        cells = cells.str.replace(_FORMULA, "$1")
    return frame.with_columns(cells).with_columns(pl.when(pl.all() != "").then(pl.all()))


def _parsed(piece: bytes, delimiter: str, width: int) -> _Table:
    if piece and not piece.endswith(b"\n"):
        piece += b"\n"
    has_quotes = b'"' in piece
    if has_quotes and piece.count(b'"') % 2:
        return _parsed_slowly(piece, delimiter, width)
    try:
        frame = _parsed_fast(piece, delimiter, width, has_quotes=has_quotes)
    except pl.exceptions.PolarsError:  # quotation marks inside a cell: 3" rör
        return _parsed_slowly(piece, delimiter, width)
    counts = _delimiters(piece, delimiter, has_quotes=has_quotes)
    if len(counts) != frame.height or (has_quotes and (counts != width - 1).any()):
        return _parsed_slowly(piece, delimiter, width)
    return _Table(frame, counts)


def _parsed_fast(piece: bytes, delimiter: str, width: int, *, has_quotes: bool) -> pl.DataFrame:
    names = [str(index) for index in range(width)]
    if width == 1:
        # One column has no delimiter to tell a blank line from an empty cell: lines as they are.
        if has_quotes:
            raise pl.exceptions.ComputeError("quotes in a single column")
        return pl.DataFrame({"0": piece.decode(errors="replace").split("\n")[:-1]}, schema={"0": pl.String})
    head = delimiter.join(names).encode() + b"\n"
    return pl.read_csv(
        head + piece,
        separator=delimiter,
        quote_char='"' if has_quotes else None,
        infer_schema=False,
        empty_string_is_null=False,
        truncate_ragged_lines=True,
        encoding="utf8-lossy",
    )


def _parsed_slowly(piece: bytes, delimiter: str, width: int) -> _Table:
    """Parse record by record, forgiving quotation marks that have no partner."""
    # A carriage return that ends no line is a sign in a cell, which the reader of csv would stop at.
    text = piece.decode(errors="replace").replace("\r\n", "\n").replace("\r", " ")
    rows: list[list[str]] = []
    try:
        if piece.count(b'"') % 2 == 0:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:  # a cell longer than any cell is: two lone quotation marks far apart
        rows = []
    rows = rows or [_lone_line(line, delimiter) for line in text.removesuffix("\n").split("\n")]
    frame = pl.DataFrame(
        {str(i): [row[i] if i < len(row) else "" for row in rows] for i in range(width)},
        schema={str(i): pl.String for i in range(width)},
    )
    counts = np.array([len(row) - 1 for row in rows], dtype=np.int64)
    # Cells beyond the heading that hold nothing are not too many cells.
    extra = np.array([any(cell.strip() for cell in row[width:]) for row in rows], dtype=bool)
    return _Table(frame, np.where((counts >= width) & ~extra, width - 1, counts))


def _lone_line(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # longer than the reader of csv allows a cell to be
        return line.split(delimiter)


def _delimiters(piece: bytes, delimiter: str, *, has_quotes: bool) -> npt.NDArray[np.int64]:
    """Count the delimiters of each record, those between quotation marks left out."""
    signs = np.frombuffer(piece, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    at = np.flatnonzero(signs == ord(delimiter))
    if has_quotes:
        marks = np.flatnonzero(signs == ord('"'))
        ends, at = (found[np.searchsorted(marks, found) % 2 == 0] for found in (ends, at))
    return np.diff(np.searchsorted(at, ends), prepend=0)


def _has_more(piece: bytes, layout: Layout, table: _Table, width: int) -> npt.NDArray[np.bool_]:
    """Tell, for records with too many delimiters, whether anything stands after the last column."""
    more = table.delimiters > width
    if not more.any() or b'"' in piece:
        return more  # with quotation marks the slow reader has looked already
    lines = piece.split(b"\n")
    mark = layout.delimiter.encode()
    for index in np.flatnonzero(more):
        more[index] = any(cell.strip() for cell in lines[index].split(mark)[width + 1 :])
    return more
