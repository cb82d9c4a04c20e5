"""`forecast`: what is to be expected if all goes on as before?"""

from typing import Literal, cast

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.date_gaps import check_dates
from lagesbild.methods.description import Column, Method, Option, Options
from lagesbild.series.forecast import LEAST, Forecast, forecast
from lagesbild.series.regular import RegularSeries, regular_series

By = Literal["week", "month"]

_WORDS: dict[By, str] = {"week": "veckor", "month": "månader"}
_PERIOD: dict[By, str] = {"week": "veckan", "month": "månaden"}
_NAMED = 5


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Foretell every series of the table from its level and season."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    check_dates(frame, "date")
    by = cast(By, options.text("by"))
    names: list[str | None] = [None]
    labels = np.zeros(frame.height, dtype=np.int64)
    if "series" in frame.columns:
        names = frame["series"].unique().sort().to_list()
        number = {name: index for index, name in enumerate(names)}
        labels = np.array([number[name] for name in frame["series"].to_list()], dtype=np.int64)
    series = regular_series(frame["date"].to_numpy(), frame["count"].to_numpy(), by=by, labels=labels)
    steps = _whole_steps(series, by)
    warnings = _data_warnings(series, steps, by)
    if steps < LEAST[by]:
        warnings.append(
            f"Serien är {steps} {_WORDS[by]}. Det behövs minst {LEAST[by]}. Lägg till tidigare uppgifter."
        )
        return METHOD.answer(options, n=frame.height, summary={"steps": steps}, warnings=warnings)
    found = forecast(
        series.counts[:, :steps], series.starts[:steps], horizon=options.integer("horizon"), by=by
    )
    return METHOD.answer(
        options,
        n=frame.height,
        summary={"steps": steps, "series": len(names), "has_season": found.has_season},
        rows=rows_of(_columns(names, found)),
        warnings=warnings + _fit_warnings(names, found),
    )


def _whole_steps(series: RegularSeries, by: By) -> int:
    """Number of steps without a last one that the table's days do not fill."""
    last = series.starts[-1]
    following = last + 7 if by == "week" else (last.astype("datetime64[M]") + 1).astype("datetime64[D]")
    is_cut = series.was_daily and series.last_day + 1 < following
    return len(series.starts) - int(is_cut)


def _columns(
    names: list[str | None], found: Forecast
) -> dict[str, list[str | None] | np.typing.NDArray[np.float64]]:
    horizon = len(found.starts)
    days: list[str | None] = [str(day) for day in found.starts]
    return {
        "series": [name for name in names for _ in range(horizon)],
        "date": days * len(names),
        "mean": found.mean.ravel(),
        "low80": found.low80.ravel(),
        "high80": found.high80.ravel(),
        "low95": found.low95.ravel(),
        "high95": found.high95.ravel(),
    }


def _data_warnings(series: RegularSeries, steps: int, by: By) -> list[str]:
    warnings, word = [], _WORDS[by]
    if filled := int(series.filled.sum()):
        warnings.append(
            f"{word.capitalize()} utan rad i tabellen räknas som 0 händelser: "
            f"{filled} av {series.counts.size}."
        )
    if steps < len(series.starts):
        warnings.append(
            f"Tabellen slutar {series.last_day}, mitt i {_PERIOD[by]}. Den {_PERIOD[by]} räknas inte med."
        )
    return warnings


def _fit_warnings(names: list[str | None], found: Forecast) -> list[str]:
    warnings = []
    empty = [str(names[index]) for index in np.flatnonzero(np.isnan(found.dispersion)).tolist()]
    if empty:
        which = (
            ""
            if names == [None]
            else f" ({', '.join(empty[:_NAMED])}{' med flera' if len(empty) > _NAMED else ''})"
        )
        warnings.append(f"Inga händelser i serien{which}. Då finns inget att räkna fram.")
    if not found.has_season:
        warnings.append(
            "Serien är kortare än två år. Årstiden går inte att se, så nivån räknas fram utan den."
        )
    return warnings


METHOD = Method(
    name="forecast",
    question="Vad är att vänta de närmaste veckorna om allt fortsätter som förut?",
    answers=(
        "Väntat antal med 80 och 95 procents intervall för varje kommande vecka eller månad. En "
        "jämförelsegrund, inte ett löfte."
    ),
    source=(
        "West & Harrison 1997, Bayesian Forecasting and Dynamic Models, ch. 6; "
        "Harvey & Fernandes 1989, Journal of Business & Economic Statistics 7, 407-417"
    ),
    columns=(
        Column("date", "date", "veckans eller månadens första dag, eller dagen"),
        Column("count", "count", "antal händelser"),
        Column("series", "text", "vilken serie raden hör till", required=False),
    ),
    options=(
        Option("horizon", "integer", "antal veckor eller månader framåt", 13, least=1, most=104),
        Option("by", "choice", "veckor eller månader", "week", choices=("week", "month")),
    ),
    fields=("series", "date", "mean", "low80", "high80", "low95", "high95"),
    run=run,
)
