"""Understand a file: whose it is, what its columns mean, what is wrong with it, and what it holds."""

import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.files import preview
from lagesbild.readers.incident_file import suggest_mapping
from lagesbild.readers.mapping import Mapping as ColumnMapping
from lagesbild.readers.suggest import best_sheet
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import LEAST_CONFIDENCE, recognise, source_by_id
from lagesbild.tables.categories import UNKNOWN
from lagesbild.tables.incidents import Incidents
from lagesbild_web.base.screening import masked
from lagesbild_web.imports.strange import not_recognised, on_the_page, refuse_askew, refuse_other_kinds

MAPPED_SOURCES: Final = ("incidents", "daily-report")
"""The sources whose columns the user may point out; the others know their own."""
MOST_FAULTS: Final = 2_000
MOST_WORDS: Final = 200
SHOWN_ROWS: Final = 30
LOOKED_AT_ROWS: Final = 5_000
_TEXTS: Final = ("label", "place")

Tell = Callable[[int, int | None, str], None]
_Shown = Sequence[tuple[int, dict[str, str]]]
"""Rows of the table with their numbers, as text."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What came out of reading a file."""

    source: str
    mapping: str
    """TOML; empty for a source that knows its own columns."""
    columns_sha256: str
    """Of the headings, to recognise the same kind of file next month."""
    read: dict[str, Any]
    """For the page, as JSON."""
    table: bytes | None
    """The incidents as Parquet; None when the file has faults or no incidents."""


@contextmanager
def under_its_name(stored: Path, filename: str) -> Iterator[Path]:
    """Give a stored file its own name for a while: sources look at the ending, and faults name the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(filename).name
        try:
            path.hardlink_to(stored)
        except OSError:  # another disk
            shutil.copyfile(stored, path)
        yield path


def understand(
    path: Path,
    *,
    source: str = "",
    mapping: str = "",
    remembered: Callable[[str], str] = lambda _columns: "",
    tell: Tell | None = None,
) -> Understood:
    """Read a whole file and collect every fault in it.

    Parameters
    ----------
    path
        Under its own name.
    source
        The id of the source, when somebody has chosen it; otherwise it is recognised.
    mapping
        Which column means what, when somebody has said it (TOML).
    remembered
        Gives the mapping that was used last for the same headings; empty when there is none.
    tell
        Told how far the reading has come.
    """
    try:
        refuse_other_kinds(path)
        headings, shown = _beginning(path)
        refuse_askew(path, headings, shown)
        chosen = source or _recognised(path)
        if not chosen:
            return _unrecognised(path, headings, shown)
        columns = hashlib.sha256("\x1f".join(headings).encode()).hexdigest()
        text = (mapping or remembered(columns)) if chosen in MAPPED_SOURCES else ""
        used = _mapping(path, text) if chosen in MAPPED_SOURCES else None
        tables = source_by_id(chosen).read(path, mapping=used, progress=tell)
    except FaultyFileError as error:
        return Understood(source, mapping, "", _faulty(error.faults, source, [], []), None)
    if tables.faults:
        read = _faulty(tables.faults, chosen, headings, _sheet(shown, tables.faults))
        return Understood(chosen, used.to_toml() if used else "", columns, read, None)
    incidents, screened = _screened(tables.incidents)
    read = _told(tables, incidents, headings, shown, screened)
    table = _parquet(incidents) if len(incidents) else None
    return Understood(chosen, used.to_toml() if used else "", columns, read, table)


def _recognised(path: Path) -> str:
    best, seen = recognise(path)[0]
    return best.id if seen.confidence >= LEAST_CONFIDENCE else ""


def _unrecognised(path: Path, headings: Sequence[str], shown: _Shown) -> Understood:
    """Take a table of unknown headings for a list of incidents, so that its columns can be pointed out."""
    faults = [not_recognised(path, headings)]
    read = _faulty(faults, MAPPED_SOURCES[0], headings, _sheet(shown, faults))
    return Understood(MAPPED_SOURCES[0] if headings else "", "", "", read, None)


def _mapping(path: Path, text: str) -> ColumnMapping:
    return ColumnMapping.from_toml(text) if text else suggest_mapping(path).mapping


def _beginning(path: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return the headings and the first rows of the table, as text."""
    sheets = preview(path, rows=LOOKED_AT_ROWS)
    if not sheets:
        return (), []
    sheet = best_sheet(sheets)
    rows = [
        (int(number), {name: value or "" for name, value in row.items()})
        for number, row in zip(sheet.rows.to_list(), sheet.frame.iter_rows(named=True), strict=True)
    ]
    return sheet.columns, rows


def _sheet(shown: _Shown, faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Return the first rows that something is wrong with, the fault at its cell; or just the first rows."""
    wrong: dict[int, dict[str, str]] = {}
    for fault in faults:
        wrong.setdefault(fault.row, {}).setdefault(
            fault.column, f"{fault.what}. {on_the_page(fault.advice)}."
        )
    marked = [(number, row) for number, row in shown if number in wrong] or list(shown)
    return [
        {
            "number": number,
            "cells": [[value, wrong.get(number, {}).get(name, "")] for name, value in row.items()],
        }
        for number, row in marked[:SHOWN_ROWS]
    ]


def _faulty(
    faults: Sequence[Fault], source: str, headings: Sequence[str], sheet: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "source": source,
        "headings": list(headings),
        "faults": [[f.row, f.column, f.what, on_the_page(f.advice)] for f in faults[:MOST_FAULTS]],
        "faults_in_all": len(faults),
        "sheet": sheet,
    }


def _told(
    tables: SourceTables,
    incidents: Incidents,
    headings: Sequence[str],
    shown: _Shown,
    screened: int,
) -> dict[str, Any]:
    counted = incidents.counted().frame
    days = counted.select(incidents.local_start().dt.date())["start"].drop_nulls()
    limits = source_by_id(tables.source).limits
    return {
        "source": tables.source,
        "headings": list(headings),
        "faults": [],
        "faults_in_all": 0,
        "sheet": _sheet(shown, ()),
        "rows": tables.rows_read,
        "counted": counted.height,
        "measurements": len(tables.measurements),
        "screened": screened,
        "first_day": str(days.min()) if len(days) else "",
        "last_day": str(days.max()) if len(days) else "",
        "notes": [note.text for note in tables.notes] + list(limits),
        "unknown": _unknown(counted),
    }


def _unknown(counted: pl.DataFrame) -> list[list[Any]]:
    words = (
        counted.filter(pl.col("category") == UNKNOWN)
        .group_by(pl.coalesce("label", "code").fill_null("").alias("word"))
        .len()
        .sort("len", "word", descending=[True, False])
        .head(MOST_WORDS)
    )
    return [[word, count] for word, count in words.iter_rows()]


def _screened(incidents: Incidents) -> tuple[Incidents, int]:
    """Take away what looks like personal data from the texts; returns how many rows it was in."""
    frame = incidents.frame
    changed = pl.lit(value=False)
    for name in _TEXTS:
        texts = frame[name].drop_nulls().unique().to_list()
        clean = {text: masked(text) for text in texts}
        kept: Mapping[str, str] = {text: safe for text, safe in clean.items() if safe != text}
        if kept:
            changed = changed | pl.col(name).is_in(list(kept))
            frame = frame.with_columns(
                pl.col(name).replace(kept),
                **({"_touched": changed.fill_null(value=False)}),
            )
    if "_touched" not in frame.columns:
        return incidents, 0
    touched = int(frame["_touched"].sum())
    return replace(incidents, frame=frame.drop("_touched")), touched


def _parquet(incidents: Incidents) -> bytes:
    out = io.BytesIO()
    incidents.frame.write_parquet(out)
    return out.getvalue()


def incidents_from(table: bytes) -> Incidents:
    """Return the incidents that were kept when the file was read."""
    return Incidents.from_frame(pl.read_parquet(io.BytesIO(table)))
