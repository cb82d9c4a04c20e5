"""The weeks that the page is made of, and what was made of them, until they change."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final, TypeVar
from uuid import UUID

from django.core.cache import cache

from lagesbild import __version__
from lagesbild_web.areas.not_problems import categories_set_apart
from lagesbild_web.audit.queries import latest_sequence
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.weekly import WeeklyCounts, weekly_counts

R = TypeVar("R")

WEEKS: Final = 5 * 52 + 8
"""Four years of reference, the half year that is left out of it, and some to spare."""
_KEEP_SECONDS: Final = 24 * 3600
_WHAT_CHANGES: Final = ("areas.", "category.")

_making: Final = Lock()
"""Judging takes a second: on a Monday morning one reader waits for it, and the others for that one."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """What is counted week by week, and how many of the latest week are reports of no problem."""

    counted: WeeklyCounts
    apart: int


def weeks_for(actor: Actor, municipality_id: UUID, *, monday: date) -> Weeks:
    """Return the counts of the weeks up to and with the one that begins on ``monday``.

    What is no problem is told apart, as in the pictures: safe places are good, and news follow how much is
    fetched and how often somebody writes that nothing has happened, and not what has happened here.
    """
    weekly = weekly_counts(actor, municipality_id, last_monday=monday, weeks=WEEKS)
    left_out = categories_set_apart(municipality_id)
    kept = [number for number, category in enumerate(weekly.categories) if category not in left_out]
    if len(kept) == len(weekly.categories):
        return Weeks(weekly, 0)
    counted = WeeklyCounts(
        mondays=weekly.mondays,
        categories=tuple(weekly.categories[number] for number in kept),
        areas=tuple(weekly.areas[number] for number in kept),
        counts=weekly.counts[kept],
    )
    return Weeks(counted, int(weekly.counts[:, -1].sum() - counted.counts[:, -1].sum()))


def made_once(
    make: Callable[[UUID, date, WeeklyCounts], R], home: UUID, monday: date, weekly: WeeklyCounts
) -> R:
    """Return what is made of some weeks, from what was kept if the same was made of the same before.

    Each reader's weeks hold only what that reader may read, and nothing but the weeks, the municipality's
    names and borders and the program decides what is made: readers share it when their weeks are equal.
    """
    names = latest_sequence(home, _WHAT_CHANGES)
    facts = (make.__name__, home, monday, names, weekly.digest, __version__)
    key = f"now-{hashlib.sha256(repr(facts).encode()).hexdigest()}"
    found: R | None = cache.get(key)
    if found is None:
        with _making:
            found = cache.get(key)
            if found is None:
                found = make(home, monday, weekly)
                cache.set(key, found, _KEEP_SECONDS)
    return found
