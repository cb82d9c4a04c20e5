"""`effect-wdd`: did the measure work, or did the problem move?"""

from collections.abc import Mapping, Sequence

import polars as pl

from lagesbild.document import swedish
from lagesbild.methods.answer import MethodAnswer, Row, plain
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.stats.displacement import (
    BeforeAfter,
    DisplacementDifference,
    displacement_difference,
    summed_difference,
)

_PLACES = ("treated", "control", "displaced", "displaced_control")
_AROUND = ("displaced_before", "displaced_after", "displaced_control_before", "displaced_control_after")
_SHOWN = 5  # cases named in a warning


_CONTROLLED = 3
"""Maryland scale: before and after, beside a place to compare with."""


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Estimate the effect in every case, and in all of them together."""
    confidence = options.number("confidence")
    if not frame.height:
        return METHOD.answer(
            options, n=0, summary=dict.fromkeys(_SUMMARY), warnings=["Tabellen har inga rader."]
        )
    cases = list(frame.iter_rows(named=True))
    found = [_estimate(case, confidence) for case in cases]
    weights = [_given(case, "weights") for case in cases]
    total = summed_difference(found, weights, confidence=confidence)
    rows = [_row(*parts, confidence) for parts in zip(cases, found, weights, strict=True)]
    summary = {
        "cases": total.cases,
        "estimate": total.estimate if total.cases else None,
        "se": plain(total.se),
        "z": plain(total.z),
        "low": plain(total.low),
        "high": plain(total.high),
        "design_strength": _CONTROLLED,
    }
    return METHOD.answer(
        options, n=frame.height, summary=summary, rows=rows, warnings=_warnings(frame, rows, found)
    )


def _estimate(case: Mapping[str, object], confidence: float) -> DisplacementDifference:
    treated, control, displaced, displaced_control = (_place(case, name) for name in _PLACES)
    if treated is None or control is None:
        raise ValueError("treated and control must be given")
    has_both = displaced is not None and displaced_control is not None
    return displacement_difference(
        treated,
        control,
        displaced=displaced if has_both else None,
        displaced_control=displaced_control if has_both else None,
        confidence=confidence,
    )


def _row(case: Mapping[str, object], found: DisplacementDifference, weight: float, confidence: float) -> Row:
    """Return the case's row, in the unit of its weight; a quotient and z have no unit."""
    has_around = all(_place(case, name) is not None for name in _PLACES)
    return {
        "case": str(case["case"]),
        "estimate": weight * found.estimate if found.se > 0 else None,
        "se": plain(weight * found.se),
        "z": plain(found.z),
        "low": plain(weight * found.low),
        "high": plain(weight * found.high),
        "local": weight * found.local if found.se > 0 else None,
        "displaced": weight * found.displaced if has_around and found.se > 0 else None,
        "wdq": plain(found.wdq),
        "sentence": _sentence(found, weight, confidence),
    }


def _sentence(found: DisplacementDifference, weight: float, confidence: float) -> str:
    """Say in Swedish what the case shows, for a board."""
    if not found.se > 0:
        return "Det finns inga händelser. Ingen slutsats kan dras."
    size, low, high = (round(weight * value) for value in (found.estimate, found.low, found.high))
    unit = ("händelse", "händelser") if weight == 1 else ("vägd enhet", "vägda enheter")
    what = f"{swedish.plural(abs(size), *unit)} {'färre' if size < 0 else 'fler'}"
    span = f"({swedish.number(100 * confidence, 0)} procents säkerhet: {low} till {high})".replace("-", "−")
    if found.low <= 0 <= found.high:
        return (
            f"Skillnaden mot jämförelsen är ungefär {what} {span}. Den kan vara en "
            "slump, så ingen slutsats kan dras."
        )
    return f"Det blev ungefär {what} än om det hade gått som i jämförelsen {span}."


def _warnings(frame: pl.DataFrame, rows: Sequence[Row], found: Sequence[DisplacementDifference]) -> list[str]:
    warnings = [
        "Intervallet förutsätter oberoende händelser. Varierar antalen mer än så är osäkerheten större.",
        "En plats som valdes för att den var värst blir ofta bättre av sig själv. "
        "Jämför med en lika utsatt plats.",
    ]
    if "weights" in frame.columns:
        warnings.append("Talen är vägda med weights. Visa alltid antalen bredvid.")
    if silent := sum(not case.se > 0 for case in found):
        warnings.append(f"Fall utan händelser: {silent}. De går inte att bedöma.")
    halves = [
        str(row["case"])
        for case, row in zip(frame.iter_rows(named=True), rows, strict=True)
        if 0 < sum(case.get(name) is not None for name in _AROUND) < len(_AROUND)
    ]
    if halves:
        warnings.append(
            f"Området intill saknar något av sina fyra tal och räknas inte med: {', '.join(halves[:_SHOWN])}."
        )
    return warnings


def _place(case: Mapping[str, object], name: str) -> BeforeAfter | None:
    before, after = case.get(f"{name}_before"), case.get(f"{name}_after")
    if not isinstance(before, int) or not isinstance(after, int):
        return None
    size = _given(case, f"size_{name}")
    return BeforeAfter(
        before, after, _given(case, "length_before") * size, _given(case, "length_after") * size
    )


def _given(case: Mapping[str, object], name: str) -> float:
    value = case.get(name)
    return value if isinstance(value, float) else 1.0


def _count(name: str, meaning: str, *, required: bool) -> Column:
    return Column(name, "count", meaning, required=required, may_be_empty=not required)


def _divisor(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, required=False, may_be_empty=True, above_zero=True)


_SUMMARY = ("cases", "estimate", "se", "z", "low", "high", "design_strength")

METHOD = Method(
    name="effect-wdd",
    question="Hjälpte åtgärden, eller flyttade problemet?",
    answers=(
        "Hur många händelser färre eller fler det blev, jämfört med en plats utan åtgärden. "
        "Räknar också med området intill, dit problemet kan ha flyttat."
    ),
    source=(
        "Wheeler & Ratcliffe 2018, Crime Science 7:11; "
        "Bowers & Johnson 2003, Journal of Quantitative Criminology 19, 275-301"
    ),
    columns=(
        Column("case", "text", "vilken åtgärd raden gäller"),
        _count("treated_before", "antal före, där åtgärden gjordes", required=True),
        _count("treated_after", "antal efter, där åtgärden gjordes", required=True),
        _count("control_before", "antal före, på jämförelseplatsen", required=True),
        _count("control_after", "antal efter, på jämförelseplatsen", required=True),
        _count("displaced_before", "antal före, i området intill åtgärden", required=False),
        _count("displaced_after", "antal efter, i området intill åtgärden", required=False),
        _count("displaced_control_before", "antal före, i området intill jämförelseplatsen", required=False),
        _count("displaced_control_after", "antal efter, i området intill jämförelseplatsen", required=False),
        Column(
            "weights",
            "number",
            "vad en händelse räknas som, till exempel dagars straff; 1 när kolumnen saknas",
            required=False,
            may_be_empty=True,
            above_zero=True,
        ),
        _divisor("length_before", "den tidigare periodens längd, i samma enhet som den senares"),
        _divisor("length_after", "den senare periodens längd"),
        _divisor("size_treated", "storleken på platsen med åtgärden"),
        _divisor("size_control", "storleken på jämförelseplatsen, i samma enhet"),
        _divisor("size_displaced", "storleken på området intill åtgärden"),
        _divisor("size_displaced_control", "storleken på området intill jämförelseplatsen"),
    ),
    options=(
        Option(
            "confidence", "number", "intervallets täckning, mellan 0,5 och 0,999", 0.95, least=0.5, most=0.999
        ),
    ),
    fields=("case", "estimate", "se", "z", "low", "high", "local", "displaced", "wdq", "sentence"),
    run=run,
)
