"""`season`: what is season, what is a slow change and what is the rest?"""

from typing import Literal, cast

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.date_gaps import check_dates
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.series.regular import Days, RegularSeries, regular_series
from lagesbild.series.season import decompose
from lagesbild.tables.periods import MONTHS

By = Literal["week", "month"]

_PERIOD: dict[By, int] = {"week": 52, "month": 12}
_WORDS: dict[By, str] = {"week": "veckor", "month": "månader"}


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Add the rows up to months or weeks and take the series apart."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    check_dates(frame, "date")
    days = frame["date"].to_numpy().astype("datetime64[D]")
    by = _step(days, options)
    series = regular_series(days, frame["count"].to_numpy(), by=by)
    values, period = series.counts[0], _PERIOD[by]
    warnings = _gaps(series, by)
    if len(values) <= 2 * period or not values.any() or (values == values[0]).all():
        warnings.append(_why_not(len(values), by))
        rows = rows_of({"date": [str(day) for day in series.starts], "observed": values})
        empty = {"season": None, "trend": None, "remainder": None}
        return METHOD.answer(
            options,
            n=frame.height,
            summary={"by": by, "period": period, **dict.fromkeys(_SUMMARY)},
            rows=[{**row, **empty} for row in rows],
            warnings=warnings,
        )
    parts = decompose(
        values, period=period, season_window=options.integer_or_none("window"), robust=options.flag("robust")
    )
    rows = rows_of(
        {
            "date": [str(day) for day in series.starts],
            "observed": values,
            "season": parts.season,
            "trend": parts.trend,
            "remainder": parts.remainder,
        }
    )
    high, low = int(np.argmax(parts.season[-period:])), int(np.argmin(parts.season[-period:]))
    rest = float(np.var(parts.remainder))
    summary = {
        "by": by,
        "period": period,
        "highest": _named(series.starts[-period + high], by),
        "lowest": _named(series.starts[-period + low], by),
        "strength_season": _strength(rest, float(np.var(parts.remainder + parts.season))),
        "strength_trend": _strength(rest, float(np.var(parts.remainder + parts.trend))),
    }
    return METHOD.answer(options, n=frame.height, summary=summary, rows=rows, warnings=warnings)


def _step(days: Days, options: Options) -> By:
    """Months when every date is the first of a month, otherwise weeks."""
    chosen = options.text("by")
    if chosen != "auto":
        return cast(By, chosen)
    first = days == days.astype("datetime64[M]").astype("datetime64[D]")
    return "month" if first.all() else "week"


def _strength(rest: float, together: float) -> float:
    return max(0.0, 1 - rest / together) if together > 0 else 0.0


def _named(day: np.datetime64, by: By) -> str:
    date = day.astype("datetime64[D]").item()
    return MONTHS[date.month - 1] if by == "month" else f"v. {date.isocalendar().week}"


def _gaps(series: RegularSeries, by: By) -> list[str]:
    filled = int(series.filled.sum())
    if not filled:
        return []
    word = _WORDS[by].capitalize()
    return [f"{word} utan rad i tabellen räknas som 0 händelser: {filled} av {series.counts.size}."]


def _why_not(length: int, by: By) -> str:
    if length <= 2 * _PERIOD[by]:
        return (
            f"Serien är {length} {_WORDS[by]}. Det behövs mer än två hela år för att se en årstid. "
            "Lägg till tidigare uppgifter."
        )
    return "Alla tal i serien är lika. Då finns varken årstid eller trend."


_SUMMARY = ("highest", "lowest", "strength_season", "strength_trend")

METHOD = Method(
    name="season",
    question="När på året händer det, och vad är den långsamma förändringen?",
    answers=(
        "Serien delad i årstid, trend och resten. De tre delarna blir serien tillsammans. För årshjulet, "
        "inte för att avgöra om något har förändrats."
    ),
    source=(
        "Cleveland, Cleveland, McRae & Terpenning 1990, Journal of Official Statistics 6, 3-73; styrka: "
        "Wang, Smith & Hyndman 2006, Data Mining and Knowledge Discovery 13, 335-364"
    ),
    columns=(
        Column("date", "date", "månadens eller veckans första dag, eller dagen"),
        Column("count", "number", "antal händelser, eller ett annat mått"),
    ),
    options=(
        Option("by", "choice", "hur serien delas in", "auto", choices=("auto", "week", "month")),
        Option(
            "window",
            "integer",
            "antal år som årstiden får ändras över; lämna tomt för samma varje år",
            least=7,
        ),
        Option("robust", "flag", "låt enstaka toppar väga mindre", False),
    ),
    fields=("date", "observed", "season", "trend", "remainder"),
    run=run,
)
