"""Series reports: one investigation or one night that gives so many counts that it inflates a year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.picture.counts import CountTable
from lagesbild.picture.inputs import Inputs
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.timeframe import TimeFrame
from lagesbild.stats.exact_tails import at_least_negative_binomial, at_least_poisson
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.periods import Period

SMALLEST = 15
"""Fewer counts on one day than this do not move a year."""
SMALLEST_SHARE = 0.1
"""Part of the period's count that one day must make up to be told."""
CHANCE = 1e-6
FIGURE_TIMES = 3.0
"""A published figure this many times the next highest year is a series until somebody has explained it."""
FIGURE_SMALLEST = 50


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """A day (or a published period) that holds far more than the rest can explain, with and without it."""

    source: str
    category: str | None
    label: str
    when: str
    inside: int
    """Counts on the day itself."""
    count: int
    """The period's count with it."""
    without: int
    """The period's count when the day is put at its usual level."""
    period: Period
    is_published: bool = False

    def sentence(self) -> str:
        """Return the finding with both counts."""
        if self.is_published:
            return (
                f"{self.label} var {swedish.count(self.count)} {self.when}, mot som mest "
                f"{swedish.count(self.without)} andra år. "
                "Det kan vara en enda utredning med många brott: fråga polisen innan talet används."
            )
        return (
            f"{self.label}: {swedish.count(self.inside)} av {swedish.count(self.count)} i "
            f"{self.period.label} har samma datum, "
            f"{self.when}. Det kan vara en serie eller en enda utredning. Utan den dagen är antalet "
            f"{swedish.count(self.without)}."
        )


def series_in_incidents(inputs: Inputs, frame: TimeFrame, taxonomy: Taxonomy) -> tuple[SeriesReport, ...]:
    """Return days that inflate a category in the period or in the one it is compared with.

    A day is told when its count could happen by chance less than once in a million (negative binomial with
    the variation of the other days, every day and category counted as a look) and it makes up at
    least a tenth of the period.
    """
    periods = tuple(p for p in (frame.before, frame.period) if p is not None)
    days = (
        inputs.incidents.filter(pl.col("time_precision").is_in(["minute", "span", "day"]))
        .group_by("source", "category", "day")
        .agg(pl.col("count").sum())
    )
    found: list[SeriesReport] = []
    for period in periods:
        inside = days.filter((pl.col("day") >= period.start) & (pl.col("day") < period.end))
        totals = inside.group_by("source", "category").agg(
            pl.col("count").sum().alias("total"),
            pl.col("count").max().alias("most"),
            pl.col("day").sort_by("count", descending=True).first().alias("worst"),
            (pl.col("count") ** 2).sum().alias("squares"),
        )
        suspects = totals.filter(
            (pl.col("most") >= SMALLEST) & (pl.col("most") >= SMALLEST_SHARE * pl.col("total"))
        )
        looks = max(1, totals.height) * period.days
        for row in suspects.sort("source", "category").iter_rows(named=True):
            if noun_of(row["source"]).is_feed:
                continue
            if _is_beyond_chance(row["most"], row["total"], row["squares"], period.days, looks):
                usual = (row["total"] - row["most"]) / max(1, period.days - 1)
                found.append(
                    SeriesReport(
                        row["source"],
                        row["category"],
                        taxonomy.name(row["category"]),
                        row["worst"].isoformat(),
                        row["most"],
                        row["total"],
                        round(row["total"] - row["most"] + usual),
                        period,
                    )
                )
    return tuple(found)


def _is_beyond_chance(most: int, total: int, squares: int, days: int, looks: int) -> bool:
    """Judge the largest day by the mean and variance of all the others."""
    others = max(1, days - 1)
    mean = max((total - most) / others, 0.5 / others)
    variance = max((squares - most**2) / others - mean**2, mean)
    if variance <= mean * 1.001:
        p = at_least_poisson(most, mean)
    else:
        size = mean**2 / (variance - mean)
        p = at_least_negative_binomial(most, mean, size)
    return p * looks < CHANCE


def series_in_figures(tables: Sequence[CountTable]) -> tuple[SeriesReport, ...]:
    """Return published figures that are several times every other year's."""
    return tuple(found for table in tables for found in _in_table(table))


def _in_table(table: CountTable) -> list[SeriesReport]:
    found: list[SeriesReport] = []
    for row in table.parts:
        known = np.array([-1 if c is None else c for c in row.counts])
        if (known >= 0).sum() < 4:
            continue
        at = int(known.argmax())
        rest = int(np.delete(known, at).max())
        if known[at] >= FIGURE_SMALLEST and known[at] >= FIGURE_TIMES * max(rest, 1):
            period = table.periods[at]
            when = f"år {period.label}" if period.kind == "year" else period.label
            found.append(
                SeriesReport(
                    table.source,
                    row.category,
                    row.label,
                    when,
                    int(known[at]),
                    int(known[at]),
                    rest,
                    period,
                    is_published=True,
                )
            )
    return found
