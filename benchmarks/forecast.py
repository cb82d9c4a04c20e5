"""Forecast of monthly series of ten years, thirteen months ahead."""

from typing import Any

import numpy as np
from _job import Job, Program

MONTHS, HORIZON = 120, 13


def series(count: int) -> Any:
    """Return counts with a season, shape (count, months)."""
    rng = np.random.default_rng(1)
    level = rng.gamma(3.0, 8.0, (count, 1)) + 3
    return rng.poisson(level * (1 + 0.3 * np.sin(2 * np.pi * np.arange(MONTHS) / 12))).astype(float)


def with_lagesbild(given: Any) -> Any:
    """All series in one call, with intervals of whole counts."""
    from lagesbild.series.forecast import forecast

    starts = np.arange("2014-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    return forecast(given, starts, horizon=HORIZON, by="month").mean


def with_statsforecast(given: Any) -> Any:
    """AutoETS, one series after the other."""
    from statsforecast.models import AutoETS

    return [AutoETS(season_length=12).forecast(row, h=HORIZON, level=[80, 95])["mean"] for row in given]


def with_statsmodels(given: Any) -> Any:
    """A negative binomial regression on the season, one series after the other."""
    import statsmodels.api as sm

    def design(first: int, last: int) -> Any:
        turn = 2 * np.pi * np.arange(first, last) / 12
        return np.column_stack(
            [np.ones(last - first), *(f(k * turn) for k in (1, 2) for f in (np.sin, np.cos))]
        )

    past, ahead = design(0, MONTHS), design(MONTHS, MONTHS + HORIZON)
    family = sm.families.NegativeBinomial(alpha=0.05)
    return [sm.GLM(row, past, family=family).fit().predict(ahead) for row in given]


def difference(ours: Any, theirs: Any) -> float:
    """Return the typical difference of the two forecasts; the models are not the same."""
    return float(np.median(np.abs(np.asarray(ours) - np.asarray(theirs)) / np.asarray(theirs)))


JOB = Job(
    name="forecast",
    what=f"monthly series of ten years, {HORIZON} ahead",
    sizes=(10, 100, 300),
    inputs=series,
    ours=Program("lagesbild", with_lagesbild),
    peers=(
        Program("statsforecast AutoETS", with_statsforecast, largest=100),
        Program("statsmodels negative binomial", with_statsmodels),
    ),
    difference=difference,
    agreement="of the forecast, in the median",
)
