"""Aoristic shares of 100,000 spans, one row per event and hour, and the table alone."""

import numpy as np
from _measure import cost_of, show

SPANS = 100_000


def spans() -> tuple[np.ndarray, np.ndarray]:
    """Return five years of spans, ten hours long on average."""
    rng = np.random.default_rng(1)
    start = np.datetime64("2020-01-01T00:00", "us") + rng.integers(0, 5 * 365 * 86_400, SPANS).astype("m8[s]")
    return start, start + np.maximum(rng.exponential(36_000, SPANS), 60).astype("m8[s]")


def with_rows() -> object:
    """One entry per event and hour."""
    from lagesbild.series.aoristic import hour_weights

    return hour_weights(*spans())


def with_table() -> object:
    """The sum over all events."""
    from lagesbild.series.aoristic import weekday_hour_table

    return weekday_hour_table(*spans())


if __name__ == "__main__":
    # R aoristic cannot be had from PyPI: about 57 s for the same job on a machine like this.
    costs = [cost_of("rows", with_rows, repeats=3), cost_of("table", with_table, repeats=3)]
    show(f"aoristic: {SPANS:,} spans", costs, base="rows")
