"""Getis-Ord Gi* and local Moran's I with 999 conditional permutations on a square of cells."""

from typing import Any

import numpy as np
from _job import Job, Program

PERMUTATIONS = 999


def cells(count: int) -> Any:
    """Return counts on a square of about ``count`` cells, with a gradient, and the square's side."""
    side = round(count**0.5)
    rng = np.random.default_rng(1)
    level = 3 + 4 * np.linspace(0, 1, side)[:, None] * np.ones(side)
    return rng.poisson(level).ravel().astype(float), side


def with_lagesbild(given: Any) -> Any:
    """Both statistics; neighbours are those that share a side."""
    from lagesbild.spatial.hotspots import getis_ord
    from lagesbild.spatial.local_moran import local_moran
    from lagesbild.spatial.neighbours import within_distance

    values, side = given
    north, east = np.divmod(np.arange(side * side), side)
    near = within_distance(east, north, 1.0)
    moran = local_moran(values, near, permutations=PERMUTATIONS)
    return getis_ord(values, near).z, moran.i, moran.p_permutation


def with_esda(given: Any) -> Any:
    """esda and libpysal; Gi* with binary weights, because its row-standardised z is another figure."""
    from esda import G_Local, Moran_Local
    from libpysal.weights import lat2W

    values, side = given
    near = lat2W(side, side)
    hot = G_Local(values, near, transform="B", star=1.0, permutations=0)
    moran = Moran_Local(values, near, transformation="r", permutations=PERMUTATIONS, seed=1, n_jobs=1)
    return hot.Zs, moran.Is, moran.p_sim


def difference(ours: Any, theirs: Any) -> float:
    """Return the largest difference of z; I is theirs times n / (n - 1)."""
    n = len(ours[1])
    hot = np.abs(ours[0] - theirs[0]).max()
    moran = np.abs(ours[1] - theirs[1] * n / (n - 1)).max()
    return float(max(hot, moran))


JOB = Job(
    name="local_statistics",
    what="cells, Gi* and local Moran with 999 permutations",
    sizes=(2_500, 10_000, 40_000),
    inputs=cells,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("esda + libpysal", with_esda),),
    difference=difference,
    agreement="in z and I",
)
