"""Counts side by side: each thing that is counted, in the period and in each earlier period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lagesbild.tables.periods import Period

KEYS = ("section", "key", "label", "category", "area", "is_total")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One thing that is counted. ``counts`` runs parallel to the periods of its table; None is missing."""

    key: str
    label: str
    category: str | None
    section: str
    is_total: bool
    counts: tuple[int | None, ...]

    @property
    def now(self) -> int | None:
        """The count of the period that the picture is about."""
        return self.counts[-1]

    @property
    def before(self) -> int | None:
        """The count of the nearest earlier period; None when there is none."""
        return self.counts[-2] if len(self.counts) > 1 else None

    @property
    def earlier(self) -> tuple[int, ...]:
        """Every known earlier count, in order of time."""
        return tuple(count for count in self.counts[:-1] if count is not None)


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts of one source; ``periods`` are in order of time and the last one is the picture's."""

    source: str
    periods: tuple[Period, ...]
    rows: tuple[CountRow, ...]
    is_preliminary: bool = False

    @property
    def period(self) -> Period:
        """The period that the table is about."""
        return self.periods[-1]

    @property
    def earlier(self) -> tuple[Period, ...]:
        """The periods compared with, in order of time."""
        return self.periods[:-1]

    @property
    def totals(self) -> tuple[CountRow, ...]:
        """The printed sum rows; shown, never added or tested."""
        return tuple(row for row in self.rows if row.is_total)

    @property
    def parts(self) -> tuple[CountRow, ...]:
        """The rows that are not sums of others."""
        return tuple(row for row in self.rows if not row.is_total)

    def with_rows(self, rows: Sequence[CountRow]) -> "CountTable":
        """Return the same table with other rows."""
        return CountTable(self.source, self.periods, tuple(rows), self.is_preliminary)


def in_periods(periods: Sequence[Period], *, day: str = "day") -> pl.Expr:
    """Return an expression for the index of the period that a day belongs to; null for none.

    Periods must not overlap.
    """
    index = pl.lit(None, dtype=pl.Int32)
    for number, period in enumerate(periods):
        inside = (pl.col(day) >= period.start) & (pl.col(day) < period.end)
        index = pl.when(inside).then(pl.lit(number, dtype=pl.Int32)).otherwise(index)
    return index


def count_incidents(
    incidents: pl.DataFrame, periods: Sequence[Period], *, by: Sequence[str] = ("source", "category")
) -> pl.DataFrame:
    """Count incidents in each period, one row per combination of ``by``.

    Returns
    -------
    polars.DataFrame
        The columns of ``by`` and ``counts``: a list of whole numbers parallel to ``periods``. A
        combination that has no incident in any of the periods is left out.
    """
    numbered = incidents.with_columns(_period=in_periods(periods)).filter(pl.col("_period").is_not_null())
    cells = numbered.group_by(*by, "_period").agg(pl.col("count").sum())
    columns = [
        pl.col("count").filter(pl.col("_period") == number).sum().alias(str(number))
        for number in range(len(periods))
    ]
    wide = cells.group_by(*by).agg(columns).sort(*by)
    return wide.select(*by, pl.concat_list(str(number) for number in range(len(periods))).alias("counts"))


def incident_tables(
    incidents: pl.DataFrame,
    periods: Sequence[Period],
    *,
    names: "dict[str, str]",
    covers: Callable[[str, Period], bool],
) -> tuple[CountTable, ...]:
    """Return one count table for each source of incidents; sources are never added together.

    ``names`` gives each category its Swedish name. ``covers`` tells whether a source holds the whole of a
    period; an earlier period that it does not hold is left out of that source's table. Rows are ordered
    by the latest count, largest first.
    """
    counted = count_incidents(incidents, periods)
    tables: list[CountTable] = []
    for source in counted["source"].unique().sort().to_list():
        kept = covered_periods(source, periods, covers)
        rows = [
            CountRow(
                category, names.get(category, category), category, "", False, tuple(counts[i] for i in kept)
            )
            for _, category, counts in counted.filter(pl.col("source") == source).iter_rows()
        ]
        rows = [row for row in rows if any(row.counts)]
        rows.sort(key=lambda row: (-(row.now or 0), row.label))
        tables.append(CountTable(source, tuple(periods[i] for i in kept), tuple(rows)))
    return tuple(tables)


def covered_periods(
    source: str, periods: Sequence[Period], covers: Callable[[str, Period], bool]
) -> tuple[int, ...]:
    """Return the indexes of the periods that a source holds whole; the last one, the picture's, always."""
    last = len(periods) - 1
    return tuple(i for i, period in enumerate(periods) if i == last or covers(source, period))


def figure_tables(
    figures: pl.DataFrame, *, period: Period | None, compare: Sequence[Period] | None
) -> tuple[CountTable, ...]:
    """Return one count table for each source of published counts.

    Without ``period`` each source's own latest is used. Comparisons are the same part of earlier years;
    published figures are used as they stand and months are added together only when they fill
    the whole period.
    """
    counts = figures.filter((pl.col("unit") == "count") & (pl.col("group") == "alla"))
    tables: list[CountTable] = []
    for source in counts["source"].unique(maintain_order=True).to_list():
        own = counts.filter(pl.col("source") == source)
        if table := _figure_table(source, own, period, compare):
            tables.append(table)
    return tuple(tables)


def figure_period(figures: pl.DataFrame, wanted: Period | None) -> Period | None:
    """Return the period that figures can be given for: the wished one when it is there, else the latest.

    The latest is the one that ends last; among those the longest.
    """
    known = figures.filter(pl.col("value").is_not_null())
    spans = [Period.of_days(a, b) for a, b in known.select("period_start", "period_end").unique().iter_rows()]
    if wanted is not None:
        if wanted in spans or _filled(known, wanted):
            return wanted
        inside = [span for span in spans if wanted.start <= span.start and span.end <= wanted.end]
        spans = inside or [span for span in spans if span.end <= wanted.end]
    return max(spans, key=lambda span: (span.end, span.days), default=None)


def _figure_table(
    source: str, figures: pl.DataFrame, period: Period | None, compare: Sequence[Period] | None
) -> CountTable | None:
    now = figure_period(figures, period)
    if now is None:
        return None
    earliest = figures["period_start"].min()
    years = now.start.year - earliest.year if isinstance(earliest, date) else 0
    candidates = [now.shifted_years(-back) for back in range(years, 0, -1)]
    if compare is not None:
        wanted_years = {p.start.year for p in compare}
        candidates = [p for p in candidates if p.start.year in wanted_years]
    else:
        candidates = candidates[-5:]
    filled = {p: _values(figures, p) for p in (*candidates, now)}
    periods = tuple(p for p in (*candidates, now) if filled[p])
    keys = list(dict.fromkeys(key for p in periods for key in _ordered_keys(figures) if key in filled[p]))
    rows = [
        CountRow(
            key=indicator,
            label=indicator,
            category=category,
            section=section or "",
            is_total=bool(is_total),
            counts=tuple(filled[p].get((section, indicator, category, is_total)) for p in periods),
        )
        for section, indicator, category, is_total in keys
    ]
    prel = figures.filter((pl.col("period_end") <= now.end) & (pl.col("period_start") >= now.start))
    preliminary = bool(prel["is_preliminary"].fill_null(False).any())
    return CountTable(source, periods, tuple(rows), preliminary) if rows else None


_FigureKey = tuple[str | None, str, str | None, bool]


def _ordered_keys(figures: pl.DataFrame) -> list[_FigureKey]:
    keys = figures.select("section", "indicator", "category", "is_total").unique(maintain_order=True)
    return [tuple(row) for row in keys.iter_rows()]


def _filled(figures: pl.DataFrame, period: Period) -> bool:
    return bool(_values(figures, period))


def _values(figures: pl.DataFrame, period: Period) -> dict[_FigureKey, int]:
    """Return what is known for exactly ``period``, by key: printed as such, or as months that fill it."""
    by = ["section", "indicator", "category", "is_total"]
    exact = figures.filter(
        (pl.col("period_start") == period.start)
        & (pl.col("period_end") == period.end)
        & pl.col("value").is_not_null()
    )
    if not exact.height:
        inside = figures.filter(
            (pl.col("period_start") >= period.start)
            & (pl.col("period_end") <= period.end)
            & pl.col("value").is_not_null()
        ).with_columns(_days=(pl.col("period_end") - pl.col("period_start")).dt.total_days())
        # Only pieces of one length are added: a year beside its own months would count twice.
        pieces = inside.filter(pl.col("_days") <= 31).unique([*by, "period_start"], maintain_order=True)
        whole = pieces.group_by(by, maintain_order=True).agg(pl.col("value").sum(), pl.col("_days").sum())
        exact = whole.filter(pl.col("_days") == period.days)
    return {
        (section, indicator, category, is_total): round(value)
        for section, indicator, category, is_total, value in exact.select(*by, "value").iter_rows()
    }
