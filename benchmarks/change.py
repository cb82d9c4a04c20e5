"""Exact test and interval of a change, row by row of a table."""

from typing import Any

import numpy as np
from _job import Job, Program


def pairs(rows: int) -> Any:
    """Return counts before and after, about 30 each, shape (2, rows)."""
    return np.random.default_rng(1).poisson(30, (2, rows))


def with_lagesbild(given: Any) -> Any:
    """All rows in one call, with false-discovery control and verdicts."""
    from lagesbild.stats.change import changes_in_counts

    return changes_in_counts(*given).low


def with_scipy(given: Any) -> Any:
    """scipy, asked once for each row."""
    from scipy import stats

    low = []
    for before, after in given.T.tolist():
        share = stats.binomtest(after, before + after, 0.5).proportion_ci(method="exact").low
        low.append(share / (1 - share))
    return low


JOB = Job(
    name="change",
    what="rows of two counts: exact p-value and interval",
    sizes=(300, 12_000, 120_000),
    inputs=pairs,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("scipy, row by row", with_scipy, largest=300),),
)
