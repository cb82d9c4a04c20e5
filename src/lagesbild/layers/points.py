"""A dot for every place where something has happened, as long as dots can be told apart."""

from typing import Final

import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import AT_A_PLACE, Feature, MapLayer, positions

MOST_DOTS: Final = 3000
"""More dots than this hide one another; the hexagons say more then."""
LISTED: Final = 200
SIZES: Final = (1, 2, 5, 20)
"""Fewest incidents for each size of dot."""


def point_layer(frame: pl.DataFrame, *, uncertainty_m: float = 0.0) -> MapLayer:
    """Return one dot for each place, larger where more has happened.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table.
    uncertainty_m
        How far positions may lie from where it happened, metres; said beside the map.
    """
    known = positions(frame, precisions=AT_A_PLACE)
    found = (
        known.frame.group_by("e", "n")
        .agg(pl.col("count").sum(), pl.col("place").drop_nulls().mode().sort().first())
        .filter(pl.col("count") > 0)
        .sort("count", "e", "n", descending=[True, False, False])
    )
    shown = found if found.height <= MOST_DOTS else found.head(0)
    features = [
        Feature(shapely.Point(e, n), _look(count), _words(count, place), i if i < LISTED else None)
        for i, (e, n, count, place) in enumerate(shown.select("e", "n", "count", "place").iter_rows())
    ]
    rows = [
        (i + 1, place, count, round(e), round(n))
        for i, (e, n, count, place) in enumerate(
            found.head(LISTED).select("e", "n", "count", "place").iter_rows()
        )
    ]
    return MapLayer(
        kind="points",
        heading="Punkter",
        sentences=_sentences(len(known), found.height, uncertainty_m),
        features=features,
        legend=_legend(int(found["count"].max() or 0)),  # type: ignore[arg-type]  # a column of whole numbers
        table=Table(
            "points",
            "Platser med flest händelser",
            (
                Column("number", "Nr", "count"),
                Column("place", "Plats"),
                Column("count", "Antal", "count"),
                Column("e", "Öst (m)", "count", description="SWEREF 99 TM"),
                Column("n", "Nord (m)", "count", description="SWEREF 99 TM"),
            ),
            rows,
            f"De {LISTED} med flest händelser av {swedish.count(found.height)}."
            if found.height > LISTED
            else "",
        ),
        method="Antal händelser med samma läge.",
        n=len(known),
        left_out=known.left_out,
    )


def _look(count: int) -> str:
    return f"size-{sum(count >= size for size in SIZES)}"


def _words(count: int, place: str | None) -> str:
    words = plural(count, "händelse", "händelser")
    return f"{place}: {words}" if place else words


def _legend(most: int) -> dict[str, str]:
    reached = [size for size in SIZES if size <= max(most, 1)]
    ends = [*(size - 1 for size in reached[1:]), max(most, 1)]
    return {
        f"size-{i}": swedish.count(low) if high <= low else f"{swedish.count(low)}–{swedish.count(high)}"
        for i, (low, high) in enumerate(zip(reached, ends, strict=True), start=1)
    }


def _sentences(incidents: int, places: int, uncertainty_m: float) -> tuple[str, ...]:
    if not incidents:
        return ("Inga händelser i urvalet har en plats som kan visas på kartan.",)
    told = [f"{plural(incidents, 'händelse', 'händelser')} på {plural(places, 'plats', 'platser')}."]
    if places > MOST_DOTS:
        told.append(
            f"Fler än {swedish.count(MOST_DOTS)} prickar täcker varandra och ritas inte. Visa sexhörningar "
            "i stället, "
            "eller välj en kortare period eller ett mindre område."
        )
    if uncertainty_m > 0:
        told.append(
            f"Lägena är avrundade till {swedish.count(uncertainty_m)} meter: du får inte se dem exakt."
        )
    return tuple(told)
