"""Density of 1,000,000 points on 500 × 500 cells, Gaussian 500 m, with Diggle's edge correction."""

import numpy as np
from _measure import cost_of, show

POINTS, SIDE = 1_000_000, 50_000


def points() -> tuple[np.ndarray, np.ndarray]:
    """Return points half evenly spread and half in a town."""
    rng = np.random.default_rng(1)
    half = POINTS // 2
    east = np.concatenate([rng.uniform(0, SIDE, half), rng.normal(20_000, 3000, half)])
    north = np.concatenate([rng.uniform(0, SIDE, half), rng.normal(30_000, 3000, half)])
    return east, north


def with_lagesbild() -> object:
    """Corrected by Diggle's method."""
    from lagesbild.spatial.density import density_on_grid
    from lagesbild.spatial.window import Window

    return density_on_grid(
        *points(), bandwidth=500, window=Window(0, 0, SIDE, SIDE), cell=SIDE / 500, edge="diggle"
    )


def with_scipy() -> object:
    """Counts in cells smoothed by scipy, without any correction."""
    from scipy import ndimage

    counts, _, _ = np.histogram2d(*points(), bins=500, range=[[0, SIDE], [0, SIDE]])
    return ndimage.gaussian_filter(counts, 5, mode="constant", truncate=6) / (SIDE / 500) ** 2


if __name__ == "__main__":
    costs = [
        cost_of("lagesbild, corrected", with_lagesbild, repeats=3),
        cost_of("numpy + scipy, not corrected", with_scipy, repeats=3),
    ]
    show(f"density: {POINTS:,} points (points made within the time)", costs, base="lagesbild, corrected")
