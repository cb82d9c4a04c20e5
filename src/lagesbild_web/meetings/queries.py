"""Read groups, meetings and decisions; the only place that decides which ones an actor gets."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels, vacant_functions
from lagesbild_web.access.rights import allows, has_somewhere, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref
from lagesbild_web.base.chain_links import label_of, things_of
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.base.swedish_days import SpecialDay
from lagesbild_web.meetings.contracts import (
    Decision,
    DecisionLine,
    Entry,
    Group,
    GroupLine,
    ItemLine,
    LinkedThing,
    Meeting,
    MeetingLine,
    Member,
    MinutesLine,
    Presence,
)
from lagesbild_web.meetings.figures import figures_from_json
from lagesbild_web.meetings.kinds import POINTS, DecisionState, GroupKind, MeetingState
from lagesbild_web.meetings.models import CalendarEntry, GroupMember
from lagesbild_web.meetings.models import Decision as DecisionRow
from lagesbild_web.meetings.models import Group as GroupRow
from lagesbild_web.meetings.models import Meeting as MeetingRow
from lagesbild_web.meetings.models import Minutes as MinutesRow
from lagesbild_web.meetings.reading import (
    decision_lines,
    decision_row,
    group_lines,
    group_row,
    meeting_line,
    meeting_row,
    readable_groups,
)

PAGE_SIZE: Final = 25
_HELP: Final = {point.code: point.help for point in POINTS}
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def groups_for(actor: Actor) -> list[GroupLine]:
    """Return the groups that the actor may read, those that have ended last.

    Raises
    ------
    NotAllowed
        If no role lets the actor read meetings.
    """
    _check_reader(actor)
    rows = readable_groups(actor).filter(municipality_id=actor.municipality_id).order_by("kind", "name")
    return sorted(group_lines(list(rows)), key=lambda line: line.is_ended)


def group_for(actor: Actor, group_id: UUID) -> Group:
    """Return a group with its members, meetings and open decisions."""
    row = group_row(actor, group_id, right=Right.READ_MEETING)
    today = timezone.localdate()
    (line,) = group_lines([row])
    members = _members(row, today)
    areas = list(row.areas.order_by("name").values_list("id", "name"))
    meetings = row.meetings.select_related("group").order_by("-starts_at")[:PAGE_SIZE]
    convener = function_labels([row.convener_id]).get(row.convener_id, "") if row.convener_id else ""
    return Group(
        line=line,
        municipality_id=row.municipality_id,
        purpose=row.purpose,
        rhythm=row.rhythm,
        version=row.version,
        area_ids=tuple(key for key, _name in areas),
        areas=tuple(name for _key, name in areas),
        convener_id=row.convener_id,
        convener=convener,
        escalates_to_id=row.escalates_to_id,
        escalates_to=row.escalates_to.name if row.escalates_to else "",
        members=members,
        meetings=tuple(meeting_line(meeting) for meeting in meetings),
        decisions=tuple(decision_lines(_open(row.decisions.all()), today)),
        suggested_at=row.meetings.filter(next_at__isnull=False)
        .order_by("-number")
        .values_list("next_at", flat=True)
        .first(),
        remarks=tuple(_remarks(row, members)),
        can_manage=allows(actor, Right.MANAGE_MEETING, row),
    )


def meetings_for(actor: Actor, *, number: int) -> Page[MeetingLine]:
    """Return one page of the meetings that the actor may read, the latest first."""
    _check_reader(actor)
    rows = MeetingRow.objects.filter(
        within(actor, Right.READ_MEETING), municipality_id=actor.municipality_id
    ).select_related("group")
    return page_of(rows.order_by("-starts_at", "id"), number, size=PAGE_SIZE, to=meeting_line)


def meeting_for(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return a meeting with its agenda, decisions and minutes."""
    row = meeting_row(actor, meeting_id, right=Right.READ_MEETING)
    today = timezone.localdate()
    present = set(row.present.values_list("function_id", flat=True))
    functions = {m.function_id for m in _members(row.group, _day(row))} | present
    labels = function_labels(functions)
    manages = allows(actor, Right.MANAGE_MEETING, row)
    before = (
        row.group.meetings.filter(number__lt=row.number)
        .exclude(state=MeetingState.CANCELLED)
        .order_by("-number")
        .select_related("group")
        .first()
    )
    return Meeting(
        line=meeting_line(row),
        municipality_id=row.municipality_id,
        municipality=row.municipality.name,
        version=row.version,
        link=row.link,
        since=row.since,
        until=row.until,
        figures=figures_from_json(row.figures),
        is_frozen=row.is_frozen,
        next_at=row.next_at,
        items=tuple(
            ItemLine(i.id, i.code, i.heading, str(_HELP.get(i.code, "")), i.note, i.version)
            for i in row.items.all()
            if not i.is_left_out
        ),
        members=tuple(
            Presence(key, label, key in present)
            for key, label in sorted(labels.items(), key=lambda pair: pair[1])
        ),
        carried=tuple(decision_lines(carried_rows(row), today)),
        decided=tuple(decision_lines(row.decisions.order_by("due_on", "id"), today)),
        minutes=tuple(
            MinutesLine(m.number, m.adjusted_by, m.adjusted_on, m.reason, tuple(m.content))
            for m in row.minutes.order_by("-number")
        ),
        previous=meeting_line(before) if before else None,
        can_manage=manages,
        can_write=manages and row.state in (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD),
    )


def decision_for(actor: Actor, decision_id: UUID) -> Decision:
    """Return a decision with what has been said about it and what it is about."""
    row = decision_row(actor, decision_id, right=Right.READ_MEETING)
    (line,) = decision_lines(DecisionRow.objects.filter(pk=row.id), timezone.localdate())
    refs = {link: Ref(link.kind, link.thing_id) for link in row.links.order_by("kind", "label")}
    found = things_of(actor, row.meeting.municipality_id, refs.values())
    manages = allows(actor, Right.MANAGE_MEETING, row.meeting)
    held = {membership.function_id for membership in actor.memberships}
    return Decision(
        line=line,
        municipality_id=row.meeting.municipality_id,
        links=tuple(
            LinkedThing(
                link.id,
                str(KINDS[link.kind].label) if link.kind in KINDS else link.kind,
                label_of(found.get(ref)),
                found.get(ref),
            )
            for link, ref in refs.items()
        ),
        can_manage=manages,
        can_report=manages or row.function_id in held,
    )


def decisions_for(actor: Actor, *, state: str = "", text: str = "") -> list[DecisionLine]:
    """Return the decisions that the actor may read, the most urgent first."""
    _check_reader(actor)
    if actor.municipality_id is None:
        raise NotAllowed
    rows = readable_decisions(actor, actor.municipality_id)
    if state == "late":
        rows = [r for r in rows if r.is_late]
    elif state:
        rows = [r for r in rows if r.state == state]
    if text:
        rows = [r for r in rows if text.casefold() in f"{r.text} {r.function} {r.group}".casefold()]
    return sorted(rows, key=lambda r: (r.state != DecisionState.OPEN, r.due_on, r.text))


def readable_decisions(actor: Actor, municipality_id: UUID) -> list[DecisionLine]:
    """Return all that the actor may read in a municipality, in as many questions however many."""
    meetings = MeetingRow.objects.filter(within(actor, Right.READ_MEETING), municipality_id=municipality_id)
    rows = DecisionRow.objects.filter(meeting__in=meetings.values("id"))
    return decision_lines(rows.order_by("due_on", "id"), timezone.localdate())


def minutes_file(actor: Actor, meeting_id: UUID, number: int, format: str) -> OutgoingFile:
    """Return adjusted minutes as they were made; downloads go through ``actions.hand_out_minutes``."""
    row = meeting_row(actor, meeting_id, right=Right.READ_MEETING)
    minutes = MinutesRow.objects.filter(meeting=row, number=number).first()
    if minutes is None or format not in MEDIA_TYPES or format not in minutes.content:
        raise NotFound
    name = f"protokoll-{row.number}-v{number}.{format}"
    return OutgoingFile(name, MEDIA_TYPES[format], read(minutes.content[format]))


def calendar_for(actor: Actor) -> list[Entry]:
    """Return what has been written in the calendar by hand and is not long past."""
    _check_reader(actor)
    since = timezone.localdate() - timedelta(days=31)
    rows = CalendarEntry.objects.filter(
        municipality_id=actor.municipality_id, retired_at__isnull=True, last_day__gte=since
    )
    return [Entry(r.id, r.name, r.first_day, r.last_day, r.is_school_break) for r in rows]


def entries_of(municipality_id: UUID, first: date, last: date) -> list[SpecialDay]:
    """Return what has been written in the calendar and touches a period; it is no secret."""
    rows = CalendarEntry.objects.filter(
        municipality_id=municipality_id, retired_at__isnull=True, first_day__lte=last, last_day__gte=first
    )
    return [SpecialDay(row.first_day, row.last_day, row.name) for row in rows]


def managed_municipality(actor: Actor) -> UUID:
    """Return the municipality whose meetings the actor answers for.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, Right.MANAGE_MEETING):
        if membership.organisation_id == membership.municipality_id:
            return membership.municipality_id
    raise NotAllowed


def member_for(actor: Actor, group_id: UUID, member_id: int) -> Member:
    """Return a member of a group that the actor manages."""
    row = group_row(actor, group_id, right=Right.MANAGE_MEETING)
    found = next((m for m in _members(row, timezone.localdate()) if m.id == member_id), None)
    if found is None:
        raise NotFound
    return found


def member_functions(row: GroupRow, day: date) -> list[UUID]:
    """Return the functions that are members on a day; for this feature only."""
    return [m.function_id for m in _members(row, day)]


def carried_rows(row: MeetingRow) -> list[DecisionRow]:
    """Return what the meeting must take up: open decisions of earlier ones, and what others passed on."""
    opened = Q(state=DecisionState.OPEN) | Q(state_since__gte=row.starts_at) | Q(steps__meeting=row)
    own = Q(group_id=row.group_id, meeting__number__lt=row.number)
    passed_on = Q(is_for_steering=True, group__escalates_to_id=row.group_id)
    rows = DecisionRow.objects.filter(opened, own | passed_on, meeting__starts_at__lt=row.starts_at)
    found = rows.distinct().select_related("group", "meeting").prefetch_related("steps__meeting")
    return list(found.order_by("due_on", "id"))


def seats_in(actor: Actor, municipality_id: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return group, its name and function for every seat of today, and for every convener, in open groups."""
    today = timezone.localdate()
    groups = readable_groups(actor).filter(municipality_id=municipality_id, ended_on__isnull=True)
    rows = GroupMember.objects.filter(_sits(today), group__in=groups)
    seats = set(rows.values_list("group_id", "group__name", "function_id"))
    seats |= set(groups.filter(convener__isnull=False).values_list("id", "name", "convener_id"))
    return sorted(seats, key=lambda seat: (seat[1], str(seat)))


def _open(rows: QuerySet[DecisionRow]) -> QuerySet[DecisionRow]:
    return rows.filter(state=DecisionState.OPEN).order_by("due_on", "id")


def _check_reader(actor: Actor) -> None:
    if not has_somewhere(actor, Right.READ_MEETING):
        raise NotAllowed


def _day(row: MeetingRow) -> date:
    return timezone.localtime(row.starts_at).date()


def _members(row: GroupRow, day: date) -> tuple[Member, ...]:
    rows = list(GroupMember.objects.filter(_sits(day), group=row))
    labels = function_labels(m.function_id for m in rows)
    vacant = vacant_functions(m.function_id for m in rows)
    members = [
        Member(m.id, m.function_id, labels.get(m.function_id, ""), m.is_leading, m.function_id in vacant)
        for m in rows
    ]
    return tuple(sorted(members, key=lambda member: (not member.is_leading, member.function)))


def _sits(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def _remarks(row: GroupRow, members: tuple[Member, ...]) -> list[str]:
    remarks = []
    if not members:
        remarks.append(_("Gruppen har inga medlemmar. Lägg till funktioner."))
    elif row.kind == GroupKind.COUNCIL and not any(member.is_leading for member in members):
        remarks.append(
            _(
                "I rådet ska andra aktörer delta med personer i ledande ställning (10 §). "
                "Ingen är markerad så."
            )
        )
    for member in members:
        if member.is_vacant:
            remarks.append(
                _("%(function)s har ingen innehavare och får inga kallelser.") % {"function": member.function}
            )
    return remarks
