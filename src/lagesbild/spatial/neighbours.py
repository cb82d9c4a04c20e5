"""Which places lie beside each other, as a sparse table of ones."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from lagesbild.stats.pairs import both_ways

Neighbours: TypeAlias = "sparse.csr_array"
"""Ones where the second is a neighbour of the first, shape (n, n); whether a place is its own neighbour is
said where the table is made."""


def within_distance(e: ArrayLike, n: ArrayLike, distance_m: float) -> Neighbours:
    """Return the places within a distance of each other, each place its own neighbour too.

    Parameters
    ----------
    e, n
        Coordinates in metres (or any plane unit), shape (places,).
    distance_m
        In the same unit, more than 0; places exactly this far apart are neighbours.

    Raises
    ------
    ValueError
        If the distance is not positive or a coordinate is not finite.
    """
    points = np.column_stack([np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)])
    if not distance_m > 0:
        raise ValueError(f"distance must be more than 0, got {distance_m}")
    if not np.isfinite(points).all():
        raise ValueError("every coordinate must be a finite number")
    # Distances such as 30 * sqrt(2) are written rounded; a relative hair's breadth keeps them within.
    tree = cKDTree(points)
    pairs = tree.query_pairs(distance_m * (1 + 1e-9), output_type="ndarray")
    return _with_itself(np.concatenate([pairs, pairs[:, ::-1]]), len(points))


def from_pairs(
    i: Sequence[int] | NDArray[np.intp], j: Sequence[int] | NDArray[np.intp], n: int
) -> Neighbours:
    """Return the neighbours given as pairs of indexes, each place its own neighbour too.

    A pair may stand once or in both directions; when only some stand in both they count as they are written,
    ``j`` being a neighbour of ``i`` (see :func:`lagesbild.stats.pairs.both_ways`).

    Raises
    ------
    ValueError
        If an index is outside 0 … n-1.
    """
    pairs = np.column_stack([np.asarray(i, dtype=np.intp), np.asarray(j, dtype=np.intp)])
    if pairs.size and (pairs.min() < 0 or pairs.max() >= n):
        raise ValueError(f"a neighbour's index is outside 0 to {n - 1}")
    return _with_itself(both_ways(pairs), n)


def _with_itself(pairs: NDArray[np.intp], n: int) -> Neighbours:
    every = np.arange(n)
    rows, columns = np.concatenate([pairs[:, 0], every]), np.concatenate([pairs[:, 1], every])
    table = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=(n, n))
    table.sum_duplicates()
    table.data[:] = 1.0
    return table
