"""Exact tails and quantiles of counts, from the special functions alone.

The distributions of SciPy's statistics package give the same numbers, but importing it takes longer
than a small picture.
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


def at_least_poisson(count: int, mean: float) -> float:
    """Return the chance of ``count`` or more when ``mean`` is expected.

    Examples
    --------
    >>> round(at_least_poisson(1, 1.0), 6)
    0.632121
    """
    return 1.0 if count <= 0 else float(special.pdtrc(count - 1, mean))


def at_least_negative_binomial(count: int, mean: float, size: float) -> float:
    """Return the chance of ``count`` or more; the variance is ``mean + mean**2 / size``."""
    return 1.0 if count <= 0 else float(special.betainc(count, size, mean / (size + mean)))


def at_least_binomial(counts: Floats, trials: int, chance: float) -> Floats:
    """Return the chance of each count or more among ``trials``; ``counts`` are whole numbers."""
    found = np.ones(np.shape(counts))
    some = counts > 0
    # More than all of them cannot happen; the function is not defined there.
    possible = some & (counts <= trials)
    found[some] = 0.0
    found[possible] = special.betainc(counts[possible], trials - counts[possible] + 1, chance)
    return found


def share_limits(count: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of a share (Clopper & Pearson 1934, Biometrika 26), each 0-1."""
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(special.betaincinv(count, trials - count + 1, tail))
    high = 1.0 if count == trials else float(special.betaincinv(count + 1, trials - count, 1 - tail))
    return low, high


def poisson_quantile(share: float, mean: float) -> int:
    """Return the smallest count that at least ``share`` of the distribution does not exceed."""
    guess = max(0, math.ceil(float(special.pdtrik(share, mean))))
    return _settled(guess, share, lambda count: float(special.pdtr(count, mean)))


def negative_binomial_quantile(share: float, mean: float, size: float) -> int:
    """Return the smallest count that at least ``share`` does not exceed; see the tail for ``size``."""
    chance = size / (size + mean)
    guess = max(0, math.ceil(float(special.nbdtrik(share, size, chance))))
    return _settled(guess, share, lambda count: float(special.betainc(size, count + 1, chance)))


def poisson_limit(alpha: float | Floats, mean: Floats) -> Floats:
    """Return the smallest counts with at most ``alpha`` above, for means of any shape.

    ``alpha`` is one share, or one for each mean.
    """

    def above(count: Floats) -> Floats:
        return np.asarray(np.where(count < 0, 1.0, special.pdtrc(np.maximum(count, 0), mean)))

    return _lowest_limit(mean + special.ndtri(1 - alpha) * np.sqrt(mean), alpha, above)


def negative_binomial_limit(alpha: float | Floats, size: Floats, chance: Floats) -> Floats:
    """Return the same for negative binomials of size and chance of success, of one shape."""

    def above(count: Floats) -> Floats:
        return np.asarray(
            np.where(count < 0, 1.0, special.betainc(np.maximum(count, 0) + 1, size, 1 - chance))
        )

    mean, deviation = size * (1 - chance) / chance, np.sqrt(size * (1 - chance)) / chance
    return _lowest_limit(mean + special.ndtri(1 - alpha) * deviation, alpha, above)


def _lowest_limit(guess: Floats, alpha: float | Floats, above: Callable[[Floats], Floats]) -> Floats:
    """Bisect for the smallest whole number with at most ``alpha`` above it."""
    low = np.full(np.shape(guess), -1.0)  # more than alpha lies above -1: everything does
    high = np.maximum(1.0, np.ceil(guess))
    while (too_low := above(high) > alpha).any():
        low, high = np.where(too_low, high, low), np.where(too_low, 2 * high, high)
    while ((high - low) > 1).any():
        middle = np.floor((low + high) / 2)
        is_enough = above(middle) <= alpha
        low, high = np.where(is_enough, low, middle), np.where(is_enough, middle, high)
    return high


def _settled(guess: int, share: float, at_most: Callable[[int], float]) -> int:
    """Move a guess from the continuous inverse to the exact whole number."""
    while guess > 0 and at_most(guess - 1) >= share:
        guess -= 1
    while at_most(guess) < share:
        guess += 1
    return guess
