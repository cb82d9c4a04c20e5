"""Adjust the minutes: made once as documents, kept as they are, and sent to the members."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import addresses_of_holders, function_labels
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.letters import send_letter
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.base.stored_files import store
from lagesbild_web.meetings.changing import check_function, check_writable, function_of
from lagesbild_web.meetings.documents import minutes_document
from lagesbild_web.meetings.kinds import MeetingState
from lagesbild_web.meetings.models import Meeting, Minutes
from lagesbild_web.meetings.queries import MEDIA_TYPES, meeting_for, member_functions, minutes_file
from lagesbild_web.meetings.reading import meeting_row


@action("meeting.adjust")
def adjust_minutes(
    actor: Actor,
    meeting_id: UUID,
    *,
    function_ids: list[UUID],
    adjusted_on: date,
    reason: str = "",
    address: str = "",
) -> int:
    """Adjust the minutes by functions: frozen as PDF and DOCX, and told to the members; returns the version.

    Raises
    ------
    Invalid
        If the meeting has not begun, nobody adjusts, the day lies in the future, or minutes that have been
        adjusted before are made anew without saying why.
    """
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    number = row.minutes.count() + 1
    _check(row, function_ids, adjusted_on, reason, number)
    labels = function_labels(function_ids)
    adjusted_by = "; ".join(labels[key] for key in function_ids)
    found = meeting_for(actor, meeting_id)
    document = minutes_document(found, adjusted_by=adjusted_by, adjusted_on=adjusted_on, number=number)
    content = {
        kind: store(as_document_file(document, "protokoll", kind).content).sha256 for kind in MEDIA_TYPES
    }
    Minutes.objects.create(
        meeting=row,
        number=number,
        content=content,
        adjusted_by=adjusted_by[:240],
        adjusted_on=adjusted_on,
        by_function=function_of(actor),
        reason=reason.strip()[:500],
    )
    row.state = MeetingState.ADJUSTED
    row.version += 1
    row.save(update_fields=["state", "version"])
    letters = _tell_members(row, address)
    record(
        actor,
        "meeting.adjusted",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        version=number,
        letters=letters,
    )
    return number


@action("meeting.reopen")
def reopen_minutes(actor: Actor, meeting_id: UUID, *, reason: str) -> None:
    """Open adjusted minutes to put something right; the adjusted version stays beside the new one."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    if row.state != MeetingState.ADJUSTED:
        raise Invalid(reason=_("Protokollet är inte justerat. Det går redan att skriva i det."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv vad som ska rättas och varför."))
    screen(reason=reason)
    row.state = MeetingState.HELD
    row.version += 1
    row.save(update_fields=["state", "version"])
    record(
        actor,
        "meeting.reopened",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        reason=reason.strip()[:500],
    )


@action("meeting.hand_out")
def hand_out_minutes(actor: Actor, meeting_id: UUID, *, number: int, format: str) -> OutgoingFile:
    """Hand out adjusted minutes as they were made."""
    file = minutes_file(actor, meeting_id, number, format)
    row = meeting_row(actor, meeting_id, right=Right.READ_MEETING)
    record(
        actor,
        "meeting.minutes_exported",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        format=format,
    )
    return file


def _check(row: Meeting, function_ids: list[UUID], adjusted_on: date, reason: str, number: int) -> None:
    faults: dict[str, str] = {}
    if not row.is_frozen:
        faults["functions"] = _("Mötet har inte börjat. Tryck på Börja mötet först.")
    elif not function_ids:
        faults["functions"] = _("Välj vilka funktioner som justerar.")
    if adjusted_on > timezone.localdate():
        faults["adjusted_on"] = _("Dagen ligger i framtiden. Välj i dag eller tidigare.")
    if number > 1 and not reason.strip():
        faults["reason"] = _("Protokollet har justerats förut. Skriv vad som är rättat.")
    if faults:
        raise Invalid(**faults)
    for function_id in function_ids:
        check_function(function_id, row.municipality_id, "functions")
    screen(reason=reason)


def _tell_members(row: Meeting, address: str) -> int:
    day = timezone.localtime(row.starts_at)
    holders = addresses_of_holders(member_functions(row.group, day.date()))
    letters = sorted({letter for addresses in holders.values() for letter in addresses})
    for letter in letters:
        send_letter(
            letter,
            subject=_("Protokoll: %(group)s %(day)s")
            % {"group": row.group.name, "day": day.strftime("%Y-%m-%d")},
            template="meetings/letters/minutes.letter",
            group=row.group.name,
            number=row.number,
            day=day.strftime("%Y-%m-%d"),
            decisions=list(row.decisions.order_by("due_on").values_list("text", flat=True)),
            address=f"{address}{reverse('meetings:meeting', args=[row.id])}",
        )
    return len(letters)
