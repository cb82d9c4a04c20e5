"""How much more counts vary from period to period than chance alone would make them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

FEWEST_PERIODS = 4
"""With fewer earlier periods the variance itself is guesswork."""
_FEWEST_ROWS = 5  # with fewer rows they cannot tell how alike rows are
_WEIGHTS = (1, 2, 4, 8, 16, 32, 64, 128)


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance over mean, row by row, ready for :func:`lagesbild.stats.change.changes_in_counts`."""

    factor: Floats
    """Shape (rows,), 1 or more: by how much to widen, including that the variance is itself uncertain."""
    phi: Floats
    """Shape (rows,): variance over mean of each row (1.0 = Poisson), drawn towards the table's."""
    table_phi: float
    """The table's typical variance over mean."""
    weight: float
    """How many periods' worth the table's value counts in each row's."""
    periods: int


def estimate_dispersion(
    earlier: ArrayLike, *, exposure: ArrayLike | None = None, confidence: float = 0.95
) -> Dispersion:
    """Estimate how much wider than Poisson the counts of each row vary between periods.

    Parameters
    ----------
    earlier
        Counts of at least four earlier periods, oldest first, shape (rows, periods). The last may be the
        period that is compared with; the period under test must not be among them.
    exposure
        Exposure of each period, shape (periods,), when they differ.
    confidence
        The confidence of the intervals that will be widened.

    Returns
    -------
    Dispersion
        A row with no events at all gets the table's value.

    Raises
    ------
    ValueError
        If there are fewer than four periods, or a count is negative.

    Notes
    -----
    Pearson's statistic over its degrees of freedom (McCullagh & Nelder 1989, section 6.2.3), which for four
    periods is itself very uncertain. Each row is therefore drawn towards the table as in Smyth 2004
    (Statistical Applications in Genetics and Molecular Biology 3:3): the statistics are taken as F
    distributed around the table's value, the weight of the table is fitted by likelihood, and the factor is
    widened by Student's t over the normal for the degrees of freedom that row and table have together. A
    trend over the earlier periods counts as variation, so the answer is on the safe side.
    """
    counts = np.asarray(earlier, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[1] < FEWEST_PERIODS:
        raise ValueError(
            f"dispersion needs at least {FEWEST_PERIODS} earlier periods, got shape {counts.shape}"
        )
    if (counts < 0).any():
        raise ValueError("counts must be 0 or more")
    degrees = counts.shape[1] - 1
    raw = _pearson(counts, exposure) / degrees
    some = counts.sum(axis=1) > 0
    table_phi, weight = _fit_table(raw[some], degrees)
    row_degrees = np.where(some, degrees, 0)
    together = np.maximum(row_degrees + weight, 1.0)
    drawn = (row_degrees * np.where(some, raw, 0.0) + weight * table_phi) / together
    phi = np.maximum(1.0, drawn)
    tail = (1 - confidence) / 2
    uncertainty = (special.stdtrit(together, 1 - tail) / special.ndtri(1 - tail)) ** 2
    factor = np.maximum(1.0, drawn * uncertainty)
    return Dispersion(factor, phi, table_phi, weight, counts.shape[1])


def _pearson(counts: Floats, exposure: ArrayLike | None) -> Floats:
    periods = counts.shape[1]
    time = np.ones(periods) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if time.shape != (periods,) or not (time > 0).all():
        raise ValueError(f"exposure must be {periods} positive numbers, one for each period")
    expected = counts.sum(axis=1, keepdims=True) * time / time.sum()
    deviation = np.divide((counts - expected) ** 2, expected, out=np.zeros_like(counts), where=expected > 0)
    return np.asarray(deviation.sum(axis=1))


def _fit_table(raw: Floats, degrees: int) -> tuple[float, float]:
    """Return the table's value and how many degrees of freedom it is worth in each row."""
    if raw.size < _FEWEST_ROWS:
        return (1.0, 0.0)
    best, best_likelihood = (1.0, 0.0), -np.inf
    seen = raw[raw > 0]
    for weight in _WEIGHTS:
        scale = float(np.median(raw)) / float(special.fdtri(degrees, weight, 0.5))
        if scale <= 0:
            continue
        likelihood = float(_log_density_f(seen / scale, degrees, weight).sum()) - seen.size * math.log(scale)
        if likelihood > best_likelihood:
            best, best_likelihood = (scale, float(weight)), likelihood
    return best


def _log_density_f(values: Floats, upper: float, lower: float) -> Floats:
    """Return the logarithm of the F density at positive values (Johnson et al. 1995, chapter 27)."""
    odds = values * (upper / lower)
    return np.asarray(
        upper / 2 * np.log(odds)
        - np.log(values)
        - (upper + lower) / 2 * np.log1p(odds)
        - special.betaln(upper / 2, lower / 2),
        dtype=np.float64,
    )
