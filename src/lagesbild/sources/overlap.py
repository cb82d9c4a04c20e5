"""The same incident in several files, as when monthly extracts overlap: counted once."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, SourceTables
from lagesbild.tables.incidents import EXCLUSIONS, Incidents

_CONTENT = ("label", "code", "start", "end", "place", "area", "municipality", "reported_at", "count")
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
    rows = pl.concat([_compared(tables, file) for file, tables in enumerate(read)])
    several = rows.group_by("key").agg(pl.col("file").min() != pl.col("file").max()).filter("file")
    shared = rows.join(several.select("key"), on="key", how="semi")
    if shared.is_empty():
        return list(read)
    repeated = _repeated(shared)
    return [_marked(tables, repeated.filter(pl.col("file") == file)) for file, tables in enumerate(read)]


def _compared(tables: SourceTables, file: int) -> pl.DataFrame:
    """Return one row per incident that counts so far, with its identity and content as hashes."""
    return (
        tables.incidents.frame.with_row_index("at")
        # A row that already repeats another in its own file is settled.
        .filter(pl.col("excluded").is_null() | pl.col("excluded").is_in(["summary", "information"]))
        .select(
            "at",
            "source",
            "start",
            "reported_at",
            pl.struct("source", "id").hash().alias("key"),
            pl.struct(_CONTENT).hash().alias("content"),
            pl.lit(file, dtype=pl.Int64).alias("file"),
        )
    )


def _repeated(shared: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that count in another file: ``file``, ``at`` and ``how`` they repeat it."""
    order = ("reported_at", "file", "at")
    by_key = (
        shared.sort(order, nulls_last=False)
        .group_by("key", maintain_order=False)
        .agg(
            pl.col("source").first(),
            (pl.col("start").min() == pl.col("start").max()).alias("is_same_time"),
            pl.col("file").last().alias("last_file"),
            pl.col("content").last().alias("last_content"),
        )
    )
    stable = by_key.group_by("source").agg(
        (pl.col("is_same_time").mean() >= _STABLE_SHARE).alias("is_stable")
    )
    compared = shared.join(by_key.drop("source"), on="key").join(stable, on="source")
    is_alike = pl.col("content") == pl.col("last_content")
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
    frame = tables.incidents.frame.with_row_index("at")
    marked = frame.join(repeated.select("at", "how"), on="at", how="left", maintain_order="left")
    excluded = pl.col("how").cast(pl.Enum(EXCLUSIONS)).fill_null(pl.col("excluded"))
    kept = marked.with_columns(excluded.alias("excluded")).select(tables.incidents.frame.columns)
    text = f"{amount(repeated.height, 'rad', 'rader')} finns också i en annan av filerna. De räknas en gång."
    return replace(
        tables,
        incidents=Incidents(kept, tables.incidents.timezone),
        notes=(*tables.notes, Note("left_out", text, repeated.height)),
    )
