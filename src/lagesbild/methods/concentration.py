"""`concentration`: are the events gathered at few places?"""

import polars as pl

from lagesbild.methods.answer import MethodAnswer, Value, plain, rows_of
from lagesbild.methods.description import Column, Method, Options
from lagesbild.spatial.concentration import Concentration, concentration


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Measure how concentrated the counts are."""
    if not frame.height:
        return METHOD.answer(
            options, n=0, summary=dict.fromkeys(_SUMMARY), warnings=["Tabellen har inga rader."]
        )
    found = concentration(frame["count"].to_numpy())
    rows = (
        rows_of({"place_share": found.place_share, "event_share": found.event_share}) if found.events else []
    )
    return METHOD.answer(
        options, n=found.places, summary=_summary(found), rows=rows, warnings=_warnings(found)
    )


def _summary(found: Concentration) -> dict[str, Value]:
    return {name: plain(getattr(found, name)) for name in _SUMMARY}


def _warnings(found: Concentration) -> list[str]:
    if not found.events:
        return ["Det finns inga händelser i tabellen. Koncentrationen går inte att mäta."]
    if found.events < found.places:
        return [
            f"Det är färre händelser ({found.events}) än platser ({found.places}). "
            "Använd gini_corrected; gini blir för högt."
        ]
    return []


_SUMMARY = (
    "places",
    "events",
    "gini",
    "gini_corrected",
    "gini_unbiased",
    "gini_corrected_unbiased",
    "share_top_1",
    "share_top_5",
    "places_for_25",
    "places_for_50",
)

METHOD = Method(
    name="concentration",
    question="Är händelserna samlade på få platser?",
    answers=(
        "Hur stor del av händelserna som finns på de mest utsatta platserna, och Ginis mått rättat för att "
        "händelserna kan vara färre än platserna."
    ),
    source=(
        "Bernasco & Steenbeek 2017, Journal of Quantitative Criminology 33, 451-467; "
        "Weisburd 2015, Criminology 53, 133-157"
    ),
    columns=(
        Column(
            "id",
            "text",
            "plats, till exempel gatusegment eller ruta; även platser utan händelser ska vara med",
        ),
        Column("count", "count", "antal händelser på platsen"),
    ),
    options=(),
    fields=("place_share", "event_share"),
    run=run,
)
