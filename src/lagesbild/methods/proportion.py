"""`proportion`: how large is the share, and how sure is it?"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.methods.survey_faults import check_answers
from lagesbild.readers.faults import Fault
from lagesbild.stats.survey import proportions

Floats = NDArray[np.float64]


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Give every row its share with limits."""
    check_answers(frame, "x", "n", more=_population_faults(frame))
    found = proportions(
        frame["x"].to_numpy(),
        frame["n"].to_numpy(),
        population=_optional(frame, "population", np.inf),
        design_effect=_optional(frame, "design_effect", 1.0),
        confidence=options.number("confidence"),
    )
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "p": found.p,
            "low": found.low,
            "high": found.high,
            "clopper_low": found.clopper_low,
            "clopper_high": found.clopper_high,
        }
    )
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    warnings = ["Den som inte svarade kan tycka något annat. Det syns inte i intervallet."]
    if empty := int((frame["n"] == 0).sum()):
        warnings.append(f"Rader utan svar: {empty}. De får ingen andel.")
    return METHOD.answer(options, n=frame.height, rows=rows, warnings=warnings)


def _optional(frame: pl.DataFrame, name: str, default: float) -> Floats:
    if name not in frame.columns:
        return np.full(frame.height, default)
    return frame[name].cast(pl.Float64).fill_null(default).to_numpy()


def _population_faults(frame: pl.DataFrame) -> list[Fault]:
    if "population" not in frame.columns:
        return []
    small = frame.with_row_index("index", offset=2).filter(pl.col("population") < pl.col("n"))
    numbers = small["_row"] if "_row" in frame.columns else small["index"]
    return [
        Fault("", int(row), "population", f"populationen {size} är mindre än antalet svar {n}", "Rätta talet")
        for row, size, n in zip(numbers, small["population"], small["n"], strict=True)
    ]


METHOD = Method(
    name="proportion",
    question="Hur stor andel är det, och hur säker är den?",
    answers=(
        "Andelen i en enkät med dess osäkerhet. Tar hänsyn till att en stor del av alla har svarat, och till "
        "vägda eller klustrade urval."
    ),
    source=(
        "Wilson 1927, JASA 22, 209-212; Clopper & Pearson 1934, Biometrika 26, 404-413; "
        "Kish 1965, Survey Sampling; Korn & Graubard 1998, Survey Methodology 24, 193-201"
    ),
    columns=(
        Column("id", "text", "fråga, område eller grupp"),
        Column("x", "count", "antal som svarade så"),
        Column("n", "count", "antal som svarade alls"),
        Column("population", "count", "antal som kunde ha svarat", required=False, may_be_empty=True),
        Column(
            "design_effect",
            "number",
            "designeffekt: hur många gånger större variansen är än vid ett enkelt slumpmässigt urval",
            required=False,
            may_be_empty=True,
            above_zero=True,
        ),
    ),
    options=(
        Option(
            "confidence", "number", "intervallens täckning, mellan 0,5 och 0,999", 0.95, least=0.5, most=0.999
        ),
    ),
    fields=("id", "p", "low", "high", "clopper_low", "clopper_high"),
    run=run,
)
