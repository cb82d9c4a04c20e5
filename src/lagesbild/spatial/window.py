"""The ground that is studied: a rectangle or a polygon, and the grid of square cells laid over it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """A closed piece of the plane, in metres or any plane unit. Make one with the class methods."""

    low_e: float
    low_n: float
    high_e: float
    high_n: float
    polygon: BaseGeometry | None = None
    """None for a rectangle."""

    def __post_init__(self) -> None:
        bounds = (self.low_e, self.low_n, self.high_e, self.high_n)
        if not all(np.isfinite(bounds)) or self.high_e <= self.low_e or self.high_n <= self.low_n:
            raise ValueError(f"a window must have a width and a height, got {bounds}")

    @classmethod
    def around(cls, e: npt.ArrayLike, n: npt.ArrayLike) -> "Window":
        """Return the smallest rectangle that holds all points.

        Raises
        ------
        ValueError
            If it has no width or no height.
        """
        east, north = np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)
        return cls(float(east.min()), float(north.min()), float(east.max()), float(north.max()))

    @classmethod
    def of(cls, polygon: BaseGeometry) -> "Window":
        """Return the window inside a polygon or several.

        Raises
        ------
        ValueError
            If the polygon has no area.
        """
        if polygon.is_empty or not polygon.area > 0:
            raise ValueError("the window's polygon must have an area")
        shapely.prepare(polygon)
        low_e, low_n, high_e, high_n = polygon.bounds
        return cls(low_e, low_n, high_e, high_n, polygon)

    @property
    def area(self) -> float:
        """Area in square units."""
        if self.polygon is not None:
            return float(self.polygon.area)
        return (self.high_e - self.low_e) * (self.high_n - self.low_n)

    @property
    def sides(self) -> tuple[float, float]:
        """Width and height of the enclosing rectangle."""
        return self.high_e - self.low_e, self.high_n - self.low_n

    @property
    def diameter(self) -> float:
        """Longest distance between two places in the window."""
        if self.polygon is None:
            return float(np.hypot(*self.sides))
        corners = shapely.get_coordinates(self.polygon.convex_hull)
        return float(np.hypot(*(corners[:, None] - corners).T).max())

    def contains(self, e: FloatArray, n: FloatArray) -> BoolArray:
        """Tell which points lie inside or on the border, shape (points,)."""
        inside = (e >= self.low_e) & (e <= self.high_e) & (n >= self.low_n) & (n <= self.high_n)
        if self.polygon is not None:
            place = np.flatnonzero(inside)
            inside[place] = shapely.intersects_xy(self.polygon, e[place], n[place])
        return np.asarray(inside)


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells in rows from south to north and columns from west to east."""

    e0: float
    """West edge of the first column."""
    n0: float
    """South edge of the first row."""
    cell: float
    rows: int
    columns: int

    @classmethod
    def covering(cls, window: Window, cell: float) -> "Grid":
        """Return the grid that covers the window from its south-west corner; the last cells may stick out."""
        if not cell > 0:
            raise ValueError(f"the cell must be larger than 0, got {cell}")
        # A hair's breadth keeps 0.3 / 0.1 from becoming four cells.
        columns, rows = (max(int(np.ceil(side / cell - 1e-9)), 1) for side in window.sides)
        return cls(window.low_e, window.low_n, cell, rows, columns)

    @property
    def e(self) -> FloatArray:
        """Centre of each column, shape (columns,)."""
        return np.asarray(self.e0 + self.cell * (np.arange(self.columns) + 0.5), dtype=np.float64)

    @property
    def n(self) -> FloatArray:
        """Centre of each row, shape (rows,)."""
        return np.asarray(self.n0 + self.cell * (np.arange(self.rows) + 0.5), dtype=np.float64)

    def coverage(self, window: Window) -> FloatArray:
        """Return the share (0-1) of each cell that lies in the window, shape (rows, columns)."""
        east = self.e0 + self.cell * np.arange(self.columns + 1)
        north = self.n0 + self.cell * np.arange(self.rows + 1)
        if window.polygon is None:
            wide = np.diff(np.clip(east, window.low_e, window.high_e)) / self.cell
            high = np.diff(np.clip(north, window.low_n, window.high_n)) / self.cell
            return np.asarray(np.outer(high, wide))
        low_e, low_n = np.meshgrid(east[:-1], north[:-1])
        boxes = shapely.box(low_e, low_n, low_e + self.cell, low_n + self.cell)
        share = shapely.covers(window.polygon, boxes).astype(np.float64)
        border = shapely.intersects(window.polygon, boxes) & (share == 0)
        parts = shapely.intersection(boxes[border], window.polygon)
        share[border] = shapely.area(parts) / self.cell**2
        return np.asarray(share)
