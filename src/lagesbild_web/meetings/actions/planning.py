"""Plan a meeting, make its picture, and call the members."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import addresses_of_holders
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.letters import send_letter
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.meetings.changing import check_version, check_writable
from lagesbild_web.meetings.kinds import POINTS, MeetingState
from lagesbild_web.meetings.models import AgendaItem, Meeting
from lagesbild_web.meetings.pacing import figures_of, since_of
from lagesbild_web.meetings.queries import member_functions
from lagesbild_web.meetings.reading import group_row, meeting_row

LONGEST: Final = timedelta(days=400)
"""A picture of more than a year is a situation picture, not an agenda."""


@action("meeting.plan")
def plan_meeting(
    actor: Actor,
    group_id: UUID,
    *,
    starts_at: datetime,
    place: str = "",
    link: str = "",
    since: date | None = None,
) -> UUID:
    """Plan the group's next meeting, with the agenda that every meeting begins with; returns its id.

    Parameters
    ----------
    since
        The first day of its picture; the day after the picture of the meeting before, when not given.

    Raises
    ------
    Invalid
        If the group has ended, or the picture would begin after the meeting or long before.
    """
    group = group_row(actor, group_id, right=Right.MANAGE_MEETING, is_locked=True)
    if group.ended_on is not None:
        raise Invalid(starts_at=_("Gruppen är avslutad."))
    day = timezone.localtime(starts_at).date()
    first = since or since_of(group, day)
    _check(day, first, place)
    number = (group.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Meeting.objects.create(
        group=group,
        number=number,
        municipality_id=group.municipality_id,
        organisation_id=group.organisation_id,
        circle=group.circle,
        sensitivity=group.sensitivity,
        starts_at=starts_at,
        place=place.strip()[:200],
        link=link.strip(),
        since=first,
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=row, position=position * 10, code=point.code, heading=str(point.heading))
        for position, point in enumerate(POINTS, start=1)
    )
    record(
        actor,
        "meeting.planned",
        row.id,
        municipality_id=row.municipality_id,
        group=group.name,
        number=number,
        day=day,
    )
    return row.id


@action("meeting.change")
def change_meeting(
    actor: Actor,
    meeting_id: UUID,
    *,
    version: int,
    starts_at: datetime,
    place: str,
    link: str,
    since: date,
) -> None:
    """Move a meeting, or let its picture begin on another day."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    check_version(row, version)
    day = timezone.localtime(starts_at).date()
    _check(day, since, place)
    if row.is_frozen and since != row.since:
        raise Invalid(since=_("Mötet har börjat och siffrorna är låsta."))
    row.starts_at, row.place, row.link, row.since = starts_at, place.strip()[:200], link.strip(), since
    row.version += 1
    row.save(update_fields=["starts_at", "place", "link", "since", "version"])
    record(
        actor,
        "meeting.changed",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        day=day,
    )


@action("meeting.compute")
def compute_picture(actor: Actor, meeting_id: UUID, *, today: date | None = None) -> None:
    """Make, or make anew, what the agenda shows since last time. Once the meeting has begun it is frozen."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    if row.is_frozen:
        raise Invalid(state=_("Mötet har börjat och siffrorna är låsta."))
    figures_of(actor, row, today or timezone.localdate())
    record(
        actor,
        "meeting.computed",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        n=row.figures["n"],
    )


@action("meeting.invite")
def invite(actor: Actor, meeting_id: UUID, *, address: str = "") -> int:
    """Send the call to whoever holds the members' functions; returns how many letters.

    Parameters
    ----------
    address
        The beginning of the site's address, for the link in the letter.
    """
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    day = timezone.localtime(row.starts_at)
    holders = addresses_of_holders(member_functions(row.group, day.date()))
    letters = sorted({letter for addresses in holders.values() for letter in addresses})
    if not letters:
        raise Invalid(
            state=_("Ingen av medlemmarna har en innehavare med e-postadress. Lägg till medlemmar först.")
        )
    for letter in letters:
        send_letter(
            letter,
            subject=_("Kallelse: %(group)s %(day)s")
            % {"group": row.group.name, "day": day.strftime("%Y-%m-%d %H.%M")},
            template="meetings/letters/invitation.letter",
            group=row.group.name,
            day=day.strftime("%Y-%m-%d kl. %H.%M"),
            place=row.place,
            link=row.link,
            points=[item.heading for item in row.items.all() if not item.is_left_out],
            address=f"{address}{reverse('meetings:meeting', args=[row.id])}",
        )
    if row.state == MeetingState.PLANNED:
        row.state = MeetingState.INVITED
    row.invited_at = timezone.now()
    row.version += 1
    row.save(update_fields=["state", "invited_at", "version"])
    record(
        actor,
        "meeting.invited",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        letters=len(letters),
    )
    return len(letters)


@action("meeting.cancel")
def cancel_meeting(actor: Actor, meeting_id: UUID, *, reason: str) -> None:
    """Call a meeting off; what it should have taken up goes to the next."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    if row.is_frozen:
        raise Invalid(reason=_("Mötet har börjat. Avsluta det genom att justera protokollet."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför mötet ställs in."))
    screen(reason=reason)
    row.state = MeetingState.CANCELLED
    row.version += 1
    row.save(update_fields=["state", "version"])
    record(
        actor,
        "meeting.cancelled",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        reason=reason.strip()[:500],
    )


def _check(day: date, since: date, place: str) -> None:
    if since > day:
        raise Invalid(since=_("Läget kan inte börja efter mötet. Välj en tidigare dag."))
    if day - since > LONGEST:
        raise Invalid(since=_("Läget blir längre än ett år. Välj en senare dag."))
    screen(place=place)
