"""Places that are like, or unlike, their neighbours (Moran's I, local and for the whole)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

from lagesbild.spatial.neighbours import Neighbours
from lagesbild.stats.multiple import benjamini_hochberg

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

QUADRANTS = ("High-High", "Low-Low", "Low-High", "High-Low", "none")
"""The place against the mean of all, and its neighbours' mean against the mean of such means (as R spdep
does: near the middle this may differ from the sign of ``i``); ``none``: no neighbours or variation."""

_ROUNDING = 1e-12  # sums of the same numbers in another order are equal to this, relative to their size


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """How like each place is its neighbours; arrays of shape (places,), NaN for a place without any."""

    i: FloatArray
    """Above 0: like its neighbours (both high or both low); below 0: unlike them."""
    expected: FloatArray
    """Mean of ``i`` when the other places' values are exchanged, the place keeping its own."""
    variance: FloatArray
    z: FloatArray
    p_value: FloatArray
    """Two-sided, from the normal distribution and the conditional moments."""
    p_permutation: FloatArray
    """Two-sided: twice the smaller tail, each (r + 1) / (permutations + 1); NaN without permutations."""
    q_value: FloatArray
    """Benjamini-Hochberg over the permutation p-values, or over ``p_value`` when there are none."""
    quadrant: npt.NDArray[np.str_]
    neighbours: IntArray
    """Number of neighbours, itself not counted."""
    total: "GlobalMoran"
    permutations: int
    seed: int


@dataclass(frozen=True, slots=True)
class GlobalMoran:
    """Whether neighbours are alike over the whole map."""

    i: float
    expected: float
    variance: float
    """When all values are exchanged at random."""
    z: float
    p_value: float
    """Two-sided, from the normal distribution."""


def local_moran(
    values: npt.ArrayLike, neighbours: Neighbours, *, permutations: int = 999, seed: int = 1
) -> LocalMoran:
    """Return local and global Moran's I with row-standardised weights.

    Parameters
    ----------
    values
        A rate or value per place, finite, shape (places,).
    neighbours
        From :mod:`lagesbild.spatial.neighbours`; a place's being its own neighbour is disregarded.
    permutations
        How many times the other places' values are exchanged; 0: none.
    seed
        Makes the permutations repeatable.

    Returns
    -------
    LocalMoran
        All NaN when all values are equal or there are fewer than 4 places.

    Raises
    ------
    ValueError
        If a value is not finite or the table of neighbours has another size.

    Notes
    -----
    Anselin 1995, Geographical Analysis 27, 93-115, with the variance of the values divided by n; conditional
    moments of Sokal, Oden & Thomson 1998, Geographical Analysis 30, 331-354; global moments of Cliff & Ord
    1981, Spatial Processes, p. 46. Values are drawn without replacement, as the conditional moments have it
    (R spdep draws with replacement unless told otherwise: its p-values are larger where neighbours are
    many). One draw of places serves all: a place that draws itself takes the next one drawn, so that it
    never counts as its own neighbour.

    Examples
    --------
    Four places in a row, two high and two low; the ends are like their only neighbour:

    >>> from lagesbild.spatial.neighbours import from_pairs
    >>> found = local_moran([9.0, 9, 1, 1], from_pairs([0, 1, 2], [1, 2, 3], 4), permutations=0)
    >>> found.i.round(3).tolist()[::3], found.quadrant[0].item()
    ([1.0, 1.0], 'High-High')
    """
    x = np.asarray(values, dtype=np.float64)
    if not np.isfinite(x).all():
        raise ValueError("every value must be a finite number")
    if neighbours.shape != (len(x), len(x)):
        raise ValueError(f"there are {len(x)} values but neighbours for {neighbours.shape[0]} places")
    degree, sums = _around(x, neighbours)
    n = len(x)
    known = (degree > 0) & bool(n >= 4 and np.ptp(x) > 0)
    z = x - x.mean() if n else x
    m2 = float(z @ z) / n if known.any() else np.nan
    k = np.where(known, degree, 1)
    lag = sums / k - (x.mean() if n else 0.0)
    share, own = np.where(known, 1.0, np.nan), z**2
    local = share * z * lag / m2
    expected = -share * own / ((n - 1) * m2)
    spread = (
        (z / m2) ** 2 * n / (n - 2) * (1 / k - 1 / (n - 1)) * (m2 - own / (n - 1)) if n > 2 else np.zeros(n)
    )
    variance = share * np.maximum(spread, 0)
    # A place exactly at the mean is neither like nor unlike its neighbours, whatever they are.
    middling = own <= _ROUNDING**2 * (x**2).max(initial=0.0)
    score = np.divide(local - expected, np.sqrt(variance), out=share - 1.0, where=~middling & (variance > 0))
    p_value = 2 * special.ndtr(-np.abs(score))
    p_permutation = np.full(n, np.nan)
    if permutations and known.any():
        p_permutation = np.where(known, _conditional(x, degree, sums, permutations, seed), np.nan)
    return LocalMoran(
        i=local,
        expected=expected,
        variance=variance,
        z=score,
        p_value=p_value,
        p_permutation=p_permutation,
        q_value=_adjusted(p_permutation if permutations else p_value),
        quadrant=_quadrants(z, lag, known),
        neighbours=degree,
        total=_global(z, lag, neighbours, degree),
        permutations=permutations,
        seed=seed,
    )


def _around(x: FloatArray, neighbours: Neighbours) -> tuple[IntArray, FloatArray]:
    """Number of neighbours and the sum of their values, the place itself not counted."""
    own = neighbours.diagonal()
    degree = np.asarray(neighbours.sum(axis=1)).ravel() - own
    sums = neighbours @ x - own * x
    return np.round(degree).astype(np.int64), np.asarray(sums, dtype=np.float64)


def _conditional(
    x: FloatArray, degree: IntArray, sums: FloatArray, permutations: int, seed: int
) -> FloatArray:
    """Two-sided p-value of each place's sum over as many places drawn among the others."""
    most = int(degree.max())
    drawn = _draws(len(x), min(most + 1, len(x)), permutations, seed)
    # Sum of the first k drawn, for every k; one draw of places serves all.
    prefix = np.concatenate([np.zeros((permutations, 1)), np.cumsum(x[drawn], axis=1)], axis=1)
    margin = _ROUNDING * (np.abs(sums) + np.abs(x).max())
    low, high = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=np.int64)
    for k in np.unique(degree[degree > 0]).tolist():
        place = np.flatnonzero(degree == k)
        ordered = np.sort(prefix[:, k])
        low[place] = np.searchsorted(ordered, sums[place] + margin[place], side="right")
        high[place] = permutations - np.searchsorted(ordered, sums[place] - margin[place], side="left")
    # A place that drew itself among its k takes the one after them instead.
    turn, position = np.nonzero(np.arange(drawn.shape[1]) < degree[drawn])
    place = drawn[turn, position]
    k = degree[place]
    wrong, right = prefix[turn, k], prefix[turn, np.minimum(k + 1, prefix.shape[1] - 1)] - x[place]
    limit, room = sums[place], margin[place]
    np.add.at(low, place, (right <= limit + room).astype(np.int64) - (wrong <= limit + room))
    np.add.at(high, place, (right >= limit - room).astype(np.int64) - (wrong >= limit - room))
    return np.asarray(np.minimum(2 * (np.minimum(low, high) + 1) / (permutations + 1), 1.0))


def _draws(n: int, size: int, turns: int, seed: int) -> IntArray:
    """Distinct places drawn at random, shape (turns, size)."""
    rng = np.random.default_rng(seed)
    if size**2 >= n:
        return np.array([rng.permutation(n)[:size] for _ in range(turns)], dtype=np.int64)
    drawn = rng.integers(0, n, (turns, size))
    while True:
        ordered = np.sort(drawn, axis=1)
        twice = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(twice):
            return drawn
        drawn[twice] = rng.integers(0, n, (len(twice), size))


def _quadrants(z: FloatArray, lag: FloatArray, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.str_]:
    high, around = z > 0, lag > (lag[known].mean() if known.any() else 0.0)
    place = np.where(high, np.where(around, 0, 3), np.where(around, 2, 1))
    return np.asarray(np.array(QUADRANTS)[np.where(known, place, 4)])


def _adjusted(p: FloatArray) -> FloatArray:
    q, known = np.full_like(p, np.nan), np.isfinite(p)
    if known.any():
        q[known] = benjamini_hochberg(p[known])
    return q


def _global(z: FloatArray, lag: FloatArray, neighbours: Neighbours, degree: IntArray) -> GlobalMoran:
    linked = degree > 0
    n, s0 = len(z), float(linked.sum())
    if n < 4 or s0 == 0 or not (z != 0).any():
        return GlobalMoran(*(float("nan"),) * 5)
    rows, columns = neighbours.nonzero()
    apart = rows != columns
    rows, columns = rows[apart], columns[apart]
    weight = sparse.csr_array((1 / degree[rows], (rows, columns)), shape=(n, n))
    s1 = float(((weight + weight.T) ** 2).sum()) / 2
    received = np.asarray(weight.sum(axis=0)).ravel()
    s2 = float(np.sum((linked + received) ** 2))
    second, fourth = float(np.mean(z**2)), float(np.mean(z**4))
    kurtosis = fourth / second**2
    i = n / s0 * float(z[linked] @ lag[linked]) / (n * second)
    expected = -1 / (n - 1)
    even = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    odd = kurtosis * (n * (n - 1) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = (even - odd) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    score = (i - expected) / float(np.sqrt(variance)) if variance > 0 else float("nan")
    return GlobalMoran(i, expected, variance, score, 2 * float(special.ndtr(-abs(score))))
