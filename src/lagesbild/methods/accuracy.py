"""`accuracy`: did the map point out the right places?"""

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, OptionError, Options
from lagesbild.stats.accuracy import HotSpotAccuracy, hot_spot_accuracy

_MUCH_LARGER = 1.5
"""When the ground pointed out is this many times the cut, the reader must know."""


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Measure the hit rate at each cut of the area."""
    cuts = options.numbers("cuts")
    if not all(0 < cut <= 1 for cut in cuts):
        raise OptionError(
            "--cuts ska vara andelar av ytan, större än 0 och högst 1. Skriv till exempel 0.01,0.05."
        )
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    found = hot_spot_accuracy(
        frame["area"].to_numpy(), frame["predicted"].to_numpy(), frame["count"].to_numpy(), cuts=cuts
    )
    rows = rows_of(
        {
            "cut": list(cuts),
            "places": found.places,
            "area_share": found.area_share,
            "hit_rate": found.hit_rate,
            "pai": found.pai,
            "pei": found.pei,
        }
    )
    return METHOD.answer(options, n=frame.height, rows=rows, warnings=_warnings(frame, found, cuts))


def _warnings(frame: pl.DataFrame, found: HotSpotAccuracy, cuts: tuple[float, ...]) -> list[str]:
    warnings = []
    if not frame["count"].sum():
        warnings.append("Inga händelser har inträffat. Träffsäkerheten går inte att mäta.")
    if frame["predicted"].n_unique() == 1:
        warnings.append("Alla platser har samma prognos. Ordningen mellan dem är godtycklig.")
    if (found.area_share > np.array(cuts) * _MUCH_LARGER).any():
        warnings.append(
            "Platserna är för stora för de minsta andelarna: en enda plats är mer än så av ytan. "
            "Se area_share för den andel som verkligen pekades ut."
        )
    return warnings


METHOD = Method(
    name="accuracy",
    question="Pekade kartan ut rätt platser?",
    answers=(
        "Hur stor del av händelserna som hamnade på de utpekade platserna, jämfört med hur stor del av ytan "
        "de är (PAI) och med det bästa möjliga (PEI)."
    ),
    source="Chainey, Tompson & Uhlig 2008, Security Journal 21, 4-28; Hunt 2016, PhD, CUNY",
    columns=(
        Column("id", "text", "plats, till exempel ruta eller gatusegment"),
        Column("area", "number", "platsens yta (eller gatulängd)", above_zero=True),
        Column("predicted", "number", "väntat antal händelser, från kartan eller modellen"),
        Column("count", "count", "antal händelser som sedan inträffade"),
    ),
    options=(Option("cuts", "numbers", "andelar av ytan, till exempel 0.01,0.05,0.1", (0.01, 0.05, 0.1)),),
    fields=("cut", "places", "area_share", "hit_rate", "pai", "pei"),
    run=run,
)
