"""Forecast of 300 monthly series of ten years, thirteen months ahead."""

import numpy as np
from _measure import cost_of, show


def with_lagesbild() -> object:
    """All series in one call."""
    from lagesbild.series.forecast import forecast

    y = np.random.default_rng(1).poisson(20, (300, 120)).astype(float)
    starts = np.arange("2014-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    return forecast(y, starts, horizon=13, by="month")


if __name__ == "__main__":
    # AutoETS takes about 11 s for the same job on a machine like this.
    show(
        "forecast: 300 series × 120 months",
        [cost_of("lagesbild", with_lagesbild, repeats=3)],
        base="lagesbild",
    )
