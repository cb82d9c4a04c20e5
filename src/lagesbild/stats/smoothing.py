"""Rates of small areas drawn towards what is known about the others, so that chance does not rank them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from lagesbild.stats.pairs import both_ways

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SmoothedRates:
    """Rates per one of the population, shape (areas,) each; NaN where the population is 0."""

    raw: Floats
    eb_global: Floats
    """Drawn towards the rate of all areas together."""
    eb_local: Floats | None
    """Drawn towards the rate of the area and its neighbours; None without neighbours."""


def smooth_rates(
    cases: ArrayLike, population: ArrayLike, *, neighbours: NDArray[np.intp] | None = None
) -> SmoothedRates:
    """Draw each area's rate towards the common one, the more the smaller the area is.

    Parameters
    ----------
    cases
        Number of events, 0 or more, shape (areas,).
    population
        Residents or dwellings, 0 or more, shape (areas,). Areas with 0 are left out of every sum.
    neighbours
        Pairs of neighbouring areas as positions, shape (pairs, 2), each pair once or in both directions; when
        only some stand in both, as they are written (see :func:`lagesbild.stats.pairs.both_ways`).

    Raises
    ------
    ValueError
        If a number is negative, the shapes differ or a neighbour is outside the table.

    Notes
    -----
    Empirical Bayes by moments, Marshall 1991, Applied Statistics 40, 283-294; the local version takes an
    area's neighbourhood with itself, and deviations from each area's own neighbourhood rate.

    Examples
    --------
    Both have 20 per 1,000, but one event among 50 people says less, and moves further:

    >>> found = smooth_rates([1, 20, 120], [50, 1000, 2000])
    >>> found.raw.round(4).tolist(), found.eb_global.round(4).tolist()
    ([0.02, 0.02, 0.06], [0.0396, 0.0234, 0.0591])
    """
    x, size = np.asarray(cases, dtype=np.float64), np.asarray(population, dtype=np.float64)
    if x.ndim != 1 or x.shape != size.shape:
        raise ValueError(f"cases and population must be rows of equal length, got {x.shape} and {size.shape}")
    if (x < 0).any() or (size < 0).any():
        raise ValueError("cases and population must be 0 or more")
    some = np.flatnonzero(size > 0)
    raw, eb_global = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    raw[some] = x[some] / size[some]
    everyone = np.full(some.size, x[some].sum() / size[some].sum() if some.size else np.nan)
    spread = float(np.average((raw[some] - everyone) ** 2, weights=size[some])) if some.size else 0.0
    mean_size = size[some].mean() if some.size else 1.0
    eb_global[some] = _drawn(raw[some], everyone, spread - everyone / mean_size, size[some])
    if neighbours is None:
        return SmoothedRates(raw, eb_global, None)
    return SmoothedRates(raw, eb_global, _local(x, size, raw, _adjacent(neighbours, x.size)))


def _drawn(raw: Floats, towards: Floats, variance: Floats, size: Floats) -> Floats:
    """Return Marshall's estimate; a negative variance between areas means that there is none."""
    between = np.maximum(variance, 0.0)
    chance = towards / size
    total = between + chance
    weight = np.divide(between, total, out=np.zeros_like(total), where=total > 0)
    return towards + weight * (raw - towards)


def _adjacent(neighbours: NDArray[np.intp], areas: int) -> sparse.csr_array:
    """Return who is whose neighbour, 1 or 0, each with itself."""
    pairs = np.asarray(neighbours, dtype=np.intp).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= areas):
        raise ValueError(f"neighbours must be positions from 0 to {areas - 1}")
    itself, known = np.arange(areas), both_ways(pairs)
    i, j = np.concatenate([known[:, 0], itself]), np.concatenate([known[:, 1], itself])
    adjacent = sparse.csr_array((np.ones(i.size), (i, j)), shape=(areas, areas))
    adjacent.sum_duplicates()
    adjacent.data[:] = 1.0  # a pair of an area with itself was added up
    return adjacent


def _local(x: Floats, size: Floats, raw: Floats, adjacent: sparse.csr_array) -> Floats:
    is_empty = size == 0
    around = adjacent @ size
    with np.errstate(invalid="ignore", divide="ignore"):
        towards = (adjacent @ np.where(is_empty, 0.0, x)) / around
        deviation = np.where(is_empty, 0.0, size * (raw - towards) ** 2)
        spread = (adjacent @ deviation) / around
        mean_size = around / (adjacent @ (~is_empty).astype(np.float64))
        estimate = _drawn(raw, towards, spread - towards / mean_size, size)
    estimate[is_empty] = np.nan
    return estimate
