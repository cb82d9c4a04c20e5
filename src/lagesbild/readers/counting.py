"""How many rows of each kind in each period: a file of any length counted in one pass, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from lagesbild.readers.delimited import cleaned
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.files import OpenedFile, batches, column_batches, open_file, preview
from lagesbild.readers.group_counts import Codes, GroupCounts, Numbered
from lagesbild.readers.incident_file import Progress
from lagesbild.readers.log import FaultLog, shown
from lagesbild.readers.mapping import DATE_ORDERS, DateOrder
from lagesbild.readers.moments import OrderEvidence, order_evidence, parse_moments
from lagesbild.readers.roles import folded
from lagesbild.readers.sheet import Sheet
from lagesbild.readers.suggest import best_sheet, suggest
from lagesbild.tables.periods import containing

CountPeriod = Literal["day", "week", "month", "quarter", "year"]

_STEPS: dict[CountPeriod, str] = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
COUNT_PERIODS = tuple(_STEPS)
# What a cell must tell for its row to have a period: "mars 2025" is in no week, "2025-W10" in no month.
_FINE_ENOUGH: dict[CountPeriod, tuple[str, ...]] = {
    "day": ("minute", "day"),
    "week": ("minute", "day", "week"),
    "month": ("minute", "day", "month"),
    "quarter": ("minute", "day", "month"),
    "year": ("minute", "day", "month", "year"),
}
_RIGHT, _MISSING, _WRONG, _COARSE = range(4)
_MEANING = {"code": pl.Int64, "state": pl.Int64}
_REMEMBERED = 1 << 18
"""So many different dates are remembered between batches."""
_RESERVED = ("period", "date", "count")
_LISTED = 1000
"""Faults of one kind that are told with their row; the rest are counted."""


@dataclass(frozen=True, slots=True)
class RowCounts:
    """The rows of a file counted by some columns and period; every row is in exactly one group.

    ``frame`` has the columns of ``by`` (text, null where the cell is empty), ``period`` (``2025-W36``),
    ``date`` (its first day) and ``count``, ordered by date and then by the columns. Rows without a
    date that can be read have null in ``period`` and ``date``, so that the counts add up to ``rows_read``.
    """

    frame: pl.DataFrame
    rows_read: int
    date_column: str
    without_date: int
    """Rows whose date is empty or says that it is not known."""
    too_coarse: int
    """Rows whose date is right but too wide for the period: a month where weeks are counted."""
    wrong_dates: int
    """Rows whose date is no date."""
    uneven: int
    """Rows with more or fewer cells than the heading; counted by what stands in their cells."""
    faults: tuple[Fault, ...]
    """Wrong dates and rows of the wrong width, with their rows; at most a thousand of each are listed."""
    assumed_order: bool
    """True when the dates can be read in two ways, and the day was taken to stand first."""
    sha256: str


def count_rows(
    path: Path,
    by: Sequence[str],
    *,
    date: str = "",
    period: CountPeriod = "week",
    date_order: DateOrder = "",
    timezone: str = "Europe/Stockholm",
    progress: Progress | None = None,
) -> RowCounts:
    """Count the rows of a file by some of its columns and by the period of a date.

    Parameters
    ----------
    path
        Delimited text, a workbook or Parquet; of a text only a piece is held at a time.
    by
        Headings to count by (none for the period alone); case, spaces and signs do not matter.
    date
        Heading of the date; the likeliest column when empty.
    period
        ``day``, ``week`` (ISO, from Monday), ``month``, ``quarter`` or ``year``.
    date_order
        Order of day and month where the year stands last; decided from the cells when empty.
    timezone
        Whose calendar counts, for dates that are written with an offset from UTC.
    progress
        Told about every batch.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened, or lacks a column.
    OSError
        If it cannot be read.
    ValueError
        If ``period`` or ``date_order`` is none of those above.

    Notes
    -----
    Each text is read once, however often it comes: of ten million dates there are a few thousand
    different. Nothing is left out in silence: a row is counted without a period and told.
    """
    if period not in _STEPS:
        raise ValueError(f"period is one of {', '.join(_STEPS)}, not {period!r}")
    if date_order not in DATE_ORDERS:
        raise ValueError(f"date_order is one of {DATE_ORDERS}, not {date_order!r}")
    opened = open_file(path)
    columns = _columns(path, by, date)
    parts = _Parts(opened, columns)
    evidence = _evidence(parts) if not date_order else OrderEvidence()
    tally = _Tally(path.name, columns, _When(columns.date, period, date_order or evidence.order, timezone))
    for sheet in parts.read(columns.read):
        tally.add(sheet)
        if progress is not None:
            progress(tally.rows, opened.total_rows, f"Räknar {path.name}")
    return RowCounts(
        frame=tally.frame(),
        rows_read=tally.rows,
        date_column=columns.date,
        without_date=tally.when.missing,
        too_coarse=tally.when.coarse,
        wrong_dates=tally.when.wrong,
        uneven=tally.uneven,
        faults=tally.log.all(),
        assumed_order=not (date_order or evidence.order) and evidence.either > 0,
        sha256=opened.sha256,
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns are counted, with their headings as the file writes them."""

    by: tuple[str, ...]
    date: str
    sheet: str

    @property
    def read(self) -> list[str]:
        return list(dict.fromkeys((*self.by, self.date)))


def _columns(path: Path, by: Sequence[str], date: str) -> _Columns:
    sheets = preview(path)
    if not sheets:
        raise FaultyFileError([_fault(path, "", "Filen har ingen tabell", "Spara tabellen med rubriker")])
    sheet = best_sheet(sheets)
    has = ", ".join(f"'{column}'" for column in sheet.columns)
    by_fold = {folded(column): column for column in reversed(sheet.columns)}
    faults, found = [], []
    for name in (*by, *([date] if date else [])):
        column = name if name in sheet.columns else by_fold.get(folded(name))
        if column is None:
            faults.append(_fault(path, name, f"Kolumnen '{name}' finns inte i filen", f"Välj bland {has}"))
        elif column in found or (column in _RESERVED and name in by):
            why = "står två gånger" if column in found else "har ett namn som svaret använder"
            faults.append(_fault(path, name, f"Kolumnen '{column}' {why}", "Ta bort eller döp om den"))
        found.append(column or name)
    when = found[-1] if date else suggest(sheet).mapping.columns.get("start", "")
    if not when:
        faults.append(_fault(path, "", "Det går inte att se vilken kolumn som är datum", f"Välj bland {has}"))
    if faults:
        raise FaultyFileError(faults)
    return _Columns(tuple(found[: len(by)]), when, sheet.name)


def _fault(path: Path, column: str, what: str, advice: str) -> Fault:
    return Fault(path.name, 0, column, what, advice)


@dataclass(slots=True)
class _Parts:
    """The file in batches, as often as they are asked for; a workbook is unpacked once."""

    opened: OpenedFile
    columns: _Columns
    unpacked: list[Sheet] = field(default_factory=list)

    def read(self, columns: Sequence[str]) -> Iterator[Sheet]:
        """Yield the batches, with these columns at least."""
        if self.opened.kind != "workbook":
            return column_batches(self.opened, columns)
        self.unpacked = self.unpacked or list(batches(self.opened, sheet=self.columns.sheet))
        return iter(self.unpacked)


def _evidence(parts: _Parts) -> OrderEvidence:
    """Look for what tells day from month, in a pass of its own that stops as soon as it is known."""
    found = OrderEvidence()
    for sheet in parts.read([parts.columns.date]):
        found = found + order_evidence(cleaned(sheet.frame[parts.columns.date].unique()))
        if found.order or not found.either:
            break
    return found


@dataclass(slots=True)
class _Words:
    """A column to count by: texts as they stand, each with the number of the text without spaces around."""

    name: str
    written: Numbered = field(default_factory=lambda: Numbered(pl.Series("cell", dtype=pl.String)))
    texts: Numbered = field(default_factory=lambda: Numbered(pl.Series("cell", dtype=pl.String)))
    meant: Codes = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    def codes(self, cells: pl.Series) -> Codes:
        """Return each cell's number, shape (n,); 0 where it is empty."""
        at = self.written.codes(cells)
        new = self.written.values[len(self.meant) - 1 :]
        if len(new):
            self.meant = np.concatenate([self.meant, self.texts.codes(cleaned(new))])
        return self.meant[at]


@dataclass(slots=True)
class _When:
    """The column of dates: each period numbered from 1, and what was wrong with the rest.

    Ten million dates are a few thousand different texts: each is read once.
    """

    column: str
    period: CountPeriod
    order: DateOrder
    timezone: str
    texts: Numbered = field(default_factory=lambda: Numbered(pl.Series("cell", dtype=pl.String)))
    meaning: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_MEANING))
    """What each text means, an empty cell first."""
    starts: Numbered = field(default_factory=lambda: Numbered(pl.Series("date", dtype=pl.Date)))
    missing: int = 0
    coarse: int = 0
    wrong: int = 0

    def codes(self, sheet: Sheet, log: FaultLog) -> Codes:
        """Return the number of each row's period, 0 where it has none; wrong dates are told."""
        cells = sheet.frame[self.column].alias("cell")
        if self.column in sheet.moments.columns:
            found = self._read(cells, sheet.moments[self.column])
        else:
            found = self._remembered(cells)
        state = found["state"].to_numpy()
        seen = np.bincount(state, minlength=4)
        self.missing += int(seen[_MISSING])
        self.coarse += int(seen[_COARSE])
        if seen[_WRONG]:
            self._tell(np.flatnonzero(state == _WRONG), sheet.rows, cells, log)
        return found["code"].to_numpy()

    def _remembered(self, cells: pl.Series) -> pl.DataFrame:
        if len(self.texts.values) > _REMEMBERED:  # times to the second: hardly any comes again
            self.texts.values = self.texts.values.clear()
            self.meaning = self.meaning.clear()
        at = self.texts.codes(cells)
        known = self.meaning.height
        if known <= len(self.texts.values):
            new = pl.concat([self.texts.values.clear(1), self.texts.values])[known:]
            self.meaning = pl.concat([self.meaning, self._read(cleaned(new), None)])
        return self.meaning[at]

    def _read(self, cells: pl.Series, typed: pl.Series | None) -> pl.DataFrame:
        read = parse_moments(cells, order=self.order, typed=typed).frame
        here = pl.col("utc").dt.convert_time_zone(self.timezone).dt.replace_time_zone(None)
        is_fine = pl.col("precision").is_in(_FINE_ENOUGH[self.period])
        start = pl.coalesce(here, "wall").dt.truncate(_STEPS[self.period]).dt.date()
        state = (
            pl.when("is_missing").then(_MISSING).when("is_wrong").then(_WRONG)
            .when(is_fine).then(_RIGHT).otherwise(_COARSE).cast(pl.Int64)
        )  # fmt: skip
        found = read.select(start=pl.when(is_fine).then(start), state=state)
        return found.select(pl.Series("code", self.starts.codes(found["start"])), "state")

    def _tell(self, at: Codes, rows: pl.Series, cells: pl.Series, log: FaultLog) -> None:
        told = at[: max(0, _LISTED - self.wrong)]
        for row, value in zip(rows[told], cells[told], strict=True):
            what = f"'{shown(value)}' är inte ett datum"
            log.add(row=row, column=self.column, value=value, what=what, advice="Skriv det som 2024-02-28")
        log.unlisted += len(at) - len(told)
        self.wrong += len(at)


@dataclass(slots=True)
class _Tally:
    """What has been counted so far."""

    file: str
    columns: _Columns
    when: _When
    log: FaultLog = field(init=False)
    words: list[_Words] = field(init=False)
    counts: GroupCounts = field(init=False)
    rows: int = 0
    uneven: int = 0

    def __post_init__(self) -> None:
        self.log = FaultLog(self.file)
        self.words = [_Words(name) for name in self.columns.by]
        self.counts = GroupCounts(1 + len(self.words))

    def add(self, sheet: Sheet) -> None:
        """Count a batch of rows."""
        self._check_width(sheet)
        by = [words.codes(sheet.frame[words.name]) for words in self.words]
        self.counts.add([self.when.codes(sheet, self.log), *by])
        self.rows += len(sheet)

    def _check_width(self, sheet: Sheet) -> None:
        """Tell of rows with too many or too few cells: what stands in them may have slipped aside."""
        for rows, many in ((sheet.ragged, "fler"), (sheet.short, "färre")):
            told = rows[: max(0, _LISTED - self.uneven)]
            for row in told:
                what = f"Raden har {many} celler än rubriken"
                self.log.add(row=row, what=what, advice="Kontrollera att inget har hamnat i fel kolumn")
            self.log.unlisted += len(rows) - len(told)
            self.uneven += len(rows)

    def frame(self) -> pl.DataFrame:
        """Return the counts with their texts and periods."""
        found = self.counts.found()
        by = [
            words.texts.decoded(found[str(index)].to_numpy()).alias(words.name)
            for index, words in enumerate(self.words, start=1)
        ]
        starts = self.when.starts.values
        names = pl.Series(
            "period", [str(containing(day, self.when.period)) for day in starts], dtype=pl.String
        )
        at = found["0"].to_numpy()
        frame = pl.DataFrame([*by, Numbered(names).decoded(at), self.when.starts.decoded(at), found["count"]])
        return frame.sort("date", *self.columns.by, nulls_last=True)
