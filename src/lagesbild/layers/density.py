"""The smooth picture of where incidents lie: to look at, not to claim from."""

from typing import Final

import numpy as np
import polars as pl
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import Feature, MapLayer, Positions, positions
from lagesbild.spatial.bandwidth import scott
from lagesbild.spatial.density import Density, density_on_grid
from lagesbild.spatial.density_regions import ground_at_least, level_holding
from lagesbild.spatial.window import Window

FEWEST: Final = 20
CELLS: Final = 250
"""Cells along the longer side."""
NARROWEST_M: Final = 100.0
WIDEST_M: Final = 2000.0
SCOTT_SHARE: Final = 0.5
"""Scott's rule is made for one heap of points and is too wide for clustered ones: half of it is used."""
SHARES: Final = (0.75, 0.5, 0.25)
MARGIN: Final = 3.0
"""Bandwidths around the points that take part."""


def density_layer(
    frame: pl.DataFrame, *, ground: BaseGeometry | None = None, bandwidth_m: float | None = None
) -> MapLayer:
    """Return the smallest ground that holds a quarter, half and three quarters of the incidents.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table.
    ground
        The ground that was looked at, metres; None: around the points.
    bandwidth_m
        Standard deviation of the kernel, metres; give it when two maps are compared. None: from the points.
    """
    known = positions(frame)
    found = _density(known, ground, bandwidth_m) if len(known) >= FEWEST else None
    if found is None:
        few = (
            f"{plural(len(known), 'händelse', 'händelser')} i urvalet har en exakt punkt och ett eget läge. "
            f"Det behövs minst {FEWEST} på olika platser för en täthetskarta."
        )
        return _layer(known, (few,), (), (), "")
    features, rows = [], []
    cell = found.grid.cell
    for i, share in enumerate(SHARES):
        level = level_holding(found.values, share)
        shape = ground_at_least(found.values, level, e0=found.grid.e0, n0=found.grid.n0, cell=cell)
        km2 = float(np.count_nonzero(np.nan_to_num(found.values) >= level) * cell**2 / 1e6)
        words = f"Här sker {swedish.percent(share)} av händelserna, på {swedish.number(km2, 2)} km²."
        features.append(Feature(shape, f"share-{int(share * 100)}", words, i))
        rows.append((share, km2))
    half = rows[SHARES.index(0.5)][1]
    sentences = (
        f"Hälften av händelserna ryms på {swedish.number(half, 2)} km².",
        "Täthetskartan är till för att titta på. Vilka platser som säkert har fler visar lagret Säkra "
        "ansamlingar.",
    )
    return _layer(known, sentences, features, rows, f", bandbredd {swedish.count(found.kernel.sigma)} meter")


def _density(known: Positions, ground: BaseGeometry | None, bandwidth_m: float | None) -> Density | None:
    rule = scott(known.e, known.n)
    if not np.isfinite(rule) or rule <= 0:
        return None
    bandwidth = bandwidth_m or float(np.clip(SCOTT_SHARE * rule, NARROWEST_M, WIDEST_M))
    reach = MARGIN * bandwidth
    window = (
        Window.of(ground)
        if ground is not None
        else Window(
            known.e.min() - reach, known.n.min() - reach, known.e.max() + reach, known.n.max() + reach
        )
    )
    cell = max(window.sides) / CELLS
    found = density_on_grid(known.e, known.n, bandwidth=bandwidth, window=window, cell=cell, edge="diggle")
    return found if np.nansum(found.values) > 0 else None


def _layer(
    known: Positions,
    sentences: tuple[str, ...],
    features: list[Feature] | tuple[()],
    rows: list[tuple[float, float]] | tuple[()],
    setting: str,
) -> MapLayer:
    return MapLayer(
        kind="density",
        heading="Täthet",
        sentences=sentences,
        features=features,
        legend={
            f"share-{int(share * 100)}": f"Rymmer {swedish.percent(share)}" for share in reversed(SHARES)
        },
        table=Table(
            "density",
            "Hur liten yta som rymmer händelserna",
            (Column("share", "Andel av händelserna", "percent"), Column("km2", "Yta, km²", "number", 2)),
            rows,
        ),
        method=f"Kärntäthet, normalfördelad kärna, rättad vid kanten{setting} (Diggle 1985; Hyndman 1996).",
        n=len(known),
        left_out=known.left_out,
    )
