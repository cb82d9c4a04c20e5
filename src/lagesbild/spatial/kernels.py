"""Kernels for density, and how much of a kernel's mass lies inside the window."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import fft, ndimage, special

from lagesbild.spatial.window import FloatArray, Grid, Window

KernelName = Literal["gaussian", "quartic"]

_MASK_CELLS = 256  # cells along the longer side of a polygon's window when its edge is measured
_NODES = 48  # Gauss-Legendre nodes across a quartic kernel that is cut by the window's side
_CHUNK = 4_000_000  # numbers in a temporary array


@dataclass(frozen=True, slots=True)
class Kernel:
    """A round kernel of total mass 1.

    ``sigma`` is the standard deviation along each axis, for both kernels, as in spatstat: the quartic kernel
    (1 - d²/radius²)² reaches the radius sigma times the square root of 8.
    """

    name: KernelName
    sigma: float

    @property
    def radius(self) -> float:
        """Distance beyond which the kernel is 0 (infinite for the Gaussian)."""
        return np.inf if self.name == "gaussian" else self.sigma * np.sqrt(8.0)

    def of_squared(self, squared: FloatArray) -> FloatArray:
        """Return the kernel at squared distances; per unit of area."""
        if self.name == "gaussian":
            return np.asarray(np.exp(squared * (-0.5 / self.sigma**2)) / (2 * np.pi * self.sigma**2))
        inner = np.maximum(1 - squared / self.radius**2, 0)
        return np.asarray(3 / (np.pi * self.radius**2) * inner**2)

    def along(self, distance: FloatArray) -> FloatArray:
        """Return the Gaussian's one-dimensional factor at a distance along one axis."""
        scaled = distance / self.sigma
        return np.asarray(np.exp(-0.5 * scaled * scaled) / (np.sqrt(2 * np.pi) * self.sigma))


def mass_at(e: FloatArray, n: FloatArray, window: Window, kernel: Kernel) -> FloatArray:
    """Return the share (0-1) of the kernel centred at each point that lies in the window, shape (points,).

    Notes
    -----
    Exact for the Gaussian in a rectangle and to about 1e-5 for the quartic. A polygon is laid out in 256
    cells along its longer side, each with its exact share of the window.
    """
    if window.polygon is None:
        if kernel.name == "gaussian":
            return _between(e, window.low_e, window.high_e, kernel) * _between(
                n, window.low_n, window.high_n, kernel
            )
        return _quartic_in_rectangle(e, n, window, kernel)
    mask = _mask(window)
    if kernel.name == "quartic":
        # One ring of cells outside, so that points on the border lie between centres.
        mask = Grid(mask.e0 - mask.cell, mask.n0 - mask.cell, mask.cell, mask.rows + 2, mask.columns + 2)
    share = mask.coverage(window)
    if kernel.name == "quartic":
        return _interpolated(_convolved(share, mask.cell, kernel), mask, e, n)
    result = np.empty(len(e))
    step = max(_CHUNK // max(mask.rows, mask.columns), 1)
    for at in range(0, len(e), step):
        part = slice(at, at + step)
        wide, high = (
            _cell_masses(e[part], mask.e0, mask.columns, mask, kernel),
            _cell_masses(n[part], mask.n0, mask.rows, mask, kernel),
        )
        result[part] = np.einsum("ij,ij->i", high @ share, wide)
    return result


def mass_on(e: FloatArray, n: FloatArray, window: Window, kernel: Kernel) -> FloatArray:
    """Return the same on a lattice of columns ``e`` and rows ``n``, shape (rows, columns)."""
    if kernel.name == "gaussian":
        if window.polygon is None:
            wide, high = (
                _between(e, window.low_e, window.high_e, kernel),
                _between(n, window.low_n, window.high_n, kernel),
            )
            return np.asarray(np.outer(high, wide))
        mask = _mask(window)
        wide, high = (
            _cell_masses(e, mask.e0, mask.columns, mask, kernel),
            _cell_masses(n, mask.n0, mask.rows, mask, kernel),
        )
        return np.asarray(high @ mask.coverage(window) @ wide.T)
    east, north = np.meshgrid(e, n)
    return mass_at(east.ravel(), north.ravel(), window, kernel).reshape(east.shape)


def _between(at: FloatArray, low: float, high: float, kernel: Kernel) -> FloatArray:
    return np.asarray(special.ndtr((high - at) / kernel.sigma) - special.ndtr((low - at) / kernel.sigma))


def _mask(window: Window) -> Grid:
    return Grid.covering(window, max(window.sides) / _MASK_CELLS)


def _cell_masses(at: FloatArray, low: float, cells: int, mask: Grid, kernel: Kernel) -> FloatArray:
    """Mass of the one-dimensional Gaussian at each point in each cell of one axis, shape (points, cells)."""
    edges = low + mask.cell * np.arange(cells + 1)
    return np.asarray(np.diff(special.ndtr((edges - at[:, None]) / kernel.sigma), axis=1))


def _convolved(share: FloatArray, cell: float, kernel: Kernel) -> FloatArray:
    """Mass around each cell centre of a mask, with the kernel taken as a sum over cells."""
    reach = int(np.ceil(kernel.radius / cell))
    offset = cell * np.arange(-reach, reach + 1)
    weights = kernel.of_squared(offset[:, None] ** 2 + offset**2)
    return np.asarray(np.clip(convolved(share, weights / weights.sum()), 0, 1))


def _interpolated(values: FloatArray, grid: Grid, e: FloatArray, n: FloatArray) -> FloatArray:
    place = np.stack([(n - grid.n0) / grid.cell - 0.5, (e - grid.e0) / grid.cell - 0.5])
    return np.asarray(ndimage.map_coordinates(values, place, order=1, mode="nearest"))


def _quartic_in_rectangle(e: FloatArray, n: FloatArray, window: Window, kernel: Kernel) -> FloatArray:
    """Integrate exactly along the northing and by Gauss-Legendre along the easting."""
    radius, mass = kernel.radius, np.ones(len(e))
    west, east = np.clip((window.low_e - e) / radius, -1, 1), np.clip((window.high_e - e) / radius, -1, 1)
    south, north = np.clip((window.low_n - n) / radius, -1, 1), np.clip((window.high_n - n) / radius, -1, 1)
    cut = np.flatnonzero((west > -1) | (east < 1) | (south > -1) | (north < 1))
    nodes, weights = special.roots_legendre(_NODES)
    for part in np.array_split(cut, max(len(cut) * _NODES // _CHUNK, 1)):
        half = (east[part] - west[part])[:, None] / 2
        across = west[part][:, None] + half * (nodes + 1)
        room = np.maximum(1 - across**2, 0)
        reach = np.sqrt(room)
        low, high = np.clip(south[part][:, None], -reach, reach), np.clip(north[part][:, None], -reach, reach)

        def antiderivative(y: FloatArray, room: FloatArray = room) -> FloatArray:
            return np.asarray(room**2 * y - 2 / 3 * room * y**3 + y**5 / 5)

        inner = antiderivative(high) - antiderivative(low)
        mass[part] = 3 / np.pi * np.sum(half * weights * inner, axis=1)
    return mass


def convolved(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return two-dimensional ``values`` smoothed with ``weights``, with the shape of ``values``.

    The product of the Fourier transforms, as in SciPy's ``fftconvolve`` with ``mode="same"``; the package
    of signals, which takes a second to import, is not needed for it.
    """
    whole = [a + b - 1 for a, b in zip(values.shape, weights.shape, strict=True)]
    size = [fft.next_fast_len(length, real=True) for length in whole]
    product = fft.irfftn(fft.rfftn(values, size) * fft.rfftn(weights, size), size)
    middle = tuple(
        slice((long - short) // 2, (long - short) // 2 + short)
        for long, short in zip(whole, values.shape, strict=True)
    )
    return np.asarray(product[middle], dtype=np.float64)
