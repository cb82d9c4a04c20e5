"""Weekly counts of every municipality and category, and what was left out of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.nation.options import DEFAULT_WEEKS, Level, NationError, NationOptions
from lagesbild.sources.base import SourceTables
from lagesbild.tables.categories import UNKNOWN, Taxonomy

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_TOO_VAGUE = ("month", "year", "unknown")
_NOT_EVENTS = ("polisarbete", "summa")
"""Groups that do not count what has happened: police work measures effort, published sums hold the rest."""
_DAYS = 7


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that count but are in no series, and why."""

    sentence: str
    rows: int


@dataclass(frozen=True, slots=True)
class WeeklyCounts:
    """One series for each municipality and category that has a single row, in order of their codes."""

    series: pl.DataFrame
    """Columns municipality (four digits) and category, one row per series."""
    starts: npt.NDArray[np.datetime64]
    """Monday of each whole ISO week in the data, shape (weeks,)."""
    counts: FloatArray
    """Shape (series, weeks), 0 or more."""
    source: str
    """Id of the one source that all rows came from."""
    rows: int
    """Rows in the series."""
    left_out: tuple[LeftOut, ...]
    has_points: bool
    """True when most rows have coordinates of their own, so that places within a municipality can differ."""

    def judged(self, options: NationOptions) -> IntArray:
        """Return the indices of the weeks that the options ask for.

        Raises
        ------
        NationError
            If the data have none of them.
        """
        weeks = len(self.starts)
        wanted = np.ones(weeks, dtype=np.bool_)
        if options.last is not None:
            wanted &= self.starts + (_DAYS - 1) <= np.datetime64(options.last)
        if options.first is not None:
            wanted &= self.starts >= np.datetime64(options.first - timedelta(days=_DAYS - 1))
        found = np.flatnonzero(wanted)
        if not len(found):
            first, end = self.starts[0], self.starts[-1] + (_DAYS - 1)
            raise NationError(
                f"Det finns inga hela veckor att bedöma: händelserna går från {first} till {end}. "
                "Ändra --from eller --to."
            )
        return found if options.first is not None else found[-DEFAULT_WEEKS:]


def weekly_counts(tables: Sequence[SourceTables], *, level: Level) -> WeeklyCounts:
    """Count the incidents of ``tables`` by municipality, category and ISO week.

    Raises
    ------
    NationError
        If there are no incidents with a municipality, not a whole week, or rows from several sources.
    """
    source = _one_source(tables)
    rows = pl.concat(
        table.incidents.counted().frame.with_columns(table.incidents.local_start().dt.date().alias("day"))
        for table in tables
        if len(table.incidents)
    )
    weeks = _whole_weeks(rows["day"].drop_nulls())
    kept, left_out = _usable(rows, weeks, Taxonomy.load(), level)
    if not kept.height:
        raise NationError(
            "Ingen händelse har både kommun och vecka. En nationell körning behöver en kolumn för kommun; "
            "peka ut den i en kolumnkarta med --mapping."
        )
    series, counts = _counted(kept, weeks)
    points = (kept["location_precision"] == "point").mean()
    return WeeklyCounts(
        series=series,
        starts=weeks,
        counts=counts,
        source=source,
        rows=kept.height,
        left_out=tuple(part for part in left_out if part.rows),
        has_points=isinstance(points, float) and points > 0.5,
    )


def with_counts(old: WeeklyCounts, counts: FloatArray) -> WeeklyCounts:
    """Return the same series and weeks with other counts."""
    return replace(old, counts=counts)


def _one_source(tables: Sequence[SourceTables]) -> str:
    sources = sorted({table.source for table in tables if len(table.incidents)})
    if not sources:
        raise NationError("Filerna innehåller inga händelser. Välj filer med en händelse på varje rad.")
    if len(sources) > 1:
        raise NationError(
            f"Filerna kommer från olika källor ({', '.join(sources)}). De räknar inte samma sak och läggs "
            "aldrig ihop. Kör en källa i taget."
        )
    return sources[0]


def _whole_weeks(days: pl.Series) -> npt.NDArray[np.datetime64]:
    """Return the Mondays of the weeks that lie wholly between the first and the last day of the data."""
    if not len(days):
        raise NationError("Ingen händelse har ett datum. Peka ut kolumnen i en kolumnkarta med --mapping.")
    first, last = days.min(), days.max()
    assert isinstance(first, date)  # noqa: S101  # a column of dates
    assert isinstance(last, date)  # noqa: S101
    monday = first + timedelta(days=-first.weekday() % _DAYS)
    weeks = ((last + timedelta(days=1)) - monday).days // _DAYS
    if weeks < 1:
        raise NationError(
            f"Händelserna täcker ingen hel vecka ({first} till {last}). Ta med en längre period."
        )
    return np.datetime64(monday) + _DAYS * np.arange(weeks)


def _usable(
    rows: pl.DataFrame, weeks: npt.NDArray[np.datetime64], taxonomy: Taxonomy, level: Level
) -> tuple[pl.DataFrame, list[LeftOut]]:
    groups = taxonomy.frame().select("code", "group", "root")
    known = rows.join(groups, left_on="category", right_on="code", how="left")
    # A municipality's own category is not in the base taxonomy: it is a group of its own.
    known = known.with_columns(pl.coalesce("group", "category").alias("group"))
    reasons = (
        ("saknar kommun", pl.col("municipality").is_null()),
        (
            "har bara månad eller år",
            pl.col("day").is_null() | pl.col("time_precision").is_in(_TOO_VAGUE),
        ),
        (
            "ligger i en vecka som inte är hel i uppgifterna",
            ~pl.col("day").is_between(weeks[0].item(), (weeks[-1] + (_DAYS - 1)).item()),
        ),
        (
            "är polisens eget arbete, summor eller platser och inte något som har hänt",
            pl.col("group").is_in(_NOT_EVENTS) | (pl.col("root").fill_null("handelse") != "handelse"),
        ),
        ("har en okänd kategori", pl.col("category") == UNKNOWN),
    )
    left_out = []
    for why, is_so in reasons:
        left_out.append(LeftOut(why, known.filter(is_so.fill_null(True)).height))
        known = known.filter(~is_so.fill_null(True))
    if level == "group":
        known = known.with_columns(pl.col("group").alias("category"))
    return known, left_out


def _counted(rows: pl.DataFrame, weeks: npt.NDArray[np.datetime64]) -> tuple[pl.DataFrame, FloatArray]:
    series = rows.select("municipality", "category").unique().sort("municipality", "category")
    numbered = rows.join(
        series.with_row_index("number"), on=["municipality", "category"], how="left", maintain_order="left"
    )
    week = (numbered["day"].to_numpy().astype("datetime64[D]") - weeks[0]).astype(np.int64) // _DAYS
    cell = numbered["number"].to_numpy().astype(np.int64) * len(weeks) + week
    totals = np.bincount(
        cell, weights=numbered["count"].to_numpy().astype(np.float64), minlength=series.height * len(weeks)
    )
    # Correction rows can take away more in a week than was registered in it.
    return series, np.maximum(totals, 0.0).reshape(series.height, len(weeks))
