"""P-values adjusted for having looked at many things at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Adjust = Callable[[Floats, int], Floats]


def bonferroni(p_values: ArrayLike) -> Floats:
    """Return p-values multiplied by the number of looks: the strictest and simplest adjustment.

    Parameters
    ----------
    p_values
        P-values, 0 to 1, shape (m,). NaN means that no test was made there.

    Returns
    -------
    ndarray
        Adjusted p-values, shape (m,); NaN stays NaN and is not counted as a look.

    Notes
    -----
    Dunn 1961, JASA 56, 52-64. Controls the chance of any false claim.
    """
    p, tested = _checked(p_values)
    adjusted = np.full(p.shape, np.nan)
    adjusted[tested] = np.minimum(1.0, p[tested] * tested.sum())
    return adjusted


def holm(p_values: ArrayLike) -> Floats:
    """Return Holm's step-down p-values: as safe as Bonferroni's and never larger.

    Parameters and returns as in :func:`bonferroni`.

    Notes
    -----
    Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    return _stepwise(p_values, lambda ascending, m: np.maximum.accumulate((m - np.arange(m)) * ascending))


def hochberg(p_values: ArrayLike) -> Floats:
    """Return Hochberg's step-up p-values: stronger than Holm's when the looks are independent.

    Parameters and returns as in :func:`bonferroni`.

    Notes
    -----
    Hochberg 1988, Biometrika 75, 800-802.
    """
    return _stepwise(p_values, lambda ascending, m: _from_the_top((m - np.arange(m)) * ascending))


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return q-values: call everything below 0.05 a finding, and 5 % of the findings are false on average.

    Parameters and returns as in :func:`bonferroni`.

    Notes
    -----
    Benjamini & Hochberg 1995, JRSS B 57, 289-300. Holds for independent looks and for positively
    dependent ones (Benjamini & Yekutieli 2001), which counts of neighbouring areas and weeks are.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.6]).round(3).tolist()
    [0.03, 0.03, 0.6]
    """
    return _stepwise(p_values, lambda ascending, m: _from_the_top(ascending * m / np.arange(1, m + 1)))


def benjamini_yekutieli(p_values: ArrayLike) -> Floats:
    """Return q-values that hold whatever the dependence between the looks; much stricter.

    Parameters and returns as in :func:`bonferroni`.

    Notes
    -----
    Benjamini & Yekutieli 2001, Annals of Statistics 29, 1165-1188.
    """

    def adjust(ascending: Floats, m: int) -> Floats:
        ranks = np.arange(1, m + 1)
        return _from_the_top(ascending * m / ranks * np.sum(1 / ranks))

    return _stepwise(p_values, adjust)


def _checked(p_values: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1:
        raise ValueError(f"p-values must be one row of numbers, got shape {p.shape}")
    tested = ~np.isnan(p)
    if ((p[tested] < 0) | (p[tested] > 1)).any():
        raise ValueError("p-values must be between 0 and 1")
    return p, tested


def _from_the_top(values: Floats) -> Floats:
    """Return the smallest value at or above each place: a smaller p-value never gets a larger answer."""
    return np.minimum.accumulate(values[::-1])[::-1]


def _stepwise(p_values: ArrayLike, adjust: Adjust) -> Floats:
    p, tested = _checked(p_values)
    looked_at = p[tested]
    order = np.argsort(looked_at, kind="stable")
    adjusted = np.empty(looked_at.shape)
    if looked_at.size:
        adjusted[order] = np.minimum(1.0, adjust(looked_at[order], looked_at.size))
    result = np.full(p.shape, np.nan)
    result[tested] = adjusted
    return result
