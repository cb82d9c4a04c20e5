"""The density map: a smooth picture of where points lie, to look at and not to claim from."""

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.maps import DensityGrid, density_map
from lagesbild.document.tree import Column, Figure, Table
from lagesbild.picture.context import Context, MethodUsed, source_name
from lagesbild.spatial.bandwidth import scott
from lagesbild.spatial.density import density_on_grid
from lagesbild.spatial.window import Window

CELLS = 250
"""Cells along the longer side: finer than a reader sees at the width of a page."""
NARROWEST_M, WIDEST_M = 100.0, 2000.0
SCOTT_SHARE = 0.5
"""Scott's rule is made for one heap of points and is too wide for clustered ones: half of it is used."""
SHARES = (0.75, 0.5, 0.25)

Floats = npt.NDArray[np.float64]

METHOD = MethodUsed(
    "density",
    "Täthetskarta",
    "Kärntäthet med normalfördelad kärna, rättad vid kanten. Kartan visar minsta yta som rymmer en "
    "fjärdedel, hälften och tre "
    "fjärdedelar av händelserna. Den är till för att titta på: vad som är säkert säger provningen av rutor.",
    "Diggle 1985, Applied Statistics 34; Hyndman 1996",
    "bandbredd: hälften av Scotts regel",
)


def density_figure(context: Context, source: str, points: pl.DataFrame) -> tuple[Figure, Table] | None:
    """Return the map and its table, None when the points have no extent.

    Compared maps must share bandwidth and scale; this one is of the period alone, and says its bandwidth.
    """
    e, n = points["e"].to_numpy(), points["n"].to_numpy()
    rule = scott(e, n)
    if not np.isfinite(rule):
        return None
    bandwidth = float(np.clip(SCOTT_SHARE * rule, NARROWEST_M, WIDEST_M))
    ground = _ground(context, e, n, bandwidth)
    # A rectangle is much quicker to integrate over than the polygon of the same rectangle.
    window = Window.of(ground) if _borders(context) else Window(*ground.bounds)
    cell = max(window.sides) / CELLS
    found = density_on_grid(e, n, bandwidth=bandwidth, window=window, cell=cell, edge="diggle")
    values = np.nan_to_num(found.values)
    if not values.any():
        return None
    areas = _areas_of(values, cell)
    table = Table(
        f"places-density-{source}",
        "Hur liten yta som rymmer händelserna",
        (Column("share", "Andel av händelserna", "percent"), Column("km2", "Yta, km²", "number", 2)),
        tuple(zip(SHARES, areas, strict=True)),
        f"Bandbredd {swedish.count(round(bandwidth))} meter, {swedish.count(found.points)} händelser.",
    )
    half = areas[SHARES.index(0.5)]
    figure = Figure(
        f"places-density-map-{source}",
        f"{source_name(source)}: så samlade är händelserna, {context.frame.period.label}",
        f"Täthetskarta. Hälften av händelserna ryms på {swedish.number(half, 1)} km². Kartan är "
        "till för att titta på och "
        "visar inte vilka skillnader som är säkra.",
        "map",
        density_map(
            DensityGrid(values, found.grid.e0, found.grid.n0, cell),
            ground,
            shares=SHARES,
            background=_borders(context),
        ),
        table.id,
    )
    return figure, table


def _ground(context: Context, e: Floats, n: Floats, bandwidth: float) -> BaseGeometry:
    """Return the ground studied: the given areas, or the points' own surroundings."""
    borders = _borders(context)
    if borders:
        return shapely.union_all(borders)
    return shapely.box(e.min() - bandwidth, n.min() - bandwidth, e.max() + bandwidth, n.max() + bandwidth)


def _borders(context: Context) -> list[BaseGeometry]:
    areas = context.options.areas
    return list(areas.plane_polygons()) if areas is not None and len(areas) else []


def _areas_of(values: Floats, cell: float) -> tuple[float, ...]:
    """Return the smallest ground in km² that holds each share of the density."""
    ordered = np.sort(values.ravel())[::-1]
    so_far = np.cumsum(ordered) / ordered.sum()
    return tuple(float((np.searchsorted(so_far, share) + 1) * cell**2 / 1e6) for share in SHARES)
