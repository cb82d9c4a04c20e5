"""Incidents: something happened; what, where, from when to when, and who reported it."""

from dataclasses import dataclass

import polars as pl

from lagesbild.tables.schema import Schema, conform

TIME_PRECISIONS = ("minute", "span", "day", "week", "month", "year", "unknown")
"""How exactly the time is known. ``span`` is a first and last possible time; ``day`` means that
only the date is known, so the incident says nothing about the hour and is left out of hour tables."""

LOCATION_PRECISIONS = ("point", "place", "area", "municipality", "county", "unknown")
"""How exactly the place is known. Only ``point`` may be used for density and hot spots;
``place`` is a named place whose coordinates, if any, are one fixed point for the whole place."""

EXCLUSIONS = ("summary", "information", "sum_row", "duplicate", "superseded")
"""Why a row is kept but not counted."""

TIME = pl.Datetime("us", "UTC")

INCIDENT_SCHEMA: Schema = {
    "id": pl.String,  # the source's own id, or one derived from the row's content
    "category": pl.String,  # a code of the taxonomy (tables.categories), "okand" when it cannot be mapped
    "code": pl.String,  # the source's own code, such as a crime code
    "label": pl.String,  # the source's own words for what happened
    "start": TIME,  # first possible moment
    "end": TIME,  # last possible moment, exclusive; equal to start when the moment is known
    "time_precision": pl.Enum(TIME_PRECISIONS),
    "lon": pl.Float64,  # degrees, WGS 84
    "lat": pl.Float64,
    "e": pl.Float64,  # metres, SWEREF 99 TM
    "n": pl.Float64,
    "area": pl.String,  # area code, such as a DeSO code
    "place": pl.String,  # place name as the source wrote it
    "municipality": pl.String,  # four digits
    "county": pl.String,  # two digits
    "location_precision": pl.Enum(LOCATION_PRECISIONS),
    "source": pl.String,  # id of the source (see sources.catalogue)
    "reported_at": TIME,  # when it was registered or published
    "count": pl.Int64,  # how many incidents the row stands for; negative in correction rows
    "excluded": pl.Enum(EXCLUSIONS),  # null when the row counts
    "row": pl.Int64,  # row in the file it came from, 1-based as a spreadsheet shows it
}

REQUIRED = frozenset({"id", "category", "time_precision", "location_precision", "source", "count"})


@dataclass(frozen=True, slots=True)
class Incidents:
    """A table of incidents in which every column has its declared type.

    Make one with :meth:`from_frame`; ``frame`` then has exactly the columns of
    ``INCIDENT_SCHEMA``. Times are stored in UTC; ``timezone`` is the clock that people
    lived by where it happened, used for hours, weekdays and dates.
    """

    frame: pl.DataFrame
    timezone: str = "Europe/Stockholm"

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, *, timezone: str = "Europe/Stockholm") -> "Incidents":
        """Check and complete ``frame``.

        Raises
        ------
        SchemaError
            If a required column is missing or empty, or a column is unknown or of the wrong type.
        """
        return cls(conform(frame, INCIDENT_SCHEMA, required=REQUIRED, table="incidents"), timezone)

    @classmethod
    def empty(cls) -> "Incidents":
        """Return a table without rows."""
        return cls(pl.DataFrame(schema=INCIDENT_SCHEMA))

    def __len__(self) -> int:
        return self.frame.height

    def counted(self) -> "Incidents":
        """Return only the rows that count: summaries, notices and duplicates left out."""
        return Incidents(self.frame.filter(pl.col("excluded").is_null()), self.timezone)

    def local_start(self) -> pl.Expr:
        """Return an expression for ``start`` on the local clock."""
        return pl.col("start").dt.convert_time_zone(self.timezone)

    def local_end(self) -> pl.Expr:
        """Return an expression for ``end`` on the local clock."""
        return pl.col("end").dt.convert_time_zone(self.timezone)
