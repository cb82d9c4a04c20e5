"""Limits and p-values of a new count, given the mean and the spread that its past leads us to expect."""

import numpy as np
import numpy.typing as npt
from scipy import special

from lagesbild.stats.exact_tails import negative_binomial_limit, poisson_limit

FloatArray = npt.NDArray[np.float64]

LARGEST_MEAN = 1e9
"""Above this a limit for a weekly count means that the model could not be estimated."""
_NOTHING = 1e-9  # a season without a case has a mean of this size or less


def count_limit(
    observed: FloatArray, mean: FloatArray, phi: FloatArray, *, alpha: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the upper limit and P(Y ≥ observed) for counts with variance ``phi`` times ``mean``.

    Negative binomial of size mean/(phi - 1) when ``phi`` is above 1, otherwise Poisson.
    """
    spread = phi > 1
    known = mean < LARGEST_MEAN
    positive = known & (mean > _NOTHING)
    some = np.where(positive, mean, 1.0)
    size, chance = some / np.where(spread, phi - 1, 1.0), 1 / np.where(spread, phi, 2.0)
    upper = np.where(spread, negative_binomial_limit(alpha, size, chance), poisson_limit(alpha, some))
    # P(Y >= observed); everything is at or above 0.
    seen = np.maximum(observed, 1.0)
    p_value = np.where(spread, special.betainc(seen, size, 1 - chance), special.pdtrc(seen - 1, some))
    p_value = np.where(observed > 0, p_value, 1.0)
    upper = np.where(positive, upper, 0.0)
    p_value = np.where(positive, p_value, (observed == 0).astype(np.float64))
    return np.where(known, upper, np.nan), np.where(known, p_value, np.nan)


def predictive_limit(
    observed: FloatArray, mean: FloatArray, spread: FloatArray, degrees: FloatArray, *, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Return limit and p-value of a new count when its variance over mean, ``spread``, is itself estimated.

    The tail of the count is carried over from the normal distribution to Student's with the ``degrees`` of
    freedom that the dispersion was estimated with, shape as ``mean``.
    """
    known = np.where(np.isnan(degrees), 1.0, degrees)
    tail = special.ndtr(special.stdtrit(known, alpha))
    upper, p_value = count_limit(observed, mean, spread, alpha=tail)
    p_value = np.where(p_value >= 1, 1.0, special.stdtr(known, special.ndtri(np.minimum(p_value, 1.0))))
    return upper, p_value


def delta_limit(
    observed: FloatArray, mean: FloatArray, error: FloatArray, phi: FloatArray, *, alpha: float, power: float
) -> tuple[FloatArray, FloatArray]:
    """Return limit and p-value with the count to the ``power`` taken as normal; ``error`` is the mean's."""
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = phi * mean + error**2
        spread = power * mean ** (power - 1) * np.sqrt(variance)
        centre = mean**power
        upper = (centre + special.ndtri(1 - alpha) * spread) ** (1 / power)
        p_value = special.ndtr(-(observed**power - centre) / spread)
    known = np.isfinite(mean) & (upper < LARGEST_MEAN)
    return np.where(known, upper, np.nan), np.where(known, p_value, np.nan)
