"""Which crimes are reported in the invented municipality: how many, when, where and how late."""

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, cast

from lagesbild.demo.geography import AREAS

Season = Literal["even", "summer", "winter", "autumn"]
Week = Literal["even", "weekend", "weekday"]
Lag = Literal["short", "medium", "long"]
Where = Literal["homes", "centre", "houses", "commuters", "school", "works"]

SEASONS: dict[Season, tuple[float, ...]] = {  # January to December
    "even": (0.97, 0.95, 1.0, 1.0, 1.02, 1.02, 0.98, 1.02, 1.02, 1.02, 1.0, 1.0),
    "summer": (0.45, 0.45, 0.7, 1.0, 1.3, 1.5, 1.45, 1.5, 1.3, 1.0, 0.75, 0.6),
    "winter": (1.25, 1.1, 1.0, 0.85, 0.75, 0.7, 0.85, 0.85, 0.95, 1.15, 1.3, 1.25),
    "autumn": (0.9, 0.85, 0.9, 0.9, 0.95, 0.9, 0.9, 1.05, 1.15, 1.25, 1.2, 1.05),
}
WEEKS: dict[Week, tuple[float, ...]] = {  # Monday to Sunday
    "even": (1.0, 1.0, 1.0, 1.0, 1.1, 1.0, 0.9),
    "weekend": (0.7, 0.7, 0.75, 0.85, 1.35, 1.6, 1.05),
    "weekday": (1.2, 1.15, 1.15, 1.15, 1.2, 0.7, 0.45),
}
# Residents decide how many, save where people come from elsewhere; one factor for each area in AREAS.
_FACTORS: dict[Where, tuple[float, ...]] = {
    "homes": (0.5, 0.5, 1.1, 0.8, 0.7, 0.9, 0.7, 1.5, 1.6, 1.5, 0.8, 1.0, 0.8, 2.0),
    "centre": (0.1, 0.1, 1.3, 0.3, 0.3, 0.6, 0.3, 4.0, 3.5, 1.0, 0.4, 0.6, 0.3, 1.5),
    "houses": (1.3, 1.2, 0.6, 1.3, 1.2, 0.9, 1.2, 0.4, 0.5, 0.6, 1.5, 0.9, 1.4, 0.2),
    "commuters": (0.2, 0.2, 1.6, 0.4, 0.4, 1.2, 0.3, 1.2, 5.0, 0.7, 0.6, 0.6, 0.5, 3.0),
    "school": (0.1, 0.1, 0.7, 1.5, 0.2, 0.3, 1.4, 0.9, 0.8, 2.4, 1.3, 0.9, 0.4, 0.1),
    "works": (0.6, 0.6, 0.8, 0.3, 0.5, 0.5, 0.4, 1.5, 1.3, 0.4, 0.2, 0.4, 0.2, 40.0),
}
LAG_DAYS: dict[Lag, tuple[float, float, float]] = {
    # share registered the same day, mean days of the rest, share with a long tail of about five months
    "short": (0.72, 1.6, 0.004),
    "medium": (0.60, 4.5, 0.02),
    "long": (0.45, 16.0, 0.07),
}


@dataclass(frozen=True, slots=True)
class Offence:
    """A crime code with its mean number a year; one with ``since`` comes on top from that year on."""

    code: str
    text: str
    mean: float
    where: Where
    season: Season
    week: Week
    lag: Lag
    no_area: float
    """Share of the rows without a DeSO code."""
    since: int | None
    """First year that it is reported in; None when always."""


def area_weights(where: Where) -> list[float]:
    """Return the share of the offences in each area, in the order of ``AREAS``."""
    raw = [area.residents * factor for area, factor in zip(AREAS, _FACTORS[where], strict=True)]
    return [value / sum(raw) for value in raw]


@cache
def offences() -> tuple[Offence, ...]:
    """Return every offence that is reported, from ``data/offences.csv``."""
    text = resources.files("lagesbild.demo").joinpath("data", "offences.csv").read_text(encoding="utf-8")
    return tuple(
        Offence(
            code=row["code"],
            text=row["text"],
            mean=float(row["mean"]),
            where=cast(Where, row["where"]),
            season=cast(Season, row["season"]),
            week=cast(Week, row["week"]),
            lag=cast(Lag, row["lag"]),
            no_area=float(row["no_area"]),
            since=int(row["since"]) if row["since"] else None,
        )
        for row in csv.DictReader(io.StringIO(text))
    )


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """One investigation that is registered as many crimes: most on one date, the rest spread before it."""

    code: str = "5005"
    text: str = "Narkotikabrott, överlåtelse"
    year: int = 2025
    month: int = 5
    day: int = 14
    on_the_day: int = 86
    before: int = 32
    areas: tuple[str, ...] = field(default=("9901C1020", "9901C1010", "9901C1030"))


SERIES = SeriesReport()
