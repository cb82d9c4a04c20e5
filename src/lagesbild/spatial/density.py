"""Kernel density: where events lie close together, corrected for the edge of the map."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from lagesbild.spatial.kernels import Kernel, KernelName, convolved, mass_at, mass_on
from lagesbild.spatial.window import FloatArray, Grid, Window

Edge = Literal["none", "uniform", "diggle"]
Computed = Literal["exact", "binned"]

_EXACT_PRODUCTS = 2e9  # multiplications of a matrix product that take about a quarter of a second
_EXACT_PAIRS = 3e7
_BINS_PER_SIGMA = 10.0
_MOST_BINS = {"gaussian": 4096, "quartic": 1500}  # along one side
_WIDE_GRID = 1000  # columns above which a banded sum is faster than a matrix product
_CHUNK = 4_000_000
_BLOCK = 131_072  # points binned at a time: what is worked on stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Density:
    """The density on a grid; ``values`` are events per square unit, shape (rows, columns), south first.

    ``values`` is NaN in cells whose centre lies outside the window.
    """

    grid: Grid
    values: FloatArray
    kernel: Kernel
    edge: Edge
    computed: Computed
    """``binned`` for large problems: the points are first shared out over bins."""
    error: float
    """Largest possible error as a share of the highest value: reached when all points lie in one spot."""
    points: int
    """Points inside the window, which are those that count."""
    outside: int
    integral: float
    """Values times their cell's area inside the window, summed; close to the total weight for ``diggle``."""


@dataclass(frozen=True, slots=True)
class _Points:
    e: FloatArray
    n: FloatArray
    weight: FloatArray
    outside: int


def density_on_grid(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    bandwidth: float,
    window: Window,
    cell: float,
    kernel: KernelName = "gaussian",
    edge: Edge = "none",
    weights: npt.ArrayLike | None = None,
) -> Density:
    """Return the density of points in every cell of a grid over the window.

    Parameters
    ----------
    e, n
        Coordinates in metres (or any plane unit), shape (points,). Points outside the window do not count.
    bandwidth
        Standard deviation of the kernel along each axis, same unit.
    window
        The ground studied.
    cell
        Side of the cells, same unit.
    kernel
        ``gaussian`` or ``quartic``.
    edge
        ``none``; ``uniform`` divides by the kernel's mass inside the window around each cell (right where
        the density is even); ``diggle`` divides each point by its own mass (keeps the total).
    weights
        Weight of each point; None: 1.

    Raises
    ------
    ValueError
        If the bandwidth or the cell is not positive, or a coordinate or weight is not finite.

    Notes
    -----
    Diggle 1985, Applied Statistics 34, 138-147; Jones 1993, Statistics and Computing 3, 135-146; Baddeley,
    Rubak & Turner 2015, Spatial Point Patterns, ch. 6. Large problems are binned linearly first; the
    spread that binning adds is taken from the kernel.

    Examples
    --------
    One event in the middle of a large square:

    >>> found = density_on_grid([50.0], [50.0], bandwidth=5, window=Window(0, 0, 100, 100), cell=4)
    >>> round(float(found.values.max()), 6), round(found.integral, 6)
    (0.006366, 1.0)
    """
    shape, points = _checked(e, n, weights, bandwidth, kernel, window)
    grid = Grid.covering(window, cell)
    computed: Computed = "exact" if _is_small(len(points.e), grid, shape) else "binned"
    bins = _bins_per_cell(grid, shape, _BINS_PER_SIGMA)
    if computed == "exact":
        values = _exact_grid(points, grid, shape, window, edge)
    else:
        values = _binned_grid(points, grid, bins, shape, window, edge)
    if edge == "uniform":
        values = values / np.maximum(mass_on(grid.e, grid.n, window, shape), 1e-12)
    coverage = grid.coverage(window)
    integral = float(np.sum(values * coverage)) * grid.cell**2
    return Density(
        grid=grid,
        values=_inside_only(values, grid, window, coverage),
        kernel=shape,
        edge=edge,
        computed=computed,
        error=0.0 if computed == "exact" else (grid.cell / bins / shape.sigma) ** 2 / 6,
        points=len(points.e),
        outside=points.outside,
        integral=integral,
    )


def density_at(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    at_e: npt.ArrayLike,
    at_n: npt.ArrayLike,
    *,
    bandwidth: float,
    window: Window,
    kernel: KernelName = "gaussian",
    edge: Edge = "none",
    weights: npt.ArrayLike | None = None,
    bins_per_sigma: float = _BINS_PER_SIGMA,
) -> FloatArray:
    """Return the density at chosen places, shape (places,); NaN outside the window. Otherwise as on the grid.

    Notes
    -----
    Exact up to 30 million pairs of point and place; beyond that interpolated from a grid with
    ``bins_per_sigma`` cells to a standard deviation of the kernel, as far as 4,096 cells a side allow.
    """
    shape, points = _checked(e, n, weights, bandwidth, kernel, window)
    east, north = np.asarray(at_e, dtype=np.float64), np.asarray(at_n, dtype=np.float64)
    if len(points.e) * len(east) <= _EXACT_PAIRS:
        weight = points.weight
        if edge == "diggle":
            weight = weight / mass_at(points.e, points.n, window, shape)
        values = _summed(points.e, points.n, weight, east, north, shape)
    else:
        grid = _fine_grid(window, shape, bins_per_sigma)
        on_grid = _binned_grid(points, grid, 1, shape, window, edge)
        place = np.stack([(north - grid.n0) / grid.cell - 0.5, (east - grid.e0) / grid.cell - 0.5])
        values = ndimage.map_coordinates(on_grid, place, order=3, mode="nearest")
    if edge == "uniform":
        values = values / np.maximum(mass_at(east, north, window, shape), 1e-12)
    return np.asarray(np.where(window.contains(east, north), values, np.nan))


def _checked(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    weights: npt.ArrayLike | None,
    bandwidth: float,
    kernel: KernelName,
    window: Window,
) -> tuple[Kernel, _Points]:
    if not (bandwidth > 0 and np.isfinite(bandwidth)):
        raise ValueError(f"the bandwidth must be larger than 0, got {bandwidth}")
    east, north = np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)
    weight = np.ones(len(east)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not (east.shape == north.shape == weight.shape):
        raise ValueError(
            f"e, n and weights must be equally many, got {east.shape}, {north.shape}, {weight.shape}"
        )
    if not (np.isfinite(east).all() and np.isfinite(north).all() and np.isfinite(weight).all()):
        raise ValueError("coordinates and weights must be finite numbers")
    inside = window.contains(east, north)
    if not inside.all():
        east, north, weight = east[inside], north[inside], weight[inside]
    return Kernel(kernel, float(bandwidth)), _Points(east, north, weight, int(inside.size - inside.sum()))


def _is_small(points: int, grid: Grid, kernel: Kernel) -> bool:
    cells = grid.rows * grid.columns
    if kernel.name == "gaussian":
        return points * cells <= _EXACT_PRODUCTS
    return points * cells <= _EXACT_PAIRS


def _exact_grid(points: _Points, grid: Grid, kernel: Kernel, window: Window, edge: Edge) -> FloatArray:
    weight = points.weight
    if edge == "diggle":
        weight = weight / mass_at(points.e, points.n, window, kernel)
    if kernel.name == "quartic":
        east, north = np.meshgrid(grid.e, grid.n)
        return _summed(points.e, points.n, weight, east.ravel(), north.ravel(), kernel).reshape(east.shape)
    # The Gaussian is a product of its two axes: the sum over points is a product of two matrices.
    values = np.zeros((grid.rows, grid.columns))
    step = max(_CHUNK // max(grid.rows, grid.columns), 1)
    for at in range(0, len(points.e), step):
        part = slice(at, at + step)
        wide = kernel.along(points.e[part, None] - grid.e)
        high = kernel.along(points.n[part, None] - grid.n) * weight[part, None]
        values += high.T @ wide
    return values


def _summed(
    e: FloatArray, n: FloatArray, weight: FloatArray, at_e: FloatArray, at_n: FloatArray, kernel: Kernel
) -> FloatArray:
    values = np.empty(len(at_e))
    step = max(_CHUNK // max(len(e), 1), 1)
    for at in range(0, len(at_e), step):
        part = slice(at, at + step)
        squared = (at_e[part, None] - e) ** 2 + (at_n[part, None] - n) ** 2
        values[part] = kernel.of_squared(squared) @ weight
    return values


def _fine_grid(window: Window, kernel: Kernel, bins_per_sigma: float) -> Grid:
    """A grid that reaches a little outside the window, so that values at its border can be interpolated."""
    most = max(window.sides) / _MOST_BINS[kernel.name]
    grid = Grid.covering(window, max(kernel.sigma / bins_per_sigma, most))
    room = 3 * grid.cell
    return Grid(grid.e0 - room, grid.n0 - room, grid.cell, grid.rows + 6, grid.columns + 6)


def _bins_per_cell(grid: Grid, kernel: Kernel, bins_per_sigma: float) -> int:
    wanted = int(np.ceil(grid.cell * bins_per_sigma / kernel.sigma - 1e-9))
    if kernel.name == "quartic":
        wanted |= 1  # odd: the middle of a cell is then the middle of a bin
    fine = max(min(wanted, _MOST_BINS[kernel.name] // max(grid.rows, grid.columns)), 1)
    return fine - 1 if kernel.name == "quartic" and fine % 2 == 0 else fine


def _binned_grid(
    points: _Points, grid: Grid, fine: int, kernel: Kernel, window: Window, edge: Edge
) -> FloatArray:
    """Density in each cell from points shared out linearly over the nearest of ``fine`` bins a cell side."""
    longest = max(grid.rows, grid.columns)
    bin_size = grid.cell / fine
    # One bin outside on every side takes what border points share outwards.
    bins = Grid(
        grid.e0 - bin_size, grid.n0 - bin_size, bin_size, grid.rows * fine + 2, grid.columns * fine + 2
    )
    e, n = bins.e, bins.n
    mass = _binned(points, e, n, bin_size)
    if edge == "diggle":
        mass /= np.maximum(mass_on(e, n, window, kernel), 1e-12)
    # Linear binning spreads each point by bin²/6 on average; the kernel gives that much up.
    narrower = Kernel(
        kernel.name, float(np.sqrt(max(kernel.sigma**2 - bin_size**2 / 6, 0.25 * kernel.sigma**2)))
    )
    if kernel.name == "gaussian" and fine == 1 and longest > _WIDE_GRID:
        taps = narrower.along(_around(narrower, bin_size))
        for axis in (0, 1):
            mass = ndimage.correlate1d(mass, taps, axis=axis, mode="constant")
        return np.asarray(mass[1:-1, 1:-1])
    if kernel.name == "gaussian":
        high = narrower.along(grid.n[:, None] - n)
        wide = narrower.along(grid.e[:, None] - e)
        return np.asarray(high @ mass @ wide.T)
    reach = int(np.ceil(narrower.radius / bin_size))
    offset = np.linspace(-reach * bin_size, reach * bin_size, 2 * reach + 1)
    weights = narrower.of_squared(offset[:, None] ** 2 + offset**2)
    weights /= weights.sum() * bin_size**2
    smooth = convolved(mass, weights)[1:-1, 1:-1]
    return np.asarray(np.maximum(smooth[fine // 2 :: fine, fine // 2 :: fine], 0))


def _around(kernel: Kernel, bin_size: float) -> FloatArray:
    """Distances of the bins within eight standard deviations, where a Gaussian is 1e-14 of its top."""
    bins = int(np.ceil(8 * kernel.sigma / bin_size))
    return np.linspace(-bins * bin_size, bins * bin_size, 2 * bins + 1)


def _binned(points: _Points, e: FloatArray, n: FloatArray, bin_size: float) -> FloatArray:
    """Share each point out over the four bin centres around it, shape (bins north, bins east)."""
    columns, rows = len(e), len(n)
    total = np.zeros(rows * columns)
    for at in range(0, len(points.e), _BLOCK):
        part = slice(at, at + _BLOCK)
        wide, high = (points.e[part] - e[0]) / bin_size, (points.n[part] - n[0]) / bin_size
        column = np.minimum(wide.astype(np.int64), columns - 2)
        row = np.minimum(high.astype(np.int64), rows - 2)
        wide -= column
        high -= row
        row *= columns
        row += column
        weight = points.weight[part]
        north = high * weight
        corner = wide * north
        east = wide * weight
        for step, share in (
            (columns + 1, corner),
            (columns, north - corner),
            (1, east - corner),
            (0, weight - east - north + corner),
        ):
            total += np.bincount(row + step, weights=share, minlength=len(total))
    return np.asarray(total.reshape(rows, columns))


def _inside_only(values: FloatArray, grid: Grid, window: Window, coverage: FloatArray) -> FloatArray:
    if window.polygon is None:
        east, north = grid.e <= window.high_e, grid.n <= window.high_n
        return np.asarray(np.where(np.outer(north, east), values, np.nan))
    inside = coverage >= 1
    rows, columns = np.nonzero((coverage > 0) & ~inside)
    inside[rows, columns] = window.contains(grid.e[columns], grid.n[rows])
    return np.asarray(np.where(inside, values, np.nan))
