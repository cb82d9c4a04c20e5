"""The weeks that the page is made of: the latest as they are now, the long past as it was this morning."""

import hashlib
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from django.core.cache import cache

from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.weekly import WeeklyCounts, weekly_counts

WEEKS: Final = 5 * 52 + 8
"""Four years of reference, the half year that is left out of it, and some to spare."""
RECENT: Final = 8
"""What is shown is counted from these weeks. The others only say what to expect; a late correction of one
of them may wait until tomorrow, while counting a million rows for every new report may not."""
_KEEP_SECONDS: Final = 24 * 3600


def weeks_for(actor: Actor, municipality_id: UUID, *, monday: date, today: date) -> WeeklyCounts:
    """Return the counts of the weeks up to and with the one that begins on ``monday``."""
    key = f"now-past-{scope_of(actor, municipality_id, today.isoformat())}"
    past = cache.get(key)
    if not isinstance(past, WeeklyCounts):
        past = weekly_counts(
            actor, municipality_id, last_monday=monday - timedelta(weeks=RECENT), weeks=WEEKS - RECENT
        )
        cache.set(key, past, _KEEP_SECONDS)
    recent = weekly_counts(actor, municipality_id, last_monday=monday, weeks=RECENT)
    return joined(past, recent)


def scope_of(actor: Actor, *facts: object) -> str:
    """Return a name for what the actor may read, together with other facts: shared only by equal roles."""
    roles = sorted(f"{m.role} {m.organisation_id}" for m in actor.memberships)
    return hashlib.sha256("\n".join([*map(str, facts), *roles]).encode()).hexdigest()


def joined(past: WeeklyCounts, recent: WeeklyCounts) -> WeeklyCounts:
    """Return the weeks of both, the past ones first."""
    parts = [
        dict(zip(zip(found.categories, found.areas, strict=True), found.counts, strict=True))
        for found in (past, recent)
    ]
    keys = sorted({key for part in parts for key in part}, key=str)
    empty = [np.zeros(len(found.mondays), dtype=np.int64) for found in (past, recent)]
    rows = [
        np.concatenate([part.get(key, zeros) for part, zeros in zip(parts, empty, strict=True)])
        for key in keys
    ]
    mondays = past.mondays + recent.mondays
    return WeeklyCounts(
        mondays=mondays,
        categories=tuple(category for category, _ in keys),
        areas=tuple(area for _, area in keys),
        counts=np.array(rows, dtype=np.int64).reshape(len(keys), len(mondays)),
    )
