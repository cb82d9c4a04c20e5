"""Counts in hexagons: how much has happened where, without a dot for every incident."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import AT_A_PLACE, Feature, MapLayer, positions
from lagesbild.stats.rates import rate_limits

SIDES_M: Final = (100, 200, 300, 500, 1000, 2000, 5000, 10_000)
MOST_HEXAGONS: Final = 600
"""More than this cannot be told apart on a screen."""
PER_HEXAGON: Final = 5.0
"""Incidents on average where there are any: with fewer, the map shows chance."""
CLASSES: Final = 5
LISTED: Final = 25
_ENOUGH_TO_REFUSE: Final = 20_000
"""Points, spread over all of them, that are asked first whether a side is too small."""

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def hexagon_layer(frame: pl.DataFrame, *, side_m: float | None = None, least_side_m: float = 0.0) -> MapLayer:
    """Return how many incidents lie in each hexagon where there are any.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table.
    side_m
        Side of the hexagons, metres; None: the smallest that shows more than chance. The grid has its
        origin where SWEREF 99 TM has its own, so that two maps with the same side can be compared.
    least_side_m
        No hexagon is smaller than this, as when the places are told only as squares.

    Raises
    ------
    ValueError
        If the side is not positive.
    """
    known = positions(frame, precisions=AT_A_PLACE)
    side = side_m or max(fitting_side(known.e, known.n), least_side_m)
    column, row = hexagon_of(known.e, known.n, side)
    found = (
        known.frame.select("count")
        .with_columns(pl.Series("column", column), pl.Series("row", row))
        .group_by("column", "row")
        .agg(pl.col("count").sum())
        .filter(pl.col("count") > 0)
        .sort("count", "row", "column", descending=[True, False, False])
    )
    count = found["count"].to_numpy()
    centres = centre_of(found["column"].to_numpy(), found["row"].to_numpy(), side)
    limits = _limits(count)
    look = np.searchsorted(limits, count, side="left")
    features = [
        Feature(
            shape,
            f"level-{look[i] + 1}",
            f"{plural(int(count[i]), 'händelse', 'händelser')}",
            i if i < LISTED else None,
        )
        for i, shape in enumerate(hexagon_shapes(centres, side))
    ]
    return MapLayer(
        kind="hexagons",
        heading="Antal i sexhörningar",
        sentences=_sentences(int(count.sum()), len(count), side),
        features=features,
        legend=_legend(limits, count),
        table=_table(count, centres, side),
        method=f"Antal i sexhörningar med sidan {swedish.count(side)} meter.",
        n=len(known),
        left_out=known.left_out,
    )


def fitting_side(e: FloatArray, n: FloatArray) -> float:
    """Return the smallest side that gives few enough hexagons with enough in each to mean something."""
    most = min(MOST_HEXAGONS, len(e) / PER_HEXAGON)
    spread = slice(None, None, max(1, len(e) // _ENOUGH_TO_REFUSE))
    for side in SIDES_M:
        # Where some of the points already use too many, there is no need to look at all of them.
        if _used(e[spread], n[spread], side) <= most and _used(e, n, side) <= most:
            return float(side)
    return float(SIDES_M[-1] if len(e) > MOST_HEXAGONS else SIDES_M[3])


def _used(e: FloatArray, n: FloatArray, side_m: float) -> int:
    column, row = hexagon_of(e, n, side_m)
    return len(np.unique(column * 10_000_000 + row))


def hexagon_of(e: FloatArray, n: FloatArray, side_m: float) -> tuple[IntArray, IntArray]:
    """Return the column and row of the pointy-topped hexagon that each point lies in.

    Notes
    -----
    Hexagons' centres form two interleaved rectangular grids; a point belongs to the nearest centre.

    Raises
    ------
    ValueError
        If the side is not positive.
    """
    if not side_m > 0:
        raise ValueError(f"the side must be larger than 0, got {side_m}")
    wide, high = np.sqrt(3) * side_m, 3.0 * side_m
    whole_e, whole_n = np.round(e / wide), np.round(n / high)
    half_e, half_n = np.floor(e / wide), np.floor(n / high)
    to_whole = (e - whole_e * wide) ** 2 + (n - whole_n * high) ** 2
    to_half = (e - (half_e + 0.5) * wide) ** 2 + (n - (half_n + 0.5) * high) ** 2
    is_whole = to_whole <= to_half
    column = np.where(is_whole, 2 * whole_e, 2 * half_e + 1)
    row = np.where(is_whole, 2 * whole_n, 2 * half_n + 1)
    return column.astype(np.int64), row.astype(np.int64)


def centre_of(column: IntArray, row: IntArray, side_m: float) -> FloatArray:
    """Return the hexagons' centres in metres, shape (hexagons, 2)."""
    return np.column_stack([column * np.sqrt(3) * side_m / 2, row * 1.5 * side_m])


def hexagon_shapes(centres: FloatArray, side_m: float) -> npt.NDArray[np.object_]:
    """Return the hexagons around the centres, corners up, shape (hexagons,)."""
    angle = np.radians(60 * np.arange(7) + 30)
    corners = side_m * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(shapely.polygons(centres[:, None, :] + corners[None, :, :]), dtype=object)


def _limits(count: IntArray) -> list[float]:
    """Return the highest count of each class, in steps of one factor: a few places have most of it."""
    if not len(count):
        return []
    steps = np.arange(1, CLASSES + 1) / CLASSES
    return sorted({float(limit) for limit in np.round(float(count.max()) ** steps)})


def _sentences(total: int, hexagons: int, side: float) -> tuple[str, ...]:
    if not hexagons:
        return ("Inga händelser i urvalet har en plats som kan visas på kartan.",)
    return (
        f"{plural(total, 'händelse', 'händelser')} i {plural(hexagons, 'sexhörning', 'sexhörningar')} med "
        f"sidan {swedish.count(side)} meter.",
        "Antalet säger var det händer mycket, inte var risken är störst. Små skillnader mellan rutor är "
        "ofta slump: jämför intervallen i tabellen.",
    )


def _legend(limits: Sequence[float], count: IntArray) -> dict[str, str]:
    legend, low = {}, 1
    for i, limit in enumerate(limits, start=1):
        high = min(int(limit), int(count.max()))
        legend[f"level-{i}"] = (
            swedish.count(low) if high <= low else f"{swedish.count(low)}–{swedish.count(high)}"
        )
        low = int(limit) + 1
    return legend


def _table(count: IntArray, centres: FloatArray, side: float) -> Table:
    limits = rate_limits(count[:LISTED], np.ones(min(LISTED, len(count))))
    rows = [
        (
            i + 1,
            int(count[i]),
            float(limits.low[i]),
            float(limits.high[i]),
            round(centres[i, 0]),
            round(centres[i, 1]),
        )
        for i in range(min(LISTED, len(count)))
    ]
    rest = len(count) - len(rows)
    shown = f"De {LISTED} med flest händelser av {swedish.count(len(count))}. " if rest else ""
    return Table(
        "hexagons",
        "Sexhörningar med flest händelser",
        (
            Column("number", "Nr", "count"),
            Column("count", "Antal", "count"),
            Column("low", "Nivå, minst", "number", 1, "undre gräns för den verkliga nivån, 95 procent"),
            Column("high", "Nivå, högst", "number", 1, "övre gräns för den verkliga nivån, 95 procent"),
            Column("e", "Öst (m)", "count", description="SWEREF 99 TM, mittpunkt"),
            Column("n", "Nord (m)", "count", description="SWEREF 99 TM, mittpunkt"),
        ),
        rows,
        f"{shown}Sida {swedish.count(side)} meter. Den verkliga nivån ligger mellan minst och högst "
        "(95 procent, exakt för Poissonfördelade antal).",
    )
