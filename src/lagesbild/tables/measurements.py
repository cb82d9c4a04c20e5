"""Measurements: a figure that somebody published; indicator, area, period, group, value, base size."""

from dataclasses import dataclass

import polars as pl

from lagesbild.tables.schema import Schema, conform

UNITS = ("count", "percent", "per_1000", "per_100000", "index_0_6", "index", "days", "sek", "other")
"""``index_0_6`` is the police safety survey: 0 is no problem, 6 is a great problem."""

MEASUREMENT_SCHEMA: Schema = {
    "indicator": pl.String,  # what is measured, in the source's words: "Bilstöld", "Otrygg ute"
    "category": pl.String,  # taxonomy code when the indicator is a kind of incident
    "section": pl.String,  # the table or chapter it stood in: "Hushåll", "Trygghet"
    "area": pl.String,  # area code, or the name where no code is known
    "area_name": pl.String,
    "period": pl.String,  # as tables.periods writes it: "2025", "2025-09", "2021-01-01..2021-09-30"
    "period_start": pl.Date,
    "period_end": pl.Date,  # exclusive
    "group": pl.String,  # "alla", or such as "pojkar åk 9"
    "value": pl.Float64,  # null when the source says that it is missing
    "lower": pl.Float64,  # confidence limits as published
    "upper": pl.Float64,
    "base_size": pl.Int64,  # number of answers or persons behind the value
    "response_rate": pl.Float64,  # share 0-1
    "unit": pl.Enum(UNITS),
    "is_total": pl.Boolean,  # a sum of other rows: shown, never added
    "is_preliminary": pl.Boolean,
    "source": pl.String,
    "retrieved_at": pl.Datetime("us", "UTC"),
    "row": pl.Int64,
}

REQUIRED = frozenset(
    {"indicator", "period", "period_start", "period_end", "group", "unit", "is_total", "source"}
)


@dataclass(frozen=True, slots=True)
class Measurements:
    """A table of published figures in which every column has its declared type."""

    frame: pl.DataFrame

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> "Measurements":
        """Check and complete ``frame``.

        Raises
        ------
        SchemaError
            If a required column is missing or empty, or a column is unknown or of the wrong type.
        """
        return cls(conform(frame, MEASUREMENT_SCHEMA, required=REQUIRED, table="measurements"))

    @classmethod
    def empty(cls) -> "Measurements":
        """Return a table without rows."""
        return cls(pl.DataFrame(schema=MEASUREMENT_SCHEMA))

    def __len__(self) -> int:
        return self.frame.height
