"""`effect-wdd`: did the measure work, or did the problem move?"""

from collections.abc import Mapping

import polars as pl

from lagesbild.methods.answer import MethodAnswer, Row, plain
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.stats.displacement import BeforeAfter, displacement_difference

_PLACES = ("treated", "control", "displaced", "displaced_control")


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Estimate the effect in every case."""
    confidence = options.number("confidence")
    rows = [_estimate(case, confidence) for case in frame.iter_rows(named=True)]
    warnings = [
        "Intervallet förutsätter oberoende händelser. Varierar antalen mer än så är osäkerheten större.",
        "En plats som valdes för att den var värst blir ofta bättre av sig själv. "
        "Jämför med en lika utsatt plats.",
    ]
    if silent := sum(1 for row in rows if row["z"] is None):
        warnings.append(f"Fall utan händelser: {silent}. De går inte att bedöma.")
    return METHOD.answer(
        options, n=frame.height, rows=rows, warnings=warnings if rows else ["Tabellen är tom."]
    )


def _estimate(case: Mapping[str, object], confidence: float) -> Row:
    treated, control, displaced, displaced_control = (_place(case, name) for name in _PLACES)
    if treated is None or control is None:
        raise ValueError("treated and control must be given")
    has_both = displaced is not None and displaced_control is not None
    found = displacement_difference(
        treated,
        control,
        displaced=displaced if has_both else None,
        displaced_control=displaced_control if has_both else None,
        confidence=confidence,
    )
    return {
        "case": str(case["case"]),
        "estimate": found.estimate,
        "se": plain(found.se),
        "z": plain(found.z),
        "low": plain(found.low),
        "high": plain(found.high),
        "local": found.local,
        "displaced": found.displaced if has_both else None,
        "wdq": plain(found.wdq),
    }


def _place(case: Mapping[str, object], name: str) -> BeforeAfter | None:
    before, after = case.get(f"{name}_before"), case.get(f"{name}_after")
    if not isinstance(before, int) or not isinstance(after, int):
        return None
    area = _weight(case, f"weight_{name}")
    return BeforeAfter(
        before, after, _weight(case, "weight_before") * area, _weight(case, "weight_after") * area
    )


def _weight(case: Mapping[str, object], name: str) -> float:
    value = case.get(name)
    return value if isinstance(value, float) else 1.0


def _count(name: str, meaning: str, *, required: bool) -> Column:
    return Column(name, "count", meaning, required=required, may_be_empty=not required)


def _divisor(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, required=False, may_be_empty=True, above_zero=True)


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
        _divisor("weight_before", "den tidigare periodens längd, i samma enhet som den senares"),
        _divisor("weight_after", "den senare periodens längd"),
        _divisor("weight_treated", "storleken på platsen med åtgärden"),
        _divisor("weight_control", "storleken på jämförelseplatsen, i samma enhet"),
        _divisor("weight_displaced", "storleken på området intill åtgärden"),
        _divisor("weight_displaced_control", "storleken på området intill jämförelseplatsen"),
    ),
    options=(
        Option(
            "confidence", "number", "intervallets täckning, mellan 0,5 och 0,999", 0.95, least=0.5, most=0.999
        ),
    ),
    fields=("case", "estimate", "se", "z", "low", "high", "local", "displaced", "wdq"),
    run=run,
)
