"""Weeks with more cases than season, trend and past can explain (Farrington's method, flexible form)."""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from lagesbild.series.alarm_limits import count_limit, delta_limit, predictive_limit
from lagesbild.series.alarms import Alarms, Status
from lagesbild.series.quasi_poisson import (
    FloatArray,
    IntArray,
    TrendDesign,
    TrendFit,
    fit_trend,
    outlier_weights,
)

Trend = Literal["always", "if-significant", "never"]
Threshold = Literal["nb-plugin", "nb-predictive", "muan", "delta"]
Dates = npt.NDArray[np.datetime64]

SIGNIFICANT_TREND = 0.05
YEARS_FOR_TREND = 3
WEEKS_PER_YEAR = 52  # only for series without dates
_NO_LIMIT_LOG = 300.0


@dataclass(frozen=True, slots=True)
class FarringtonSettings:
    """The choices of the method; the defaults are those of Noufaily et al. 2013 with four years back."""

    years_back: int = 4
    half_window: int = 3
    """Weeks on each side of the same week in earlier years that count as the same season."""
    exclude_weeks: int = 26
    """Latest weeks that are left out of the reference, so that a growing outbreak does not hide itself."""
    season_groups: int = 10
    """Levels of the season factor; 1 uses only the windows, as in Farrington et al. 1996."""
    weights_threshold: float = 2.58
    """Standardised Anscombe residuals above this are weighted down."""
    trend: Trend = "always"
    threshold: Threshold = "nb-plugin"
    alpha: float = 0.01
    power: float = 2 / 3
    """Power transformation of the delta threshold: 2/3, 1/2 or 1."""
    error_dispersion: Literal["relative", "pearson"] = "relative"
    """What the standard error of the mean is scaled by (``delta`` and ``muan`` only), see the notes."""
    least_cases: int = 5
    """Fewer cases than this in the latest ``cases_in_weeks`` weeks give no limit and no alarm."""
    cases_in_weeks: int = 4

    def __post_init__(self) -> None:
        if self.years_back < 1 or self.half_window < 0 or self.exclude_weeks < 0 or self.season_groups < 1:
            raise ValueError(
                "years_back and season_groups must be at least 1, half_window and exclude_weeks at least 0"
            )
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha must be between 0 and 1, got {self.alpha}")
        if self.season_groups > 1 and self.season_groups + 2 * self.half_window > WEEKS_PER_YEAR:
            raise ValueError("season_groups and half_window leave no week for some season group of the year")


FARRINGTON_1996 = FarringtonSettings(
    years_back=3,
    exclude_weeks=3,
    season_groups=1,
    weights_threshold=1.0,
    trend="if-significant",
    threshold="delta",
    alpha=0.005,
    error_dispersion="pearson",
)
"""The original method; ``alpha`` is one-sided here, so that 0.005 is the paper's 99 % limits."""


def farrington(
    counts: FloatArray,
    *,
    judged: IntArray,
    dates: Dates | None = None,
    population: FloatArray | None = None,
    settings: FarringtonSettings | None = None,
) -> Alarms:
    """Judge weeks of one or many weekly series by Farrington's flexible method.

    Parameters
    ----------
    counts
        Cases per week, shape (series, weeks), no gaps, whole numbers 0 or more.
    judged
        Indices of the weeks to judge, shape (k,).
    dates
        First day of each week, shape (weeks,), seven days apart: the reference weeks are then the ones
        whose date lies nearest to the same date in earlier years. None: exactly 52 weeks back per year.
    population
        Shape (series, weeks), above 0; used as an offset. None: the same all the time.
    settings
        See :class:`FarringtonSettings`.

    Returns
    -------
    Alarms
        ``expected``, ``upper``, ``p_value`` and ``score`` are NaN where ``status`` is not ``OK``; ``p_value``
        and ``dispersion`` are given also for ``TOO_FEW``.

    Raises
    ------
    ValueError
        If a shape does not fit or a count is negative.

    Notes
    -----
    Farrington, Andrews, Beale & Catchpole 1996, JRSS A 159, 547-563; Noufaily et al. 2013, Statistics in
    Medicine 32, 1206-1222; Salmon, Schumacher & Höhle 2016, Journal of Statistical Software 70(10). The limit
    is the 1 - alpha quantile of the count. The trend
    is kept when there are three years or more and the expected count is not above every reference count.
    ``nb-predictive`` does not take estimates for the truth, so that short histories do not give more alarms
    than ``alpha``. With m the fitted mean and v the variance of its logarithm at dispersion 1, the count has
    mean m (1 + v / 2) and variance over mean phi (1 + v m): without over-dispersion, season groups and trend
    the predictive distribution of a Poisson count under Jeffreys' prior (Gelman et al. 2013, Bayesian Data
    Analysis, 2.6). As phi is estimated too, the tail is Student's (see ``predictive_limit``).
    ``delta`` and ``muan`` need the standard error of the mean. By default the dispersion in it comes from
    squared relative residuals, as in ``farringtonFlexible`` of R surveillance, so that limits agree with what
    public-health institutes publish; ``"pearson"`` is the ordinary one, as in Farrington et al. 1996.

    Examples
    --------
    Five quiet years, then a week of 12:

    >>> rng = np.random.default_rng(3)
    >>> y = rng.poisson(3.0, (1, 5 * 52 + 1)).astype(float)
    >>> y[0, -1] = 12
    >>> found = farrington(y, judged=np.array([260]))
    >>> bool(found.alarm[0, 0]), int(found.upper[0, 0])
    (True, 7)
    """
    chosen = settings or FarringtonSettings()
    y = np.asarray(counts, dtype=np.float64)
    exposure = np.ones_like(y) if population is None else np.asarray(population, dtype=np.float64)
    _check(y, exposure, dates)
    shape = (len(y), len(judged))
    result = {
        name: np.full(shape, np.nan)
        for name in ("expected", "deviation", "dispersion", "log_variance", "degrees")
    }
    status = np.full(shape, Status.TOO_SHORT, dtype=np.int64)
    for column, now in enumerate(judged):
        reference = reference_weeks(int(now), dates, chosen)
        if reference[-1] < chosen.half_window:
            continue
        rows, design = season_design(reference, chosen)
        if len(rows) <= design.groups + 1:
            continue
        fit, state = _fit_week(y, exposure, rows, design, int(now), settings=chosen)
        status[:, column] = state
        result["expected"][:, column] = fit.expected
        phi = np.maximum(fit.dispersion, 1.0)
        scale = phi if chosen.error_dispersion == "pearson" else fit.relative_dispersion
        result["deviation"][:, column] = np.sqrt(scale * fit.log_variance)
        result["dispersion"][:, column] = phi
        result["log_variance"][:, column] = fit.log_variance
        result["degrees"][:, column] = max(fit.degrees, 1)
    return _judge(y, judged, result, status, settings=chosen)


def reference_weeks(now: int, dates: Dates | None, settings: FarringtonSettings) -> list[int]:
    """Return the index of week ``now`` and of its reference week each year back (may be negative)."""
    if dates is None:
        return [now - WEEKS_PER_YEAR * year for year in range(settings.years_back + 1)]
    day = dates[now].astype("datetime64[D]").item()
    return [
        now - round((day - _years_before(day, year)) / timedelta(weeks=1))
        for year in range(settings.years_back + 1)
    ]


def _years_before(day: date, years: int) -> date:
    """Return the same date; 29 February becomes 1 March, as in the reference implementation."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def season_design(reference: list[int], settings: FarringtonSettings) -> tuple[IntArray, TrendDesign]:
    """Return the reference weeks' indices and their design, for reference weeks newest first.

    The window around each reference week is the last group; the weeks between two windows are shared out
    evenly in time order over the other groups, the earlier ones taking one more when they cannot be even.
    """
    now, width, last = reference[0], settings.half_window, settings.season_groups - 1
    group = np.full(now, -1, dtype=np.int64)
    for newer, older in itertools.pairwise(reference):
        group[older - width : older + width + 1] = last
        if last:
            start, between = older + width + 1, newer - older - 2 * width - 1
            sizes = np.full(last, between // last) + (np.arange(last) < between % last)
            group[start : start + between] = np.repeat(np.arange(last), sizes)
    group[max(now - settings.exclude_weeks, 0) :] = -1
    rows = np.flatnonzero(group >= 0)
    rows = rows[np.argsort(group[rows], kind="stable")]
    used, level = np.unique(np.append(group[rows], last), return_inverse=True)
    span = max(now - int(rows.min(initial=now)), 1)
    time = (rows - now) / span
    return rows, TrendDesign(time, level[:-1].astype(np.int64), len(used), int(level[-1]))


def _fit_week(
    y: FloatArray,
    exposure: FloatArray,
    rows: IntArray,
    design: TrendDesign,
    now: int,
    *,
    settings: FarringtonSettings,
) -> tuple[TrendFit, IntArray]:
    """Fit one judged week for every series, with the trend where it is allowed and without it elsewhere."""
    counts, people, people_now = y[:, rows], exposure[:, rows], exposure[:, now]
    plain = None
    if settings.trend != "never" and settings.years_back >= YEARS_FOR_TREND:
        fit = _weighted_fit(counts, people, people_now, design, settings.weights_threshold, with_trend=True)
        keep = fit.converged & (fit.expected <= counts.max(axis=1))
        if settings.trend == "if-significant":
            keep &= _trend_p_value(fit, settings) < SIGNIFICANT_TREND
        if not keep.all():
            other = np.flatnonzero(~keep)
            plain = _weighted_fit(
                counts[other],
                people[other],
                people_now[other],
                design,
                settings.weights_threshold,
                with_trend=False,
            )
            fit = _replace_rows(fit, plain, other)
    else:
        fit = _weighted_fit(counts, people, people_now, design, settings.weights_threshold, with_trend=False)
    state = np.where(counts.any(axis=1), Status.OK, Status.NO_CASES).astype(np.int64)
    return fit, state


def _weighted_fit(
    counts: FloatArray,
    exposure: FloatArray,
    exposure_now: FloatArray,
    design: TrendDesign,
    threshold: float,
    *,
    with_trend: bool,
) -> TrendFit:
    def fitted(weights: FloatArray) -> TrendFit:
        return fit_trend(
            counts,
            design,
            weights=weights,
            exposure=exposure,
            exposure_now=exposure_now,
            with_trend=with_trend,
        )

    return fitted(outlier_weights(counts, fitted(np.ones_like(counts)), threshold=threshold))


def _trend_p_value(fit: TrendFit, settings: FarringtonSettings) -> FloatArray:
    scale = fit.dispersion if settings.error_dispersion == "pearson" else fit.relative_dispersion
    error = np.sqrt(scale * fit.slope_variance)
    ratio = np.divide(fit.slope, error, out=np.zeros_like(error), where=error > 0)
    return np.asarray(2 * special.stdtr(max(fit.degrees, 1), -np.abs(ratio)), dtype=np.float64)


def _replace_rows(fit: TrendFit, other: TrendFit, rows: IntArray) -> TrendFit:
    def merged(mine: FloatArray, theirs: FloatArray) -> FloatArray:
        mine = mine.copy()
        mine[rows] = theirs
        return mine

    return TrendFit(
        expected=merged(fit.expected, other.expected),
        log_variance=merged(fit.log_variance, other.log_variance),
        slope=merged(fit.slope, other.slope),
        slope_variance=merged(fit.slope_variance, other.slope_variance),
        dispersion=merged(fit.dispersion, other.dispersion),
        relative_dispersion=merged(fit.relative_dispersion, other.relative_dispersion),
        degrees=fit.degrees,
        converged=fit.converged,
        fitted=merged(fit.fitted, other.fitted),
        leverage=merged(fit.leverage, other.leverage),
    )


def _judge(
    y: FloatArray,
    judged: IntArray,
    fitted: dict[str, FloatArray],
    status: IntArray,
    *,
    settings: FarringtonSettings,
) -> Alarms:
    """Turn fitted means into limits, p-values and alarms, for all series and weeks at once."""
    observed = y[:, judged]
    ok = status == Status.OK
    mean = np.where(ok, fitted["expected"], np.nan)
    phi = np.where(ok, fitted["dispersion"], np.nan)
    deviation = np.where(ok, fitted["deviation"], np.nan)
    if settings.threshold == "delta":
        upper, p_value = delta_limit(
            observed, mean, mean * deviation, phi, alpha=settings.alpha, power=settings.power
        )
    elif settings.threshold == "nb-predictive":
        mean = mean * (1 + fitted["log_variance"] / 2)
        spread = phi * (1 + fitted["log_variance"] * fitted["expected"])
        upper, p_value = predictive_limit(observed, mean, spread, fitted["degrees"], alpha=settings.alpha)
    else:
        centre = mean
        if settings.threshold == "muan":
            centre = mean * np.exp(np.minimum(special.ndtri(1 - settings.alpha) * deviation, _NO_LIMIT_LOG))
        upper, p_value = count_limit(observed, centre, phi, alpha=settings.alpha)
    status = np.where(ok & np.isnan(upper), Status.NO_LIMIT, status)
    ok = status == Status.OK
    enough = _recent_cases(y, judged, settings) >= settings.least_cases
    status = np.where(ok & ~enough, Status.TOO_FEW, status)
    mean, upper = np.where(enough, mean, np.nan), np.where(enough, upper, np.nan)
    with np.errstate(invalid="ignore"):
        alarm = observed > upper
    room = upper - mean
    score = np.divide(observed - mean, room, out=np.full_like(mean, np.nan), where=room > 0)
    return Alarms(judged, observed, mean, upper, alarm, p_value, phi, score, status)


def _recent_cases(y: FloatArray, judged: IntArray, settings: FarringtonSettings) -> FloatArray:
    total = np.concatenate([np.zeros((len(y), 1)), np.cumsum(y, axis=1)], axis=1)
    return np.asarray(total[:, judged + 1] - total[:, np.maximum(judged + 1 - settings.cases_in_weeks, 0)])


def _check(y: FloatArray, exposure: FloatArray, dates: Dates | None) -> None:
    if y.ndim != 2 or exposure.shape != y.shape:
        raise ValueError(
            f"counts and population must have the shape (series, weeks), got {y.shape} and {exposure.shape}"
        )
    if not np.isfinite(y).all() or (y < 0).any():
        raise ValueError("counts must be 0 or more")
    if not np.isfinite(exposure).all() or (exposure <= 0).any():
        raise ValueError("population must be above 0")
    if dates is not None and (
        len(dates) != y.shape[1] or (np.diff(dates.astype("datetime64[D]").astype(int)) != 7).any()
    ):
        raise ValueError("dates must be one a week, seven days apart, as many as the columns of counts")
