"""Places that certainly have more incidents than the rest: what a map may claim."""

from typing import Final

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import Feature, MapLayer, Positions, positions
from lagesbild.spatial.hot_places import HotPlace, HotPlaces, find_hot_places

FEWEST: Final = 100
"""With fewer incidents, places cannot be told from chance."""
SMALLEST_CELL_M: Final = 100.0

LEGEND: Final = {
    "hot_99": "Säkert fler (högst 1 % falska)",
    "hot_95": "Säkert fler (högst 5 % falska)",
}


def hotspot_layer(frame: pl.DataFrame, *, uncertainty_m: float = 0.0) -> MapLayer:
    """Return the places with certainly more incidents than the rest.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table.
    uncertainty_m
        How far positions may lie from where it happened, metres; the cells are never smaller.
    """
    known = positions(frame)
    found = (
        find_hot_places(known.e, known.n, smallest_cell_m=max(uncertainty_m, SMALLEST_CELL_M))
        if len(known) >= FEWEST
        else None
    )
    places = found.places if found is not None else ()
    return MapLayer(
        kind="hotspots",
        heading="Säkra ansamlingar",
        sentences=_sentences(known, found),
        features=[
            Feature(place.shape, place.label, f"Plats {i + 1}: {_words(place)}", i)
            for i, place in enumerate(places)
        ],
        legend=LEGEND,
        table=_table(places),
        method=_method(found),
        n=len(known),
        left_out=known.left_out,
    )


def _words(place: HotPlace) -> str:
    return (
        f"{plural(place.count, 'händelse', 'händelser')}, mot {swedish.number(place.expected)} om de vore "
        "jämnt "
        "spridda."
    )


def _sentences(known: Positions, found: HotPlaces | None) -> tuple[str, ...]:
    if found is None:
        return (
            f"{plural(len(known), 'händelse', 'händelser')} i urvalet har en exakt punkt. Det behövs minst "
            f"{FEWEST} för att skilja platser från slump. Välj en längre period eller fler kategorier.",
        )
    cells, size = len(found.cells.count), swedish.count(found.cells.cell_m)
    examined = f"{swedish.count(cells)} rutor om {size} × {size} meter är prövade."
    if not found.places:
        return (
            "Ingen plats har säkert fler händelser än resten.",
            f"{examined} Händelserna är jämnare spridda än de ser ut på en karta med prickar.",
        )
    inside = sum(place.count for place in found.places)
    share = swedish.percent(inside / len(known))
    return (
        f"{plural(len(found.places), 'plats', 'platser')} har säkert fler händelser än resten, tillsammans "
        f"{swedish.count(inside)} av {swedish.count(len(known))} ({share}).",
        f"{examined} Antalet säger var det händer mycket, inte var risken för den enskilde är störst.",
    )


def _table(places: tuple[HotPlace, ...]) -> Table:
    return Table(
        "hotspots",
        "Platser med säkert fler händelser",
        (
            Column("number", "Plats", "count"),
            Column("count", "Antal", "count"),
            Column("expected", "Jämnt spritt", "number", 1),
            Column("cells", "Rutor", "count"),
            Column("e", "Öst (m)", "count", description="SWEREF 99 TM, tyngdpunkt"),
            Column("n", "Nord (m)", "count", description="SWEREF 99 TM, tyngdpunkt"),
            Column("q_value", "q", "number", 3, "andel falska bland fynd som detta"),
        ),
        [
            (i + 1, p.count, p.expected, p.cells, round(p.e), round(p.n), float(np.round(p.q_value, 6)))
            for i, p in enumerate(places)
        ],
    )


def _method(found: HotPlaces | None) -> str:
    cell = f", rutor om {swedish.count(found.cells.cell_m)} meter" if found is not None else ""
    return f"Getis–Ord Gi* med Benjamini–Hochberg{cell} (Ord & Getis 1995; Benjamini & Hochberg 1995)."
