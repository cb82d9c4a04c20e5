"""Hold a meeting: freeze its figures, keep what is said as it is said, and carry decisions over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import fault_in, screen
from lagesbild_web.meetings.changing import check_function, check_writable, function_of
from lagesbild_web.meetings.kinds import OWN_POINT, DecisionState, MeetingState
from lagesbild_web.meetings.models import AgendaItem, Attendance, Decision, Meeting
from lagesbild_web.meetings.pacing import figures_of
from lagesbild_web.meetings.queries import carried_rows
from lagesbild_web.meetings.reading import meeting_row
from lagesbild_web.meetings.stepping import Told, faults_in, take_step


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under a point, and the version that the writer saw."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision as it is taken."""

    text: str
    function_id: UUID | None
    due_on: date | None
    follow_up: str = ""
    is_for_steering: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is written on the page of a meeting; what is not named is left as it is."""

    notes: Mapping[int, Note] = field(default_factory=dict)
    present: Sequence[UUID] | None = None
    told: Mapping[UUID, Told] = field(default_factory=dict)
    """What is said about decisions that were taken earlier."""
    decision: NewDecision | None = None
    next_at: datetime | None = None


@action("meeting.begin")
def begin_meeting(actor: Actor, meeting_id: UUID, *, today: date | None = None) -> None:
    """Begin: the figures are made a last time and never change after that."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    if not row.is_frozen:
        figures_of(actor, row, today or timezone.localdate())
        row.is_frozen, row.state = True, MeetingState.HELD
        row.version += 1
        row.save(update_fields=["is_frozen", "state", "version"])
    record(
        actor,
        "meeting.begun",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
    )


@action("meeting.keep_notes")
def keep_notes(actor: Actor, meeting_id: UUID, kept: Kept) -> None:
    """Keep what is written during a meeting. All that can be kept is kept; the rest is told, field by field.

    Raises
    ------
    Invalid
        With a sentence for each field that was not kept: ``note-3``, ``lage-<id>``, ``nytt-text``. What was
        right is kept only when everything was, so that the page shows what was typed.
    """
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    items = {item.id: item for item in row.items.filter(pk__in=kept.notes)}
    carried = {decision.id: decision for decision in (*carried_rows(row), *row.decisions.all())}
    faults = _faults_in_notes(kept, items)
    for key, told in kept.told.items():
        if key in carried:
            faults |= {f"{name}-{key}": text for name, text in faults_in(carried[key], told).items()}
    faults |= {f"nytt-{name}": text for name, text in _faults_in_new(kept.decision, row).items()}
    if faults:
        raise Invalid(**faults)
    changed = _keep_items(items, kept)
    changed += sum(
        take_step(actor, carried[key], told, meeting=row) for key, told in kept.told.items() if key in carried
    )
    if kept.present is not None:
        _keep_present(row, kept.present)
    if kept.decision is not None and kept.decision.text.strip():
        _decide(actor, row, kept.decision)
        changed += 1
    if kept.next_at is not None and kept.next_at != row.next_at:
        row.next_at = kept.next_at
        row.save(update_fields=["next_at"])
    record(
        actor,
        "meeting.notes_kept",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
        changed=changed,
    )


@action("meeting.add_point")
def add_point(actor: Actor, meeting_id: UUID, *, heading: str) -> None:
    """Add a point of one's own, before the next meeting is set."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    if not heading.strip():
        raise Invalid(heading=_("Skriv vad punkten handlar om."))
    screen(heading=heading)
    last = row.items.filter(code="next").values_list("position", flat=True).first()
    highest = row.items.aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.create(
        meeting=row,
        position=last - 1 if last else highest + 1,
        code=OWN_POINT,
        heading=heading.strip()[:200],
    )
    record(
        actor,
        "meeting.point_added",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
    )


@action("meeting.leave_out")
def leave_out_point(actor: Actor, meeting_id: UUID, *, item_id: int, is_left_out: bool = True) -> None:
    """Leave a point out of the agenda, or put it back; what was written under it stays."""
    row = meeting_row(actor, meeting_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_writable(row)
    item = row.items.filter(pk=item_id).first()
    if item is None:
        raise NotFound
    item.is_left_out = is_left_out
    item.save(update_fields=["is_left_out"])
    record(
        actor,
        "meeting.point_left_out",
        row.id,
        municipality_id=row.municipality_id,
        group=row.group.name,
        number=row.number,
    )


def _faults_in_notes(kept: Kept, items: Mapping[int, AgendaItem]) -> dict[str, str]:
    faults = {}
    for key, note in kept.notes.items():
        item = items.get(key)
        if item is None:
            continue
        if note.text.strip() != item.note and note.version != item.version:
            faults[f"note-{key}"] = _(
                "Någon annan har skrivit under ”%(heading)s” samtidigt. Där står nu: ”%(text)s”. Din text är "
                "kvar i rutan. "
                "Skriv ihop dem och spara igen."
            ) % {"heading": item.heading, "text": item.note}
        elif fault := fault_in(note.text):
            faults[f"note-{key}"] = fault
    return faults


def _faults_in_new(decision: NewDecision | None, row: Meeting) -> dict[str, str]:
    if decision is None or not (decision.text.strip() or decision.follow_up.strip()):
        return {}
    faults = {}
    if not decision.text.strip():
        faults["text"] = _("Skriv vad som ska göras.")
    if decision.due_on is None:
        faults["due_on"] = _("Välj när det ska vara klart.")
    try:
        check_function(decision.function_id, row.municipality_id)
    except Invalid as error:
        faults |= error.faults
    for name, text in (("text", decision.text), ("follow_up", decision.follow_up)):
        if fault := fault_in(text):
            faults[name] = fault
    return faults


def _keep_items(items: Mapping[int, AgendaItem], kept: Kept) -> int:
    changed = 0
    for key, item in items.items():
        text = kept.notes[key].text.strip()
        if text != item.note:
            item.note, item.version = text, item.version + 1
            item.save(update_fields=["note", "version"])
            changed += 1
    return changed


def _keep_present(row: Meeting, present: Sequence[UUID]) -> None:
    row.present.exclude(function_id__in=present).delete()
    known = set(row.present.values_list("function_id", flat=True))
    members = set(row.group.members.values_list("function_id", flat=True))
    new = (set(present) - known) & members
    Attendance.objects.bulk_create(Attendance(meeting=row, function_id=key) for key in sorted(new))


def _decide(actor: Actor, row: Meeting, decision: NewDecision) -> None:
    made = Decision.objects.create(  # type: ignore[misc]  # a decision without function or day was refused
        meeting=row,
        group_id=row.group_id,
        text=decision.text.strip()[:500],
        function_id=decision.function_id,
        due_on=decision.due_on,
        follow_up=decision.follow_up.strip()[:300],
        is_for_steering=decision.is_for_steering,
        state=DecisionState.OPEN,
        state_since=timezone.now(),
    )
    made.steps.create(
        meeting=row,
        at=made.state_since,
        state=made.state,
        due_on=made.due_on,
        by_function=function_of(actor),
    )
