"""The same incident in several files, as when monthly extracts overlap: counted once."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, SourceTables
from lagesbild.tables.incidents import EXCLUSIONS, Incidents

_CONTENT = ("label", "code", "start", "end", "place", "area", "municipality", "reported_at", "count")
_SAME = ("source", "id")
_STABLE_SHARE = 0.5


def settle_overlap(read: Sequence[SourceTables]) -> list[SourceTables]:
    """Return the same answers with each incident counting in one file only.

    Incidents of the same source with the same id are one. The one reported last counts, and among
    those equally late the one in the last file; the others are ``duplicate`` when all they say is the
    same, else ``superseded``.

    Notes
    -----
    In some extracts the id is only a running number that begins again in every file. When fewer than
    half of the ids that two files share stand for the same time, only rows that are alike in every
    respect are taken to be the same incident.
    """
    if sum(len(tables.incidents) > 0 for tables in read) < 2:
        return list(read)
    frames = [_compared(tables, file) for file, tables in enumerate(read)]
    rows = pl.concat(frames)
    several = rows.group_by(_SAME).agg(pl.col("file").n_unique()).filter(pl.col("file") > 1)
    shared = rows.join(several.select(_SAME), on=_SAME, how="semi")
    if shared.is_empty():
        return list(read)
    repeated = _repeated(shared)
    return [_marked(tables, repeated.filter(pl.col("file") == file)) for file, tables in enumerate(read)]


def _compared(tables: SourceTables, file: int) -> pl.DataFrame:
    return (
        tables.incidents.frame.select(*_SAME, "excluded", *_CONTENT)
        .with_columns(
            pl.lit(file, dtype=pl.Int64).alias("file"), pl.int_range(pl.len(), dtype=pl.Int64).alias("at")
        )
        # A row that already repeats another in its own file is settled.
        .filter(pl.col("excluded").is_null() | pl.col("excluded").is_in(["summary", "information"]))
    )


def _repeated(shared: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that count in another file: ``file``, ``at`` and ``how`` they repeat it."""
    stable = (
        shared.group_by(_SAME)
        .agg((pl.col("start").n_unique() == 1).alias("is_same_time"))
        .group_by("source")
        .agg((pl.col("is_same_time").mean() >= _STABLE_SHARE).alias("is_stable"))
    )
    order = ("reported_at", "file", "at")
    last = (
        shared.sort(order, nulls_last=False)
        .group_by(_SAME)
        .agg(pl.col("file").last().alias("last_file"), pl.struct(_CONTENT).last().alias("last_content"))
    )
    compared = shared.join(last, on=_SAME).join(stable, on="source")
    is_alike = pl.struct(_CONTENT) == pl.col("last_content")
    return (
        compared.filter((pl.col("file") != pl.col("last_file")) & (is_alike | pl.col("is_stable")))
        .with_columns(
            pl.when(is_alike).then(pl.lit("duplicate")).otherwise(pl.lit("superseded")).alias("how")
        )
        .select("file", "at", "how")
    )


def _marked(tables: SourceTables, repeated: pl.DataFrame) -> SourceTables:
    if repeated.is_empty():
        return tables
    frame = tables.incidents.frame.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
    marked = frame.join(repeated.select("at", "how"), on="at", how="left", maintain_order="left")
    excluded = pl.col("how").cast(pl.Enum(EXCLUSIONS)).fill_null(pl.col("excluded"))
    kept = marked.with_columns(excluded.alias("excluded")).select(tables.incidents.frame.columns)
    text = f"{amount(repeated.height, 'rad', 'rader')} finns också i en annan av filerna. De räknas en gång."
    return replace(
        tables,
        incidents=Incidents(kept, tables.incidents.timezone),
        notes=(*tables.notes, Note("left_out", text, repeated.height)),
    )
