"""Density of a town's points on 500 × 500 cells, Gaussian 500 m, with Diggle's edge correction."""

from typing import Any

import numpy as np
from _job import Job, Program

SIDE, CELLS, BANDWIDTH = 50_000, 500, 500
INNER = slice(50, -50)
"""Cells ten bandwidths from every edge: there the correction does nothing, so that all should agree."""


def points(count: int) -> Any:
    """Return points half evenly spread and half in a town, shape (2, count)."""
    rng = np.random.default_rng(1)
    half = count // 2
    east = np.concatenate([rng.uniform(0, SIDE, half), rng.normal(20_000, 3000, count - half)])
    north = np.concatenate([rng.uniform(0, SIDE, half), rng.normal(30_000, 3000, count - half)])
    return np.stack([east, north])


def with_lagesbild(given: Any) -> Any:
    """Corrected by Diggle's method."""
    from lagesbild.spatial.density import density_on_grid
    from lagesbild.spatial.window import Window

    found = density_on_grid(
        *given, bandwidth=BANDWIDTH, window=Window(0, 0, SIDE, SIDE), cell=SIDE / CELLS, edge="diggle"
    )
    return found.values[INNER, INNER]


def with_scipy(given: Any) -> Any:
    """Counts in cells smoothed by scipy, without any correction."""
    from scipy import ndimage

    cell = SIDE / CELLS
    counts, _, _ = np.histogram2d(given[1], given[0], bins=CELLS, range=[[0, SIDE], [0, SIDE]])
    smooth = ndimage.gaussian_filter(counts, BANDWIDTH / cell, mode="constant", truncate=6) / cell**2
    return smooth[INNER, INNER]


def with_kdepy(given: Any) -> Any:
    """KDEpy by fast Fourier transform: linear binning on a grid that must hold all points."""
    from KDEpy import FFTKDE

    cell = SIDE / CELLS
    reach = 20_000  # the town's tails and the kernel; centres of cells as in the others
    axis = np.arange(cell / 2 - reach, SIDE + reach, cell)
    east, north = np.meshgrid(axis, axis, indexing="ij")
    grid = np.column_stack([east.ravel(), north.ravel()])
    # In bandwidths, not metres: it cuts the kernel off where it is less than 0.0001 per unit of area.
    values = FFTKDE(kernel="gaussian", bw=1).fit(given.T / BANDWIDTH).evaluate(grid / BANDWIDTH)
    square = values.reshape(axis.size, axis.size).T * given.shape[1] / BANDWIDTH**2
    inner = round(reach / cell)
    return square[inner:-inner, inner:-inner][INNER, INNER]


def with_sklearn(given: Any) -> Any:
    """scikit-learn's tree, exact to a hundred-thousandth."""
    from sklearn.neighbors import KernelDensity

    centres = (np.arange(CELLS) + 0.5) * SIDE / CELLS
    east, north = np.meshgrid(centres, centres)
    fitted = KernelDensity(bandwidth=BANDWIDTH, rtol=1e-5).fit(given.T)
    log = fitted.score_samples(np.column_stack([east[INNER, INNER].ravel(), north[INNER, INNER].ravel()]))
    return (np.exp(log) * given.shape[1]).reshape(CELLS - 100, CELLS - 100)


JOB = Job(
    name="density",
    what="points on 500 × 500 cells, 500 m, edge-corrected (peers not)",
    sizes=(2_000, 100_000, 1_000_000),
    inputs=points,
    ours=Program("lagesbild", with_lagesbild),
    peers=(
        Program("numpy + scipy, binned", with_scipy),
        Program("KDEpy, FFT", with_kdepy),
        Program("scikit-learn, tree", with_sklearn, largest=2_000),
    ),
)
