"""Chains of incidents near each other in both place and time, shown only when they are more than chance."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.layers.layer import Feature, MapLayer, Positions, positions
from lagesbild.spatial.near_repeat import NearRepeats, TooManyPairsError, chains, near_repeats

DISTANCE_M: Final = 200.0
DAYS: Final = 14.0
FEWEST: Final = 30
MOST: Final = 20_000
"""Incidents; more of them take too long to wait for and hold no chains that anybody can act on."""
FEWEST_LINKS: Final = 3
"""Incidents in a chain that is shown."""
PERMUTATIONS: Final = 999
SIGNIFICANT: Final = 0.05
AROUND_M: Final = 40.0
"""Drawn around the incidents of a chain, so that it can be seen and pointed at."""

IntArray = npt.NDArray[np.int64]


def chain_layer(frame: pl.DataFrame, *, timezone: str = "Europe/Stockholm", seed: int = 1) -> MapLayer:
    """Return the chains of near repeats, none when incidents follow each other no more than by chance.

    Parameters
    ----------
    frame
        The selection, with the columns of the incident table.
    timezone
        The clock that people lived by.
    seed
        Makes the permutations repeatable.

    Notes
    -----
    Knox 1964; Johnson & Bowers 2004: pairs nearer than 200 metres and 14 days against exchanged dates.
    """
    known = positions(frame.filter(pl.col("time_precision").is_in(["minute", "span", "day"])))
    left_out = frame.filter(pl.col("excluded").is_null()).height - len(known)
    if not FEWEST <= len(known) <= MOST:
        return _layer(_wrong_size(len(known)), [], [], len(known), left_out, seed)
    dates = known.frame["start"].dt.convert_time_zone(timezone).dt.date().cast(pl.Int32).to_numpy()
    days: IntArray = dates.astype(np.int64)
    try:
        test = near_repeats(
            known.e,
            known.n,
            days,
            distances=(0, DISTANCE_M),
            day_bands=(0, DAYS),
            permutations=PERMUTATIONS,
            seed=seed,
        )
    except TooManyPairsError:
        return _layer(_wrong_size(MOST + 1), [], [], len(known), left_out, seed)
    if not _is_claimed(test):
        return _layer(_no_more_than_chance(test), [], [], len(known), left_out, seed)
    features, rows = _chains(known, days)
    return _layer(_sentences(test, rows), features, rows, len(known), left_out, seed)


def _is_claimed(test: NearRepeats) -> bool:
    return bool(test.p_value[0, 0] <= SIGNIFICANT and test.observed[0, 0] > test.expected[0, 0])


def _chains(known: Positions, days: IntArray) -> tuple[list[Feature], list[tuple[Cell, ...]]]:
    found = chains(known.e, known.n, days, distance=DISTANCE_M, within_days=DAYS)
    order = np.argsort(found.chain, kind="stable")
    groups = np.split(order, np.cumsum(found.sizes)[:-1])
    shown = sorted((g for g in groups if len(g) >= FEWEST_LINKS), key=lambda g: (-len(g), days[g].min()))
    features: list[Feature] = []
    rows: list[tuple[Cell, ...]] = []
    for i, members in enumerate(shown):
        points = shapely.points(known.e[members], known.n[members])
        hull = shapely.convex_hull(shapely.union_all(points))
        first, last = (
            np.datetime64(int(day), "D").astype(object) for day in (days[members].min(), days[members].max())
        )
        across = _widest(known.e[members], known.n[members])
        words = (
            f"Kedja {i + 1}: {plural(len(members), 'händelse', 'händelser')} från {first} till {last}, högst "
            f"{swedish.count(across)} meter från varandra."
        )
        features.append(Feature(hull.buffer(AROUND_M), "chain", words, i))
        rows.append(
            (i + 1, len(members), first, last, round(across), round(hull.centroid.x), round(hull.centroid.y))
        )
    return features, rows


def _widest(e: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> float:
    """Return the diameter of the smallest circle around the points, metres."""
    return float(2 * shapely.minimum_bounding_radius(shapely.multipoints(np.column_stack([e, n]))))


def _wrong_size(events: int) -> tuple[str, ...]:
    if events > MOST:
        return (
            f"Urvalet har fler än {swedish.count(MOST)} händelser med punkt och datum, eller för många på "
            "samma "
            "plats. Välj en kortare period eller en kategori.",
        )
    return (
        f"{plural(events, 'händelse', 'händelser')} i urvalet har både exakt punkt och datum. Det behövs "
        "minst "
        f"{FEWEST} för att pröva om de följer på varandra.",
    )


def _pairs(test: NearRepeats) -> str:
    return (
        f"{plural(int(test.observed[0, 0]), 'par', 'par')} ligger närmare än {swedish.count(DISTANCE_M)} "
        "meter och "
        f"{swedish.count(DAYS)} dagar från varandra, mot {swedish.number(float(test.expected[0, 0]))} om "
        "datumen vore "
        f"slumpmässiga (p = {swedish.number(float(test.p_value[0, 0]), 3)})"
    )


def _no_more_than_chance(test: NearRepeats) -> tuple[str, ...]:
    return (
        "Händelserna följer inte på varandra mer än av slump.",
        f"{_pairs(test)}. Därför ritas inga kedjor.",
    )


def _sentences(test: NearRepeats, rows: list[tuple[Cell, ...]]) -> tuple[str, ...]:
    return (
        "Efter en händelse är det vanligare än väntat att det händer igen i närheten inom två veckor.",
        f"{_pairs(test)}. {plural(len(rows), 'kedja', 'kedjor')} med minst {FEWEST_LINKS} händelser ritas.",
    )


def _layer(
    sentences: tuple[str, ...],
    features: list[Feature],
    rows: list[tuple[Cell, ...]],
    n: int,
    left_out: int,
    seed: int,
) -> MapLayer:
    return MapLayer(
        kind="chains",
        heading="Upprepning i närheten",
        sentences=sentences,
        features=features,
        legend={"chain": "Kedja av händelser nära varandra i plats och tid"},
        table=Table(
            "chains",
            "Kedjor av händelser nära varandra",
            (
                Column("number", "Kedja", "count"),
                Column("count", "Antal", "count"),
                Column("first", "Första dag", "date"),
                Column("last", "Sista dag", "date"),
                Column("across", "Störst avstånd (m)", "count", description="minsta cirkel runt dem"),
                Column("e", "Öst (m)", "count", description="SWEREF 99 TM, mitt"),
                Column("n", "Nord (m)", "count", description="SWEREF 99 TM, mitt"),
            ),
            rows,
        ),
        method=(
            f"Knox test, {PERMUTATIONS} omkastningar av datumen, frö {seed} (Knox 1964; Johnson & Bowers "
            "2004)."
        ),
        n=n,
        left_out=left_out,
        seed=seed,
    )
