"""From when to when a meeting looks, and its figures; for this feature only."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from lagesbild_web.access.roles import Circle
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.months import months_after
from lagesbild_web.meetings.computing import compute
from lagesbild_web.meetings.kinds import MeetingState, Rhythm
from lagesbild_web.meetings.models import Group, Meeting
from lagesbild_web.meetings.queries import entries_of

_LENGTHS: Final = {Rhythm.WEEK: 7, Rhythm.FORTNIGHT: 14}
_MONTHS: Final = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}


def next_day(rhythm: Rhythm, after: date) -> date:
    """Return when the next meeting is, by the group's rhythm."""
    if rhythm in _LENGTHS:
        return after + timedelta(days=_LENGTHS[rhythm])
    return months_after(after, _MONTHS[rhythm])


def since_of(group: Group, day: date) -> date:
    """Return the day after the latest picture, or so long before as the group's rhythm says."""
    held = group.meetings.exclude(state=MeetingState.CANCELLED).filter(until__isnull=False)
    latest = held.order_by("-until").values_list("until", flat=True).first()
    if latest is not None and latest < day:
        return latest + timedelta(days=1)
    rhythm = Rhythm(group.rhythm)
    return (
        day - timedelta(days=_LENGTHS[rhythm]) if rhythm in _LENGTHS else months_after(day, -_MONTHS[rhythm])
    )


def figures_of(actor: Actor, row: Meeting, today: date) -> None:
    """Compute the figures of a locked row."""
    day = timezone.localtime(row.starts_at).date()
    until = max(row.since, min(today, day) - timedelta(days=1))
    coming_until = next_day(Rhythm(row.group.rhythm), max(day, until))
    found = compute(
        actor,
        row.municipality_id,
        areas=list(row.group.areas.values_list("id", flat=True)),
        since=row.since,
        until=until,
        coming_until=coming_until,
        entries=entries_of(row.municipality_id, until, coming_until),
        is_shared=row.circle != Circle.OWN,
    )
    row.until, row.figures = until, found.to_json()
    row.version += 1
    row.save(update_fields=["until", "figures", "version"])
