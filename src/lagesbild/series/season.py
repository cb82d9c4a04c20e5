"""A series taken apart into season, trend and remainder (STL)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_ROBUST_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Season:
    """The three parts of a series; together they are the series again. Shape (n,) each."""

    season: FloatArray
    trend: FloatArray
    remainder: FloatArray
    weights: FloatArray
    """How much each value counted (0-1); below 1 only for the robust fit."""
    period: int


@dataclass(frozen=True, slots=True)
class _Smoother:
    window: int
    """Odd number of values in each local fit."""
    degree: int
    jump: int
    """Every so many values are fitted, those between are interpolated."""


def decompose(
    values: npt.ArrayLike, *, period: int, season_window: int | None = None, robust: bool = False
) -> Season:
    """Split a regular series into a season, a slow trend and the rest.

    Parameters
    ----------
    values
        Shape (n,), at equal steps, more than two periods, without gaps.
    period
        Steps in a year: 12 or 52.
    season_window
        Odd number of years over which the season may change slowly, at least 7; None: the same every year.
    robust
        Let odd values count less, so that one outbreak does not bend the season.

    Returns
    -------
    Season
        In the unit of the values.

    Raises
    ------
    ValueError
        If the series is not longer than two periods or a value is not finite.

    Notes
    -----
    Cleveland, Cleveland, McRae & Terpenning 1990, Journal of Official Statistics 6, 3-73. Windows, jumps and
    rounds are those of R's stl.

    Examples
    --------
    Ten years with a summer that is 20 above the level:

    >>> months = np.arange(120)
    >>> parts = decompose(100 + 20 * (months % 12 == 6), period=12)
    >>> round(float(parts.season[6] - parts.season[0]), 6), round(float(parts.trend[60]), 2)
    (20.0, 101.67)
    """
    y = np.asarray(values, dtype=np.float64)
    if period < 2 or len(y) <= 2 * period:
        raise ValueError(f"more than two periods of {period} values are needed, got {len(y)} values")
    if not np.isfinite(y).all():
        raise ValueError("every value must be a finite number")
    window = 10 * len(y) + 1 if season_window is None else max(season_window, 7) | 1
    trend_window = _odd(1.5 * period / (1 - 1.5 / window))
    seasonal = _smoother(window, 0)
    slow, low = _smoother(trend_window, 1), _smoother(_odd(period), 1)
    season, trend, weights = np.zeros_like(y), np.zeros_like(y), np.ones_like(y)
    for turn in range(_ROBUST_ROUNDS + 1 if robust else 1):
        if turn:
            weights = _robust_weights(y - season - trend)
        for _ in range(1 if robust else 2):
            season = _season(y - trend, weights, period, seasonal, low)
            trend = _loess(y - season, weights, slow)
    if season_window is None:
        season = _cycle_means(season, period)
    return Season(season, trend, y - season - trend, weights, period)


def _odd(number: float) -> int:
    return int(np.ceil(number)) | 1


def _smoother(window: int, degree: int) -> _Smoother:
    return _Smoother(window, degree, int(np.ceil(window / 10)))


def _cycle_means(season: FloatArray, period: int) -> FloatArray:
    place = np.arange(len(season)) % period
    return np.asarray((np.bincount(place, weights=season) / np.bincount(place))[place])


def _season(
    detrended: FloatArray, weights: FloatArray, period: int, seasonal: _Smoother, low: _Smoother
) -> FloatArray:
    """Smooth each month (or week) over the years, then take away what is slow."""
    n = len(detrended)
    cycles = np.zeros(n + 2 * period)
    for start in range(period):
        part, own = detrended[start::period], weights[start::period]
        cycles[start::period] = _extended_loess(part, own, seasonal)
    passed = _moving_mean(_moving_mean(_moving_mean(cycles, period), period), 3)
    slow = _loess(passed, np.ones(n), low)
    return np.asarray(cycles[period : period + n] - slow)


def _moving_mean(values: FloatArray, width: int) -> FloatArray:
    total = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((total[width:] - total[:-width]) / width)


def _extended_loess(values: FloatArray, weights: FloatArray, smoother: _Smoother) -> FloatArray:
    """Smooth values and foretell one before the first and one after the last."""
    n = len(values)
    reach = min(smoother.window, n)
    at = np.array([0, n + 1])
    ends, known = _fit_at(values, weights, smoother, at, np.array([1, n - reach + 1]), np.array([reach, n]))
    inside = _loess(values, weights, smoother)
    return np.concatenate(
        [ends[:1] if known[0] else inside[:1], inside, ends[1:] if known[1] else inside[-1:]]
    )


def _loess(values: FloatArray, weights: FloatArray, smoother: _Smoother) -> FloatArray:
    n = len(values)
    if n < 2:
        return values.copy()
    jump = min(smoother.jump, n - 1)
    at = np.arange(1, n + 1, jump)
    if at[-1] != n:
        at = np.append(at, n)
    half = (smoother.window + 1) // 2
    left = np.clip(at - half + 1, 1, max(n - smoother.window + 1, 1))
    right = np.minimum(left + smoother.window - 1, n)
    fitted, known = _fit_at(values, weights, smoother, at, left, right)
    fitted = np.where(known, fitted, values[at - 1])
    return np.asarray(np.interp(np.arange(1, n + 1), at, fitted))


def _fit_at(
    values: FloatArray,
    weights: FloatArray,
    smoother: _Smoother,
    at: IntArray,
    left: IntArray,
    right: IntArray,
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Local constant or line at each place, from the values ``left`` to ``right`` (counted from 1)."""
    n = len(values)
    j = np.arange(1, n + 1)
    reach = np.maximum(at - left, right - at).astype(np.float64)
    if smoother.window > n:
        reach += (smoother.window - n) // 2
    far = np.abs(j - at[:, None])
    # The middle and the rim of the tricube are cut off as in the original program.
    scaled = np.where(far <= 0.001 * reach[:, None], 0.0, far / np.maximum(reach[:, None], 1e-300))
    w = np.where(far <= 0.999 * reach[:, None], (1 - np.minimum(scaled, 1) ** 3) ** 3, 0.0)
    w = np.where((j >= left[:, None]) & (j <= right[:, None]), w * weights, 0.0)
    total = w.sum(axis=1)
    known = total > 0
    w /= np.where(known, total, 1.0)[:, None]
    if smoother.degree:
        middle = w @ j
        spread = (w * (j - middle[:, None]) ** 2).sum(axis=1)
        tilts = (np.sqrt(spread) > 0.001 * (n - 1)) & (reach > 0)
        slope = np.where(tilts, (at - middle) / np.where(tilts, spread, 1.0), 0.0)
        w = w * (slope[:, None] * (j - middle[:, None]) + 1)
    return w @ values, known


def _robust_weights(remainder: FloatArray) -> FloatArray:
    size = np.abs(remainder)
    limit = 6 * float(np.median(size))
    if limit <= 0:
        return np.ones_like(size)
    bisquare = (1 - np.minimum(size / limit, 1) ** 2) ** 2
    return np.asarray(np.where(size <= 0.001 * limit, 1.0, np.where(size <= 0.999 * limit, bisquare, 0.0)))
