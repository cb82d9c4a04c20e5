"""Counts as if nothing had happened: the level and spread of each series, the season of its category."""

import numpy as np

from lagesbild.nation.counts import FloatArray, WeeklyCounts, with_counts

_WEEKS_A_YEAR = 365.2425 / 7
_STEPS = 25
_POISSON = 1.0001  # a dispersion this near 1 draws as Poisson does


def without_events(counts: WeeklyCounts, *, seed: int) -> WeeklyCounts:
    """Return the same series with every count drawn anew from a model in which no week stands out.

    Parameters
    ----------
    counts
        The real counts, which give levels, seasons and dispersions.
    seed
        Makes the draw repeatable; it is one draw for the whole table, wherever the work then runs.

    Notes
    -----
    Negative binomial with mean = the series' mean a week x its category's season over the whole country (a
    yearly wave, fitted by Poisson regression) and the Pearson dispersion of the series, at least 1. Series
    and weeks are independent. Reporting habits that change are not in the model: real counts with such
    changes give more alarms than these.
    """
    mean, dispersion = null_model(counts)
    rng = np.random.default_rng([seed, 290])
    spread = np.maximum(dispersion, _POISSON)[:, None]
    positive = mean > 0
    size = np.where(positive, mean / (spread - 1), 1.0)
    drawn = rng.negative_binomial(size, np.broadcast_to(1 / spread, mean.shape)).astype(np.float64)
    return with_counts(counts, np.where(positive, drawn, 0.0))


def null_model(counts: WeeklyCounts) -> tuple[FloatArray, FloatArray]:
    """Return the mean of each series and week, shape (series, weeks), and each series' dispersion."""
    y = counts.counts
    weeks = y.shape[1]
    category = counts.series["category"].to_numpy()
    mean = np.zeros_like(y)
    for each in np.unique(category):
        rows = category == each
        season = _season(y[rows].sum(axis=0))
        mean[rows] = y[rows].mean(axis=1)[:, None] * season
    pearson = np.divide((y - mean) ** 2, mean, out=np.zeros_like(y), where=mean > 0)
    return mean, pearson.sum(axis=1) / max(weeks - 3, 1)


def _season(total: FloatArray) -> FloatArray:
    """Return a yearly wave with mean 1 fitted to weekly totals; flat where there is less than a year."""
    week = np.arange(len(total))
    flat = np.ones(len(total))
    if len(total) < _WEEKS_A_YEAR or total.sum() < len(total):
        return flat
    angle = 2 * np.pi * week / _WEEKS_A_YEAR
    design = np.column_stack([flat, np.cos(angle), np.sin(angle)])
    factors = np.array([np.log(total.mean()), 0.0, 0.0])
    for _ in range(_STEPS):
        fitted = np.exp(design @ factors)
        step = np.linalg.solve(design.T @ (design * fitted[:, None]), design.T @ (total - fitted))
        factors = factors + step
        if np.abs(step).max() < 1e-10:
            break
    fitted = np.exp(design @ factors)
    return np.asarray(fitted / fitted.mean())
