"""What the coming weeks or months will bring if all goes on as before."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from lagesbild.series.effect import season_terms
from lagesbild.series.regular import Days

FloatArray = npt.NDArray[np.float64]
By = Literal["week", "month"]

LEAST: dict[By, int] = {"week": 26, "month": 12}
"""Steps without which nothing is foretold."""

_PER_YEAR: dict[By, float] = {"week": 52.1775, "month": 12.0}
_HALF_LIFE_YEARS = 2.0
_SEASON_YEARS = 2.0  # a season is estimated only from series that have seen it twice
_STEPS = 30
_CONVERGED = 1e-9
_SMALLEST = 1e-10


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming steps; arrays have the shape (series, horizon), NaN for a series without any events."""

    starts: Days
    """First day of each coming step, shape (horizon,)."""
    mean: FloatArray
    low80: FloatArray
    high80: FloatArray
    low95: FloatArray
    high95: FloatArray
    dispersion: FloatArray
    """Variance over mean around the fit, at least 1, shape (series,)."""
    has_season: bool


def forecast(counts: FloatArray, starts: Days, *, horizon: int = 13, by: By = "week") -> Forecast:
    """Foretell regular series of counts from their level and season.

    Parameters
    ----------
    counts
        Shape (series, steps), no gaps.
    starts
        First day of each step, shape (steps,).
    horizon
        Steps to foretell.
    by
        ``week`` or ``month``.

    Returns
    -------
    Forecast
        Intervals are of whole counts and never below 0.

    Raises
    ------
    ValueError
        If there are fewer steps than ``LEAST`` or a count is negative.

    Notes
    -----
    Log-linear quasi-Poisson model with two harmonics of the year, older steps counting less: half as much
    for every two years of age. The uncertainty of the fit grows with the horizon by the same discount (West
    & Harrison 1997, Bayesian Forecasting and Dynamic Models, ch. 6; Harvey & Fernandes 1989, Journal of
    Business & Economic Statistics 7, 407-417), and the counts are negative binomial around it. No trend is
    carried on: a level that rises for ever is a poor guess.
    """
    y = np.asarray(counts, dtype=np.float64)
    if y.ndim != 2 or y.shape[1] != len(starts) or y.shape[1] < LEAST[by] or (y < 0).any() or horizon < 1:
        raise ValueError(f"at least {LEAST[by]} steps of counts of 0 or more are needed, got shape {y.shape}")
    coming = _coming(starts[-1], horizon, by)
    has_season = y.shape[1] >= _SEASON_YEARS * _PER_YEAR[by]
    season = season_terms(np.concatenate([starts, coming]), "harmonic:2" if has_season else "none")
    design = np.column_stack([np.ones(len(season)), season])
    past, ahead = design[: y.shape[1]], design[y.shape[1] :]
    discount = 0.5 ** (1 / (_HALF_LIFE_YEARS * _PER_YEAR[by]))
    weight = discount ** np.arange(y.shape[1])[::-1]
    known = y.any(axis=1)
    coefficients, mean = _fit(y[known], past, weight)
    freedom = max(float(weight.sum()) - past.shape[1], 1.0)
    phi = np.maximum(np.sum(weight * (y[known] - mean) ** 2 / mean, axis=1) / freedom, 1.0)
    centre = np.exp(np.minimum(coefficients @ ahead.T, 50))
    spread = _log_variance(mean, past, ahead, weight) * phi[:, None] * discount ** -np.arange(1, horizon + 1)
    quantiles = _quantiles(centre, phi[:, None] * centre + centre**2 * np.expm1(np.minimum(spread, 4)))

    def filled(values: FloatArray) -> FloatArray:
        whole = np.full((len(y), *values.shape[1:]), np.nan)
        whole[known] = values
        return whole

    return Forecast(
        starts=coming,
        mean=filled(centre),
        low80=filled(quantiles[0]),
        high80=filled(quantiles[1]),
        low95=filled(quantiles[2]),
        high95=filled(quantiles[3]),
        dispersion=filled(phi),
        has_season=bool(has_season),
    )


def _coming(last: np.datetime64, horizon: int, by: By) -> Days:
    if by == "week":
        return np.asarray(last.astype("datetime64[D]") + 7 * np.arange(1, horizon + 1))
    months = last.astype("datetime64[M]") + np.arange(1, horizon + 1)
    return np.asarray(months.astype("datetime64[D]"))


def _fit(y: FloatArray, design: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted Poisson fits of all series at once; a little mass keeps empty seasons finite."""
    terms = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    ridge = np.eye(terms) * 1e-3  # as if a thousandth of an event spoke for no season
    ridge[0, 0] = 0
    level = np.log(np.maximum((y @ weight) / weight.sum(), _SMALLEST))
    coefficients = np.zeros((len(y), terms))
    coefficients[:, 0] = level
    for _ in range(_STEPS):
        mean = np.exp(np.clip(coefficients @ design.T, -30, 30))
        information = ((weight * mean) @ products).reshape(-1, terms, terms) + ridge
        score = (weight * (y - mean)) @ design - coefficients @ ridge
        step = np.clip(np.linalg.solve(information, score[:, :, None])[:, :, 0], -1, 1)
        coefficients += step
        if not len(step) or np.abs(step).max() < _CONVERGED:
            break
    return coefficients, np.exp(np.clip(coefficients @ design.T, -30, 30))


def _log_variance(mean: FloatArray, past: FloatArray, ahead: FloatArray, weight: FloatArray) -> FloatArray:
    """Variance of the log mean of each coming step for a dispersion of 1, the discount taken into account."""
    terms = past.shape[1]
    products = (past[:, :, None] * past[:, None, :]).reshape(len(past), -1)
    ridge = np.eye(terms) * 1e-3
    bread = np.linalg.inv(((weight * mean) @ products).reshape(-1, terms, terms) + ridge)
    meat = ((weight**2 * mean) @ products).reshape(-1, terms, terms)
    covariance = bread @ meat @ bread
    return np.asarray(np.einsum("hi,sij,hj->sh", ahead, covariance, ahead))


def _quantiles(
    mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """10, 90, 2.5 and 97.5 % of a negative binomial (Poisson when the variance is the mean)."""
    # Importing the statistics package takes longer than most methods: only who forecasts need wait for it.
    from scipy import stats

    extra = np.maximum(variance - mean, 1e-9 * mean)
    size = np.minimum(mean**2 / extra, 1e9)
    chance = size / (size + mean)
    low80, high80, low95, high95 = (
        np.asarray(stats.nbinom.ppf(share, size, chance), dtype=np.float64)
        for share in (0.1, 0.9, 0.025, 0.975)
    )
    return low80, high80, low95, high95
