"""Counts by month, with the span that the same time of earlier years leads one to expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from lagesbild.stats.exact_tails import negative_binomial_quantile, poisson_quantile
from lagesbild.tables.periods import containing

MONTHS_SHOWN = 36
FEWEST_REFERENCES = 3
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class MonthlySeries:
    """Whole months in order; ``expected``, ``low`` and ``high`` are None where too little is known."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    counts: tuple[int, ...]
    expected: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


def monthly_series(incidents: pl.DataFrame, *, since: date, until: date, years: int = 3) -> MonthlySeries:
    """Return the last whole months up to ``until``, at most ``years`` years of them.

    Only incidents from ``since`` on are used, so that stray early dates do not become normal months.

    Notes
    -----
    A month is expected to be like the same month and its two neighbours in each earlier year of the data.
    The limits are the 2.5 and 97.5 % quantiles of a negative binomial with their mean and variance, or of
    a Poisson when they vary less than chance. An expectation from three months is rough: it is the
    reader's normal span, not a test.
    """
    months, counts = _whole_months(incidents.filter(pl.col("day") >= since), until)
    first = max(0, len(months) - 12 * years)
    bands = [_band(counts, i) for i in range(first, len(months))]
    shown = months[first:]
    return MonthlySeries(
        tuple(m for m, _ in shown),
        tuple(e for _, e in shown),
        tuple(counts[first:]),
        tuple(b[0] for b in bands),
        tuple(b[1] for b in bands),
        tuple(b[2] for b in bands),
    )


def _whole_months(incidents: pl.DataFrame, until: date) -> tuple[list[tuple[date, date]], list[int]]:
    usable = incidents.filter(pl.col("time_precision") != "year")
    if not usable.height:
        return [], []
    first, last = usable["day"].min(), usable["day"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return [], []
    start = containing(first, "month")
    at = start if first - start.start <= timedelta(days=2) else containing(start.end, "month")
    months: list[tuple[date, date]] = []
    while at.last_day <= max(until, last):
        months.append((at.start, at.end))
        at = containing(at.end, "month")
    sums = dict(usable.group_by(pl.col("day").dt.truncate("1mo")).agg(pl.col("count").sum()).iter_rows())
    return months, [max(0, int(sums.get(m, 0))) for m, _ in months]


def _band(counts: Sequence[int], at: int) -> tuple[float | None, float | None, float | None]:
    references = [
        counts[i]
        for back in range(12, at + 2, 12)
        for i in (at - back - 1, at - back, at - back + 1)
        if 0 <= i < at
    ]
    if len(references) < FEWEST_REFERENCES:
        return None, None, None
    mean, variance = float(np.mean(references)), float(np.var(references, ddof=1))
    if mean == 0:
        return 0.0, 0.0, 0.0
    tail = (1 - LEVEL) / 2
    if variance <= mean * 1.001:
        low, high = (poisson_quantile(share, mean) for share in (tail, 1 - tail))
    else:
        size = mean**2 / (variance - mean)
        low, high = (negative_binomial_quantile(share, mean, size) for share in (tail, 1 - tail))
    return mean, float(low), float(high)
