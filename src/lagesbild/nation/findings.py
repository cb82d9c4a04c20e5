"""What stands out, with q-values over everything that was looked at the same week, said in Swedish."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lagesbild import __version__
from lagesbild.nation.alarms import YEAR
from lagesbild.nation.counts import IntArray, WeeklyCounts
from lagesbild.nation.options import NationOptions
from lagesbild.nation.wording import alarm_sentences, cluster_sentences
from lagesbild.series.alarms import Status
from lagesbild.stats.multiple import benjamini_hochberg
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild.tables.schema import Schema

FALSE_SHARE = 0.05
"""Findings below this q-value are called sure: one in twenty of them is false on average."""
LEVEL_P = 0.001

FINDING_SCHEMA: Schema = {
    "kind": pl.String,  # alarm: one municipality and week; cluster: several together
    "week": pl.Date,  # Monday of the judged week
    "start": pl.Date,  # Monday of the first week that the finding covers
    "municipality": pl.String,  # code; of a cluster, the one in its centre
    "municipality_name": pl.String,
    "county": pl.String,
    "areas": pl.String,  # codes of all municipalities that the finding covers, with commas between
    "category": pl.String,
    "category_name": pl.String,
    "observed": pl.Int64,
    "expected": pl.Float64,
    "upper": pl.Float64,  # alarms: counts above this give an alarm
    "p_value": pl.Float64,
    "q_value": pl.Float64,  # Benjamini-Hochberg over everything looked at that week
    "looked_at": pl.Int64,  # how many series (alarms) or categories (clusters) that was
    "verdict": pl.String,  # increase, or unclear when it may be chance among so many
    "score": pl.Float64,
    "dispersion": pl.Float64,
    "radius_km": pl.Float64,
    "recurrence_days": pl.Float64,  # clusters: how often chance gives one like it, in days
    "year_before": pl.Int64,  # clusters: events in the same places and weeks, 52 weeks earlier
    "level_changed": pl.Boolean,  # alarms: the half year before already lay on another level
    "half_year": pl.Int64,
    "half_year_before": pl.Int64,
    "note": pl.String,  # what governs the category's counts, from the taxonomy
    "sentence": pl.String,
    "method": pl.String,
    "version": pl.String,
    "seed": pl.Int64,  # of the clusters' permutations
    "null_seed": pl.Int64,  # not null: drawn counts, nothing of this has happened
}

WEEK_SCHEMA: Schema = {
    "week": pl.Date,
    "series": pl.Int64,  # all series in the data
    "looked_at": pl.Int64,  # with enough history: the tests of the week
    "limited": pl.Int64,  # of them, with enough in the latest four weeks for a limit
    "alarms": pl.Int64,
    "alarms_by_chance": pl.Float64,  # at most so many are expected when nothing has happened
    "findings": pl.Int64,  # alarms with q below 0.05
    "categories_scanned": pl.Int64,
    "clusters": pl.Int64,  # with q below 0.05
}


@dataclass(frozen=True, slots=True)
class Found:
    """All findings of a run, and what was looked at each week."""

    findings: pl.DataFrame
    """As ``FINDING_SCHEMA``, by week, kind and q-value; the same bytes whatever the work was done on."""
    weeks: pl.DataFrame
    """As ``WEEK_SCHEMA``, one row per judged week."""


def gather(
    counts: WeeklyCounts,
    options: NationOptions,
    judged: IntArray,
    judgements: pl.DataFrame,
    clusters: pl.DataFrame,
) -> Found:
    """Put the parts together: q-values over each week, findings in a fixed order, and a row for every week.

    Parameters
    ----------
    counts, options
        What was looked at, and how.
    judged
        Index of each judged week, shape (weeks,).
    judgements
        As ``alarms.JUDGEMENT_SCHEMA``, from all parts.
    clusters
        As ``scans.CLUSTER_SCHEMA``, from all parts.
    """
    # A series with too few for a limit is looked at too but cannot give an alarm: p = 1 keeps it counted.
    tested = _with_q(
        judgements.sort("week", "series"),
        pl.when(pl.col("status") == Status.OK)
        .then("p_value")
        .when(pl.col("status") == Status.TOO_FEW)
        .then(pl.lit(1.0))
        .otherwise(pl.lit(float("nan"))),
    )
    scanned = _with_q(clusters.sort("week", "category"), pl.col("p_value"))
    rows = pl.concat(
        [_alarm_rows(tested.filter("alarm"), counts, options), _cluster_rows(scanned, counts, options)]
    ).sort("week", "kind", "q_value", "p_value", "municipality", "category")
    return Found(rows, _weeks(counts, options, judged, tested, scanned, rows))


def _with_q(table: pl.DataFrame, p_value: pl.Expr) -> pl.DataFrame:
    """Add the p-value that counts, q-values over each week, and over how many looks."""
    table = table.with_columns(p_value.alias("tested_p"))
    q_value = np.full(table.height, np.nan)
    week, p = table["week"].to_numpy(), table["tested_p"].to_numpy()
    for each in np.unique(week):
        rows = np.flatnonzero(week == each)
        q_value[rows] = benjamini_hochberg(p[rows])
    looked_at = pl.col("tested_p").is_not_nan().sum().over("week").cast(pl.Int64)
    return table.with_columns(pl.Series("q_value", q_value, dtype=pl.Float64), looked_at.alias("looked_at"))


def _series_names(counts: WeeklyCounts) -> pl.DataFrame:
    taxonomy = Taxonomy.load()
    names = counts.series.with_row_index("series").with_columns(pl.col("series").cast(pl.Int64))
    places = {code: _place_name(code) for code in names["municipality"].unique().to_list()}
    kinds = names["category"].unique().to_list()
    notes = {code: taxonomy.categories[code].note if code in taxonomy else "" for code in kinds}
    return names.with_columns(
        pl.col("municipality").replace_strict(places, return_dtype=pl.String).alias("municipality_name"),
        pl.col("municipality").str.slice(0, 2).alias("county"),
        pl.col("category")
        .replace_strict({code: taxonomy.name(code) for code in kinds}, return_dtype=pl.String)
        .alias("category_name"),
        pl.col("category").replace_strict(notes, return_dtype=pl.String).alias("note"),
    )


def _place_name(code: str) -> str:
    try:
        return find_municipality(code).name
    except UnknownPlaceError:
        return code


def _monday(counts: WeeklyCounts, column: str) -> pl.Expr:
    mondays = pl.Series([day.item() for day in counts.starts], dtype=pl.Date)
    return pl.lit(mondays).gather(pl.col(column))


def _alarm_rows(alarms: pl.DataFrame, counts: WeeklyCounts, options: NationOptions) -> pl.DataFrame:
    changed = (pl.col("level_p") < LEVEL_P) & (pl.col("half_year") > pl.col("half_year_before"))
    rows = _completed(
        alarms.join(_series_names(counts), on="series", how="left").with_columns(
            pl.lit("alarm").alias("kind"),
            _monday(counts, "week").alias("week"),
            _monday(counts, "week").alias("start"),
            pl.col("municipality").alias("areas"),
            changed.fill_null(False).alias("level_changed"),
            pl.lit(options.algorithm).alias("method"),
            *_common(options),
        )
    )
    return rows.with_columns(pl.Series("sentence", alarm_sentences(rows), dtype=pl.String))


def _cluster_rows(scanned: pl.DataFrame, counts: WeeklyCounts, options: NationOptions) -> pl.DataFrame:
    names = _series_names(counts)
    clusters = scanned.filter(pl.col("p_value") <= options.alpha)
    rows = _completed(
        clusters.with_columns(pl.Series("year_before", _year_before(clusters, counts), dtype=pl.Int64))
        .join(
            names.select("municipality", "municipality_name", "county").unique(),
            on="municipality",
            how="left",
        )
        .join(names.select("category", "category_name", "note").unique(), on="category", how="left")
        .with_columns(
            pl.lit("cluster").alias("kind"),
            _monday(counts, "week").alias("week"),
            _monday(counts, "start").alias("start"),
            pl.lit("scan-space-time").alias("method"),
            *_common(options),
        )
    )
    return rows.with_columns(pl.Series("sentence", cluster_sentences(rows), dtype=pl.String))


def _year_before(clusters: pl.DataFrame, counts: WeeklyCounts) -> list[int | None]:
    """Count what happened in each cluster's places and weeks a year earlier; None before the data begin."""
    places, kinds = counts.series["municipality"].to_numpy(), counts.series["category"].to_numpy()
    found: list[int | None] = []
    for category, areas, start, week in clusters.select("category", "areas", "start", "week").iter_rows():
        rows = (kinds == category) & np.isin(places, areas.split(","))
        weeks = slice(start - YEAR, week - YEAR + 1)
        found.append(int(counts.counts[rows, weeks].sum()) if start >= YEAR else None)
    return found


def _common(options: NationOptions) -> list[pl.Expr]:
    is_sure = pl.col("q_value") < FALSE_SHARE
    return [
        pl.when(is_sure).then(pl.lit("increase")).otherwise(pl.lit("unclear")).alias("verdict"),
        pl.lit(__version__).alias("version"),
        pl.lit(options.seed, dtype=pl.Int64).alias("seed"),
        pl.lit(options.null_seed, dtype=pl.Int64).alias("null_seed"),
    ]


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the rows every column of ``FINDING_SCHEMA``, in its order; not-a-number becomes null."""
    columns = [
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in FINDING_SCHEMA.items()
    ]
    return rows.select(columns).with_columns(
        pl.col(name).fill_nan(None) for name, kind in FINDING_SCHEMA.items() if kind == pl.Float64
    )


def _weeks(
    counts: WeeklyCounts,
    options: NationOptions,
    judged: IntArray,
    tested: pl.DataFrame,
    scanned: pl.DataFrame,
    findings: pl.DataFrame,
) -> pl.DataFrame:
    looked = tested.group_by("week").agg(
        pl.col("tested_p").is_not_nan().sum().alias("looked_at"),
        (pl.col("status") == Status.OK).sum().alias("limited"),
        pl.col("alarm").sum().alias("alarms"),
    )
    categories = scanned.group_by("week").agg(pl.len().alias("categories_scanned"))
    sure = findings.filter(pl.col("verdict") == "increase").group_by("week")
    numbers = sure.agg(
        (pl.col("kind") == "alarm").sum().alias("findings"),
        (pl.col("kind") == "cluster").sum().alias("clusters"),
    )
    table = (
        pl.DataFrame({"number": judged}, schema={"number": pl.Int64})
        .join(looked, left_on="number", right_on="week", how="left")
        .join(categories, left_on="number", right_on="week", how="left")
        .with_columns(
            _monday(counts, "number").alias("week"),
            pl.lit(counts.series.height).alias("series"),
            (pl.col("looked_at") * options.alpha).alias("alarms_by_chance"),
        )
        .join(numbers, on="week", how="left")
        .sort("week")
    )
    return table.select(pl.col(name).cast(kind) for name, kind in WEEK_SCHEMA.items()).fill_null(0)
