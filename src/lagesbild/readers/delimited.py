"""Delimited text files: the delimiter, the heading, and rows in batches that fit in memory."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
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
_FORMULA = r'^="([^"]*)"$'


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
    return _sheet(piece, table, layout, _Origin(path.name, decoded.encoding.label, 0)).part(0, rows)


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
    return _one_ahead(_batches(path, scan or scan_file(path), header_row, batch_bytes, None))


def read_columns(
    path: Path,
    columns: Collection[str],
    *,
    scan: FileScan | None = None,
    header_row: int = 0,
    batch_bytes: int = BATCH_BYTES,
) -> Iterator[Sheet]:
    """Yield some columns of a file, with the same rows as ``read_batches`` but the cells as they stand.

    For files of many millions of rows: the caller does ``cleaned`` once for each different text.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    return _one_ahead(_batches(path, scan or scan_file(path), header_row, batch_bytes, columns))


def cleaned(cells: pl.Series) -> pl.Series:
    """Return cells as ``read_batches`` does: without spaces around them, null where empty.

    >>> cleaned(pl.Series([" Rån", '="0801"', " "])).to_list()
    ['Rån', '0801', None]
    """
    return _cleaned(cells.to_frame(), has_formulas=True).to_series()


def _batches(
    path: Path, scan: FileScan, header_row: int, batch_bytes: int, columns: Collection[str] | None
) -> Iterator[Sheet]:
    make = _sheet if columns is None else _sheet_as_written
    layout: Layout | None = None
    records = 0
    for piece in _pieces(path, scan, batch_bytes):
        if layout is None:
            sample = piece[:SAMPLE_BYTES] if len(piece) > SAMPLE_BYTES else piece
            layout = recognise_layout(sample.decode(errors="ignore"), header_row=header_row)
            piece = piece[layout.skipped_bytes :]
        width = max(1, len(layout.heading.headings))
        table = _parsed(piece, layout.delimiter, width, chosen=_chosen(layout, columns))
        origin = _Origin(path.name, scan.encoding.label, records)
        yield make(piece, table, layout, origin)
        records += len(table.delimiters)


def _one_ahead(batches: Iterator[Sheet]) -> Iterator[Sheet]:
    """Divide the next piece into cells while the caller works on this one."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = worker.submit(next, batches, None)
            yield batch


def _chosen(layout: Layout, columns: Collection[str] | None) -> list[int]:
    """Return the indices of the columns to read."""
    headings = layout.heading.headings
    return [i for i in range(max(1, len(headings))) if columns is None or headings[i] in columns]


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
    """The columns read, each named by its index among all."""
    delimiters: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a piece comes from; it begins after ``after`` records of the file."""

    file: str
    encoding: str
    after: int


def _sheet(piece: bytes, table: _Table, layout: Layout, origin: _Origin) -> Sheet:
    frame = _cleaned(table.frame, has_formulas=b'="' in piece)
    return _with_rows(piece, replace(table, frame=frame), layout, origin, _filled(frame))


def _sheet_as_written(piece: bytes, table: _Table, layout: Layout, origin: _Origin) -> Sheet:
    # Nothing that can be seen stands before "!" among the signs: these rows are surely not empty.
    is_filled = table.frame.select(pl.any_horizontal(pl.all() >= "!")).to_series()
    if not is_filled.all():
        # Whether a row is empty is told by all its cells, not only by those that are read.
        whole = _parsed(piece, layout.delimiter, max(1, len(layout.heading.headings))).frame
        is_filled = _filled(_cleaned(whole, has_formulas=b'="' in piece))
    return _with_rows(piece, table, layout, origin, is_filled)


def _with_rows(piece: bytes, table: _Table, layout: Layout, origin: _Origin, is_filled: pl.Series) -> Sheet:
    """Make a sheet of the rows that are filled and stand below the heading."""
    headings = layout.heading.headings
    rows = np.arange(origin.after + 1, origin.after + 1 + table.frame.height, dtype=np.int64)
    keep = is_filled.to_numpy() & (rows > max(origin.after, layout.heading.data_from))
    width = len(headings) - 1
    ragged = keep & (table.delimiters > width) & _has_more(piece, layout, table, width)
    short = keep & (table.delimiters < width)
    frame = table.frame
    if headings:
        frame = frame.rename({name: headings[int(name)] for name in frame.columns})
    return Sheet(
        file=origin.file,
        name="",
        frame=frame if keep.all() else frame.filter(keep),
        rows=pl.Series("row", rows[keep]),
        header_rows=layout.header_rows,
        title=layout.heading.title,
        encoding=origin.encoding,
        delimiter=layout.delimiter,
        ragged=tuple(rows[ragged].tolist()),
        short=tuple(rows[short].tolist()),
    )


def _filled(frame: pl.DataFrame) -> pl.Series:
    """Tell for each row whether any cell holds something."""
    return frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()


def _cleaned(frame: pl.DataFrame, *, has_formulas: bool) -> pl.DataFrame:
    cells = pl.all().str.strip_chars()
    if has_formulas:  # ="0801" is how some systems stop a spreadsheet from dropping the zero
        cells = cells.str.replace(_FORMULA, "$1")
    frame = frame.with_columns(cells)
    is_empty = frame.lazy().select((pl.all() == "").any()).collect()
    some = [name for name in frame.columns if is_empty[name].any()]
    return frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in some)


def _parsed(piece: bytes, delimiter: str, width: int, *, chosen: Sequence[int] = ()) -> _Table:
    """Divide a piece into ``width`` columns and keep the chosen ones; all when none is named."""
    if piece and not piece.endswith(b"\n"):
        piece += b"\n"
    chosen = chosen or range(width)
    if table := _parsed_regular(piece, delimiter, width, chosen):
        return table
    table = _parsed_slowly(piece, delimiter, width)
    return _Table(table.frame.select(str(index) for index in chosen), table.delimiters)


def _parsed_regular(piece: bytes, delimiter: str, width: int, chosen: Sequence[int]) -> _Table | None:
    """Parse a piece in which every quotation mark is where the rules of CSV want it; None when not."""
    has_quotes = b'"' in piece
    if has_quotes and piece.count(b'"') % 2:
        return None
    counts = _delimiters(piece, delimiter, width - 1, has_quotes=has_quotes)
    if has_quotes and (counts != width - 1).any():
        return None
    try:
        # A quotation mark astray in a column that is left out goes unseen: with any, all are parsed.
        frame = _parsed_fast(piece, delimiter, width, range(width) if has_quotes else chosen, has_quotes)
    except pl.exceptions.PolarsError:  # quotation marks inside a cell: 3" rör
        return None
    if len(counts) != frame.height:
        return None
    return _Table(frame.select(str(index) for index in chosen), counts)


def _parsed_fast(
    piece: bytes, delimiter: str, width: int, chosen: Sequence[int], has_quotes: bool
) -> pl.DataFrame:
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
        columns=list(chosen),
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


def _delimiters(piece: bytes, delimiter: str, usual: int, *, has_quotes: bool) -> npt.NDArray[np.int64]:
    """Count the delimiters of each record, those between quotation marks left out.

    ``usual`` is how many most records have; when all do, that is found out without searching.
    """
    signs = np.frombuffer(piece, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    at = np.flatnonzero(signs == ord(delimiter))
    if has_quotes:
        marks = np.flatnonzero(signs == ord('"'))
        ends, at = (found[np.searchsorted(marks, found) % 2 == 0] for found in (ends, at))
    if usual and at.size == ends.size * usual:
        first, last = at[::usual], at[usual - 1 :: usual]
        if (last < ends).all() and (first[1:] > ends[:-1]).all():
            return np.full(ends.size, usual)
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
