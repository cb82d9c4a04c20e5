"""Change between two counts, with the uncertainty that small counts carry."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.large_counts import beta_chance, beta_quantile
from lagesbild.stats.multiple import benjamini_hochberg

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Verdict = Literal["increase", "decrease", "unclear", "too_few", "stable"]

FEWEST = 5
"""Fewer than this in both periods together: no interval is short enough to say anything."""
STABLE_WITHIN = 0.1
"""A change is small when its whole interval lies within this share of no change."""


@dataclass(frozen=True, slots=True)
class CountChange:
    """How a count changed from one period to another."""

    before: int
    after: int
    ratio: float
    """After divided by before, per unit of exposure (1.0 = unchanged)."""
    low: float
    high: float
    p_value: float
    """Exact: the smaller tail doubled, at most 1."""
    p_mid: float
    """The same with half the probability of the outcome itself; less cautious."""


@dataclass(frozen=True, slots=True)
class CountChanges:
    """How every count of a table changed; all arrays have the table's rows, shape (rows,)."""

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    ratio: Floats
    """NaN where both counts are 0, infinite where only ``before`` is."""
    low: Floats
    high: Floats
    p_value: Floats
    p_mid: Floats
    q_value: Floats
    """Benjamini-Hochberg over the rows that could be tested."""
    verdict: NDArray[np.str_]
    """``increase``, ``decrease``, ``unclear``, ``too_few`` or ``stable``."""
    tested: int
    """Number of rows that were looked at, which the q-values answer for."""


def change_in_counts(
    before: int,
    after: int,
    *,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    confidence: float = 0.95,
) -> CountChange:
    """Compare two counts as rates, exactly, without a normal approximation.

    Parameters
    ----------
    before, after
        Number of events in each period (whole numbers, 0 or more).
    exposure_before, exposure_after
        What the events are counted against, in the same unit for both: days, or residents times years.
        Must be positive.
    confidence
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    CountChange
        ``ratio`` is a plain number (1.575 means 57.5 % more), not per cent. ``high`` is infinite when
        ``before`` is 0.

    Raises
    ------
    ValueError
        If a count is negative, an exposure is not positive, or both counts are 0.

    Notes
    -----
    Conditional test: given the total, the later count is binomial (Przyborowski & Wilenski 1940,
    Biometrika 31, 313-323). The p-value is the doubled smaller tail, so that it agrees with the interval,
    which is Clopper & Pearson's (1934, Biometrika 26, 404-413) carried over to the ratio. It assumes
    independent events; a series by the same people makes the true interval wider.

    Examples
    --------
    Theft from vehicles, Upplands-Bro, January-September 2020 and 2021:

    >>> c = change_in_counts(153, 241)
    >>> round(c.ratio, 3), round(c.low, 2), round(c.high, 2)
    (1.575, 1.28, 1.94)
    """
    if before == 0 and after == 0:
        raise ValueError("both counts are 0: there is no change to measure")
    rows = changes_in_counts(
        [before],
        [after],
        exposure_before=exposure_before,
        exposure_after=exposure_after,
        confidence=confidence,
    )
    return CountChange(
        before,
        after,
        float(rows.ratio[0]),
        float(rows.low[0]),
        float(rows.high[0]),
        float(rows.p_value[0]),
        float(rows.p_mid[0]),
    )


def changes_in_counts(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike = 1.0,
    exposure_after: ArrayLike = 1.0,
    confidence: float = 0.95,
    dispersion: ArrayLike | None = None,
) -> CountChanges:
    """Compare every pair of counts in a table, and control for having looked at all of them.

    Parameters
    ----------
    before, after
        Counts, whole numbers 0 or more, shape (rows,).
    exposure_before, exposure_after
        One positive number for all, or shape (rows,); see :func:`change_in_counts`.
    confidence
        Coverage of each interval; 1 - confidence is the share of false findings that is accepted.
    dispersion
        How many times wider than Poisson the variance is, one number or shape (rows,), from
        :func:`lagesbild.stats.dispersion.estimate_dispersion`. Values below 1 are taken as 1; None
        means Poisson.

    Returns
    -------
    CountChanges
        A row where both counts are 0 has NaN everywhere and the verdict ``too_few``.

    Raises
    ------
    ValueError
        If a count is negative or not whole, an exposure not positive, or the shapes differ.

    Notes
    -----
    As :func:`change_in_counts` row by row. Verdict: ``too_few`` when there are fewer than 5 in both periods
    together; ``increase`` or ``decrease`` when the interval excludes 1 and the q-value (Benjamini & Hochberg
    1995) is at most 1 - confidence; ``stable`` when the interval lies within +-10 %; else ``unclear``.

    With a dispersion f the interval and the p-values are those of the counts divided by f: the effective
    sample size of Korn & Graubard (1998, Survey Methodology 24, 193-201), whose Clopper-Pearson limits
    stay exact in the beta distribution for counts that are not whole.
    """
    b, a = _counts(before, "before"), _counts(after, "after")
    if a.shape != b.shape:
        raise ValueError(f"before has {b.size} rows and after {a.size}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence}")
    time_b = _positive(exposure_before, "exposure_before", b.shape)
    time_a = _positive(exposure_after, "exposure_after", b.shape)
    factor = np.maximum(1.0, _positive(1.0 if dispersion is None else dispersion, "dispersion", b.shape))

    none = (a + b) == 0
    one, back = _distinct(b, a, time_b, time_a, factor)
    effective_b, effective_a = b[one] / factor[one], a[one] / factor[one]
    low, high = (limit[back] for limit in _limits(effective_b, effective_a, confidence))
    exact, mid = (p[back] for p in _p_values(effective_b, effective_a, (time_a / (time_a + time_b))[one]))
    per_exposure = time_b / time_a
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = a / b * per_exposure
    q_value = benjamini_hochberg(np.where(none, np.nan, exact))
    low, high = low * per_exposure, high * per_exposure
    verdict = _verdicts(a + b, low, high, q_value, confidence)
    for numbers in (low, high, exact, mid):
        numbers[none] = np.nan
    return CountChanges(b, a, ratio, low, high, exact, mid, q_value, verdict, int((~none).sum()))


def _counts(values: ArrayLike, name: str) -> NDArray[np.int64]:
    numbers = np.asarray(values)
    if numbers.ndim != 1:
        raise ValueError(f"{name} must be one row of counts, got shape {numbers.shape}")
    whole = numbers.astype(np.int64)
    if (whole != numbers).any() or (whole < 0).any():
        raise ValueError(f"{name} must be whole numbers, 0 or more")
    return whole


def _positive(values: ArrayLike, name: str, shape: tuple[int, ...]) -> Floats:
    numbers = np.broadcast_to(np.asarray(values, dtype=np.float64), shape)
    if not (np.isfinite(numbers) & (numbers > 0)).all():
        raise ValueError(f"{name} must be positive")
    return numbers


def _distinct(b: NDArray[np.int64], a: NDArray[np.int64], *others: Floats) -> tuple[Places, Places]:
    """Return one row of each distinct case, and for every row which of them it is.

    Most tables hold small counts with equal exposure, where the same few pairs come again and again.
    """
    every = np.arange(b.size)
    width = int(a.max(initial=0)) + 1
    if not b.size or any((other != other[0]).any() for other in others) or b.max() > 2**62 // width:
        return every, every
    _, one, back = np.unique(b * width + a, return_index=True, return_inverse=True)
    return one, back


def _limits(before: Floats, after: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return Clopper-Pearson limits of after / (before + after) as odds, which is the ratio itself."""
    tail = (1 - confidence) / 2
    low, high = np.zeros(after.shape), np.full(after.shape, np.inf)
    some = after > 0
    share = beta_quantile(after[some], before[some] + 1, tail)
    low[some] = share / (1 - share)
    # The upper limit by the share of "before", which stays accurate when nearly everything came after.
    some = before > 0
    share = beta_quantile(before[some], after[some] + 1, tail)
    with np.errstate(over="ignore", divide="ignore"):
        # Of a count near zero (a widened one) the share can be too small for a number: there is no limit.
        high[some] = (1 - share) / share
    return low, high


def _p_values(before: Floats, after: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return the doubled smaller tail and its mid-p, given the share expected after if nothing changed."""
    is_above = after >= (before + after) * share
    toward, other = np.where(is_above, after, before), np.where(is_above, before, after)
    chance = np.where(is_above, share, 1 - share)
    tail = _tail(toward, other, chance)
    further = np.zeros(tail.shape)
    some = other > 0
    further[some] = _tail(toward[some] + 1, other[some] - 1, chance[some])
    # Close to the middle the tail on the other side can be the smaller one.
    smaller = np.minimum(tail, 1 - further)
    # Mid-p is the mean of "this or further" and "further than this": no difference of nearly equal numbers.
    mid = np.minimum(tail + further, 2 - tail - further)
    return np.minimum(1.0, 2 * smaller), np.minimum(1.0, mid)


def _tail(here: Floats, there: Floats, share: Floats) -> Floats:
    """Return the chance of ``here`` or more of the total when each falls here with chance ``share``."""
    tail = np.ones(here.shape)
    some = here > 0
    tail[some] = beta_chance(here[some], there[some] + 1, share[some])
    return tail


def _verdicts(
    total: NDArray[np.int64], low: Floats, high: Floats, q: Floats, confidence: float
) -> NDArray[np.str_]:
    is_real = q <= 1 - confidence
    verdict = np.select(
        [
            total < FEWEST,
            is_real & (low > 1),
            is_real & (high < 1),
            (low >= 1 - STABLE_WITHIN) & (high <= 1 + STABLE_WITHIN),
        ],
        ["too_few", "increase", "decrease", "stable"],
        default="unclear",
    )
    return np.asarray(verdict, dtype=np.str_)
