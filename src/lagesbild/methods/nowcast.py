"""`nowcast`: how many events have happened lately that are not registered yet?"""

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, Row, Value, rows_of
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.series.nowcast import NoNowcastError, Nowcast, nowcast

_EPOCH = date(1970, 1, 1)
_LATE_SHARE = 0.02  # share of events registered after the longest delay that is worth a warning
_TAIL = 0.025


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Estimate the latest days, or whole weeks, as seen on the chosen day."""
    if not frame.height:
        return METHOD.answer(
            options, n=0, summary=dict.fromkeys(_SUMMARY), warnings=["Tabellen har inga rader."]
        )
    event, report = _days(frame["event_date"]), _days(frame["report_date"])
    chosen, max_delay = options.date_or_none("as-of"), options.integer("max-delay")
    as_of = int(report.max()) if chosen is None else (chosen - _EPOCH).days
    warnings = _warnings(event, report, as_of, max_delay, is_chosen=chosen is not None)
    try:
        found = nowcast(event, report, as_of=as_of, max_delay=max_delay, seed=options.seed)
    except NoNowcastError:
        warnings.append(
            f"Historiken räcker inte. Det behövs minst två veckor med händelser som är äldre än {max_delay} "
            "dagar. Välj kortare --max-delay eller lägg till tidigare händelser."
        )
        return METHOD.answer(options, n=frame.height, summary=dict.fromkeys(_SUMMARY), warnings=warnings)
    known = frame.height - int(((report > as_of) | (report < event)).sum())
    summary: dict[str, Value] = {
        "as_of": str(_EPOCH + timedelta(days=as_of)),
        "reported": int(found.reported.sum()),
        "estimate": float(found.estimate.sum()),
        "low": float(np.quantile(found.draws.sum(axis=1), _TAIL)),
        "high": float(np.quantile(found.draws.sum(axis=1), 1 - _TAIL)),
        "median_delay": found.median_delay,
    }
    rows = _by_week(found, as_of) if options.text("by") == "week" else _by_day(found, as_of)
    return METHOD.answer(options, n=known, summary=summary, rows=rows, warnings=warnings)


def _days(column: pl.Series) -> NDArray[np.int64]:
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def _by_day(found: Nowcast, as_of: int) -> list[Row]:
    first = as_of - len(found.reported) + 1
    return rows_of(
        {
            "date": [str(_EPOCH + timedelta(days=first + at)) for at in range(len(found.reported))],
            "reported": found.reported,
            "estimate": found.estimate,
            "low": found.low,
            "high": found.high,
            "completeness": found.completeness,
        }
    )


def _by_week(found: Nowcast, as_of: int) -> list[Row]:
    """Sums over ISO weeks; the first and the last are left out when they are not whole."""
    day = as_of - len(found.reported) + 1 + np.arange(len(found.reported))
    week = (day + 3) // 7  # 1 January 1970 was a Thursday
    numbers, counts = np.unique(week, return_counts=True)
    rows: list[Row] = []
    for number in numbers[counts == 7].tolist():
        mine = week == number
        total = found.draws[:, mine].sum(axis=1)
        low, high = np.quantile(total, [_TAIL, 1 - _TAIL], method="inverted_cdf")
        reported, estimate = int(found.reported[mine].sum()), float(found.estimate[mine].sum())
        rows.append(
            {
                "date": str(_EPOCH + timedelta(days=int(day[mine][0]))),
                "reported": reported,
                "estimate": estimate,
                "low": float(low),
                "high": float(high),
                "completeness": reported / estimate if estimate > 0 else None,
            }
        )
    return rows


def _warnings(
    event: NDArray[np.int64], report: NDArray[np.int64], as_of: int, max_delay: int, *, is_chosen: bool
) -> list[str]:
    warnings, delay = [], report - event
    if wrong := int((delay < 0).sum()):
        warnings.append(f"{wrong} rader är registrerade före händelsen och räknas inte. Rätta datumen.")
    if later := int((report > as_of).sum()):
        warnings.append(
            f"{later} rader är registrerade efter {_EPOCH + timedelta(days=as_of)} och räknas inte."
        )
    old = event <= as_of - 2 * max_delay
    late = int((delay[old] > max_delay).sum())
    if late > _LATE_SHARE * max(int(old.sum()), 1):
        warnings.append(
            f"{late} av {int(old.sum())} äldre händelser registrerades efter mer än {max_delay} dagar. "
            "De ingår inte i uppskattningen. Öka --max-delay om de ska med."
        )
    if not is_chosen:
        warnings.append(
            f"Dagen är den sista registreringen, {_EPOCH + timedelta(days=as_of)}. "
            "Ange --as-of om uppgifterna är hämtade en annan dag."
        )
    return warnings


_SUMMARY = ("as_of", "reported", "estimate", "low", "high", "median_delay")

METHOD = Method(
    name="nowcast",
    question="Hur många händelser har skett på sistone som ännu inte är registrerade?",
    answers=(
        "För de senaste dagarna eller veckorna: hur många som är registrerade, hur många det väntas bli och "
        "mellan vilka tal."
    ),
    source=(
        "Lawless 1994, Canadian Journal of Statistics 22, 15-31; "
        "Höhle & an der Heiden 2014, Biometrics 70, 993-1002"
    ),
    columns=(
        Column("event_date", "date", "dag då det hände"),
        Column("report_date", "date", "dag då det registrerades"),
    ),
    options=(
        Option("as-of", "date", "dag som uppgifterna gäller; tomt ger den sista registreringen"),
        Option("max-delay", "integer", "dagar som man väntar på en registrering", 60, least=1, most=730),
        Option("by", "choice", "dagar eller hela ISO-veckor", "day", choices=("day", "week")),
    ),
    fields=("date", "reported", "estimate", "low", "high", "completeness"),
    run=run,
    is_random=True,
)
