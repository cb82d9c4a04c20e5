"""Incidents by area, beside how many live there, with intervals and what is certainly above the whole."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from lagesbild.document.maps import Area, choropleth
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.stats.rates import FunnelPlaces, Interval, funnel, rate_limits
from lagesbild.tables.areas import Areas
from lagesbild.tables.incidents import Incidents
from lagesbild_web.explore.hours import Chart

PER: Final = 1000.0
METHOD: Final = (
    "Antal per tusen invånare, exakta gränser (Garwood 1936). Ett område är säkert över eller under när "
    "det ligger "
    "utanför 99,8-procentsgränserna i ett trattdiagram som tål att områden varierar mer än av slump "
    "(Spiegelhalter 2005)."
)
_FLAGS: Final = {"high": "säkert över", "low": "säkert under", "in": "som väntat", "none": ""}


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
        The selection; ``area`` holds the code that was frozen on each.
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
    compared = funnel(counted.count[known], counted.residents[known]) if known.sum() >= 3 else None
    flags = np.full(len(areas), "none", dtype=object)
    if compared is not None:
        flags[known] = compared.flag_dispersed
    table = _table(areas, counted, known, limits, flags)
    return Chart(
        _sentences(areas, counted, known, flags, compared),
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


def _table(areas: Areas, counted: _Counted, known: np.ndarray, limits: Interval, flags: np.ndarray) -> Table:
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
                _FLAGS[str(flags[i])],
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


def _sentences(
    areas: Areas, counted: _Counted, known: np.ndarray, flags: np.ndarray, compared: FunnelPlaces | None
) -> tuple[str, ...]:
    total = int(counted.count.sum())
    told = [f"{plural(total, 'händelse', 'händelser')} i {plural(len(areas), 'område', 'områden')}."]
    if counted.outside:
        told.append(
            f"{plural(counted.outside, 'händelse', 'händelser')} i urvalet ligger utanför områdena eller "
            "saknar plats."
        )
    if compared is None:
        told.append("Folkmängd saknas för de flesta områden. Därför visas antal men ingen jämförelse.")
        return tuple(told)
    high = [areas.frame["name"][int(i)] for i in np.flatnonzero(flags == "high")]
    low = [areas.frame["name"][int(i)] for i in np.flatnonzero(flags == "low")]
    if not high and not low:
        told.append("Inget område ligger säkert över eller under kommunen i stort.")
    if high:
        told.append(f"Säkert fler per invånare än i kommunen i stort: {', '.join(high)}.")
    if low:
        told.append(f"Säkert färre: {', '.join(low)}.")
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
