"""Invented incidents of a country in small: some municipalities and categories, three years of weeks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from lagesbild.sources.base import SourceTables
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements

MONDAY = date(2023, 1, 2)
WEEKS = 140
BUSY = ("0114", "0180", "0380", "1280", "1480")
QUIET = ("2480",)
CATEGORIES = ("stold", "misshandel")

Cell = tuple[str, str, int]
"""Municipality, category, number of the week."""


def source_tables(rows: pl.DataFrame, *, source: str = "incidents", file: str = "lista.csv") -> SourceTables:
    """Return the rows as a file of one source would be read."""
    filled = rows.with_columns(
        pl.int_range(pl.len()).cast(pl.String).alias("id"),
        _or(rows, "time_precision", pl.lit("minute")),
        pl.lit("municipality").alias("location_precision"),
        pl.lit(source).alias("source"),
        _or(rows, "count", pl.lit(1)),
    )
    sha256 = f"{rows.hash_rows(seed=1).sum():064d}"
    return SourceTables(
        source, file, sha256, Incidents.from_frame(filled), Measurements.empty(), rows_read=rows.height
    )


def _or(rows: pl.DataFrame, column: str, value: pl.Expr) -> pl.Expr:
    return (pl.col(column).fill_null(value) if column in rows.columns else value).alias(column)


def row(day: date, municipality: str | None = "0180", category: str = "stold", **more: Any) -> dict[str, Any]:
    """Return one incident, at noon."""
    start = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    return {"start": start, "end": start, "municipality": municipality, "category": category, **more}


def a_country(
    *, seed: int = 1, added: Mapping[Cell, int] | None = None, busy: tuple[str, ...] = BUSY
) -> SourceTables:
    """Return incidents at random with two events a week where it is busy, and further ones in some cells."""
    rng = np.random.default_rng(seed)
    extra = dict(added or {})
    rows = []
    for municipality in (*busy, *QUIET):
        for category in CATEGORIES:
            mean = 2.0 if municipality in busy else 0.1
            for week, count in enumerate(rng.poisson(mean, WEEKS).tolist()):
                total = count + extra.get((municipality, category, week), 0)
                days = rng.integers(0, 7, total)
                rows += [
                    row(MONDAY + timedelta(days=7 * week + int(d)), municipality, category) for d in days
                ]
    # The first and the last day, so that the weeks are whole whatever was drawn.
    rows += [row(MONDAY, "2480"), row(MONDAY + timedelta(days=7 * WEEKS - 1), "2480")]
    return source_tables(pl.DataFrame(rows))
