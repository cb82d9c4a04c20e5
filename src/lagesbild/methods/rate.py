"""`rate`: which places have more or fewer cases than their size explains?"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.stats.rates import FunnelPlaces, funnel, rate_limits

Floats = NDArray[np.float64]

_DISPERSED = 1.2
"""From here the places differ so much more than chance that the reader must know."""


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Give every place its rate with limits and compare it with what is expected."""
    cases, population = frame["cases"].to_numpy(), frame["population"].to_numpy()
    expected = frame["expected"].to_numpy() if "expected" in frame.columns else None
    per = options.number("per")
    limits = rate_limits(cases, population, per=per)
    places = funnel(cases, population, expected=expected)
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "cases": cases,
            "population": population,
            "rate": _rate(cases, population, per),
            "low": limits.low,
            "high": limits.high,
            "expected": places.expected,
            "ratio": places.ratio,
            "funnel_low_95": places.warning.low,
            "funnel_high_95": places.warning.high,
            "funnel_low_998": places.alarm.low,
            "funnel_high_998": places.alarm.high,
            "p_value": places.p_value,
            "flag": places.flag,
            "flag_dispersed": places.flag_dispersed,
        }
    )
    total = float(population.sum())
    summary = {
        "cases": int(cases.sum()),
        "rate": float(cases[population > 0].sum()) / total * per if total > 0 else None,
        "dispersion": places.dispersion if cases.size > 1 else None,
        "high": int((places.flag == "high").sum()),
        "low": int((places.flag == "low").sum()),
        "high_dispersed": int((places.flag_dispersed == "high").sum()),
        "low_dispersed": int((places.flag_dispersed == "low").sum()),
    }
    return METHOD.answer(
        options, n=frame.height, summary=summary, rows=rows, warnings=_warnings(frame, places)
    )


def _rate(cases: NDArray[np.int64], population: Floats, per: float) -> Floats:
    rate = np.full(population.shape, np.nan)
    some = population > 0
    rate[some] = cases[some] * per / population[some]
    return rate


def _warnings(frame: pl.DataFrame, places: FunnelPlaces) -> list[str]:
    warnings = []
    if not frame.height:
        return ["Tabellen har inga rader."]
    if empty := int((frame["population"] == 0).sum()):
        warnings.append(f"Rader med befolkning 0: {empty}. De får ingen kvot.")
    if not frame["cases"].sum():
        warnings.append("Det finns inga händelser i tabellen. Inget område kan avvika.")
    if places.dispersion > _DISPERSED:
        flagged = int(np.isin(places.flag_dispersed, ("high", "low")).sum())
        times = f"{places.dispersion:.1f}".replace(".", ",")
        warnings.append(
            f"Raderna skiljer sig åt {times} gånger mer än slumpen ger. "
            f"När hänsyn tas till det avviker {flagged} av {frame.height} (fältet flag_dispersed)."
        )
    return warnings


METHOD = Method(
    name="rate",
    question="Vilka områden har fler händelser än deras storlek förklarar?",
    answers=(
        "Antal per invånare (eller bostad) med osäkerhet, och hur varje rad förhåller sig till det "
        "förväntade. "
        "Bara rader utanför trattens yttre gräns flaggas."
    ),
    source="Garwood 1936, Biometrika 28, 437-442; Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202",
    columns=(
        Column("id", "text", "område eller annan enhet"),
        Column("cases", "count", "antal händelser"),
        Column("population", "number", "vad antalet räknas mot: invånare, bostäder eller personår", least=0),
        Column(
            "expected",
            "number",
            "förväntat antal händelser, när det är beräknat på annat sätt",
            required=False,
            least=0,
        ),
    ),
    options=(Option("per", "number", "kvoten anges per så många av befolkningen", 1000.0, least=1e-9),),
    fields=(
        "id",
        "cases",
        "population",
        "rate",
        "low",
        "high",
        "expected",
        "ratio",
        "funnel_low_95",
        "funnel_high_95",
        "funnel_low_998",
        "funnel_high_998",
        "p_value",
        "flag",
        "flag_dispersed",
    ),
    run=run,
)
