"""Reach rows by way of access, and tell them as others may see them; for this feature only."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.utils import timezone

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.meetings.contracts import DecisionLine, DecisionStepLine, GroupLine, MeetingLine
from lagesbild_web.meetings.kinds import DECISION_LABELS, DecisionState, MeetingState
from lagesbild_web.meetings.models import Decision, DecisionStep, Group, Meeting

_STEPS: Final = Prefetch("steps", DecisionStep.objects.select_related("meeting"))


def group_row(actor: Actor, group_id: UUID, *, right: Right, is_locked: bool = False) -> Group:
    """Return the group if the actor has the right to it."""
    rows = Group.objects.select_related("municipality", "escalates_to")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=group_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def meeting_row(actor: Actor, meeting_id: UUID, *, right: Right, is_locked: bool = False) -> Meeting:
    """Return the meeting if the actor has the right to it."""
    rows = Meeting.objects.select_related("group", "municipality")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=meeting_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def decision_row(actor: Actor, decision_id: UUID, *, right: Right, is_locked: bool = False) -> Decision:
    """Return the decision if the actor has the right to its meeting."""
    rows = Decision.objects.select_related("meeting", "group")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=decision_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.meeting)
    return row


def readable_groups(actor: Actor) -> QuerySet[Group]:
    """Return the groups that the actor may read, with what their lines tell."""
    is_coming = Q(meetings__starts_at__gte=timezone.now() - timedelta(hours=12)) & Q(
        meetings__state__in=[MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD]
    )
    return Group.objects.filter(within(actor, Right.READ_MEETING)).annotate(
        next_at=Min("meetings__starts_at", filter=is_coming)
    )


def group_lines(rows: Sequence[Group]) -> list[GroupLine]:
    """Return groups as lines; members and open decisions are counted apart, or they would multiply."""
    ids = [row.id for row in rows]
    today = timezone.localdate()
    is_member = Q(members__starts_on__lte=today) & (
        Q(members__ends_on__isnull=True) | Q(members__ends_on__gt=today)
    )
    members = dict(
        Group.objects.filter(pk__in=ids).annotate(n=Count("members", is_member)).values_list("id", "n")
    )
    is_open = Q(decisions__state=DecisionState.OPEN)
    opened = dict(
        Group.objects.filter(pk__in=ids).annotate(n=Count("decisions", is_open)).values_list("id", "n")
    )
    return [
        GroupLine(
            id=row.id,
            name=row.name,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            rhythm_label=str(row.get_rhythm_display()),
            members=members.get(row.id, 0),
            next_at=getattr(row, "next_at", None),
            open_decisions=opened.get(row.id, 0),
            is_ended=row.ended_on is not None,
        )
        for row in rows
    ]


def meeting_line(row: Meeting) -> MeetingLine:
    """Return a meeting as a line; its group must be loaded."""
    return MeetingLine(
        id=row.id,
        group_id=row.group_id,
        group=row.group.name,
        number=row.number,
        starts_at=row.starts_at,
        state=row.state,
        state_label=str(row.get_state_display()),
        place=row.place,
    )


def decision_lines(rows: QuerySet[Decision] | Iterable[Decision], today: date) -> list[DecisionLine]:
    """Return decisions with what has been said about each."""
    found = (
        list(rows.select_related("group", "meeting").prefetch_related(_STEPS))
        if isinstance(rows, QuerySet)
        else list(rows)
    )
    labels = function_labels({row.function_id for row in found})
    return [_decision_line(row, labels, today) for row in found]


def _decision_line(row: Decision, labels: dict[UUID, str], today: date) -> DecisionLine:
    return DecisionLine(
        id=row.id,
        meeting_id=row.meeting_id,
        meeting_number=row.meeting.number,
        group_id=row.group_id,
        group=row.group.name,
        text=row.text,
        function_id=row.function_id,
        function=labels.get(row.function_id, ""),
        due_on=row.due_on,
        follow_up=row.follow_up,
        is_for_steering=row.is_for_steering,
        state=row.state,
        state_label=str(row.get_state_display()),
        why=row.why,
        version=row.version,
        is_late=row.state == DecisionState.OPEN and row.due_on < today,
        steps=tuple(
            DecisionStepLine(
                step.at,
                step.meeting.number if step.meeting else None,
                str(DECISION_LABELS[DecisionState(step.state)]),
                step.text,
                step.due_on,
                step.by_function,
            )
            for step in row.steps.all()
        ),
        decided_on=timezone.localtime(row.meeting.starts_at).date(),
    )
