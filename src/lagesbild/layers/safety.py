"""Places that people call unsafe or safe: a mark for each, with how many have said what."""

from typing import Any, Final

import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import AT_A_PLACE, Feature, MapLayer, positions
from lagesbild.tables.categories import Taxonomy

SAFE: Final = "trygg_plats"
FELT_UNSAFE: Final = "upplevd_otrygghet"
"""Stands among disturbances in the taxonomy, but says something about a place."""
LISTED: Final = 200
MOST_MARKS: Final = 3000
LEGEND: Final = {"unsafe": "Otrygg plats", "safe": "Trygg plats", "both": "Båda har sagts"}

_COLUMNS: Final = (
    Column("number", "Nr", "count"),
    Column("place", "Plats"),
    Column("unsafe", "Otrygg", "count", description="uppgifter om att platsen är otrygg"),
    Column("safe", "Trygg", "count", description="uppgifter om att platsen är trygg"),
    Column("why", "Vad som har sagts"),
    Column("e", "Öst (m)", "count", description="SWEREF 99 TM"),
    Column("n", "Nord (m)", "count", description="SWEREF 99 TM"),
)


def safety_layer(frame: pl.DataFrame, *, uncertainty_m: float = 0.0) -> MapLayer:
    """Return one mark for each place that somebody has called unsafe or safe.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table. Only what says something about a place is used:
        the categories under the root ``plats``, and felt insecurity.
    uncertainty_m
        How far positions may lie from the place that was meant, metres; said beside the map.
    """
    names = _place_categories()
    known = positions(frame.filter(pl.col("category").is_in(list(names))), precisions=AT_A_PLACE)
    is_safe = pl.col("category") == SAFE
    found = (
        known.frame.group_by("e", "n")
        .agg(
            pl.col("count").filter(~is_safe).sum().alias("unsafe"),
            pl.col("count").filter(is_safe).sum().alias("safe"),
            pl.col("place").drop_nulls().mode().sort().first(),
            pl.col("category").value_counts().alias("said"),
        )
        .filter(pl.col("unsafe") + pl.col("safe") > 0)
        .sort("unsafe", "safe", "e", "n", descending=[True, True, False, False])
    )
    rows = [
        (
            i,
            row["place"],
            row["unsafe"],
            row["safe"],
            _why(row["said"], names),
            round(row["e"]),
            round(row["n"]),
        )
        for i, row in enumerate(found.head(LISTED).iter_rows(named=True), start=1)
    ]
    features = [
        Feature(
            shapely.Point(row["e"], row["n"]),
            _look(row["unsafe"], row["safe"]),
            _words(row["place"], row["unsafe"], row["safe"]),
            i if i < LISTED else None,
        )
        for i, row in enumerate(found.head(MOST_MARKS).iter_rows(named=True))
    ]
    rest = (
        f"De {LISTED} med flest uppgifter av {swedish.count(found.height)}." if found.height > LISTED else ""
    )
    return MapLayer(
        kind="safety",
        heading="Otrygga och trygga platser",
        sentences=_sentences(
            int(found["unsafe"].sum()), int(found["safe"].sum()), found.height, uncertainty_m
        ),
        features=features,
        legend=LEGEND,
        table=Table("safety", "Platser som någon har berättat om", _COLUMNS, rows, rest),
        method="Antal uppgifter med samma läge: kategorierna för platser och upplevd otrygghet.",
        n=len(known),
        left_out=known.left_out,
    )


def _place_categories() -> dict[str, str]:
    """Code to name of every category that says something about a place."""
    categories = Taxonomy.load().categories.values()
    return {c.code: c.name for c in categories if c.root == "plats" or c.code == FELT_UNSAFE}


def _look(unsafe: int, safe: int) -> str:
    return "both" if unsafe and safe else "safe" if safe else "unsafe"


def _words(place: str | None, unsafe: int, safe: int) -> str:
    told = [
        plural(number, one, many)
        for number, one, many in (
            (unsafe, "uppgift om otrygghet", "uppgifter om otrygghet"),
            (safe, "uppgift om trygghet", "uppgifter om trygghet"),
        )
        if number
    ]
    words = " och ".join(told)
    return f"{place}: {words}" if place else words


def _why(said: list[dict[str, Any]], names: dict[str, str]) -> str:
    counted = sorted((-int(one["count"]), names[one["category"]]) for one in said)
    return ", ".join(f"{name} {-count}" for count, name in counted)


def _sentences(unsafe: int, safe: int, places: int, uncertainty_m: float) -> tuple[str, ...]:
    if not places:
        return (
            "Ingen har berättat om en otrygg eller trygg plats i urvalet.",
            "Sådant rapporteras som till exempel Upplevd otrygghet, Bristande belysning eller Trygg plats.",
        )
    told = [
        f"{plural(unsafe, 'uppgift', 'uppgifter')} om otrygga platser och {swedish.count(safe)} om trygga, "
        f"på {plural(places, 'plats', 'platser')}.",
        "Kartan visar vad människor har berättat, inte var risken är störst. En plats utan märke kan vara "
        "otrygg utan att någon har sagt det.",
    ]
    if uncertainty_m > 0:
        told.append(
            f"Lägena är avrundade till {swedish.count(uncertainty_m)} meter: du får inte se dem exakt."
        )
    return tuple(told)
