"""`local-moran`: which places are like, or unlike, their neighbours?"""

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, Value, plain, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.methods.hotspots import direction_warning, neighbours_of
from lagesbild.spatial.local_moran import LocalMoran, local_moran

_LEAST = 4


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Compare every place with its neighbours."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    neighbours = neighbours_of(frame, options)
    found = local_moran(
        frame["value"].to_numpy(),
        neighbours,
        permutations=options.integer("permutations"),
        seed=options.seed,
    )
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "i": found.i,
            "z": found.z,
            "p_value": found.p_value,
            "p_permutation": found.p_permutation,
            "q_value": found.q_value,
            "quadrant": found.quadrant,
            "neighbours": found.neighbours,
        }
    )
    warnings = _warnings(frame, found) + direction_warning(neighbours)
    return METHOD.answer(options, n=frame.height, summary=_summary(found), rows=rows, warnings=warnings)


def _summary(found: LocalMoran) -> dict[str, Value]:
    total = found.total
    return {
        "global_i": plain(total.i),
        "global_expected": plain(total.expected),
        "global_variance": plain(total.variance),
        "global_z": plain(total.z),
        "global_p_value": plain(total.p_value),
        "significant_alone": int((found.p_value < 0.05).sum()),
        "significant_together": int((found.q_value < 0.05).sum()),
    }


def _warnings(frame: pl.DataFrame, found: LocalMoran) -> list[str]:
    if frame.height < _LEAST:
        return ["Det behövs minst fyra platser för att jämföra dem med sina grannar."]
    if frame["value"].n_unique() == 1:
        return ["Alla platser har samma värde. Ingen är lik eller olik sina grannar."]
    if not found.neighbours.any():
        return ["Ingen plats har någon granne. Öka --distance eller kontrollera --neighbours."]
    if alone := int(np.sum(found.neighbours == 0)):
        return [f"{alone} av {frame.height} platser saknar grannar och får inget värde."]
    return []


METHOD = Method(
    name="local-moran",
    question="Vilka platser liknar sina grannar, och vilka sticker ut bland dem?",
    answers=(
        "Om varje plats är lik (högt bland höga, lågt bland låga) eller olik sina grannar, med p-värden från "
        "formel och omkastningar. För andelar och tal per invånare, inte för antal."
    ),
    source=(
        "Anselin 1995, Geographical Analysis 27, 93-115; Sokal, Oden & Thomson 1998, "
        "Geographical Analysis 30, 331-354"
    ),
    columns=(
        Column("id", "text", "plats eller område"),
        Column("value", "number", "värde på platsen, helst per invånare eller bostad"),
        Column("e", "number", "öst-koordinat i meter, för --distance", required=False),
        Column("n", "number", "nord-koordinat i meter, för --distance", required=False),
    ),
    options=(
        Option(
            "neighbours",
            "table",
            "vilka platser som är grannar, ett par per rad",
            columns=(Column("i", "text", "plats"), Column("j", "text", "dess granne")),
        ),
        Option("distance", "number", "platser inom så många meter är grannar", least=1e-9),
        Option(
            "permutations",
            "integer",
            "antal omkastningar av de andra platsernas värden",
            999,
            least=0,
            most=99_999,
        ),
    ),
    fields=("id", "i", "z", "p_value", "p_permutation", "q_value", "quadrant", "neighbours"),
    run=run,
    is_random=True,
)
