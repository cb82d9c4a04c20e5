"""Incidents by area, beside how many live there, with intervals and what is certainly above the whole."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from lagesbild.document.maps import Area, choropleth
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.stats.multiple import benjamini_hochberg
from lagesbild.stats.rates import Interval, funnel, rate_limits
from lagesbild.tables.areas import Areas
from lagesbild.tables.incidents import Incidents
from lagesbild_web.explore.hours import Chart

PER: Final = 1000.0
LEAST_AREAS: Final = 3
"""With fewer areas with known population there is no whole to compare with."""
SIGNIFICANT: Final = 0.05
METHOD: Final = (
    "Antal per tusen invånare, exakta gränser (Garwood 1936). Varje område prövas mot kommunens tal (exakt "
    "Poisson) och "
    "falska fynd hålls nere med Benjamini–Hochberg."
)
HIGHER: Final = "säkert högre"
LOWER: Final = "säkert lägre"
UNCLEAR: Final = "kan vara slump"


@dataclass(frozen=True, slots=True)
class _Counted:
    """Counts by area in the order of the areas; arrays of shape (areas,)."""

    count: np.ndarray
    residents: np.ndarray
    """NaN where nobody has said how many live there."""
    outside: int
    """Incidents of the selection that lie in none of the areas."""


def area_chart(incidents: Incidents, areas: Areas, *, year: int) -> Chart:
    """Return counts and rates for each district, the map and the table.

    Parameters
    ----------
    incidents
        The selection; ``area`` holds the code of the district of today that each lies in.
    areas
        The districts in force.
    year
        The population of this year is used, or of the nearest year that is known.
    """
    if not len(areas):
        return Chart(
            ("Kommunen har inga områden ännu. En samordnare lägger in dem under Områden.",),
            "",
            "",
            None,
            METHOD,
        )
    counted = _counted(incidents, areas, year)
    known = np.isfinite(counted.residents) & (counted.residents > 0)
    limits = rate_limits(counted.count, np.where(known, counted.residents, 0), per=PER)
    verdicts = _verdicts(counted, known)
    table = _table(areas, counted, known, limits, verdicts)
    return Chart(
        _sentences(areas, counted, known, verdicts),
        _map(areas, counted, known),
        "Karta över områdena. Samma tal står i tabellen.",
        table,
        METHOD,
    )


def _counted(incidents: Incidents, areas: Areas, year: int) -> _Counted:
    codes = areas.frame["code"]
    rows = incidents.counted().frame
    by_code = dict(rows.group_by("area").agg(pl.col("count").sum()).iter_rows())
    count = np.array([max(by_code.get(code, 0), 0) for code in codes], dtype=np.float64)
    population = areas.population_in(year)
    residents = dict(zip(population["area"], population["population"], strict=True))
    return _Counted(
        count,
        np.array([residents.get(code, np.nan) for code in codes], dtype=np.float64),
        int(rows["count"].sum() - count.sum()),
    )


def _verdicts(counted: _Counted, known: np.ndarray) -> list[str]:
    """Return whether each rate certainly differs from the whole's; nothing where it is unknown."""
    verdicts = [""] * len(known)
    if known.sum() < LEAST_AREAS or not counted.count[known].any():
        return verdicts
    compared = funnel(counted.count[known], counted.residents[known])
    q_value = benjamini_hochberg(compared.p_value)
    for i, q, ratio in zip(np.flatnonzero(known), q_value, compared.ratio, strict=True):
        verdicts[i] = UNCLEAR if not q <= SIGNIFICANT else HIGHER if ratio > 1 else LOWER
    return verdicts


def _table(
    areas: Areas, counted: _Counted, known: np.ndarray, limits: Interval, verdicts: list[str]
) -> Table:
    order = np.lexsort((areas.frame["name"].to_numpy(), -counted.count))
    rows: list[tuple[Cell, ...]] = []
    for i in order:
        rate = float(counted.count[i] / counted.residents[i] * PER) if known[i] else None
        rows.append(
            (
                areas.frame["name"][int(i)],
                int(counted.count[i]),
                int(counted.residents[i]) if known[i] else None,
                rate,
                float(limits.low[i]) if known[i] else None,
                float(limits.high[i]) if known[i] else None,
                verdicts[i],
            )
        )
    return Table(
        "areas",
        "Antal och antal per tusen invånare",
        (
            Column("area", "Område"),
            Column("count", "Antal", "count"),
            Column("residents", "Invånare", "count"),
            Column("rate", "Per tusen", "number", 1),
            Column("low", "Lägst", "number", 1, "undre gräns, 95 procent"),
            Column("high", "Högst", "number", 1, "övre gräns, 95 procent"),
            Column("verdict", "Mot kommunen"),
        ),
        rows,
        "Invånare säger lite om risken där många vistas utan att bo, som i centrum.",
    )


def _sentences(areas: Areas, counted: _Counted, known: np.ndarray, verdicts: list[str]) -> tuple[str, ...]:
    total = int(counted.count.sum())
    told = [f"{plural(total, 'händelse', 'händelser')} i {plural(len(areas), 'område', 'områden')}."]
    if counted.outside:
        told.append(
            f"{plural(counted.outside, 'händelse', 'händelser')} i urvalet ligger utanför områdena eller "
            "saknar plats."
        )
    if not any(verdicts):
        told.append("Folkmängd saknas för de flesta områden. Därför visas antal men ingen jämförelse.")
        return tuple(told)
    names = areas.frame["name"].to_list()
    for verdict, words in (
        (HIGHER, "Säkert fler per invånare än i kommunen i stort"),
        (LOWER, "Säkert färre"),
    ):
        if these := [name for name, own in zip(names, verdicts, strict=True) if own == verdict]:
            told.append(f"{words}: {', '.join(these)}.")
    if not {HIGHER, LOWER} & set(verdicts):
        told.append("Inget område skiljer sig säkert från kommunen i stort.")
    if missing := int((~known).sum()):
        told.append(f"{plural(missing, 'område', 'områden')} saknar folkmängd och jämförs inte.")
    return tuple(told)


def _map(areas: Areas, counted: _Counted, known: np.ndarray) -> str:
    has_rates = bool(known.any())
    values = [
        (float(counted.count[i] / counted.residents[i] * PER) if known[i] else None)
        if has_rates
        else float(counted.count[i])
        for i in range(len(areas))
    ]
    names = areas.frame["name"].to_list()
    shapes = areas.plane_polygons()
    return choropleth(
        [
            Area(name, shape, value, name if len(areas) <= 25 else "")
            for name, shape, value in zip(names, shapes, values, strict=True)
        ],
        title="Händelser per tusen invånare" if has_rates else "Antal händelser",
        decimals=1 if has_rates else 0,
    )
