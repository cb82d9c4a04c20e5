"""A file of incidents: read, checked and mapped in one go, all faults at once or a whole table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b, file_digest
from itertools import chain
from pathlib import Path

import polars as pl

from lagesbild.readers.checks import Tally, check_batch, check_constants
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.files import OpenedFile, batches, in_parts, open_file, preview
from lagesbild.readers.log import FaultLog
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.notes import Note
from lagesbild.readers.plan import Batch, Plan, evidence_in, make_plan, tie_columns
from lagesbild.readers.roles import folded
from lagesbild.readers.sheet import Sheet
from lagesbild.readers.suggest import Suggestion, best_sheet, suggest
from lagesbild.readers.telling import FileStory, notes_about
from lagesbild.readers.totals import mark_duplicates, mark_sums
from lagesbild.readers.what import Categories, check_categories
from lagesbild.readers.where import Geography, check_geography, decide_geography
from lagesbild.readers.workbook import read_workbook
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.incidents import INCIDENT_SCHEMA, Incidents

Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None when unknown, what is being done in Swedish)."""

_PREVIEW_ROWS = 200
_MIDNIGHT_ROWS = 5
"""So many incidents at exactly midnight, and none at another time: the clock was never noted."""


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """What came out of one file. ``incidents`` is empty when there are ``faults``."""

    file: str
    sha256: str
    incidents: Incidents
    mapping: Mapping
    """As used: the given one, or the suggested one with its sheet."""
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    rows_read: int = 0
    suggestion: Suggestion | None = None


def suggest_mapping(path: Path, *, source: str = "incidents") -> Suggestion:
    """Suggest a mapping for a file from its beginning; the sheet is named when there are several.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened or holds no table.
    OSError
        If it cannot be read.
    """
    return _suggested(path, preview(path), source)


def _suggested(path: Path, sheets: Sequence[Sheet], source: str) -> Suggestion:
    if not sheets:
        raise FaultyFileError([_no_table(path)])
    chosen = best_sheet(sheets)
    found = suggest(chosen, source=source)
    name = chosen.name if len(sheets) > 1 else ""
    return replace(found, mapping=replace(found.mapping, sheet=name))


def read_incidents(
    path: Path,
    *,
    mapping: Mapping | None = None,
    taxonomy: Categories | None = None,
    source: str = "",
    progress: Progress | None = None,
    now: datetime | None = None,
) -> IncidentFile:
    """Read a whole file of incidents, in batches, and collect every fault in it.

    Parameters
    ----------
    path
        CSV or other delimited text, a workbook or Parquet.
    mapping
        Which column means what; suggested from the file when it is not given.
    taxonomy
        Where words and codes are looked up; the Swedish base taxonomy when it is not given.
    source
        Id written in the column ``source``; the mapping's own when empty.
    progress
        Told about every batch.
    now
        Aware; a later date is a fault. The clock of the machine when it is not given.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    log = FaultLog(path.name)
    try:
        opened = open_file(path)
        # A workbook is unpacked whole whatever is asked of it: once is enough.
        workbook = _workbook(path, mapping) if opened.kind == "workbook" else []
        shown = [sheet.part(0, _PREVIEW_ROWS) for sheet in workbook]
        suggestion = None
        if mapping is None:
            suggestion = _suggested(path, shown or preview(path), source or "incidents")
        used = mapping if mapping is not None else suggestion.mapping if suggestion else Mapping()
        chosen = _chosen(shown, used) if shown else 0
        if shown:
            used = replace(used, sheet=shown[chosen].name)
        reader = _Reader(
            log=log,
            taxonomy=taxonomy or Taxonomy.load(),
            source=source or used.source,
            # A clock that is a little wrong, or in another zone, is no reason to refuse a file.
            now=(now or datetime.now(UTC)) + timedelta(days=1),
            progress=progress,
            total=len(workbook[chosen]) if workbook else opened.total_rows,
        )
        if workbook:
            reader.read(in_parts(workbook[chosen]), used)
        else:
            reader.read(batches(opened, header_row=used.header_row), used)
    except FaultyFileError as error:
        return IncidentFile(path.name, _sha256(path), Incidents.empty(), mapping or Mapping(), error.faults)
    faults = log.all()
    made = None if faults else reader.finish(opened.sha256)
    others = tuple(sheet for index, sheet in enumerate(shown) if index != chosen)
    story = reader.story(opened, others, suggestion)
    notes = notes_about(story, reader.tally) + (made.notes if made else ())
    return IncidentFile(
        path.name,
        opened.sha256,
        made.incidents if made else Incidents.empty(),
        used,
        faults,
        notes,
        reader.rows_read,
        suggestion,
    )


@dataclass(frozen=True, slots=True)
class _Finished:
    incidents: Incidents
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Reader:
    """What is kept between the batches of one file."""

    log: FaultLog
    taxonomy: Categories
    source: str
    now: datetime
    progress: Progress | None
    total: int | None
    rows_read: int = 0
    tally: Tally = field(default_factory=Tally)
    parts: list[pl.DataFrame] = field(default_factory=list)
    plan: Plan | None = None
    geography: Geography = field(default_factory=lambda: Geography("none"))
    first: Sheet | None = None

    def read(self, sheets: Iterator[Sheet], mapping: Mapping) -> None:
        """Read every batch; stop after the first when the file lacks a column that is asked for."""
        first = next(sheets, None)
        if first is None:
            return
        self.first = first
        columns = tie_columns(mapping, first, self.log)
        if self.log.faults:
            return
        waiting = [first]
        evidence = evidence_in(first, columns)
        while not evidence.is_decided and (following := next(sheets, None)) is not None:
            waiting.append(following)
            evidence = evidence + evidence_in(following, columns)
        self.plan = make_plan(mapping, columns, evidence)
        check_categories(Batch(first, self.plan), self.taxonomy, self.log)
        check_constants(mapping, self.log)
        self.geography = decide_geography(Batch(first, self.plan))
        check_geography(Batch(first, self.plan), self.geography, self.log)
        for sheet in chain(waiting, sheets):
            self._check(Batch(sheet, self.plan))

    def _check(self, batch: Batch) -> None:
        self.rows_read += len(batch.sheet)
        checked = check_batch(
            batch, self.geography, self.taxonomy, self.log, source=self.source, now=self.now
        )
        self.tally.add(checked.tally)
        # With a fault there will be no table: the rows need not be kept, only looked through.
        if not self.log.faults:
            self.parts.append(checked.frame)
        else:
            self.parts.clear()
        if self.progress is not None:
            self.progress(self.rows_read, self.total, f"Läser {self.log.file}")

    def finish(self, sha256: str) -> _Finished:
        """Put the batches together: sums and duplicates marked, ids for the rows that have none."""
        if not self.parts or self.plan is None:
            return _Finished(Incidents.empty(), ())
        frame = pl.concat(self.parts)
        self.parts.clear()
        has_ids = "id" in self.plan.columns
        sums = mark_sums(frame, is_numeric="count" in self.plan.columns)
        doubles = mark_duplicates(sums.frame, has_ids=has_ids)
        frame, day_notes = _days_for_midnights(doubles.frame, self.plan.mapping.timezone)
        frame = with_ids(frame, sha256)
        incidents = Incidents.from_frame(
            frame.select(name for name in INCIDENT_SCHEMA if name in frame.columns),
            timezone=self.plan.mapping.timezone,
        )
        return _Finished(incidents, sums.notes + doubles.notes + day_notes)

    def story(
        self, opened: OpenedFile, others: tuple[Sheet, ...], suggestion: Suggestion | None
    ) -> FileStory:
        """Return what there is to tell about the file as a whole."""
        return FileStory(
            plan=self.plan,
            sheet=self.first,
            others=others,
            suggestion=suggestion,
            encoding=opened.scan.encoding if opened.scan else None,
            geography=self.geography,
        )


def _workbook(path: Path, mapping: Mapping | None) -> list[Sheet]:
    sheets = read_workbook(path, header_row=mapping.header_row if mapping else 0)
    wanted = mapping.sheet if mapping else ""
    if wanted and all(sheet.name != wanted for sheet in sheets):
        read_workbook(path, sheet=wanted)  # raises, and says which sheets there are
        raise FaultyFileError([Fault(path.name, 0, "", f"Bladet '{wanted}' är tomt", "Välj ett annat blad")])
    if not sheets:
        raise FaultyFileError([_no_table(path)])
    return sheets


def _chosen(sheets: list[Sheet], mapping: Mapping) -> int:
    """Return the index of the sheet to read: the mapping's, the one that fits it, or the likeliest."""
    names = [sheet.name for sheet in sheets]
    if mapping.sheet in names:
        return names.index(mapping.sheet)
    return names.index((_fitting(sheets, mapping) or best_sheet(sheets)).name)


def _fitting(sheets: list[Sheet], mapping: Mapping) -> Sheet | None:
    """Return the only sheet that has every column of the mapping, if there is one."""
    wanted = {folded(heading) for heading in mapping.columns.values()}
    found = [sheet for sheet in sheets if wanted and wanted <= {folded(column) for column in sheet.columns}]
    return found[0] if len(found) == 1 else None


def _days_for_midnights(frame: pl.DataFrame, timezone: str) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Read 00:00 as "time not known" when no row of the file has any other time."""
    is_minute = pl.col("time_precision") == "minute"
    local = pl.col("start").dt.convert_time_zone(timezone)
    minutes = frame.lazy().filter(is_minute).select(
        rows=pl.len(), midnights=(local.dt.time() == time()).sum()
    ).collect()  # fmt: skip
    rows, midnights = minutes.row(0)
    if rows < _MIDNIGHT_ROWS or rows != midnights:
        return frame, ()
    next_day = local.dt.offset_by("1d").dt.convert_time_zone("UTC")
    frame = frame.with_columns(
        end=pl.when(is_minute).then(next_day).otherwise("end"),
        time_precision=pl.when(is_minute).then(pl.lit("day")).otherwise("time_precision"),
    )
    text = f"Alla {rows} klockslag är 00:00. De läses som att klockslaget inte är känt."
    return frame, (Note("assumed", text, rows),)


def with_ids(frame: pl.DataFrame, salt: str) -> pl.DataFrame:
    """Give every row without an id one that is derived from its content, the same each time it is read.

    Rows with equal content are told apart by their order; sum rows by the file that they stand in.
    """
    lost = frame["id"].is_null()
    if not lost.any():
        return frame
    names = (
        "code",
        "label",
        "start",
        "end",
        "lon",
        "lat",
        "e",
        "n",
        "place",
        "area",
        "municipality",
        "count",
    )
    text = frame.filter(lost).select(
        pl.concat_str(
            [pl.col(name).cast(pl.String).fill_null("") for name in names]
            + [pl.when(pl.col("kind") == "sum").then(pl.lit(salt)).otherwise(pl.lit(""))],
            separator="\x1f",
        )
    ).to_series()  # fmt: skip
    made = pl.Series("id", [blake2b(line.encode(), digest_size=8).hexdigest() for line in text])
    if made.is_duplicated().any():
        order = made.to_frame().select(pl.int_range(pl.len()).over("id")).to_series()
        made = pl.select(
            pl.when(pl.lit(order) == 0)
            .then(pl.lit(made))
            .otherwise(pl.format("{}-{}", pl.lit(made), pl.lit(order + 1)))
        ).to_series()
    return frame.with_columns(id=frame["id"].scatter(lost.arg_true(), made))


def _no_table(path: Path) -> Fault:
    return Fault(
        path.name, 0, "", "Filen har ingen tabell", "Spara tabellen på ett synligt blad, med rubriker"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
