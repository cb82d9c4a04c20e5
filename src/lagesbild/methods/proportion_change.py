"""`proportion-change`: has the share changed between two surveys?"""

import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.methods.survey_faults import check_answers
from lagesbild.stats.survey import proportion_changes


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Compare the second survey with the first in every row."""
    check_answers(frame, "x1", "n1")
    check_answers(frame, "x2", "n2")
    confidence = options.number("confidence")
    x1, n1, x2, n2 = (frame[name].to_numpy() for name in ("x1", "n1", "x2", "n2"))
    found = proportion_changes(x1, n1, x2, n2, confidence=confidence)
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "diff": found.diff,
            "low": found.low,
            "high": found.high,
            "p_value": found.p_value,
            "q_value": found.q_value,
            "verdict": found.verdict,
        }
    )
    summary = {
        "tested": int((found.p_value >= 0).sum()),
        "significant_alone": int((found.p_value <= 1 - confidence).sum()),
        "significant_together": int((found.q_value <= 1 - confidence).sum()),
    }
    warnings = [] if frame.height else ["Tabellen har inga rader."]
    if empty := int(((n1 == 0) | (n2 == 0)).sum()):
        warnings.append(f"Rader utan svar i någon av enkäterna: {empty}. De går inte att jämföra.")
    return METHOD.answer(options, n=frame.height, summary=summary, rows=rows, warnings=warnings)


METHOD = Method(
    name="proportion-change",
    question="Har andelen ändrats mellan två enkäter?",
    answers=(
        "Skillnaden mellan två andelar med osäkerhet och p-värde. "
        "Säger bara ökning eller minskning när skillnaden håller fast många frågor granskas samtidigt."
    ),
    source="Newcombe 1998, Statistics in Medicine 17, 873-890; Benjamini & Hochberg 1995, JRSS B 57, 289-300",
    columns=(
        Column("id", "text", "fråga, område eller grupp"),
        Column("x1", "count", "antal som svarade så första gången"),
        Column("n1", "count", "antal som svarade alls första gången"),
        Column("x2", "count", "antal som svarade så andra gången"),
        Column("n2", "count", "antal som svarade alls andra gången"),
    ),
    options=(
        Option(
            "confidence", "number", "intervallens täckning, mellan 0,5 och 0,999", 0.95, least=0.5, most=0.999
        ),
    ),
    fields=("id", "diff", "low", "high", "p_value", "q_value", "verdict"),
    run=run,
)
