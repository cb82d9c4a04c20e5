"""Groups, meetings and decisions for tests, with sensible values for everything else."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from tests.web import builders

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.actions.groups import GroupDraft
from lagesbild_web.meetings.actions.holding import Kept, NewDecision
from lagesbild_web.meetings.kinds import GroupKind, Rhythm
from lagesbild_web.meetings.queries import meeting_for


def at(day: date, hour: int = 13) -> datetime:
    """A moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def a_group(actor: Actor, home: Organisation, *, name: str = "EST centrum", **changes: Any) -> UUID:
    """A group that meets every week, with one member."""
    fields: dict[str, Any] = {"name": name, "kind": GroupKind.AREA, "rhythm": Rhythm.WEEK}
    made = actions.create_group(actor, municipality_id=home.id, draft=GroupDraft(**(fields | changes)))
    member = builders.a_function(home, Role.MEASURE_OWNER)
    actions.add_member(actor, made, function_id=member.id, is_leading=False)
    return made


def a_meeting(actor: Actor, group_id: UUID, *, days: int = 0) -> UUID:
    """A meeting so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return actions.plan_meeting(actor, group_id, starts_at=at(day), since=day - timedelta(days=7))


def a_decision(actor: Actor, meeting_id: UUID, home: Organisation, **changes: Any) -> UUID:
    """A decision for the measure owner, due in a week."""
    fields: dict[str, Any] = {
        "text": "Byt lampor i tunneln",
        "function_id": builders.a_function(home, Role.MEASURE_OWNER).id,
        "due_on": timezone.localdate() + timedelta(days=7),
    }
    before = {line.id for line in meeting_for(actor, meeting_id).decided}
    actions.keep_notes(actor, meeting_id, Kept(decision=NewDecision(**(fields | changes))))
    (made,) = {line.id for line in meeting_for(actor, meeting_id).decided} - before
    return made
