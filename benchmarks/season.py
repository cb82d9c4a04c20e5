"""Season, trend and rest (STL) of weekly series."""

from typing import Any

import numpy as np
from _job import Job, Program

WEEKS, PERIOD, WINDOW = 52 * 8, 52, 13


def series(count: int) -> Any:
    """Return eight years of weeks with a season and a slow change, shape (count, weeks)."""
    rng = np.random.default_rng(1)
    level = rng.gamma(2.0, 10.0, (count, 1)) + 5
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(WEEKS) / PERIOD)
    return rng.poisson(level * season * np.linspace(1, 1.3, WEEKS)).astype(float)


def with_lagesbild(given: Any) -> Any:
    """One series after the other."""
    from lagesbild.series.season import decompose

    return [decompose(row, period=PERIOD, season_window=WINDOW).trend for row in given]


def with_statsmodels(given: Any) -> Any:
    """The same, with the jumps between fitted points that R has and we have."""
    from statsmodels.tsa.seasonal import STL

    trend = int(np.ceil(1.5 * PERIOD / (1 - 1.5 / WINDOW))) | 1
    low = PERIOD | 1
    jumps = {
        "seasonal_jump": -(-WINDOW // 10),
        "trend_jump": -(-trend // 10),
        "low_pass_jump": -(-low // 10),
    }
    made = (
        STL(row, period=PERIOD, seasonal=WINDOW, trend=trend, low_pass=low, seasonal_deg=0, **jumps)
        for row in given
    )
    return [stl.fit(inner_iter=2, outer_iter=0).trend for stl in made]


JOB = Job(
    name="season",
    what="weekly series of eight years, STL",
    sizes=(10, 50),
    inputs=series,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("statsmodels STL", with_statsmodels),),
)
