"""A map of where events are densest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.maps.sheet import (
    Hatch,
    NumberedPlace,
    Sheet,
    Swatch,
    disc_of,
    finished,
    hatched,
    labels,
    numbered,
    shape,
)
from lagesbild.document.palette import MUTED, PAPER, RULE, SEQUENTIAL
from lagesbild.spatial.density_regions import ground_at_least, level_holding

_FINENESS: Final = 2.0
"""Pixels to a drawn step of the outline."""
_MOST_STEPS: Final = 700
_LOOKS: Final = (
    (SEQUENTIAL[1], None),
    (SEQUENTIAL[2], None),
    (SEQUENTIAL[4], Hatch(PAPER, 5.0)),
)


@dataclass(frozen=True, slots=True)
class DensityGrid:
    """Density by square cell; row 0 is southernmost.

    ``values`` has shape (rows, columns) and any unit; ``e0``, ``n0`` are the grid's south-west corner
    and ``cell`` the side of a cell, in metres (SWEREF 99 TM).
    """

    values: NDArray[np.float64]
    e0: float
    n0: float
    cell: float


def density_map(
    grid: DensityGrid,
    boundary: BaseGeometry,
    *,
    title: str = "Så samlade är händelserna",
    shares: Sequence[float] = (0.75, 0.5, 0.25),
    events: str = "händelserna",
    background: Sequence[BaseGeometry] = (),
    names: Sequence[tuple[str, BaseGeometry]] = (),
    places: Sequence[NumberedPlace] = (),
    source: str = "",
) -> str:
    """Draw the smallest ground that holds three quarters, half and a quarter of the events.

    Parameters
    ----------
    grid
        The density.
    boundary
        Border of what was examined; nothing is drawn outside.
    title
        Heads the legend.
    shares
        At most three shares (0-1), falling.
    events
        What is counted, in the definite plural.
    background, names
        Other borders in light grey, and names set in their areas.
    places
        Numbered places on top.
    source
        Where the borders come from.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If the grid holds no density, or there are more shares than looks.

    Notes
    -----
    Highest density regions (Hyndman 1996, The American Statistician 50, 120-126): every point inside has
    a higher density than every point outside, so that the share can be said in words.
    """
    if len(shares) > len(_LOOKS):
        raise ValueError(f"at most {len(_LOOKS)} shares can be told apart, got {len(shares)}")
    total = float(np.nansum(grid.values))
    if total <= 0:
        raise ValueError("the grid holds no density to draw")
    sheet = Sheet.around([boundary])
    drawn_boundary = sheet.drawn(boundary).buffer(0)
    content = [shape(drawn_boundary, fill="#f7f9f9", stroke="none")]
    content += [shape(sheet.drawn(each), fill="none", stroke=RULE, stroke_width=0.8) for each in background]
    looks = _LOOKS[len(_LOOKS) - len(shares) :]
    fine, steps = _finer(grid, sheet)
    for share, (fill, hatch) in zip(shares, looks, strict=True):
        level = level_holding(grid.values, share)
        ground = ground_at_least(fine, level, e0=grid.e0, n0=grid.n0, cell=grid.cell / steps)
        drawn = sheet.drawn(ground).intersection(drawn_boundary)
        content.append(shape(drawn, fill=fill, stroke=PAPER, stroke_width=0.6))
        if hatch is not None:
            content.append(hatched(drawn, hatch))
    content.append(shape(drawn_boundary, fill="none", stroke=MUTED, stroke_width=1.2))
    spots = [disc_of(sheet, place) for place in places]
    content += labels(sheet, names, taken=spots)
    swatches = [
        Swatch(f"Här sker {swedish.percent(share)} av {events}", fill, hatch)
        for share, (fill, hatch) in reversed(list(zip(shares, looks, strict=True)))
    ]
    return finished(
        sheet, [*content, *numbered(sheet, places)], swatches=swatches, title=title, source=source
    )


def _finer(grid: DensityGrid, sheet: Sheet) -> tuple[NDArray[np.float64], int]:
    """Return the grid with each cell split so finely that its outline looks smooth."""
    wanted = int(np.ceil(grid.cell * sheet.scale / _FINENESS))
    steps = max(1, min(wanted, _MOST_STEPS // max(grid.values.shape)))
    values = np.nan_to_num(grid.values)
    fine = ndimage.zoom(values, steps, order=1, mode="nearest", grid_mode=True) if steps > 1 else values
    return np.asarray(fine, dtype=np.float64), steps
