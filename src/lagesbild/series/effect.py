"""The effect of something that began on a date, from one series (interrupted time series)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from lagesbild.series.count_models import CountFit, Family, FloatArray, fit_counts
from lagesbild.series.regular import Days

_LOOK_BACK = 3  # steps before the start that are looked at for a peak
_MOST_LOG = 300.0
_PEAK = 1.6449  # standard deviations: one in twenty by chance


@dataclass(frozen=True, slots=True)
class RatioChange:
    """A change as a ratio (1.0 = none) with its interval and test."""

    ratio: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class SeriesEffect:
    """What changed at the start, and what would have been expected without it."""

    level: RatioChange
    """Change at once."""
    slope: RatioChange
    """Change of the trend, per step (month or week)."""
    observed_after: float
    expected_without: float
    """Sum over the steps after the start of what season and the earlier trend lead to."""
    expected_low: float
    expected_high: float
    fitted: FloatArray
    """Shape (steps,)."""
    counterfactual: FloatArray
    """Expected without the change, shape (steps,); equal to ``fitted`` before the start."""
    dispersion: float
    autocorrelation: float
    """Between neighbouring residuals."""
    peak_before: float
    """How far the last three steps before the start lay above the fit, in standard deviations."""

    @property
    def starts_at_a_peak(self) -> bool:
        """True when the start follows on a peak, which falls back by itself."""
        return self.peak_before > _PEAK


def interrupted_series(
    counts: npt.ArrayLike,
    season: FloatArray,
    after: npt.NDArray[np.bool_],
    *,
    steps: FloatArray | None = None,
    exposure: npt.ArrayLike | None = None,
    family: Family = "quasi-poisson",
    confidence: float = 0.95,
) -> SeriesEffect:
    """Estimate the change of level and trend in a regular series of counts.

    Parameters
    ----------
    counts
        Shape (n,), in time order.
    season
        Seasonal terms, shape (n, terms); see :func:`season_terms`. No columns: no season.
    after
        True from the start on, shape (n,).
    steps
        Number of each step, for series where some are left out; None: 0, 1, 2, …
    exposure
        Population or days, above 0, shape (n,).
    family
        See :func:`lagesbild.series.count_models.fit_counts`.
    confidence
        Coverage of the intervals.

    Raises
    ------
    NoFitError
        If the model cannot be estimated.

    Notes
    -----
    Lopez Bernal, Cummins & Gasparrini 2017, International Journal of Epidemiology 46, 348-355: log mean = a +
    b t + c after + d (t - start) after + season. Intervals and p-values are normal, and agree. Without a
    comparison area anything else that happened at the same time is part of the effect.
    """
    y = np.asarray(counts, dtype=np.float64)
    t = np.arange(len(y), dtype=np.float64) if steps is None else steps
    first = t[after][0] if after.any() else t[-1]
    since = np.where(after, t - first, 0.0)
    span = max(float(t[-1] - t[0]), 1.0)
    before = np.column_stack([np.ones(len(y)), (t - first) / span, season])
    design = np.column_stack([after.astype(np.float64), since, before])
    offset = None if exposure is None else np.log(np.asarray(exposure, dtype=np.float64))
    fit = fit_counts(y, design, offset=offset, family=family)
    z = -float(special.ndtri((1 - confidence) / 2))
    without = fit.fitted / np.exp(design[:, :2] @ fit.coefficients[:2])
    expected = float(without[after].sum())
    gradient = design[after].T @ without[after]
    gradient[:2] = 0
    error = float(np.sqrt(gradient @ fit.covariance @ gradient)) / expected if expected > 0 else 0.0
    return SeriesEffect(
        level=_change(fit, 0, z),
        slope=_change(fit, 1, z),
        observed_after=float(y[after].sum()),
        expected_without=expected,
        expected_low=expected * float(np.exp(-min(z * error, _MOST_LOG))),
        expected_high=expected * float(np.exp(min(z * error, _MOST_LOG))),
        fitted=fit.fitted,
        counterfactual=without,
        dispersion=fit.dispersion,
        autocorrelation=_autocorrelation(fit.residuals),
        peak_before=_peak(y, before[~after], after, offset, family),
    )


def season_terms(days: Days, season: str) -> FloatArray:
    """Return the seasonal columns of a design, shape (days, terms).

    Parameters
    ----------
    days
        First day of each step.
    season
        ``none``, ``month`` (eleven columns of ones) or ``harmonic:2`` (so many pairs of sine and cosine).

    Raises
    ------
    ValueError
        If ``season`` is something else.
    """
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]").astype(np.int64) % 12
    if season == "none":
        return np.empty((len(day), 0))
    if season == "month":
        present = np.unique(month)[1:]
        return np.equal.outer(month, present).astype(np.float64)
    name, _, pairs = season.partition(":")
    if name != "harmonic" or not pairs.isdigit() or not 1 <= int(pairs) <= 6:
        raise ValueError(f"season must be none, month or harmonic:1 to harmonic:6, got {season}")
    starts_month = bool((day == day.astype("datetime64[M]").astype("datetime64[D]")).all())
    if starts_month:
        share = (month + 1) / 12
    else:
        share = (day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) / 365.25
    angle = 2 * np.pi * np.outer(share, np.arange(1, int(pairs) + 1))
    return np.column_stack([np.sin(angle), np.cos(angle)])


def _change(fit: CountFit, term: int, z: float) -> RatioChange:
    estimate, error = float(fit.coefficients[term]), float(np.sqrt(max(fit.covariance[term, term], 0.0)))
    p_value = 2 * float(special.ndtr(-abs(estimate) / error)) if error > 0 else 1.0
    low, high = np.exp(np.clip([estimate - z * error, estimate + z * error], -700, 700))
    return RatioChange(float(np.exp(np.clip(estimate, -700, 700))), float(low), float(high), p_value)


def _autocorrelation(residuals: FloatArray) -> float:
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / total if total > 0 else 0.0


def _peak(
    y: FloatArray, before: FloatArray, after: npt.NDArray[np.bool_], offset: FloatArray | None, family: Family
) -> float:
    """Distance of the last steps before the start from what the steps before them foretell."""
    earlier = np.flatnonzero(~after)
    last = earlier[-_LOOK_BACK:]
    used = len(earlier) - len(last)
    if (
        used <= before.shape[1]
        or np.linalg.matrix_rank(before[:used]) < before.shape[1]
        or not y[earlier[:used]].any()
    ):
        return float("nan")
    known = None if offset is None else offset[earlier[:used]]
    try:
        fit = fit_counts(y[earlier[:used]], before[:used], offset=known, family=family)
    except ValueError:
        return float("nan")
    shift = 0.0 if offset is None else offset[last]
    foretold = float(np.exp(np.clip(before[used:] @ fit.coefficients + shift, -300, 300)).sum())
    spread = np.sqrt(max(fit.dispersion, 1.0) * foretold)
    return (float(y[last].sum()) - foretold) / float(spread) if spread > 0 else float("nan")
