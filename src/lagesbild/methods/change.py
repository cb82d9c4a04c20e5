"""`change`: has something become more or less common, or is it chance?"""

from collections import Counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.stats.change import CountChanges, changes_in_counts

Floats = NDArray[np.float64]

_EXPOSURES = ("exposure_before", "exposure_after")


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Compare ``before`` with ``after`` in every row."""
    _check_exposures(frame)
    found = changes_in_counts(
        frame["before"].to_numpy(),
        frame["after"].to_numpy(),
        exposure_before=_exposure(frame, "exposure_before"),
        exposure_after=_exposure(frame, "exposure_after"),
        confidence=options.number("confidence"),
        dispersion=options.number("dispersion"),
    )
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "before": found.before,
            "after": found.after,
            "ratio": found.ratio,
            "low": found.low,
            "high": found.high,
            "p_value": found.p_value,
            "p_mid": found.p_mid,
            "q_value": found.q_value,
            "verdict": found.verdict,
        }
    )
    return METHOD.answer(
        options, n=frame.height, summary=_summary(found, options), rows=rows, warnings=_warnings(found)
    )


def _check_exposures(frame: pl.DataFrame) -> None:
    """Refuse one exposure without the other: a ratio against 1 would be a wrong number."""
    given = [name for name in _EXPOSURES if name in frame.columns]
    if len(given) == 1:
        (missing,) = set(_EXPOSURES) - set(given)
        what = f"kolumnen {missing} saknas, men {given[0]} finns"
        raise FaultyFileError([Fault("", 1, missing, what, f"Lägg till {missing}, eller ta bort {given[0]}")])


def _exposure(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy() if name in frame.columns else np.ones(frame.height)


def _summary(found: CountChanges, options: Options) -> dict[str, int]:
    verdicts = Counter(found.verdict.tolist())
    alpha = 1 - options.number("confidence")
    names = ("increase", "decrease", "unclear", "stable", "too_few")
    return {
        "tested": found.tested,
        "significant_alone": int((found.p_value <= alpha).sum()),
        "significant_together": int((found.q_value <= alpha).sum()),
        **{name: verdicts.get(name, 0) for name in names},
    }


def _warnings(found: CountChanges) -> list[str]:
    empty = found.before.size - found.tested
    if not found.before.size:
        return ["Tabellen har inga rader."]
    if empty:
        return [f"Rader utan händelser i båda perioderna: {empty}. De går inte att jämföra."]
    return []


METHOD = Method(
    name="change",
    question="Har det blivit fler eller färre, eller är det slumpen?",
    answers=(
        "Förändringen mellan två perioder som kvot, med osäkerhet och exakt p-värde. "
        "Säger bara ökning eller minskning när skillnaden håller fast många rader granskas samtidigt."
    ),
    source=(
        "Przyborowski & Wilenski 1940, Biometrika 31, 313-323; "
        "Clopper & Pearson 1934, Biometrika 26, 404-413; "
        "Benjamini & Hochberg 1995, JRSS B 57, 289-300"
    ),
    columns=(
        Column("id", "text", "vad raden gäller, till exempel brottstyp eller område"),
        Column("before", "count", "antal händelser i den tidigare perioden"),
        Column("after", "count", "antal händelser i den senare perioden"),
        Column(
            "exposure_before",
            "number",
            "vad antalet räknas mot i den tidigare perioden, till exempel dagar eller invånare",
            required=False,
            above_zero=True,
        ),
        Column(
            "exposure_after",
            "number",
            "samma sak i den senare perioden, i samma enhet",
            required=False,
            above_zero=True,
        ),
    ),
    options=(
        Option(
            "confidence", "number", "intervallens täckning, mellan 0,5 och 0,999", 0.95, least=0.5, most=0.999
        ),
        Option(
            "dispersion",
            "number",
            "hur många gånger större variationen mellan perioder är än slumpens; 1 betyder bara slump",
            1.0,
            least=1,
        ),
    ),
    fields=("id", "before", "after", "ratio", "low", "high", "p_value", "p_mid", "q_value", "verdict"),
    run=run,
)
