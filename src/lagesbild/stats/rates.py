"""Rates with exact limits, and which places stand out from what chance alone gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

WARNING = 0.95
"""Level of the inner funnel limits."""
ALARM = 0.998
"""Level of the outer funnel limits, about three standard deviations: beyond it a place is flagged."""
_WINSORISED = 0.1  # share of the z-scores at each end that is drawn in, as Spiegelhalter does


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limits, shape (rows,) each."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class FunnelPlaces:
    """How each place compares with what was expected of it; arrays have shape (rows,)."""

    expected: Floats
    ratio: Floats
    """Cases over expected (1.0 = as expected); NaN where nothing is expected."""
    warning: Interval
    """95 % limits of the ratio if the place is like the others."""
    alarm: Interval
    """99.8 % limits."""
    z: Floats
    p_value: Floats
    """Exact Poisson, the smaller tail doubled."""
    flag: NDArray[np.str_]
    """``high`` or ``low`` beyond the 99.8 % limits, ``in`` within, ``none`` where nothing is expected."""
    dispersion: float
    """Variance of the z-scores with the outer tenths drawn in; 1 is chance alone, NaN below two places."""
    flag_dispersed: NDArray[np.str_]
    """The flag when places are allowed to differ as much as ``dispersion`` says they do."""


def rate_limits(
    cases: ArrayLike, population: ArrayLike, *, per: float = 1.0, confidence: float = 0.95
) -> Interval:
    """Return exact limits of a rate.

    Parameters
    ----------
    cases
        Number of events, whole numbers 0 or more, shape (rows,).
    population
        Residents, dwellings, person-years, shape (rows,). 0 gives NaN.
    per
        The rate is per this many of the population.
    confidence
        Coverage, between 0 and 1.

    Notes
    -----
    Garwood 1936, Biometrika 28, 437-442. Assumes independent events.

    Examples
    --------
    >>> limits = rate_limits([10], [2000], per=1000)
    >>> limits.low.round(3).tolist(), limits.high.round(3).tolist()
    ([2.398], [9.195])
    """
    x, size = _cases(cases), np.asarray(population, dtype=np.float64)
    tail = (1 - confidence) / 2
    distinct, back = np.unique(x, return_inverse=True)
    low = np.where(distinct > 0, special.gammaincinv(np.maximum(distinct, 1), tail), 0.0)[back]
    high = special.gammainccinv(distinct + 1, tail)[back]
    per_one = np.divide(per, size, out=np.full(x.shape, np.nan), where=size > 0)
    return Interval(low * per_one, high * per_one)


def funnel(cases: ArrayLike, population: ArrayLike, *, expected: ArrayLike | None = None) -> FunnelPlaces:
    """Compare each place with all of them together, and flag only what chance does not explain.

    Parameters
    ----------
    cases
        Number of events, whole numbers 0 or more, shape (rows,).
    population
        Residents, dwellings or person-years, 0 or more, shape (rows,).
    expected
        Expected events, 0 or more, shape (rows,), when they come from elsewhere (age and sex standardised,
        or an earlier period). Without it every place is expected to have the rate that the places with
        population have together.

    Raises
    ------
    ValueError
        If a number is negative, a count is not whole, or the shapes differ.

    Notes
    -----
    Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202: exact Poisson limits interpolated as in its
    appendix A.1.1; dispersion from square-root z-scores, winsorised at 10 %.
    """
    x = _cases(cases)
    e = _expected(x, population, expected)
    some = e > 0
    ratio = np.divide(x, e, out=np.full(e.shape, np.nan), where=some)
    warning, alarm = funnel_limits(e, level=WARNING), funnel_limits(e, level=ALARM)
    z = np.where(some, 2 * (np.sqrt(x) - np.sqrt(e)), np.nan)
    dispersion = _dispersion(z[some])
    widest = special.ndtri(1 - (1 - ALARM) / 2) * np.sqrt(np.fmax(1.0, dispersion))
    below = special.pdtr(x, e)
    # The two tails overlap: when the one below is at most a half, it is the smaller.
    above, high = np.ones(e.shape), (x > 0) & (below > 0.5)
    above[high] = special.pdtrc(x[high] - 1, e[high])
    return FunnelPlaces(
        expected=e,
        ratio=ratio,
        warning=warning,
        alarm=alarm,
        z=z,
        p_value=np.where(some, np.minimum(1.0, 2 * np.minimum(below, above)), np.nan),
        flag=_flag(ratio, alarm.low, alarm.high),
        dispersion=dispersion,
        flag_dispersed=_flag(z, np.full(e.shape, -widest), np.full(e.shape, widest)),
    )


def funnel_limits(expected: ArrayLike, *, level: float) -> Interval:
    """Return within which ratios a place of this size stays by chance alone.

    Parameters
    ----------
    expected
        Expected events, shape (rows,). 0 gives NaN.
    level
        Share of places that should lie inside, such as 0.95.

    Notes
    -----
    Spiegelhalter 2005, appendix A.1.1: the Poisson quantile, interpolated between whole numbers so that the
    limits are smooth; never below 0.
    """
    e = np.asarray(expected, dtype=np.float64)
    tail = (1 - level) / 2
    return Interval(_interpolated(e, tail), _interpolated(e, 1 - tail))


def _interpolated(expected: Floats, p: float) -> Floats:
    share = np.full(expected.shape, np.nan)
    some = expected > 0
    e = expected[some]
    quantile, reached = _poisson_quantile(e, p)
    overshoot = (reached - p) / _poisson_chance(quantile, e)
    share[some] = np.maximum(quantile - overshoot, 0.0) / e
    return share


def _poisson_chance(count: Floats, mean: Floats) -> Floats:
    return np.asarray(np.exp(special.xlogy(count, mean) - special.gammaln(count + 1) - mean))


def _poisson_quantile(mean: Floats, p: float) -> tuple[Floats, Floats]:
    """Return the smallest count with a cumulative chance of at least ``p``, and that chance.

    Cornish and Fisher's expansion is at most a few steps off; stepping there is five times faster than
    inverting the distribution.
    """
    z = float(special.ndtri(p))
    count = np.maximum(np.floor(mean + z * np.sqrt(mean) + (z * z - 1) / 6), 0.0)
    reached = special.pdtr(count, mean)
    low = np.flatnonzero(reached < p)
    while low.size:
        count[low] += 1
        reached[low] = special.pdtr(count[low], mean[low])
        low = low[reached[low] < p]
    # One step down is one chance less: only where that is still enough, or nearly, is it worked out exactly.
    is_high = reached - _poisson_chance(count, mean) >= p * (1 - 1e-6)
    high = np.flatnonzero(is_high & (count > 0))
    while high.size:
        below = special.pdtr(count[high] - 1, mean[high])
        high, below = high[below >= p], below[below >= p]
        count[high] -= 1
        reached[high] = below
        high = high[count[high] > 0]
    return count, reached


def _cases(cases: ArrayLike) -> Floats:
    x = np.asarray(cases, dtype=np.float64)
    if (x < 0).any() or (x != np.floor(x)).any():
        raise ValueError("cases must be whole numbers, 0 or more")
    return x


def _expected(x: Floats, population: ArrayLike, expected: ArrayLike | None) -> Floats:
    size = np.asarray(population, dtype=np.float64)
    given = None if expected is None else np.asarray(expected, dtype=np.float64)
    if size.shape != x.shape or (given is not None and given.shape != x.shape):
        raise ValueError(
            f"cases, population and expected must have the same rows, got {x.shape} and {size.shape}"
        )
    if (size < 0).any() or (given is not None and (given < 0).any()):
        raise ValueError("population and expected must be 0 or more")
    if given is not None:
        return given
    # Cases at places without population have nobody to be shared out over.
    return size * (x[size > 0].sum() / size.sum()) if size.sum() > 0 else np.zeros(x.shape)


def _dispersion(z: Floats) -> float:
    if z.size < 2:
        return float("nan")
    low, high = np.quantile(z, [_WINSORISED, 1 - _WINSORISED])
    return float(np.mean(np.clip(z, low, high) ** 2))


def _flag(values: Floats, low: Floats, high: Floats) -> NDArray[np.str_]:
    chosen = np.select([np.isnan(values), values > high, values < low], ["none", "high", "low"], default="in")
    return np.asarray(chosen, dtype=np.str_)
