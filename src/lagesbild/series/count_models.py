"""Log-linear models of counts: Poisson, quasi-Poisson and negative binomial, with honest standard errors."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

FloatArray = npt.NDArray[np.float64]
Family = Literal["quasi-poisson", "negative-binomial", "poisson-hac"]

_STEPS = 50
_CONVERGED = 1e-8  # R's rule for a glm, so that figures agree to the digits it prints
_LEAST_THETA, _MOST_THETA = 1e-3, 1e7  # above this the negative binomial is a Poisson


class NoFitError(ValueError):
    """The model cannot be estimated from these counts."""


@dataclass(frozen=True, slots=True)
class CountFit:
    """A fitted model with log link."""

    coefficients: FloatArray
    covariance: FloatArray
    """Of the coefficients, scaled by the dispersion or made robust, as the family says."""
    fitted: FloatArray
    dispersion: float
    """Pearson statistic over its degrees of freedom."""
    theta: float
    """Size of the negative binomial; infinite for the other families."""
    residuals: FloatArray
    """Pearson residuals over the root of the dispersion."""


def fit_counts(
    counts: npt.ArrayLike,
    design: FloatArray,
    *,
    offset: FloatArray | None = None,
    family: Family = "quasi-poisson",
    lag: int | None = None,
) -> CountFit:
    """Fit counts to a design by maximum likelihood.

    Parameters
    ----------
    counts
        Shape (n,), 0 or more, in time order.
    design
        Shape (n, terms), the intercept included, of full rank.
    offset
        Logarithm of the exposure, shape (n,).
    family
        ``quasi-poisson``: standard errors times the root of the dispersion. ``negative-binomial``: variance
        m + m²/theta. ``poisson-hac``: errors that allow for unequal variance and memory between steps.
    lag
        Steps of memory for ``poisson-hac``; None: 4 (n/100)^(2/9), rounded down.

    Raises
    ------
    NoFitError
        If there are no cases, not more rows than terms, or terms that cannot be told apart.

    Notes
    -----
    McCullagh & Nelder 1989, Generalized Linear Models; Lawless 1987, Canadian Journal of Statistics 15,
    209-225; Newey & West 1987, Econometrica 55, 703-708 (Bartlett weights, no prewhitening).
    """
    y = np.asarray(counts, dtype=np.float64)
    shift = np.zeros(len(y)) if offset is None else offset
    if not (y > 0).any() or len(y) <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise NoFitError("too few counts, or terms that cannot be told apart")
    coefficients, weight, mean = _least_squares(y, design, shift, np.inf)
    theta = np.inf
    if family == "negative-binomial":
        theta = _theta(y, mean)
        for _ in range(_STEPS if np.isfinite(theta) else 0):
            coefficients, weight, mean = _least_squares(y, design, shift, theta)
            previous, theta = theta, _theta(y, mean)
            if not np.isfinite(theta) or abs(theta / previous - 1) < _CONVERGED:
                break
    variance = mean + mean**2 / theta
    degrees = len(y) - design.shape[1]
    dispersion = float(np.sum((y - mean) ** 2 / variance) / degrees)
    bread = np.asarray(np.linalg.inv((design * weight[:, None]).T @ design), dtype=np.float64)
    scale = 1.0
    if family == "quasi-poisson":
        # The weights of the last step and the residuals after it, as R combines them.
        dispersion = scale = float(np.sum(weight * ((y - mean) / mean) ** 2) / degrees)
        covariance = bread * scale
    elif family == "poisson-hac":
        # Scores too have the weights of the last step, as in R: they differ by what its rule leaves over.
        scores = design * (weight * (y - mean) / mean)[:, None]
        covariance = np.asarray(bread @ _newey_west(scores, lag) @ bread)
        scale = max(dispersion, 1e-12)
    else:
        covariance = bread
    spread = np.sqrt(variance * scale)
    # Counts that the model meets exactly have no spread, and nothing left.
    residuals = np.divide(y - mean, spread, out=np.zeros_like(y), where=spread > 0)
    return CountFit(coefficients, covariance, mean, dispersion, theta, residuals)


def _least_squares(
    y: FloatArray, design: FloatArray, offset: FloatArray, theta: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Iterate from R's start; return coefficients, the last step's weights and the means."""
    mean = y + (0.1 if np.isinf(theta) else (y == 0) / 6)
    eta = np.log(mean)
    old = _deviance(y, mean, theta)
    for _ in range(_STEPS):
        weight = mean / (1 + mean / theta)
        target = eta - offset + (y - mean) / mean
        root = np.sqrt(weight)
        coefficients = np.linalg.lstsq(design * root[:, None], target * root, rcond=None)[0]
        eta = np.clip(design @ coefficients + offset, -300, 300)
        mean = np.exp(eta)
        new = _deviance(y, mean, theta)
        if abs(new - old) < _CONVERGED * (abs(new) + 0.1):
            return np.asarray(coefficients, dtype=np.float64), weight, np.asarray(mean)
        old = new
    raise NoFitError("the estimates do not settle")


def _deviance(y: FloatArray, mean: FloatArray, theta: float) -> float:
    part = special.xlogy(y, y / mean)
    if np.isinf(theta):
        return float(2 * np.sum(part - (y - mean)))
    return float(2 * np.sum(part - (y + theta) * np.log((y + theta) / (mean + theta))))


def _theta(y: FloatArray, mean: FloatArray) -> float:
    """Maximum likelihood of the negative binomial's size; infinite when the spread is only Poisson's."""

    def score(log_theta: float) -> float:
        theta = np.exp(log_theta)
        terms = special.digamma(theta + y) - special.digamma(theta) + np.log(theta / (mean + theta))
        return float(np.sum(terms + 1 - (y + theta) / (mean + theta)))

    low, high = np.log(_LEAST_THETA), np.log(_MOST_THETA)
    if np.sum((y - mean) ** 2 - mean) <= 0 or score(high) >= 0 or score(low) <= 0:
        return float("inf")
    return float(np.exp(optimize.brentq(score, low, high, xtol=1e-13)))


def _newey_west(scores: FloatArray, lag: int | None) -> FloatArray:
    steps = int(4 * (len(scores) / 100) ** (2 / 9)) if lag is None else lag
    total = scores.T @ scores
    for step in range(1, min(steps, len(scores) - 1) + 1):
        shifted = scores[step:].T @ scores[:-step]
        total = total + (1 - step / (steps + 1)) * (shifted + shifted.T)
    return np.asarray(total)
