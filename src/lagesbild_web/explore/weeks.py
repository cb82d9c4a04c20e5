"""How a selection of incidents has developed, week by week or month by month, with what could be expected."""

from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.charts import series_with_band
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.series.forecast import Forecast, forecast
from lagesbild.tables.incidents import Incidents
from lagesbild_web.explore.hours import Chart

By = Literal["week", "month"]

JUDGED: Final = {"week": 13, "month": 6}
"""The latest steps, judged by what came before them."""
LEAST_BEFORE: Final = {"week": 52, "month": 24}
"""Steps needed before the judged ones."""
MOST_SHOWN: Final = {"week": 157, "month": 60}
PRELIMINARY_DAYS: Final = 28
"""Reports of the latest weeks are still coming in."""
METHOD: Final = (
    "Det väntade är en prognos från tiden före de bedömda perioderna: nivå och årstid, negativ "
    "binomialfördelning, 95 "
    "procent (West & Harrison 1997)."
)

Counts = npt.NDArray[np.float64]


def development(incidents: Incidents, *, first: date, last: date, today: date, by: By = "week") -> Chart:
    """Return counts per whole week or month, the latest beside what their past leads us to expect.

    Parameters
    ----------
    incidents
        The selection, also from before ``first``: the past is what the latest is judged by.
    first, last
        Local days, both included; only whole weeks or months between them are shown.
    today
        Weeks that ended less than four weeks before are preliminary.
    by
        Steps of a week (from Monday) or a month.
    """
    starts, counts = _steps(incidents, last=min(last, today), by=by)
    if len(starts) < 2:
        return Chart((f"Det finns inga hela {_name(by)} i urvalet att visa.",), "", "", None, METHOD)
    judged = JUDGED[by]
    expected = _expected(starts, counts, judged, by)
    shown = [i for i, start in enumerate(starts) if start >= first][-MOST_SHOWN[by] :]
    if len(shown) < 2:
        return Chart((f"Perioden rymmer färre än två hela {_name(by)}.",), "", "", None, METHOD)
    mean, low, high = _aligned(expected, len(starts), judged)
    outside = [i for i in shown if high[i] is not None and counts[i] > (high[i] or 0)]
    preliminary = [(today - _end(starts[i], by)).days < PRELIMINARY_DAYS for i in shown]
    svg = series_with_band(
        [starts[i] for i in shown],
        [float(counts[i]) for i in shown],
        expected=[mean[i] for i in shown],
        low=[low[i] for i in shown],
        high=[high[i] for i in shown],
        alarms=[i in outside for i in shown],
        preliminary=preliminary,
        by=by,
        band_label="Vad som kan väntas (95 %)",
    )
    table = _table(starts, counts, (mean, low, high), shown, preliminary, by)
    sentences = _sentences(starts, counts, shown, outside, (mean, high), by, judged=expected is not None)
    alt = f"Antal per {'vecka' if by == 'week' else 'månad'}. {sentences[0]} Samma tal står i tabellen."
    return Chart(sentences, svg, alt, table, METHOD)


def _steps(incidents: Incidents, *, last: date, by: By) -> tuple[list[date], Counts]:
    """Return the first day and count of every whole step from the first incident to ``last``."""
    rows = incidents.counted().frame.filter(pl.col("time_precision").is_in(["minute", "span", "day", "week"]))
    days = rows.select(
        pl.col("start").dt.convert_time_zone(incidents.timezone).dt.date().alias("day"), pl.col("count")
    ).filter(pl.col("day") <= last)
    if days.is_empty():
        return [], np.empty(0)
    every = "1w" if by == "week" else "1mo"
    by_step = days.group_by(pl.col("day").dt.truncate(every).alias("start")).agg(pl.col("count").sum())
    found: dict[date, int] = dict(by_step.iter_rows())
    first = min(found)
    # The first step is whole only when it does not begin before the data do.
    day, starts = (first if days["day"].min() == first else _end(first, by)), []
    while _end(day, by) <= last + timedelta(days=1):
        starts.append(day)
        day = _end(day, by)
    return starts, np.array([max(found.get(start, 0), 0) for start in starts], dtype=np.float64)


def _end(start: date, by: By) -> date:
    """Return the first day after the step."""
    if by == "week":
        return start + timedelta(days=7)
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1)


def _expected(starts: list[date], counts: Counts, judged: int, by: By) -> Forecast | None:
    before = len(starts) - judged
    if before < LEAST_BEFORE[by] or not counts[:before].any():
        return None
    days = np.array(starts[:before], dtype="datetime64[D]")
    return forecast(counts[None, :before], days, horizon=judged, by=by)


def _aligned(
    expected: Forecast | None, steps: int, judged: int
) -> tuple[list[float | None], list[float | None], list[float | None]]:
    empty: list[float | None] = [None] * (steps - judged) if expected is not None else [None] * steps
    if expected is None:
        return empty, empty, empty
    return (
        empty + expected.mean[0].tolist(),
        empty + expected.low95[0].tolist(),
        empty + expected.high95[0].tolist(),
    )


def _label(start: date, by: By) -> str:
    return swedish.week(start, with_year=True) if by == "week" else f"{start:%Y-%m}"


def _name(by: By) -> str:
    return "veckor" if by == "week" else "månader"


def _table(
    starts: list[date],
    counts: Counts,
    expected: tuple[list[float | None], list[float | None], list[float | None]],
    shown: list[int],
    preliminary: list[bool],
    by: By,
) -> Table:
    mean, low, high = expected
    rows = [
        (
            _label(starts[i], by),
            int(counts[i]),
            mean[i],
            low[i],
            high[i],
            "preliminärt" if is_new else "",
        )
        for i, is_new in zip(shown, preliminary, strict=True)
    ]
    return Table(
        "development",
        f"Antal per {'vecka' if by == 'week' else 'månad'}",
        (
            Column("period", "Vecka" if by == "week" else "Månad"),
            Column("count", "Antal", "count"),
            Column("expected", "Väntat", "number", 1),
            Column("low", "Väntat, minst", "number", 0, "undre gräns, 95 procent"),
            Column("high", "Väntat, högst", "number", 0, "övre gräns, 95 procent"),
            Column("note", "Anmärkning"),
        ),
        rows[::-1],
    )


def _sentences(
    starts: list[date],
    counts: Counts,
    shown: list[int],
    outside: list[int],
    expected: tuple[list[float | None], list[float | None]],
    by: By,
    *,
    judged: bool,
) -> tuple[str, ...]:
    total = int(sum(counts[i] for i in shown))
    whole = ("hel vecka", "hela veckor") if by == "week" else ("hel månad", "hela månader")
    base = f"{plural(total, 'händelse', 'händelser')} under {plural(len(shown), *whole)}."
    if not judged:
        return (
            base,
            f"Det behövs minst {LEAST_BEFORE[by] + JUDGED[by]} {_name(by)} för att säga vad som kan "
            "väntas. Läs därför inte "
            "in mer än antalen.",
        )
    if not outside:
        return (base, f"Ingen av de {JUDGED[by]} senaste {_name(by)} ligger över vad som kunde väntas.")
    mean, high = expected
    told = [
        f"{_label(starts[i], by)}: {plural(int(counts[i]), 'händelse', 'händelser')}, mot väntat "
        f"{swedish.number(mean[i])} och högst {swedish.count(high[i])}."
        for i in outside[::-1][:3]
    ]
    by_chance = swedish.number(JUDGED[by] * 0.025, 1)
    return (
        base,
        f"{plural(len(outside), 'period', 'perioder')} av de {JUDGED[by]} senaste ligger över vad som "
        "kunde väntas; av slump "
        f"väntas {by_chance}.",
        *told,
    )
