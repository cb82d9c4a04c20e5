"""`effect-did`: did it go better where the measure was than elsewhere?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.methods.answer import MethodAnswer, Row, Value, plain
from lagesbild.methods.description import Column, Method, Option, OptionError, Options
from lagesbild.methods.unit_panel import UnitPanel, read_panel
from lagesbild.series.count_models import NoFitError
from lagesbild.series.effect_did import Panel, RatioOfRatios, UnitPlacebo, placebo_units, ratio_of_ratios
from lagesbild.series.parallel_trends import PlaceboStart, placebo_starts, trend_before

_FEW_UNITS = 10
"""Fewer than this, or one in an arm: the dealing of units must agree before anything is certain."""
_FEW_EVENTS = 5
_SIMILAR = (0.9, 1.1)
_CONTROLLED, _UNLIKE = 3, 2
"""Maryland scale: before and after beside like areas; beside areas that are not known to be alike."""


@dataclass(frozen=True, slots=True)
class _Findings:
    effect: RatioOfRatios
    units: UnitPlacebo
    trend: RatioOfRatios | None
    starts: Sequence[PlaceboStart]
    alpha: float
    reach: float
    """From the middle of the time before to the middle of the time after, in lengths of the time before."""

    @property
    def middle(self) -> RatioOfRatios | None:
        """The comparison at the made-up start in the middle of the time before."""
        return next((start.found for start in self.starts if start.is_middle), None)

    @property
    def went_apart_before(self) -> bool:
        """True when the units went different ways already before the start."""
        return self.earlier_gap > 0

    @property
    def earlier_gap(self) -> float:
        """How far the units went apart before the start, as a logarithm; 0 when nothing is seen."""
        gaps = [0.0]
        if self.middle is not None and self.middle.p_value < self.alpha:
            gaps.append(abs(np.log(self.middle.ratio)))
        if self.trend is not None and self.trend.p_value < self.alpha:
            gaps.append(abs(np.log(self.trend.ratio)) * self.reach)
        return float(max(gaps))

    @property
    def was_checked(self) -> bool:
        """True when there was time enough before the start to see whether they went side by side."""
        return any(check is not None and np.isfinite(check.p_value) for check in (self.trend, self.middle))

    @property
    def is_few(self) -> bool:
        """True when the units are so few that chance between them decides."""
        units = self.effect.treated_units + self.effect.control_units
        return units < _FEW_UNITS or self.effect.is_pooled

    @property
    def is_certain(self) -> bool:
        """True when neither chance nor an earlier divergence that goes on explains the difference."""
        if not self.effect.p_value < self.alpha or (self.is_few and self.units.p_value > self.alpha):
            return False
        nearest = self.effect.high if self.effect.ratio < 1 else self.effect.low
        return bool(abs(np.log(nearest)) > self.earlier_gap)


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Compare the change in the treated units with the change in the others."""
    start = options.date_or_none("start")
    if start is None:
        raise OptionError("effect-did behöver veta när åtgärden började. Skriv --start 2024-03-01.")
    if not frame.height:
        return _no_answer(options, 0, ["Tabellen har inga rader."])
    read = read_panel(frame, start, missing=options.text("missing"))
    warnings = list(read.warnings)
    if why := _why_not(read):
        return _no_answer(options, frame.height, [*warnings, why])
    try:
        found = _findings(read, options)
    except NoFitError:
        return _no_answer(
            options,
            frame.height,
            [
                *warnings,
                "Modellen går inte att skatta: några områden eller perioder har inga uppgifter gemensamt med "
                "de andra. Lägg till rader eller ta bort områden med för få perioder.",
            ],
        )
    return METHOD.answer(
        options,
        n=frame.height,
        summary=_summary(found, read),
        rows=_rows(found, read, start),
        warnings=warnings + _doubts(found),
    )


def _findings(read: UnitPanel, options: Options) -> _Findings:
    confidence, before = options.number("confidence"), read.panel.only(~read.after)
    contrast = read.after.astype(np.float64)
    return _Findings(
        effect=ratio_of_ratios(read.panel, contrast, confidence=confidence),
        units=placebo_units(
            read.panel, contrast, permutations=options.integer("permutations"), seed=options.seed
        ),
        trend=trend_before(before, confidence=confidence),
        starts=placebo_starts(before, confidence=confidence),
        alpha=1 - confidence,
        reach=len(read.after) / 2 / max(int((~read.after).sum()) - 1, 1),
    )


def _why_not(read: UnitPanel) -> str | None:
    """Say why there is nothing to compare, or None when there is."""
    treated, after = read.panel.treated, read.after
    if not treated.any() or treated.all():
        kind = "med" if not treated.any() else "utan"
        return (
            f"Det finns inga områden {kind} åtgärden. Jämförelsen behöver båda slagen: skriv ja eller nej i "
            "treated."
        )
    if not after.any() or after.all():
        return "Det finns inga perioder både före och efter starten. Ändra --start eller lägg till uppgifter."
    for arm, where in ((treated, "där åtgärden gjordes"), (~treated, "i jämförelseområdena")):
        for side, when in ((~after, "före"), (after, "efter")):
            if not _events(read.panel, arm, side):
                return f"Det finns inga händelser {where} {when} starten. Då går kvoten inte att räkna ut."
    return None


def _events(panel: Panel, units: np.ndarray, periods: np.ndarray) -> int:
    part = np.ix_(units, periods)
    return int(panel.counts[part][panel.observed[part]].sum())


def _no_answer(options: Options, n: int, warnings: Sequence[str]) -> MethodAnswer:
    return METHOD.answer(options, n=n, summary=dict.fromkeys(_SUMMARY), warnings=warnings)


def _summary(found: _Findings, read: UnitPanel) -> dict[str, Value]:
    effect, middle, trend = found.effect, found.middle, found.trend
    treated = read.panel.treated
    observed = _events(read.panel, treated, read.after)
    verdict = _verdict(found, observed + _events(read.panel, treated, ~read.after))
    at_middle = next((start.period for start in found.starts if start.is_middle), None)
    values: dict[str, Value] = {
        **_ratio("", effect),
        "p_randomisation": found.units.p_value,
        "verdict": verdict,
        "sentence": _sentence(found, verdict, observed),
        "design_strength": _CONTROLLED if found.was_checked and not found.went_apart_before else _UNLIKE,
        "observed": observed,
        "expected_without": observed / effect.ratio,
        "expected_low": _divided(observed, effect.high),
        "expected_high": _divided(observed, effect.low),
        "treated_units": effect.treated_units,
        "control_units": effect.control_units,
        "before": int((~read.after).sum()),
        "after": int(read.after.sum()),
        "se_log": plain(effect.se),
        "degrees": plain(effect.degrees),
        "dispersion": plain(effect.dispersion),
        "placebo_start": None if at_middle is None else str(read.starts[~read.after][at_middle]),
        **_ratio("placebo_", middle),
        "placebo_starts": len(found.starts),
        "placebo_starts_significant": sum(start.found.p_value < found.alpha for start in found.starts),
        "placebo_units": found.units.draws,
        "placebo_units_as_large": found.units.as_large,
        "placebo_units_p_value": found.units.p_value,
        **_ratio("trend_before_", trend),
        "periods": _periods(effect, read),
    }
    return {name: values[name] for name in _SUMMARY}


def _ratio(prefix: str, found: RatioOfRatios | None) -> dict[str, Value]:
    names = ("ratio", "low", "high", "p_value")
    return {prefix + name: None if found is None else plain(getattr(found, name)) for name in names}


def _divided(count: int, ratio: float) -> Value:
    return plain(count / ratio) if ratio > 0 else None


def _periods(effect: RatioOfRatios, read: UnitPanel) -> list[Row]:
    """Return sums by period, for a chart: the treated, the others, and the treated without the measure."""
    counts = np.where(read.panel.observed, read.panel.counts, 0.0)
    treated = read.panel.treated
    fitted = np.where(read.panel.observed & np.isfinite(effect.fitted), effect.fitted, 0.0)[treated].sum(
        axis=0
    )
    without = fitted / np.where(read.after, effect.ratio, 1.0)
    return [
        {"date": str(day), "treated": here, "control": there, "expected_without": expected}
        for day, here, there, expected in zip(
            read.starts,
            counts[treated].sum(axis=0).tolist(),
            counts[~treated].sum(axis=0).tolist(),
            without.tolist(),
            strict=True,
        )
    ]


def _rows(found: _Findings, read: UnitPanel, start: date) -> list[Row]:
    days = read.starts[~read.after]
    effect: Row = {"kind": "effect", "start": str(start), **_ratio("", found.effect)}
    placebos: list[Row] = [
        {"kind": "placebo", "start": str(days[placebo.period]), **_ratio("", placebo.found)}
        for placebo in found.starts
    ]
    return [effect, *placebos]


def _verdict(found: _Findings, events: int) -> str:
    if events < _FEW_EVENTS:
        return "too_few"
    if found.is_certain:
        return "decrease" if found.effect.ratio < 1 else "increase"
    if found.went_apart_before:
        return "unclear"
    # Within ten per cent, by the interval: a comparison with no interval is not stable but unknown.
    least, most = _SIMILAR
    return "stable" if found.effect.low >= least and found.effect.high <= most else "unclear"


def _sentence(found: _Findings, verdict: str, observed: int) -> str:
    """Say in Swedish what the comparison shows, for a board."""
    effect = found.effect
    expected = observed / effect.ratio
    counts = (
        f"Där åtgärden gjordes hände {swedish.count(observed)} fall efter starten. Om det hade gått som i "
        f"jämförelseområdena skulle det ha blivit ungefär {swedish.number(expected, 0)}"
    )
    if verdict == "too_few":
        return f"{counts}. Så få fall säger inget om åtgärden."
    if not np.isfinite(effect.se):
        return f"{counts}. Det går inte att säga hur säker skillnaden är. Därför kan ingen slutsats dras."
    span = f" ({swedish.number(observed / effect.high, 0)}–{swedish.number(observed / effect.low, 0)})"
    size = f"{swedish.change(effect.ratio)} ({swedish.change_interval(effect.low, effect.high)})"
    if verdict in ("decrease", "increase"):
        word = "minskning" if verdict == "decrease" else "ökning"
        before = " Områdena gick isär redan före starten, men mindre än så." * found.went_apart_before
        return f"{counts}{span}. Det är en säker {word}: {size}.{before}"
    if found.went_apart_before:
        return f"{counts}{span}. Men områdena gick isär redan före starten. Därför kan ingen slutsats dras."
    if verdict == "stable":
        return f"{counts}{span}. Skillnaden är liten: {size}."
    return f"{counts}{span}. Skillnaden kan vara en slump: {size}. Ingen slutsats kan dras om åtgärden."


def _doubts(found: _Findings) -> list[str]:
    effect, doubts = found.effect, []
    units = effect.treated_units + effect.control_units
    if not np.isfinite(effect.se):
        doubts.append(
            "Det finns för få områden, eller ingen variation mellan dem, för att räkna ut ett intervall. "
            "Lägg till jämförelseområden."
        )
    elif effect.is_pooled:
        doubts.append(
            "Åtgärden eller jämförelsen finns i ett enda område. Intervallet antar att det varierar som de "
            "andra."
        )
    if found.is_few:
        least = swedish.number(1 / (found.units.draws + 1), 3)
        doubts.append(
            f"Områdena är bara {units}. Därför måste också jämförelsen där områdena byter roller visa en "
            f"skillnad (p_randomisation, som lägst {least})."
        )
    if found.went_apart_before:
        doubts.append(
            "Områdena med och utan åtgärd utvecklades olika redan före starten. Välj jämförelseområden som "
            "följde dem, eller låt frågan vara öppen."
        )
    elif not found.was_checked:
        doubts.append(
            "Tiden före starten är för kort för att pröva om områdena följdes åt. Lägg till tidigare "
            "perioder."
        )
    doubts.append(
        "Valdes områdena för att det var värst där minskar talen av sig själva. Jämför med lika utsatta "
        "områden."
    )
    return doubts


_SUMMARY = (
    "ratio",
    "low",
    "high",
    "p_value",
    "p_randomisation",
    "verdict",
    "sentence",
    "design_strength",
    "observed",
    "expected_without",
    "expected_low",
    "expected_high",
    "treated_units",
    "control_units",
    "before",
    "after",
    "se_log",
    "degrees",
    "dispersion",
    "placebo_start",
    "placebo_ratio",
    "placebo_low",
    "placebo_high",
    "placebo_p_value",
    "placebo_starts",
    "placebo_starts_significant",
    "placebo_units",
    "placebo_units_as_large",
    "placebo_units_p_value",
    "trend_before_ratio",
    "trend_before_low",
    "trend_before_high",
    "trend_before_p_value",
    "periods",
)

METHOD = Method(
    name="effect-did",
    question="Gick det bättre där åtgärden gjordes än i andra områden?",
    answers=(
        "Hur mycket mer eller mindre antalet ändrades där åtgärden gjordes än i jämförelseområdena, med "
        "intervall. Prövar också påhittade startdatum och låter områdena byta roller: då ska inget synas."
    ),
    source=(
        "Wooldridge 2023, Econometrics Journal 26, C31-C66; Bell & McCaffrey 2002, Survey Methodology 28, "
        "169-181; MacKinnon & Webb 2020, Journal of Econometrics 218, 435-450; Rambachan & Roth 2023, "
        "Review of Economic Studies 90, 2555-2591"
    ),
    columns=(
        Column("unit", "text", "området eller platsen"),
        Column("date", "date", "periodens första dag"),
        Column("count", "count", "antal händelser"),
        Column(
            "treated", "yes_no", "om området får åtgärden, på alla områdets rader eller bara från starten"
        ),
        Column("exposure", "number", "bas, till exempel befolkning", required=False, above_zero=True),
    ),
    options=(
        Option("start", "date", "när åtgärden började"),
        Option("confidence", "number", "intervallens täckning", 0.95, least=0.5, most=0.999),
        Option("permutations", "integer", "antal gånger områdena byter roller", 999, least=99, most=99999),
        Option(
            "missing",
            "choice",
            "rad som saknas: 0 händelser (zero) eller okänt (leave-out); auto: zero om ingen rad är 0",
            "auto",
            choices=("auto", "zero", "leave-out"),
        ),
    ),
    fields=("kind", "start", "ratio", "low", "high", "p_value"),
    run=run,
    is_random=True,
)
