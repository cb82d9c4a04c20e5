"""How wide the kernel of a density map should be, chosen from the points themselves."""

import numpy as np
import numpy.typing as npt
from scipy import fft, ndimage
from scipy.spatial import cKDTree

from lagesbild.spatial.density import density_at, density_on_grid
from lagesbild.spatial.kernels import Kernel, mass_at
from lagesbild.spatial.window import FloatArray, Grid, Window

_DISTANCES = 512  # at which Ripley's K is evaluated
_NEIGHBOURS = 1000  # Ripley's K reaches no further than to this many expected neighbours
_CANDIDATES = 16  # bandwidths tried by the likelihood, as in spatstat: the answer is one of them
_MOST_FOR_K = 10_000
_MASK_CELLS = 256  # along a polygon's longer side when it is laid over itself
_EXACT_PAIRS = 2.5e6
_CHUNK = 500_000
_MOST_BINS = 4096  # along the window's longer side
_BINS_PER_SIGMA = 3
_DOUBTFUL = 0.02  # a density of others below this share of a point's own is lost in the error of binning
_FAR = 7.0  # standard deviations beyond which a Gaussian adds less than 1e-11 of its top


def scott(e: npt.ArrayLike, n: npt.ArrayLike) -> float:
    """Return Scott's rule of thumb: wide, good for a first look, too wide for clustered points.

    The geometric mean of the two axes' standard deviations times n to the power of -1/6, in the unit of
    the coordinates; NaN for fewer than two points or points on one line along an axis.

    Notes
    -----
    Scott 1992, Multivariate Density Estimation, p. 152.

    Examples
    --------
    >>> round(scott([0, 0, 1, 1], [0, 1, 0, 1]), 4)
    0.4582
    """
    east, north = np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if len(east) < 2:
        return float("nan")
    spread = float(np.sqrt(east.std(ddof=1) * north.std(ddof=1)))
    return spread * len(east) ** (-1 / 6) if spread > 0 else float("nan")


def diggle(e: npt.ArrayLike, n: npt.ArrayLike, window: Window, *, seed: int = 1) -> float:
    """Return the bandwidth that minimises Diggle and Berman's estimate of the mean squared error.

    Parameters
    ----------
    e, n
        Distinct points inside the window, shape (points,).
    window
        The ground studied.
    seed
        Ripley's K is estimated from 10,000 points drawn at random when there are more.

    Returns
    -------
    float
        Standard deviation of the kernel in the unit of the coordinates; NaN for fewer than two points or
        when no pair is near enough to tell.

    Notes
    -----
    Diggle 1985, Applied Statistics 34, 138-147; Berman & Diggle 1989, JRSS B 51, 81-92: for a uniform disc
    of radius h, turned into a Gaussian by sigma = h / 2. It assumes a clustered (Cox) process and often
    chooses a narrow kernel. K is corrected by translation; a polygon is laid over
    itself in 256 cells along its longer side.
    """
    east, north = np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if len(east) < 2:
        return float("nan")
    intensity = len(east) / window.area
    reach = min(0.25 * min(window.sides), np.sqrt(_NEIGHBOURS / (np.pi * intensity)))
    if len(east) > _MOST_FOR_K:
        keep = np.random.default_rng(seed).choice(len(east), _MOST_FOR_K, replace=False)
        east, north = east[keep], north[keep]
    distances = np.linspace(0, reach, _DISTANCES)
    k, steps = _ripley(east, north, window, distances)
    half = distances[(distances <= reach / 2) & (distances > 0)]
    error = np.array([_error_of_disc(h, distances, k, steps, intensity) for h in half])
    return float(half[np.argmin(error)]) / 2 if steps.any() else float("nan")


def _error_of_disc(
    h: float, distances: FloatArray, k: FloatArray, steps: FloatArray, intensity: float
) -> float:
    """Mean squared error of a disc of radius ``h``, up to a constant and over the squared intensity."""
    middle = (distances[1:] + distances[:-1]) / 2
    share = np.clip(middle / (2 * h), 0, 1)
    common = 2 * h * h * (np.arccos(share) - share * np.sqrt(1 - share**2))  # area common to two discs
    disc = np.pi * h * h
    within = float(np.interp(h, distances, k))
    return (1 / intensity - 2 * within) / disc + float(np.sum(common * steps)) / disc**2


def _ripley(
    e: FloatArray, n: FloatArray, window: Window, distances: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Ripley's K at the distances and its increase in each step between them."""
    points = np.column_stack([e, n])
    pairs = cKDTree(points).query_pairs(distances[-1], output_type="ndarray")
    apart = points[pairs[:, 0]] - points[pairs[:, 1]]
    weight = 1.0 / _overlap(apart, window)
    place = np.searchsorted(distances, np.hypot(apart[:, 0], apart[:, 1]), side="left")
    scale = 2 * window.area**2 / (len(e) * (len(e) - 1))
    at = np.bincount(place, weights=weight, minlength=len(distances))[: len(distances)] * scale
    return np.cumsum(at), np.asarray(at[1:])


def _overlap(apart: FloatArray, window: Window) -> FloatArray:
    """Area common to the window and itself moved by each vector; of a polygon to about its cells' size."""
    wide, high = window.sides
    if window.polygon is None:
        return np.asarray((wide - np.abs(apart[:, 0])) * (high - np.abs(apart[:, 1])))
    grid = Grid.covering(window, max(wide, high) / _MASK_CELLS)
    east, north = np.meshgrid(grid.e, grid.n)
    inside = window.contains(east.ravel(), north.ravel()).reshape(east.shape).astype(np.float64)
    # The mask times itself moved by whole cells, for every move at once; moves backwards wrap around.
    size = [fft.next_fast_len(2 * cells, real=True) for cells in inside.shape]
    common = fft.irfftn(np.abs(fft.rfftn(inside, size)) ** 2, size) * (window.area / max(inside.sum(), 1))
    place = apart[:, ::-1].T / grid.cell
    found = ndimage.map_coordinates(common, place, order=1, mode="grid-wrap")
    return np.asarray(np.maximum(found, grid.cell**2))  # both points lie in the window: it is never nothing


def likelihood(e: npt.ArrayLike, n: npt.ArrayLike, window: Window) -> float:
    """Return the bandwidth under which each point is best foretold by the others (``ppl``).

    Parameters
    ----------
    e, n
        Distinct points inside the window, shape (points,).
    window
        The ground studied.

    Returns
    -------
    float
        Standard deviation of the kernel in the unit of the coordinates, one of sixteen evenly spaced on a
        log scale from the smallest distance between two points to half the longest distance in the window;
        NaN for fewer than three points.

    Notes
    -----
    Loader 1999, Local Regression and Likelihood, sec. 5.3; Baddeley, Rubak & Turner 2015, sec. 6.5.1: the
    Poisson log likelihood with each point left out at its own place, uniform edge correction.
    """
    east, north = np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if len(east) < 3:
        return float("nan")
    points = np.column_stack([east, north])
    nearest = float(cKDTree(points).query(points, k=2)[0][:, 1].min())
    widest = window.diameter / 2
    if not 0 < nearest < widest:
        return float("nan")
    candidates = np.geomspace(nearest, widest, _CANDIDATES)
    scores = [_log_likelihood(points, window, float(sigma)) for sigma in candidates]
    return float(candidates[int(np.argmax(scores))])


def _log_likelihood(points: FloatArray, window: Window, sigma: float) -> float:
    kernel, (e, n) = Kernel("gaussian", sigma), points.T
    fitted = _log_density_of_others(points, window, kernel) - np.log(mass_at(e, n, window, kernel))
    cell = max(window.sides) / 128
    everywhere = density_on_grid(e, n, bandwidth=sigma, window=window, cell=cell, edge="uniform")
    return float(fitted.sum()) - everywhere.integral


def _log_density_of_others(points: FloatArray, window: Window, kernel: Kernel) -> FloatArray:
    """Log density at each point from all the other points; never below what the nearest one alone gives."""
    tree = cKDTree(points)
    nearest = tree.query(points, k=2)[0][:, 1]
    least = -0.5 * (nearest / kernel.sigma) ** 2 - np.log(2 * np.pi * kernel.sigma**2)
    if len(points) ** 2 <= _EXACT_PAIRS:
        found = _all_pairs(points[:, 0], points[:, 1], kernel)
    elif max(window.sides) * _BINS_PER_SIGMA > _MOST_BINS * kernel.sigma:
        found = _near_pairs(points, tree, kernel)
    else:
        everything = density_at(
            *points.T, *points.T, bandwidth=kernel.sigma, window=window, bins_per_sigma=_BINS_PER_SIGMA
        )
        own = float(kernel.of_squared(np.zeros(1))[0])
        found = everything - own
        doubtful = np.flatnonzero(found < _DOUBTFUL * own)
        found[doubtful] = _near_pairs(points[doubtful], tree, kernel)
    return np.asarray(np.maximum(np.log(np.maximum(found, 1e-300)), least))


def _all_pairs(e: FloatArray, n: FloatArray, kernel: Kernel) -> FloatArray:
    found = np.empty(len(e))
    step = max(_CHUNK // len(e), 1)
    for at in range(0, len(e), step):
        part = slice(at, at + step)
        squared = (e[part, None] - e) ** 2 + (n[part, None] - n) ** 2
        value = kernel.of_squared(squared)
        value[np.arange(len(value)), np.arange(at, at + len(value))] = 0
        found[part] = value.sum(axis=1)
    return found


def _near_pairs(points: FloatArray, tree: cKDTree, kernel: Kernel) -> FloatArray:
    """Density at some of the tree's points from those of the others that are near enough to matter."""
    pairs = cKDTree(points).sparse_distance_matrix(tree, _FAR * kernel.sigma, output_type="coo_matrix")
    value = kernel.of_squared(pairs.data**2)
    own = float(kernel.of_squared(np.zeros(1))[0])
    return np.asarray(np.maximum(np.bincount(pairs.row, weights=value, minlength=len(points)) - own, 0.0))
