"""Farrington's flexible method beside the same, written with statsmodels' regression week by week."""

from typing import Any

import numpy as np
from _job import Job, Program

WEEKS, JUDGED = 52 * 6, 26


def counts(series: int) -> Any:
    """Return weekly counts with a season, shape (series, weeks)."""
    rng = np.random.default_rng(1)
    level = rng.gamma(3.0, 4.0, (series, 1)) + 2
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    return rng.poisson(level * season).astype(float)


def with_lagesbild(given: Any) -> Any:
    """All series and weeks in one call."""
    from lagesbild.series.farrington import FarringtonSettings, farrington

    plain = FarringtonSettings(threshold="nb-plugin")
    return farrington(given, judged=np.arange(WEEKS - JUDGED, WEEKS), settings=plain).expected


def with_statsmodels(given: Any) -> Any:
    """Two regressions for each series and week: with and without weights against old peaks."""
    import statsmodels.api as sm

    from lagesbild.series.farrington import FarringtonSettings, reference_weeks, season_design

    chosen = FarringtonSettings()
    expected = np.empty((len(given), JUDGED))
    for column, now in enumerate(range(WEEKS - JUDGED, WEEKS)):
        rows, design = season_design(reference_weeks(now, None, chosen), chosen)
        level = np.eye(design.groups)[design.group]
        today = np.eye(design.groups)[design.group_now]
        for index, series in enumerate(given):
            y = series[rows]
            expected[index, column] = _expected(sm, y, level, design.time, today)
    return expected


def _expected(sm: Any, y: Any, level: Any, time: Any, today: Any) -> float:
    """Return the judged week's expected count, with the trend unless it foretells more than ever seen."""
    poisson = sm.families.Poisson()
    for terms, now in ((np.column_stack([level, time]), np.append(today, 0.0)), (level, today)):
        weights = np.ones(len(y))
        for _ in range(2):
            fit = sm.GLM(y, terms, family=poisson, var_weights=weights).fit(scale=1.0)
            mean = fit.mu
            hat = fit.get_hat_matrix_diag()
            phi = max(1.0, float((weights * (y - mean) ** 2 / mean).sum() / fit.df_resid))
            residual = 1.5 * (y ** (2 / 3) - mean ** (2 / 3)) / (mean ** (1 / 6) * np.sqrt(phi * (1 - hat)))
            raised = np.where(residual > 2.58, np.maximum(residual, 1e-9) ** -2, 1.0)
            weights = raised * len(y) / raised.sum()
        found = float(np.exp(now @ fit.params))
        if found <= y.max():
            return found
    return found


JOB = Job(
    name="alarms",
    what=f"weekly series, {JUDGED} weeks judged by four years back",
    sizes=(3, 30, 300),
    inputs=counts,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("statsmodels GLM", with_statsmodels, largest=3),),
    agreement="of the highest expected count",
)
