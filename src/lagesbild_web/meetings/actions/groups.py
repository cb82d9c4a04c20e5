"""Groups, their members, and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_by_id
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.meetings.changing import check_function, check_version
from lagesbild_web.meetings.kinds import GroupKind, Rhythm
from lagesbild_web.meetings.models import CalendarEntry, Group, GroupMember
from lagesbild_web.meetings.reading import group_row


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as somebody writes it."""

    name: str
    kind: GroupKind
    rhythm: Rhythm
    purpose: str = ""
    areas: Sequence[UUID] = ()
    convener_id: UUID | None = None
    escalates_to_id: UUID | None = None


@action("meeting.create_group")
def create_group(actor: Actor, *, municipality_id: UUID, draft: GroupDraft) -> UUID:
    """Lay up a group; returns its id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    require(actor, Right.MANAGE_MEETING, Domain(municipality_id, municipality_id))
    _check(draft, municipality_id, None)
    row = Group.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        kind=draft.kind.value,
        name=draft.name.strip(),
        purpose=draft.purpose.strip(),
        rhythm=draft.rhythm.value,
        convener_id=draft.convener_id,
        escalates_to_id=draft.escalates_to_id,
    )
    row.areas.set(draft.areas)  # type: ignore[arg-type]  # ids will do
    record(actor, "meeting.group_created", row.id, municipality_id=municipality_id, name=row.name)
    return row.id


@action("meeting.change_group")
def change_group(actor: Actor, group_id: UUID, *, version: int, draft: GroupDraft) -> None:
    """Change a group's name, purpose, rhythm, areas, convener or the group above."""
    row = group_row(actor, group_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_version(row, version)
    _check(draft, row.municipality_id, row)
    row.name, row.purpose, row.kind = draft.name.strip(), draft.purpose.strip(), draft.kind.value
    row.rhythm, row.convener_id = draft.rhythm.value, draft.convener_id
    row.escalates_to_id = draft.escalates_to_id
    row.version += 1
    columns = ["name", "purpose", "kind", "rhythm", "convener", "escalates_to", "version"]
    row.save(update_fields=columns)
    row.areas.set(draft.areas)  # type: ignore[arg-type]  # ids will do
    record(actor, "meeting.group_changed", row.id, municipality_id=row.municipality_id, name=row.name)


@action("meeting.end_group")
def end_group(actor: Actor, group_id: UUID, *, reason: str) -> None:
    """Let a group meet no more; its meetings and decisions stay."""
    row = group_row(actor, group_id, right=Right.MANAGE_MEETING, is_locked=True)
    if row.ended_on is not None:
        raise Invalid(reason=_("Gruppen är redan avslutad."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför gruppen avslutas."))
    screen(reason=reason)
    row.ended_on = timezone.localdate()
    row.version += 1
    row.save(update_fields=["ended_on", "version"])
    record(
        actor,
        "meeting.group_ended",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        reason=reason.strip()[:500],
    )


@action("meeting.add_member")
def add_member(actor: Actor, group_id: UUID, *, function_id: UUID, is_leading: bool) -> None:
    """Let a function be a member from today; asked again it only changes whether it is a leading position."""
    row = group_row(actor, group_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_function(function_id, row.municipality_id)
    known = row.members.filter(function_id=function_id, ends_on__isnull=True).first()
    if known is None:
        GroupMember.objects.create(
            group=row, function_id=function_id, is_leading=is_leading, starts_on=timezone.localdate()
        )
    else:
        known.is_leading = is_leading
        known.save(update_fields=["is_leading"])
    record(
        actor,
        "meeting.member_added",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        function=function_id,
        is_leading=is_leading,
    )


@action("meeting.end_member")
def end_member(actor: Actor, group_id: UUID, *, member_id: int) -> None:
    """Let a function be a member no more."""
    row = group_row(actor, group_id, right=Right.MANAGE_MEETING, is_locked=True)
    member = row.members.filter(pk=member_id, ends_on__isnull=True).first()
    if member is None:
        raise NotFound
    member.ends_on = timezone.localdate()
    member.save(update_fields=["ends_on"])
    record(
        actor,
        "meeting.member_ended",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        function=member.function_id,
    )


@action("meeting.add_entry")
def add_calendar_entry(
    actor: Actor,
    *,
    municipality_id: UUID,
    name: str,
    first_day: date,
    last_day: date,
    is_school_break: bool = False,
) -> None:
    """Write something in the calendar: a school break, a market, a match."""
    require(actor, Right.MANAGE_MEETING, Domain(municipality_id, municipality_id))
    if not name.strip():
        raise Invalid(name=_("Skriv vad det är."))
    if last_day < first_day:
        raise Invalid(last_day=_("Den sista dagen kommer före den första. Byt plats på dem."))
    screen(name=name)
    row = CalendarEntry.objects.create(
        municipality_id=municipality_id,
        name=name.strip()[:120],
        first_day=first_day,
        last_day=last_day,
        is_school_break=is_school_break,
    )
    record(actor, "meeting.entry_added", municipality_id=municipality_id, name=row.name, first_day=first_day)


@action("meeting.retire_entry")
def retire_calendar_entry(actor: Actor, *, entry_id: int) -> None:
    """Take something out of the calendar."""
    row = CalendarEntry.objects.filter(pk=entry_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_MEETING, Domain(row.municipality_id, row.municipality_id))
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    record(
        actor,
        "meeting.entry_retired",
        municipality_id=row.municipality_id,
        name=row.name,
        first_day=row.first_day,
    )


def _check(draft: GroupDraft, municipality_id: UUID, row: Group | None) -> None:
    faults: dict[str, str] = {}
    others = Group.objects.filter(municipality_id=municipality_id, ended_on__isnull=True)
    others = others.exclude(pk=row.id) if row else others
    if not draft.name.strip():
        faults["name"] = _("Skriv vad gruppen heter.")
    elif others.filter(name__iexact=draft.name.strip()).exists():
        faults["name"] = _("Det finns redan en grupp som heter så. Välj ett annat namn.")
    if len(areas_by_id(municipality_id, set(draft.areas))) != len(set(draft.areas)):
        faults["areas"] = _("Ett av områdena finns inte. Välj i listan.")
    if draft.escalates_to_id is not None and not others.filter(pk=draft.escalates_to_id).exists():
        faults["escalates_to"] = _("Välj en annan grupp som finns.")
    if faults:
        raise Invalid(**faults)
    if draft.convener_id is not None:
        check_function(draft.convener_id, municipality_id, "convener")
    screen(name=draft.name, purpose=draft.purpose)
