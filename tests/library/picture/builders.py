"""Small tables for the tests, with sensible defaults: a test names only what it is about."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from lagesbild.sources.base import SourceTables
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.periods import Period

DATA = Path(__file__).parents[2] / "data" / "picture"
SHARED = Path(__file__).parents[4] / "shared" / "data"
"""Larger real data beside the checkout; a test that needs them is skipped where they are not."""


def day_rows(
    category: str, days: Sequence[date], *, area: str | None = None, code: str | None = None
) -> list[dict[str, object]]:
    """Return one incident for each day given, with the day known and the hour not."""
    return [
        {
            "category": category,
            "code": code,
            "label": category,
            "start": datetime(d.year, d.month, d.day, 12, tzinfo=UTC),
            "end": datetime(d.year, d.month, d.day, 12, tzinfo=UTC) + timedelta(hours=1),
            "time_precision": "day",
            "area": area,
        }
        for d in days
    ]


def spread(number: int, period: str, *, seed: int = 1) -> list[date]:
    """Return ``number`` days spread at random over a period."""
    span = Period.parse(period)
    picked = np.random.default_rng(seed).integers(0, span.days, number)
    return [span.start + timedelta(days=int(i)) for i in sorted(picked)]


def incident_tables(
    rows: Sequence[Mapping[str, object]],
    *,
    source: str = "police-incidents",
    municipality: str | None = "1980",
) -> SourceTables:
    """Return the rows as if a source had read them from a file."""
    frame = pl.DataFrame(
        [
            {
                "municipality": municipality,
                "county": municipality[:2] if municipality else None,
                "location_precision": "area" if row.get("area") else "municipality",
                "count": 1,
                **row,
            }
            for row in rows
        ],
        infer_schema_length=None,
    ).with_columns(
        id=pl.int_range(pl.len()).cast(pl.String), source=pl.lit(source), row=pl.int_range(2, pl.len() + 2)
    )
    incidents = Incidents.from_frame(frame)
    return SourceTables(
        source, "fil.csv", "ab" * 32, incidents, Measurements.empty(), rows_read=len(incidents)
    )


def figure_tables(
    counts: Mapping[str, Sequence[int | None]],
    *,
    years: Sequence[int],
    source: str = "bra-sol",
    area: str | None = "1980",
    unit: str = "count",
    totals: Sequence[str] = (),
) -> SourceTables:
    """Return yearly published figures as if a source had read them."""
    rows = [
        {
            "indicator": name,
            "category": None,
            "area": area,
            "period": str(year),
            "period_start": date(year, 1, 1),
            "period_end": date(year + 1, 1, 1),
            "group": "alla",
            "value": None if value is None else float(value),
            "unit": unit,
            "is_total": name in totals,
            "source": source,
        }
        for name, values in counts.items()
        for year, value in zip(years, values, strict=True)
    ]
    measurements = Measurements.from_frame(pl.DataFrame(rows, infer_schema_length=None))
    return SourceTables(
        source, "siffror.csv", "cd" * 32, Incidents.empty(), measurements, rows_read=len(rows)
    )
