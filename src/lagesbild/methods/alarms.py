"""`alarms`: which weeks have more events than their own past leads us to expect?"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, cast

import numpy as np
import polars as pl
from scipy import special

from lagesbild.methods.answer import MethodAnswer, Row, Value, rows_of
from lagesbild.methods.date_gaps import check_dates
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.series.alarms import Alarms, Status
from lagesbild.series.control_charts import BASELINE_WEEKS, EarsKind, cusum, ears
from lagesbild.series.farrington import FarringtonSettings, Threshold, Trend, farrington
from lagesbild.series.quasi_poisson import IntArray
from lagesbild.series.regular import RegularSeries, regular_series

_NAMED = 5  # series named in a warning; a longer list hides the other warnings
_EARLY = 52  # weeks without a row at the start after which a series is said to start late


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Add the rows up to weeks and judge each week of each series."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    check_dates(frame, "date")
    names, labels = _series(frame)
    weekly = regular_series(
        frame["date"].to_numpy(),
        frame["count"].to_numpy(),
        labels=labels,
        exposure=frame["population"].to_numpy() if "population" in frame.columns else None,
    )
    judged = _judged(weekly, options)
    if not len(judged):
        return METHOD.answer(options, n=frame.height, warnings=[_outside(weekly)])
    found = _judge(weekly, judged, options)
    rows = _rows(names, weekly, found, drop_short=options.date_or_none("from") is None)
    return METHOD.answer(
        options,
        n=frame.height,
        summary=_summary(weekly, found, options),
        rows=rows,
        warnings=_warnings(names, weekly, found, options),
    )


def _series(frame: pl.DataFrame) -> tuple[list[str | None], IntArray]:
    if "series" not in frame.columns:
        return [None], np.zeros(frame.height, dtype=np.int64)
    names = frame["series"].unique().sort().to_list()
    number = {name: index for index, name in enumerate(names)}
    return names, np.array([number[name] for name in frame["series"].to_list()], dtype=np.int64)


def _judged(weekly: RegularSeries, options: Options) -> IntArray:
    first, last = options.date_or_none("from"), options.date_or_none("to")
    weeks = len(weekly.starts)
    wanted = np.ones(weeks, dtype=np.bool_)
    if last is not None:
        wanted &= weekly.starts <= np.datetime64(last)
    if first is not None:
        wanted &= weekly.starts + 6 >= np.datetime64(first)
    elif options.text("algorithm") == "cusum":
        # The weeks before the first judged one are its in-control history.
        wanted[: min(_EARLY, weeks // 2)] = False
    return np.flatnonzero(wanted)


def _judge(weekly: RegularSeries, judged: IntArray, options: Options) -> Alarms:
    algorithm = options.text("algorithm")
    if algorithm == "cusum":
        return cusum(weekly.counts, judged=judged)
    if algorithm.startswith("ears-"):
        kind = cast(EarsKind, algorithm.removeprefix("ears-"))
        return ears(weekly.counts, judged=judged, kind=kind, alpha=options.number("alpha"))
    return farrington(
        weekly.counts,
        judged=judged,
        dates=weekly.starts,
        population=weekly.exposure,
        settings=_settings(options),
    )


def _settings(options: Options) -> FarringtonSettings:
    return FarringtonSettings(
        years_back=options.integer("years-back"),
        half_window=options.integer("half-window"),
        exclude_weeks=options.integer("exclude-weeks"),
        season_groups=options.integer("season-groups"),
        weights_threshold=options.number("weights-threshold"),
        trend=cast(Trend, options.text("trend")),
        threshold=cast(Threshold, options.text("threshold")),
        alpha=options.number("alpha"),
    )


def _rows(
    names: Sequence[str | None], weekly: RegularSeries, found: Alarms, *, drop_short: bool
) -> list[Row]:
    """One row per series and judged week; weeks without enough history only where they were asked for."""
    shown = np.ones(found.status.shape, dtype=np.bool_)
    if drop_short:
        shown = found.status != Status.TOO_SHORT
        if not shown.any():
            shown[:, -1] = True
    series, week = np.nonzero(shown)
    alarms, answered = found.alarm[shown], np.isin(found.status[shown], (Status.OK, Status.TOO_FEW))
    return rows_of(
        {
            "series": [names[index] for index in series.tolist()],
            "date": [str(day) for day in weekly.starts[found.judged[week]]],
            "observed": found.observed[shown].astype(np.int64),
            "expected": found.expected[shown],
            "upper": found.upper[shown],
            "alarm": [bool(alarm) if ok else None for alarm, ok in zip(alarms, answered, strict=True)],
            "p_value": found.p_value[shown],
            "dispersion": found.dispersion[shown],
            "score": found.score[shown],
        }
    )


def _summary(weekly: RegularSeries, found: Alarms, options: Options) -> dict[str, Value]:
    limits = int((~np.isnan(found.upper)).sum())
    chance = _chance(options.text("algorithm"), options.number("alpha"))
    return {
        "series": len(weekly.counts),
        "weeks": len(weekly.starts),
        "first_week": str(weekly.starts[0]),
        "last_week": str(weekly.starts[-1]),
        "judged": limits,
        "alarms": int(found.alarm.sum()),
        "alarms_by_chance": None if chance is None else limits * chance,
    }


def _chance(algorithm: str, alpha: float) -> float | None:
    """Return the share of quiet weeks that get an alarm; None where there is no simple answer.

    EARS takes the mean and spread of seven weeks for the truth. The week's distance from such a mean, in such
    spreads, follows Student's t with six degrees of freedom times the root of 1 + 1/7.
    """
    if algorithm in ("ears-c1", "ears-c2"):
        return float(
            special.stdtr(BASELINE_WEEKS - 1, special.ndtri(alpha) / math.sqrt(1 + 1 / BASELINE_WEEKS))
        )
    return alpha if algorithm == "farrington-flexible" else None


def _warnings(
    names: Sequence[str | None], weekly: RegularSeries, found: Alarms, options: Options
) -> list[str]:
    warnings = _data_warnings(names, weekly)
    short = (found.status == Status.TOO_SHORT).all(axis=1)
    if options.date_or_none("from") is not None:
        short = (found.status == Status.TOO_SHORT).any(axis=1)
    if short.any():
        warnings.append(_too_short(_named(names, short), options))
    if (empty := (found.status == Status.NO_CASES).any(axis=1)).any():
        warnings.append(
            f"Inga händelser i historiken{_named(names, empty)}. Då finns inget att jämföra med. "
            "Titta på veckorna för hand."
        )
    if (flat := (found.status == Status.NO_VARIATION).any(axis=1)).any():
        warnings.append(
            f"Samma antal i alla jämförelseveckor{_named(names, flat)}. "
            "Då finns ingen spridning att mäta mot."
        )
    if (unsure := (found.status == Status.NO_LIMIT).any(axis=1)).any():
        warnings.append(
            f"Modellen går inte att skatta för vissa veckor{_named(names, unsure)}, oftast för att årstiden "
            "saknar händelser tidigare år. Välj --threshold nb-plugin."
        )
    if options.text("algorithm") == "ears-c3" and found.alarm.any():
        warnings.append(
            "C3 larmar för veckor efter två som tillsammans låg högt, vad veckan själv än har. Läs larmet "
            "som att något har pågått, och se på veckorna före."
        )
    if few := int((found.status == Status.TOO_FEW).sum()):
        warnings.append(
            f"{few} av {found.status.size} veckor har färre än 5 händelser på fyra veckor. "
            "Då sätts ingen gräns och inget larm ges."
        )
    return warnings


def _data_warnings(names: Sequence[str | None], weekly: RegularSeries) -> list[str]:
    warnings = []
    if filled := int(weekly.filled.sum()):
        warnings.append(
            f"Veckor utan rad räknas som 0 händelser: {filled} av {weekly.counts.size}, från "
            f"{weekly.starts[0]} till {weekly.starts[-1]}. Lägg till rader om uppgifter saknas."
        )
    if weekly.was_daily and weekly.last_day < weekly.starts[-1] + 6:
        warnings.append(
            f"Sista veckan börjar {weekly.starts[-1]} men tabellen slutar {weekly.last_day}. "
            "Veckan är kanske inte hel."
        )
    if (late := weekly.first_row > _EARLY).any():
        warnings.append(
            f"Första raden kommer mer än ett år efter tabellens början{_named(names, late)}. "
            "Tiden före räknas som 0 händelser."
        )
    return warnings


def _too_short(which: str, options: Options) -> str:
    algorithm = options.text("algorithm")
    if algorithm == "farrington-flexible":
        years, window = options.integer("years-back"), options.integer("half-window")
        needed = f"Metoden behöver {years} år och {window} veckor före veckan som bedöms"
        advice = "Välj färre år med --years-back eller en metod för korta serier: --algorithm ears-c2."
    elif algorithm == "cusum":
        needed, advice = (
            "Metoden behöver veckor före den första som bedöms",
            "Välj en senare vecka med --from.",
        )
    else:
        weeks = {"ears-c1": 7, "ears-c2": 9, "ears-c3": 11}[algorithm]
        needed, advice = f"Metoden behöver {weeks} veckor före", "Lägg till tidigare veckor."
    return f"Historiken räcker inte{which}. {needed}. {advice}"


def _named(names: Sequence[str | None], chosen: np.typing.NDArray[np.bool_]) -> str:
    which = [str(names[index]) for index in np.flatnonzero(chosen).tolist() if names[index] is not None]
    if not which:
        return ""
    more = f" och {len(which) - _NAMED} till" if len(which) > _NAMED else ""
    return f" ({', '.join(which[:_NAMED])}{more})"


def _outside(weekly: RegularSeries) -> str:
    last: date = weekly.starts[-1].item()
    return (
        f"Ingen vecka att bedöma: tabellen går från {weekly.starts[0]} till {last + timedelta(days=6)}. "
        "Ändra --from eller --to."
    )


_ALGORITHMS: tuple[Literal["farrington-flexible", "ears-c1", "ears-c2", "ears-c3", "cusum"], ...] = (
    "farrington-flexible",
    "ears-c1",
    "ears-c2",
    "ears-c3",
    "cusum",
)

METHOD = Method(
    name="alarms",
    question="Vilka veckor sticker ut jämfört med hur det brukar vara?",
    answers=(
        "För varje vecka: hur många händelser som väntas med hänsyn till årstid och trend, gränsen för larm "
        "och om antalet går över den."
    ),
    source=(
        "Farrington et al. 1996, JRSS A 159, 547-563; Noufaily et al. 2013, Statistics in Medicine 32, "
        "1206-1222; Salmon et al. 2016, Journal of Statistical Software 70(10); Fricker et al. 2008, "
        "Statistics in Medicine 27, 3407-3429 (EARS); "
        "Rossi et al. 1999, Statistics in Medicine 18, 2111-2122 (CUSUM)"
    ),
    columns=(
        Column("date", "date", "veckans första dag, eller dagen; dagar läggs ihop till ISO-veckor"),
        Column("count", "count", "antal händelser"),
        Column("series", "text", "vilken serie raden hör till, till exempel brottstyp", required=False),
        Column(
            "population", "number", "befolkning eller annan bas för antalet", required=False, above_zero=True
        ),
    ),
    options=(
        Option("algorithm", "choice", "metod", "farrington-flexible", choices=_ALGORITHMS),
        Option("from", "date", "första dag som bedöms"),
        Option("to", "date", "sista dag som bedöms"),
        Option("years-back", "integer", "antal tidigare år att jämföra med", 4, least=1, most=20),
        Option(
            "half-window", "integer", "veckor på var sida om samma vecka tidigare år", 3, least=0, most=12
        ),
        Option(
            "exclude-weeks",
            "integer",
            "senaste veckor som inte räknas till historiken",
            26,
            least=0,
            most=104,
        ),
        Option("season-groups", "integer", "antal årstidsgrupper; 1 ger bara fönstren", 10, least=1, most=26),
        Option(
            "weights-threshold", "number", "residual över vilken en gammal topp viktas ned", 2.58, least=0
        ),
        Option("trend", "choice", "trend över åren", "always", choices=("always", "if-significant", "never")),
        Option(
            "threshold",
            "choice",
            "hur gränsen räknas",
            "nb-plugin",
            choices=("nb-plugin", "nb-predictive", "muan", "delta"),
        ),
        Option("alpha", "number", "risk för falskt larm per vecka", 0.01, least=1e-9, most=0.5),
    ),
    fields=("series", "date", "observed", "expected", "upper", "alarm", "p_value", "dispersion", "score"),
    run=run,
)
