"""When on the week things happen, for a selection of incidents."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.charts import hour_weekday
from lagesbild.document.charts.clock import WEEKDAYS
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Column, Table
from lagesbild.series.aoristic import weekday_hour_table
from lagesbild.tables.incidents import Incidents

FEWEST: Final = 20
"""With fewer incidents the squares of the week are empty by chance."""
WHOLE: Final = 1e-9
"""Sums of whole shares may be this far from a whole number."""
METHOD: Final = (
    "En händelse med första och sista möjliga tid delas lika över timmarna däremellan, på den klocka som "
    "gällde "
    "(Ratcliffe 2002)."
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its words and the table that says the same."""

    sentences: tuple[str, ...]
    svg: str
    """Empty when there is too little to draw."""
    alt: str
    table: Table | None
    method: str


def hour_chart(incidents: Incidents) -> Chart:
    """Return weekday by hour for the incidents whose clock time is known."""
    rows = incidents.counted().frame
    timed = rows.filter(pl.col("time_precision").is_in(["minute", "span"]))
    without = rows.height - timed.height
    if timed.height < FEWEST:
        told = (
            f"{plural(timed.height, 'händelse', 'händelser')} i urvalet har klockslag. Det behövs minst "
            f"{FEWEST} för "
            "att visa när på veckan de sker.",
        )
        return Chart(told, "", "", None, METHOD)
    weights = weekday_hour_table(
        timed["start"].dt.replace_time_zone(None).to_numpy(),
        timed["end"].dt.replace_time_zone(None).to_numpy(),
        tz=incidents.timezone,
    )
    is_shared = bool((np.abs(weights - np.round(weights)) > WHOLE).any())
    decimals = 1 if is_shared else 0
    table = Table(
        "hours",
        "Antal per veckodag och timme",
        (
            Column("weekday", "Veckodag"),
            *(Column(f"h{hour:02d}", f"{hour:02d}", "number", decimals) for hour in range(24)),
            Column("sum", "Summa", "number", decimals),
        ),
        [
            (day, *(float(value) for value in row), float(row.sum()))
            for day, row in zip(WEEKDAYS, weights, strict=True)
        ],
    )
    return Chart(
        _sentences(timed.height, without, weights),
        hour_weekday(weights.tolist()),
        f"Antal per veckodag och timme, {swedish.count(timed.height)} händelser. Samma tal står i tabellen.",
        table,
        METHOD,
    )


def _sentences(timed: int, without: int, weights: np.ndarray) -> tuple[str, ...]:
    ordered = np.sort(weights.ravel())[::-1]
    hours = int(np.searchsorted(np.cumsum(ordered), ordered.sum() / 4)) + 1
    left_out = (
        f" {plural(without, 'händelse saknar', 'händelser saknar')} klockslag och är inte med."
        if without
        else ""
    )
    return (
        f"En fjärdedel av {swedish.count(timed)} händelser ryms i {hours} av veckans 168 timmar. Jämnt "
        "spritt hade det "
        f"varit 42.{left_out}",
    )
