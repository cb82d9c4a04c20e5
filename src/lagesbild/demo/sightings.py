"""What is seen in the invented municipality: kinds of sightings, and where and at which hours they come."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from lagesbild.demo.offences import SEASONS

Clock = Literal["evening", "night", "school", "day", "away", "date"]
Weights = npt.NDArray[np.float64]

SCHOOL = "Björkskolan"
HOMES = "homes"
NOWHERE = "nowhere"

WHERE: dict[str, dict[str, float]] = {
    "street": {
        "Stationstorget": 30, "Stationsparken": 11, "Gångtunneln Järnvägsgatan": 6, "Stortorget": 7,
        "Gallerian Exemplet": 6, SCHOOL: 14, "Kvarnbackens centrum": 5, "Lillsjöbadet": 4, "Mellbro torg": 5,
        "Ungdomens hus Navet": 3, "Sporthallen": 2, "Vretsta station": 2, "Norrängsskolan": 2,
    },
    "litter": {
        "Återvinningsstationen Verkstaden": 9, "Stationsparken": 8, "Lillsjöbadet": 9, "Stationstorget": 7,
        "Stortorget": 5, "Kvarnbackens centrum": 6, SCHOOL: 5, "Söderhöjdens lekpark": 4, "Mellbro torg": 4,
        "Riksvägens rastplats": 6, "Vretsta bygdegård": 2, HOMES: 20,
    },
    "damage": {
        SCHOOL: 22, "Stationstorget": 12, "Gångtunneln Järnvägsgatan": 11, "Stationsparken": 6,
        "Sporthallen": 6, "Mellbroskolan": 6, "Norrängsskolan": 5, "Stortorget": 4, "Vretsta skola": 3,
        "Kvarnbackens centrum": 6, "Söderhöjdens lekpark": 4, "Mellbro småbåtshamn": 2, HOMES: 14,
    },
    "drugs": {
        "Stationsparken": 24, "Stationstorget": 16, "Kvarnbackens centrum": 11, "Pendlarparkeringen": 6,
        "Gångtunneln Järnvägsgatan": 5, "Mellbro torg": 4, SCHOOL: 5, HOMES: 18,
    },
    "traffic": {
        "Stationstorget": 5, "Pendlarparkeringen": 8, "Verkstadsvägen": 13, "Kvarnbackens centrum": 6,
        "Mellbro torg": 7, "Vretsta station": 6, "Lillsjöbadet": 5, "Norrängsvägen": 6, "Sporthallen": 5,
        "Riksvägens rastplats": 3, HOMES: 25,
    },
    "drink": {
        "Stationstorget": 28, "Stationsparken": 14, "Stortorget": 11, "Gallerian Exemplet": 7,
        "Lillsjöbadet": 8, "Mellbro torg": 6, "Vretsta station": 3,
    },
    "paths": {
        "Stationsparken": 7, "Gångtunneln Järnvägsgatan": 8, "Norrängsvägen": 5, "Söderhöjdens lekpark": 5,
        "Kvarnbackens centrum": 5, "Lillsjöbadet": 4, "Mellbroskolan": 3, "Vretsta station": 3, HOMES: 30,
    },
    "bikes": {"Stationstorget": 16, "Pendlarparkeringen": 8, "Gallerian Exemplet": 7, SCHOOL: 6, HOMES: 18},
    "staff": {
        SCHOOL: 10, "Gallerian Exemplet": 5, "Stationsparken": 3, "Återvinningsstationen Verkstaden": 3,
    },
    "events": {
        "Stortorget": 8, "Sporthallen": 6, "Lillsjöbadet": 3, "Mellbro torg": 3, "Vretsta bygdegård": 3,
    },
    HOMES: {HOMES: 1},
    NOWHERE: {NOWHERE: 1},
}  # fmt: skip

_MONTHS: dict[str, tuple[float, ...]] = {
    **{str(name): months for name, months in SEASONS.items()},
    "newyear": (2.6, 0.5, 0.5, 0.9, 0.7, 0.5, 0.5, 0.6, 0.6, 1.3, 1.1, 2.8),
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A kind of sighting: how often, where, when, how exactly timed, who reports it and in what words."""

    category: str
    per_month: float
    where: str
    season: str
    clock: Clock
    span: float
    """Share reported as a first and last possible time instead of a moment."""
    reporters: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def months(self) -> Weights:
        """Weight of each calendar month, shape (12,)."""
        return np.array(_MONTHS[self.season])


@cache
def sightings() -> tuple[Sighting, ...]:
    """Return every kind of sighting, from ``data/sightings.csv``."""
    text = resources.files("lagesbild.demo").joinpath("data", "sightings.csv").read_text(encoding="utf-8")
    return tuple(
        Sighting(
            row["category"],
            float(row["per_month"]),
            row["where"],
            row["season"],
            cast(Clock, row["clock"]),
            float(row["span"]),
            tuple(row["reporters"].split("|")),
            tuple(row["texts"].split("|")),
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def clock_weights(clock: Clock) -> Weights:
    """Return how the sightings fall in the week, shape (7, 24), Monday first; the weights add to 1."""
    hours = np.arange(24)
    late = _bump(hours, 21.0, 2.3)
    weeknight = _bump(hours, 19.0, 2.5)
    office = np.where((hours >= 7) & (hours <= 16), 1.0, 0.03)
    rows = {
        "evening": [weeknight * 0.6] * 4 + [late * 1.9, late * 2.1, weeknight * 0.5],
        "night": [_bump(hours, 23.5, 2.6) * f for f in (0.8, 0.7, 0.8, 0.9, 1.6, 1.8, 1.0)],
        "school": [_bump(hours, 13.0, 2.4) * f for f in (1, 1.05, 1, 1.05, 1.3, 0.05, 0.05)],
        "day": [office * f for f in (1.4, 1, 1, 1, 1.1, 0.25, 0.2)],
        "away": [_bump(hours, 8.0, 1.2) * f for f in (1, 1, 1, 1, 1.5, 0.8, 0.5)],
        "date": [office * f for f in (0, 0, 0, 0, 1, 0, 0)],
    }[clock]
    table = np.array(rows)
    return np.asarray(table / table.sum())


def _bump(hours: npt.NDArray[np.int64], peak: float, width: float) -> Weights:
    away = np.minimum(np.abs(hours - peak), 24 - np.abs(hours - peak))  # midnight lies next to 23
    return np.asarray(np.exp(-0.5 * (away / width) ** 2) + 0.01)
