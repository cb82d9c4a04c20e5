"""Places where the share of incidents has grown since the comparison period: a scan between two periods."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.layers.hexagons import centre_of, hexagon_of, hexagon_shapes
from lagesbild.layers.layer import Feature, MapLayer, positions
from lagesbild.spatial.scan import Cluster, scan_bernoulli

FEWEST: Final = 30
"""In each period."""
SIDES_M: Final = (100.0, 200.0, 300.0, 500.0, 1000.0, 2000.0)
MOST_PLACES: Final = 1200
"""Hexagons that the scan is made of: more takes seconds without seeing more."""
MAX_SHARE: Final = 0.1
"""A cluster holds at most a tenth of the incidents: larger ones are nothing that one can act on."""
PERMUTATIONS: Final = 999
SIGNIFICANT: Final = 0.05

IntArray = npt.NDArray[np.int64]

LEGEND: Final = {"cluster": "Större andel än under jämförelseperioden, säkert"}


def cluster_layer(frame: pl.DataFrame, before: pl.DataFrame, *, seed: int = 1) -> MapLayer:
    """Return circles that hold a larger share of the incidents than in the comparison period.

    Parameters
    ----------
    frame, before
        The selection and the same selection in the comparison period, with the columns of the incident table.
    seed
        Makes the permutations repeatable.

    Notes
    -----
    Bernoulli scan (Kulldorff 1997): the period's incidents are cases, the comparison period's controls. It
    finds where the incidents have moved to, whatever has happened to their total.
    """
    now, then = positions(frame), positions(before)
    if len(now) < FEWEST or len(then) < FEWEST:
        return _layer(_too_few(len(now), len(then)), [], [], len(now), now.left_out, seed)
    e, n = np.concatenate([now.e, then.e]), np.concatenate([now.n, then.n])
    is_now = np.arange(len(e)) < len(now)
    side, places, which = _places(e, n)
    cases = np.bincount(which[is_now], minlength=len(places))
    controls = np.bincount(which[~is_now], minlength=len(places))
    centres = centre_of(places[:, 0], places[:, 1], side)
    found = scan_bernoulli(
        centres[:, 0],
        centres[:, 1],
        cases,
        controls,
        max_share=MAX_SHARE,
        permutations=PERMUTATIONS,
        seed=seed,
    )
    certain = [cluster for cluster in found.clusters if cluster.p_value <= SIGNIFICANT]
    shapes = hexagon_shapes(centres, side)
    features: list[Feature] = []
    rows: list[tuple[float, ...]] = []
    for i, cluster in enumerate(certain):
        earlier = int(controls[cluster.members].sum())
        features.append(
            Feature(shapely.union_all(shapes[cluster.members]), "cluster", _words(i, cluster, earlier), i)
        )
        centre = centres[cluster.centre]
        rows.append(
            (
                i + 1,
                cluster.cases,
                cluster.expected,
                earlier,
                cluster.relative_risk,
                round(cluster.radius + side),
                round(centre[0]),
                round(centre[1]),
                cluster.p_value,
            )
        )
    sentences = _sentences(certain, len(now), len(then), len(places), side)
    return _layer(sentences, features, rows, len(now), now.left_out, seed)


def _places(
    e: npt.NDArray[np.float64], n: npt.NDArray[np.float64]
) -> tuple[float, IntArray, npt.NDArray[np.intp]]:
    """Return the hexagons that the scan is made of: their side, column and row, and each incident's index."""
    for side in SIDES_M:
        places, which = np.unique(np.column_stack(hexagon_of(e, n, side)), axis=0, return_inverse=True)
        if len(places) <= MOST_PLACES:
            break
    return side, places, which.ravel()


def _words(i: int, cluster: Cluster, earlier: int) -> str:
    return (
        f"Plats {i + 1}: {plural(cluster.cases, 'händelse', 'händelser')}, mot "
        f"{swedish.number(cluster.expected)} "
        f"om fördelningen vore som under jämförelseperioden ({swedish.count(earlier)} då)."
    )


def _too_few(now: int, then: int) -> tuple[str, ...]:
    return (
        f"Med exakt punkt finns {plural(now, 'händelse', 'händelser')} i perioden och "
        f"{swedish.count(then)} i "
        f"jämförelseperioden. Det behövs minst {FEWEST} i vardera. Välj längre perioder eller fler "
        "kategorier.",
    )


def _sentences(certain: list[Cluster], now: int, then: int, places: int, side: float) -> tuple[str, ...]:
    looked = (
        f"{swedish.count(now)} händelser jämförs med {swedish.count(then)} under jämförelseperioden, i "
        f"{plural(places, 'sexhörning', 'sexhörningar')} med sidan {swedish.count(side)} meter."
    )
    if not certain:
        return ("Ingen plats har säkert fått en större andel av händelserna.", looked)
    inside = sum(cluster.cases for cluster in certain)
    return (
        f"{plural(len(certain), 'plats har', 'platser har')} säkert fått en större andel av händelserna, "
        f"tillsammans {swedish.count(inside)}.",
        f"{looked} Andelen kan växa för att det har minskat på andra håll: jämför antalen i tabellen.",
    )


def _layer(
    sentences: tuple[str, ...],
    features: list[Feature],
    rows: list[tuple[float, ...]],
    n: int,
    left_out: int,
    seed: int,
) -> MapLayer:
    return MapLayer(
        kind="clusters",
        heading="Nya ansamlingar",
        sentences=sentences,
        features=features,
        legend=LEGEND,
        table=Table(
            "clusters",
            "Platser med större andel än under jämförelseperioden",
            (
                Column("number", "Plats", "count"),
                Column("cases", "Antal", "count"),
                Column(
                    "expected", "Väntat", "number", 1, "om fördelningen vore som under jämförelseperioden"
                ),
                Column("before", "Antal då", "count", description="under jämförelseperioden"),
                Column("relative_risk", "Kvot", "number", 2, "andelen innanför mot andelen utanför"),
                Column("radius", "Radie (m)", "count"),
                Column("e", "Öst (m)", "count", description="SWEREF 99 TM, mittpunkt"),
                Column("n", "Nord (m)", "count", description="SWEREF 99 TM, mittpunkt"),
                Column("p_value", "p", "number", 3, "andel kartor utan ansamlingar med ett lika starkt fynd"),
            ),
            rows,
        ),
        method=(
            f"Bernoulliscan, cirklar med högst {swedish.percent(MAX_SHARE)} av händelserna, {PERMUTATIONS} "
            f"omkastningar, frö {seed} (Kulldorff 1997)."
        ),
        n=n,
        left_out=left_out,
        seed=seed,
    )
