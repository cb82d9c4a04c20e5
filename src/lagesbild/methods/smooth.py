"""`smooth`: what is the rate of a small area, when chance is taken out?"""

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.methods.neighbour_pairs import one_way_warning, positions
from lagesbild.stats.pairs import one_way
from lagesbild.stats.smoothing import smooth_rates


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Draw every area's rate towards all areas, and towards its neighbours when they are given."""
    pairs = options.table_or_none("neighbours")
    ids = frame["id"].to_list()
    near = None if pairs is None else positions(frame, pairs, str(options.shown["neighbours"]))
    found = smooth_rates(frame["cases"].to_numpy(), frame["population"].to_numpy(), neighbours=near)
    missing = np.full(len(ids), np.nan)
    rows = rows_of(
        {
            "id": ids,
            "raw": found.raw,
            "eb_global": found.eb_global,
            "eb_local": missing if found.eb_local is None else found.eb_local,
        }
    )
    warnings = _warnings(frame, pairs) + one_way_warning(0 if near is None else one_way(near))
    return METHOD.answer(options, n=frame.height, rows=rows, warnings=warnings)


def _warnings(frame: pl.DataFrame, pairs: pl.DataFrame | None) -> list[str]:
    warnings = []
    if not frame.height:
        return ["Tabellen har inga rader."]
    if empty := int((frame["population"] == 0).sum()):
        warnings.append(f"Rader med befolkning 0: {empty}. De får ingen kvot.")
    if not frame["cases"].sum():
        warnings.append("Det finns inga händelser i tabellen. Alla kvoter är 0.")
    if pairs is None:
        warnings.append("Ange --neighbours för att jämna ut mot grannområden. Fältet eb_local är tomt.")
    return warnings


METHOD = Method(
    name="smooth",
    question="Vilken nivå har ett litet område, när slumpen räknas bort?",
    answers=(
        "Antal per invånare, där små områden dras mot alla områdens nivå eller mot grannarnas. "
        "Ett område med få invånare hamnar då inte överst eller nederst av en slump."
    ),
    source="Marshall 1991, Applied Statistics 40, 283-294",
    columns=(
        Column("id", "text", "område"),
        Column("cases", "count", "antal händelser"),
        Column("population", "number", "invånare eller bostäder", least=0),
    ),
    options=(
        Option(
            "neighbours",
            "table",
            "fil med områden som gränsar till varandra, ett par på varje rad",
            columns=(
                Column("i", "text", "ett områdes id"),
                Column("j", "text", "grannens id"),
            ),
        ),
    ),
    fields=("id", "raw", "eb_global", "eb_local"),
    run=run,
)
