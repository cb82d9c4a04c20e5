"""Judge the latest whole week of every series by its own past. Arrays in, a frozen result out."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from lagesbild.document import swedish
from lagesbild.series.alarms import Alarms, Status
from lagesbild.series.control_charts import ears
from lagesbild.series.farrington import FarringtonSettings, farrington
from lagesbild.stats.multiple import benjamini_hochberg
from lagesbild_web.incidents.weekly import WeeklyCounts

ALPHA: Final = 0.01
CERTAIN: Final = 0.05
"""Share of false findings that is accepted among those called certain (Benjamini & Hochberg 1995)."""
_MOST_YEARS: Final = 4
_LEFT_OUT: Final = 30
"""The 26 latest weeks, the half window and the judged week: no reference."""
_SHORTEST: Final = 13
_FEWEST: Final = 5
"""An alarm on fewer incidents than this in a short series is no news."""
_SOURCES: Final = "Noufaily m.fl. 2013, Statistics in Medicine 32, 1206–1222"


@dataclass(frozen=True, slots=True)
class Judged:
    """A series that stands out; the first ``category`` and ``area`` (None: all of it) that were given."""

    category: UUID
    area: UUID | None
    observed: int
    expected: float
    limit: float
    p_value: float
    q_value: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every series that stands out, the most striking first, and how they were judged."""

    standing_out: tuple[Judged, ...]
    judged: int
    by_chance: float
    method: str


def judge(weekly: WeeklyCounts) -> Judgement:
    """Judge the last week: each category in the whole municipality, and in each district.

    With two years or more by Farrington's flexible method, with a limit that knows how short the history is;
    with one year without season groups; with a quarter by EARS C2, which knows no season. A category is told
    in the district where most of its surplus lies, otherwise for the whole.
    """
    keys, counts = _series(weekly)
    weeks = _known_weeks(counts)
    if not keys or weeks < _SHORTEST:
        known = swedish.plural(weeks, "vecka", "veckor")
        text = f"Historiken är {known}. Det behövs minst {_SHORTEST} för att säga vad som sticker ut."
        return Judgement((), 0, 0.0, text)
    alarms, method = _alarms(counts, weeks)
    p_values = alarms.p_value[:, 0]
    answered = np.isin(alarms.status[:, 0], (Status.OK, Status.TOO_FEW)) & ~np.isnan(p_values)
    q_values = np.full(len(keys), np.nan)
    if answered.any():
        q_values[answered] = benjamini_hochberg(p_values[answered])
    loud = [i for i in np.flatnonzero(alarms.alarm[:, 0]) if alarms.observed[i, 0] >= _FEWEST]
    found = [
        Judged(
            *keys[i],
            int(alarms.observed[i, 0]),
            float(alarms.expected[i, 0]),
            float(np.floor(alarms.upper[i, 0])),
            float(p_values[i]),
            float(q_values[i]),
        )
        for i in loud
    ]
    ranked = sorted(_once_each(found), key=lambda item: (item.p_value, -item.observed, str(item.category)))
    judged = int(answered.sum())
    return Judgement(tuple(ranked), judged, judged * ALPHA, method)


def _series(weekly: WeeklyCounts) -> tuple[list[tuple[UUID, UUID | None]], npt.NDArray[np.float64]]:
    """Return each category as a whole, then each category in each district."""
    whole: dict[UUID, npt.NDArray[np.int64]] = {}
    parts: list[tuple[UUID, UUID | None]] = []
    rows: list[npt.NDArray[np.int64]] = []
    for category, area, counts in zip(weekly.categories, weekly.areas, weekly.counts, strict=True):
        whole[category] = whole.get(category, 0) + counts
        if area is not None:
            parts.append((category, area))
            rows.append(counts)
    keys: list[tuple[UUID, UUID | None]] = [(category, None) for category in whole]
    matrix = np.array([*whole.values(), *rows], dtype=np.float64)
    # A source's corrections can make a week negative; a count cannot be.
    return keys + parts, np.maximum(matrix, 0.0)


def _known_weeks(counts: npt.NDArray[np.float64]) -> int:
    """Return how many weeks there are from the first with anything in it."""
    filled = np.flatnonzero(counts.sum(axis=0)) if counts.size else np.array([], dtype=np.int64)
    return int(counts.shape[1] - filled[0]) if filled.size else 0


def _alarms(counts: npt.NDArray[np.float64], weeks: int) -> tuple[Alarms, str]:
    known = counts[:, -weeks:]
    last = np.array([weeks - 1])
    years = min(_MOST_YEARS, (weeks - _LEFT_OUT) // 52)
    if years < 1:
        text = f"EARS C2 (Fricker m.fl. 2008), {weeks} veckors historik, utan hänsyn till årstid."
        return ears(known, judged=last, kind="c2", alpha=ALPHA), text
    settings = FarringtonSettings(
        years_back=years, season_groups=10 if years > 1 else 1, threshold="nb-predictive", alpha=ALPHA
    )
    return farrington(
        known, judged=last, settings=settings
    ), f"Farringtons metod ({_SOURCES}), {years} år bakåt."


def _once_each(found: list[Judged]) -> list[Judged]:
    """Tell each category once: where most of its surplus lies, or for the whole when it lies everywhere."""
    by_category: dict[UUID, list[Judged]] = {}
    for item in found:
        by_category.setdefault(item.category, []).append(item)
    kept = []
    for items in by_category.values():
        whole = next((item for item in items if item.area is None), None)
        parts = [item for item in items if item.area is not None]
        if whole is None:
            kept += parts
            continue
        surplus = sum(item.observed - item.expected for item in parts)
        kept += parts if parts and surplus >= (whole.observed - whole.expected) / 2 else [whole]
    return kept
