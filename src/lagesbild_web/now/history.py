"""The weeks that the page is made of, and for whom they are the same."""

import hashlib
from datetime import date
from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.weekly import WeeklyCounts, weekly_counts

WEEKS: Final = 5 * 52 + 8
"""Four years of reference, the half year that is left out of it, and some to spare."""


def weeks_for(actor: Actor, municipality_id: UUID, *, monday: date) -> WeeklyCounts:
    """Return the counts of the weeks up to and with the one that begins on ``monday``."""
    return weekly_counts(actor, municipality_id, last_monday=monday, weeks=WEEKS)


def scope_of(actor: Actor, *facts: object) -> str:
    """Return a name for what the actor may read, together with other facts: shared only by equal roles."""
    roles = sorted(f"{m.role} {m.organisation_id}" for m in actor.memberships)
    return hashlib.sha256("\n".join([*map(str, facts), *roles]).encode()).hexdigest()
