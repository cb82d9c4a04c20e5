"""`effect-its`: did the level or the trend change when the measure began?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.document import swedish
from lagesbild.methods.answer import MethodAnswer, Value, plain, rows_of
from lagesbild.methods.date_gaps import check_dates
from lagesbild.methods.description import Column, Method, Option, OptionError, Options
from lagesbild.series.count_models import Family, NoFitError
from lagesbild.series.effect import RatioChange, SeriesEffect, interrupted_series, season_terms
from lagesbild.series.regular import Days, RegularSeries, regular_series

By = Literal["week", "month"]

_SHORT: dict[By, int] = {"month": 24, "week": 104}  # steps before the start below which a season is a guess
_FEW_AFTER: dict[By, int] = {"month": 6, "week": 12}
_WORDS: dict[By, str] = {"month": "månader", "week": "veckor"}
_LEAST_NUMBER, _MOST_NUMBER = 1e-9, 1e18  # a ratio or count outside is the sign of a model without support
_UNCONTROLLED = 2
"""Maryland scale: before and after, with nothing to compare with."""


@dataclass(frozen=True, slots=True)
class _Steps:
    series: RegularSeries
    by: By
    used: NDArray[np.bool_]
    """False for the step in which the measure began, when it is neither before nor after."""
    after: NDArray[np.bool_]


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Fit the series with a change of level and trend at the start."""
    start = options.date_or_none("start")
    if start is None:
        raise OptionError("effect-its behöver veta när åtgärden började. Skriv --start 2024-03-01.")
    if not frame.height:
        return METHOD.answer(
            options, n=0, summary=dict.fromkeys(_SUMMARY), warnings=["Tabellen har inga rader."]
        )
    check_dates(frame, "date")
    steps = _steps(frame, start, options)
    warnings = _data_warnings(steps, start)
    counts, exposure = steps.series.counts[0][steps.used], steps.series.exposure
    try:
        found = interrupted_series(
            counts,
            _season(steps.series.starts[steps.used], options),
            steps.after[steps.used],
            steps=np.flatnonzero(steps.used).astype(np.float64),
            exposure=None if exposure is None else exposure[0][steps.used],
            family=cast(Family, options.text("model")),
            confidence=options.number("confidence"),
        )
        _check_says_something(found)
    except NoFitError:
        warnings.append(_why_not(steps, counts))
        return METHOD.answer(options, n=frame.height, summary=dict.fromkeys(_SUMMARY), warnings=warnings)
    rows = rows_of(
        {
            "date": [str(day) for day in steps.series.starts[steps.used]],
            "count": counts,
            "fitted": found.fitted,
            "counterfactual": found.counterfactual,
        }
    )
    return METHOD.answer(
        options,
        n=frame.height,
        summary=_summary(found, steps),
        rows=rows,
        warnings=warnings + _fit_warnings(found, options),
    )


def _check_says_something(found: SeriesEffect) -> None:
    """Refuse a fit that ran away, as where all events lie on one side of the start."""
    numbers = (found.level.low, found.level.high, found.expected_without, found.expected_high)
    if not all(_LEAST_NUMBER < number < _MOST_NUMBER for number in numbers):
        raise NoFitError("the estimates run away")


def _steps(frame: pl.DataFrame, start: date, options: Options) -> _Steps:
    days = frame["date"].to_numpy().astype("datetime64[D]")
    by = _by(days, options)
    exposure = frame["exposure"].to_numpy() if "exposure" in frame.columns else None
    series = regular_series(days, frame["count"].to_numpy(), by=by, exposure=exposure)
    begin = np.datetime64(start)
    ends = np.append(series.starts[1:], series.starts[-1] + (7 if by == "week" else 31))
    after = series.starts >= begin
    within = ~after & (begin < ends)
    within[-1] &= bool(begin <= series.last_day)
    return _Steps(series, by, ~within, after)


def _by(days: Days, options: Options) -> By:
    chosen = options.text("by")
    if chosen != "auto":
        return cast(By, chosen)
    first = days == days.astype("datetime64[M]").astype("datetime64[D]")
    return "month" if first.all() else "week"


def _season(days: Days, options: Options) -> NDArray[np.float64]:
    try:
        return season_terms(days, options.text("season"))
    except ValueError:
        raise OptionError(
            f"--season '{options.text('season')}' finns inte. Skriv harmonic:2, month eller none."
        ) from None


def _summary(found: SeriesEffect, steps: _Steps) -> dict[str, Value]:
    after = steps.after & steps.used
    return {
        **_ratio("level", found.level),
        **_ratio("slope", found.slope),
        "step": steps.by,
        "before": int((~steps.after & steps.used).sum()),
        "after": int(after.sum()),
        "observed": found.observed_after,
        "expected_without": found.expected_without,
        "expected_low": found.expected_low,
        "expected_high": found.expected_high,
        "dispersion": found.dispersion,
        "autocorrelation": found.autocorrelation,
        "peak_before": plain(found.peak_before),
        "design_strength": _UNCONTROLLED,
        "sentence": _sentence(found),
    }


def _sentence(found: SeriesEffect) -> str:
    """Say in Swedish what the series shows, for a board; without a comparison never what caused it."""
    level = found.level
    counts = (
        f"Efter starten hände {swedish.count(found.observed_after)} fall. Med årstid och trend som före "
        f"starten väntades ungefär {swedish.number(found.expected_without, 0)} "
        f"({swedish.number(found.expected_low, 0)}–{swedish.number(found.expected_high, 0)})"
    )
    size = f"{swedish.change(level.ratio)} ({swedish.change_interval(level.low, level.high)})"
    if level.low <= 1 <= level.high:
        return f"{counts}. Ändringen vid starten kan vara en slump: {size}. Ingen slutsats kan dras."
    if found.starts_at_a_peak and level.ratio < 1:
        return f"{counts}. Nivån ändrades {size}, men starten följde på en topp. Ingen slutsats kan dras."
    return f"{counts}. Nivån ändrades säkert vid starten: {size}. Vad som gjorde det går inte att säga."


def _ratio(name: str, change: RatioChange) -> dict[str, Value]:
    return {
        f"{name}_ratio": change.ratio,
        f"{name}_low": plain(change.low),
        f"{name}_high": plain(change.high),
        f"{name}_p_value": change.p_value,
    }


def _data_warnings(steps: _Steps, start: date) -> list[str]:
    warnings, word = [], _WORDS[steps.by]
    if filled := int(steps.series.filled.sum()):
        warnings.append(
            f"{word.capitalize()} utan rad i tabellen räknas som 0 händelser: {filled} av {len(steps.used)}."
        )
    if (~steps.used).any():
        warnings.append(
            f"Åtgärden började {start}, mitt i en period. Den perioden räknas varken som före eller efter."
        )
    before, after = int((~steps.after & steps.used).sum()), int(steps.after.sum())
    if 0 < before < _SHORT[steps.by]:
        warnings.append(f"Bara {before} {word} före starten. Årstid och trend blir osäkra; två år är minst.")
    if 0 < after < _FEW_AFTER[steps.by]:
        warnings.append(f"Bara {after} {word} efter starten. Ändringen av trenden säger lite.")
    return warnings


def _fit_warnings(found: SeriesEffect, options: Options) -> list[str]:
    warnings = []
    if found.starts_at_a_peak:
        warnings.append(
            "De tre perioderna före starten låg ovanligt högt. En topp faller tillbaka av sig själv, så "
            "minskningen blir för stor (regression mot medelvärdet)."
        )
    limit = 2 / np.sqrt(len(found.fitted))
    if found.autocorrelation > limit and options.text("model") != "poisson-hac":
        warnings.append(
            f"Perioderna hänger ihop (autokorrelation {swedish.number(found.autocorrelation, 2)}), så "
            "intervallen är för smala. Kör med --model poisson-hac."
        )
    warnings.append("Det finns inget jämförelseområde. Annat som hände samtidigt ingår i talen.")
    return warnings


def _why_not(steps: _Steps, counts: NDArray[np.float64]) -> str:
    if not steps.after.any() or steps.after[steps.used].all():
        return "Det finns inga perioder både före och efter starten. Ändra --start eller lägg till uppgifter."
    if not counts.any():
        return "Det finns inga händelser i serien. Då finns inget att skatta."
    return "Serien är för kort eller för tom för modellen. Lägg till uppgifter eller välj --season none."


_SUMMARY = (
    "level_ratio",
    "level_low",
    "level_high",
    "level_p_value",
    "slope_ratio",
    "slope_low",
    "slope_high",
    "slope_p_value",
    "step",
    "before",
    "after",
    "observed",
    "expected_without",
    "expected_low",
    "expected_high",
    "dispersion",
    "autocorrelation",
    "peak_before",
    "design_strength",
    "sentence",
)

METHOD = Method(
    name="effect-its",
    question="Ändrades nivån eller trenden när åtgärden började?",
    answers=(
        "Hur nivån och trenden ändrades vid starten, som kvoter med intervall, och hur många händelser som "
        "hade väntats utan ändringen."
    ),
    source=(
        "Lopez Bernal, Cummins & Gasparrini 2017, International Journal of Epidemiology 46, 348-355; "
        "Newey & West 1987, Econometrica 55, 703-708"
    ),
    columns=(
        Column("date", "date", "månadens eller veckans första dag, eller dagen"),
        Column("count", "count", "antal händelser"),
        Column("exposure", "number", "bas, till exempel befolkning", required=False, above_zero=True),
    ),
    options=(
        Option("start", "date", "när åtgärden började"),
        Option("season", "text", "årstid: harmonic:2, month eller none", "harmonic:2"),
        Option(
            "model",
            "choice",
            "modell för antalen",
            "quasi-poisson",
            choices=("quasi-poisson", "negative-binomial", "poisson-hac"),
        ),
        Option("by", "choice", "hur serien delas in", "auto", choices=("auto", "week", "month")),
        Option("confidence", "number", "intervallens täckning", 0.95, least=0.5, most=0.999),
    ),
    fields=("date", "count", "fitted", "counterfactual"),
    run=run,
)
