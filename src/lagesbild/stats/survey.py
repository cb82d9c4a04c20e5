"""Shares from surveys, with the uncertainty of having asked only some."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from lagesbild.stats.change import FEWEST, STABLE_WITHIN
from lagesbild.stats.multiple import benjamini_hochberg

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proportions:
    """Shares (0 to 1) and their limits, shape (rows,) each; NaN where nobody was asked."""

    p: Floats
    low: Floats
    """Wilson's limits, for the design and the population where they are given."""
    high: Floats
    clopper_low: Floats
    """Exact limits, wider: coverage is at least what was asked for."""
    clopper_high: Floats


@dataclass(frozen=True, slots=True)
class ProportionChanges:
    """How shares differ between two surveys, shape (rows,) each."""

    diff: Floats
    """Second share minus first, -1 to 1."""
    low: Floats
    high: Floats
    p_value: Floats
    q_value: Floats
    """Benjamini-Hochberg over the rows."""
    verdict: NDArray[np.str_]


def proportions(
    x: ArrayLike,
    n: ArrayLike,
    *,
    population: ArrayLike = np.inf,
    design_effect: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Proportions:
    """Return shares with limits.

    Parameters
    ----------
    x, n
        How many answered so, and how many answered at all, shape (rows,).
    population
        How many could have been asked; infinite when unknown or large. Asking everybody leaves no chance.
    design_effect
        Variance relative to a simple random sample (Kish 1965): above 1 for weighted or clustered surveys.
    confidence
        Coverage, between 0 and 1.

    Raises
    ------
    ValueError
        If x is not between 0 and n, n is above the population, or a design effect is not positive.

    Notes
    -----
    Wilson 1927 (JASA 22, 209-212) and Clopper & Pearson 1934 (Biometrika 26, 404-413), with the effective
    number of answers n / (design effect x finite population correction): Kish 1965, Survey Sampling; Korn &
    Graubard 1998 (Survey Methodology 24, 193-201). Those who did not answer are not in the interval.

    Examples
    --------
    >>> found = proportions([180], [500])
    >>> round(found.low.item(), 3), round(found.high.item(), 3)
    (0.319, 0.403)
    """
    answers, asked = _answers(x, n, "n")
    everyone = np.broadcast_to(np.asarray(population, dtype=np.float64), asked.shape)
    effect = np.broadcast_to(np.asarray(design_effect, dtype=np.float64), asked.shape)
    if (everyone < asked).any():
        raise ValueError("population must be at least n")
    if not (effect > 0).all():
        raise ValueError("design_effect must be positive")
    tail = (1 - confidence) / 2
    p = np.divide(answers, asked, out=np.full(asked.shape, np.nan), where=asked > 0)
    finite = np.isfinite(everyone) & (everyone > 1)
    left = np.divide(everyone - asked, everyone - 1, out=np.where(everyone <= 1, 0.0, 1.0), where=finite)
    is_census = (left == 0) & (asked > 0)
    effective = np.divide(
        asked, effect * left, out=np.full(asked.shape, np.nan), where=(left > 0) & (asked > 0)
    )
    low, high = wilson_limits(p, effective, confidence=confidence)
    hits, misses = p * effective, (1 - p) * effective
    with np.errstate(invalid="ignore"):
        clopper_low = np.where(p > 0, special.betaincinv(np.where(p > 0, hits, 1.0), misses + 1, tail), 0.0)
        clopper_high = np.where(
            p < 1, 1 - special.betaincinv(np.where(p < 1, misses, 1.0), hits + 1, tail), 1.0
        )
    limits = [np.where(is_census, p, limit) for limit in (low, high, clopper_low, clopper_high)]
    return Proportions(p, *(np.where(asked > 0, limit, np.nan) for limit in limits))


def wilson_limits(p: Floats, n: Floats, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's limits of a share ``p`` of ``n`` answers; ``n`` need not be whole."""
    z = float(special.ndtri(1 - (1 - confidence) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    # At the ends the limit is the share itself but for rounding.
    low = np.where(p == 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(p == 1, 1.0, np.minimum(centre + half, 1.0))
    return low, high


def proportion_changes(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, confidence: float = 0.95
) -> ProportionChanges:
    """Compare the shares of two surveys, row by row, and control for the number of rows.

    Parameters
    ----------
    x1, n1
        How many answered so and how many answered at all the first time, shape (rows,).
    x2, n2
        The same the second time, other people.

    Raises
    ------
    ValueError
        If an x is not between 0 and its n.

    Notes
    -----
    Newcombe 1998 (Statistics in Medicine 17, 873-890), method 10 (Wilson limits squared and added);
    p-value by the chi-square test without continuity correction. Verdicts as for counts (stats.change):
    ``too_few`` when fewer than 5 answered so, or otherwise, in both surveys together; ``stable`` when the
    interval lies within +-10 % of the first share.

    Examples
    --------
    Felt unsafe at night: 225 of 500, then 190 of 500.

    >>> found = proportion_changes([225], [500], [190], [500])
    >>> round(found.diff.item(), 2), round(found.low.item(), 3), round(found.high.item(), 3)
    (-0.07, -0.13, -0.009)
    """
    a, first = _answers(x1, n1, "n1")
    b, second = _answers(x2, n2, "n2")
    with np.errstate(invalid="ignore", divide="ignore"):
        p1, p2 = a / first, b / second
        low1, high1 = wilson_limits(p1, first, confidence=confidence)
        low2, high2 = wilson_limits(p2, second, confidence=confidence)
        diff = p2 - p1
        low = diff - np.sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
        high = diff + np.sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
        common = (a + b) / (first + second)
        z2 = diff**2 / (common * (1 - common) * (1 / first + 1 / second))
    p_value = np.where(diff == 0, 1.0, special.chdtrc(1, z2))
    q_value = benjamini_hochberg(p_value)
    is_real = q_value <= 1 - confidence
    few = (a + b < FEWEST) | (first + second - a - b < FEWEST) | (first == 0) | (second == 0)
    stable = (low >= -STABLE_WITHIN * p1) & (high <= STABLE_WITHIN * p1)
    verdict = np.select(
        [few, is_real & (low > 0), is_real & (high < 0), stable],
        ["too_few", "increase", "decrease", "stable"],
        default="unclear",
    )
    return ProportionChanges(diff, low, high, p_value, q_value, np.asarray(verdict, dtype=np.str_))


def _answers(x: ArrayLike, n: ArrayLike, name: str) -> tuple[Floats, Floats]:
    answers, asked = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if answers.shape != asked.shape or answers.ndim != 1:
        raise ValueError(f"x and {name} must be rows of equal length, got {answers.shape} and {asked.shape}")
    if (answers < 0).any() or (answers > asked).any():
        raise ValueError(f"x must be between 0 and {name}")
    return answers, asked
