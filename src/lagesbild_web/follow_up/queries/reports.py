"""Read the reports to boards."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.follow_up.board_content import Content, gather
from lagesbild_web.follow_up.contracts import REPORT_STATE_LABELS, ReportState, ReportSummary
from lagesbild_web.follow_up.models import BoardReport
from lagesbild_web.plans.queries import plan_for


def reports_of(
    actor: Actor,
    *,
    municipality_id: UUID | None = None,
    state: ReportState | None = None,
    since: date | None = None,
) -> list[ReportSummary]:
    """Return the reports that the actor may read, the latest period first."""
    rows = BoardReport.objects.filter(within(actor, Right.READ_PLAN))
    if municipality_id is not None:
        rows = rows.filter(municipality_id=municipality_id)
    if state is not None:
        rows = rows.filter(state=state.value)
    if since is not None:
        rows = rows.filter(last_day__gte=since)
    found = list(rows)
    labels = function_labels(row.function_id for row in found if row.function_id)
    return [summary_of(row, labels) for row in found]


def report_for(actor: Actor, report_id: UUID) -> ReportSummary:
    """Return a report.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = report_row(actor, report_id, right=Right.READ_PLAN)
    return summary_of(row, function_labels([row.function_id] if row.function_id else []))


def content_of(actor: Actor, report_id: UUID) -> Content:
    """Return what a report tells: as it stands today while it is a draft, and frozen when it is ready."""
    row = report_row(actor, report_id, right=Right.READ_PLAN)
    if row.content is not None:
        frozen: Content = row.content
        return frozen
    return draft_content(actor, row)


def draft_content(actor: Actor, row: BoardReport) -> Content:
    """Return what a draft would tell if it was made ready now; for this feature only."""
    plan = plan_for(actor, row.plan_id)
    content = gather(actor, plan, first_day=row.first_day, last_day=row.last_day, today=timezone.localdate())
    labels = function_labels([row.function_id] if row.function_id else [])
    return {
        **content,
        "title": row.title,
        "body": row.body,
        "function": labels.get(row.function_id, "") if row.function_id else "",
        "introduction": row.introduction,
        "assessment": row.assessment,
        "proposal": row.proposal,
    }


def texts_of(actor: Actor, report_id: UUID) -> dict[str, Any]:
    """Return the words of a draft, for its form."""
    row = report_row(actor, report_id, right=Right.READ_PLAN)
    names = ("title", "body", "first_day", "last_day", "introduction", "assessment", "proposal")
    return {name: getattr(row, name) for name in names}


def report_row(actor: Actor, report_id: UUID, *, right: Right) -> BoardReport:
    """Return the row if the actor has the right to it; for this feature only."""
    row = BoardReport.objects.filter(pk=report_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def summary_of(row: BoardReport, labels: Mapping[UUID, str]) -> ReportSummary:
    """Return the row as others may see it."""
    content = row.content or {}
    state = ReportState(row.state)
    return ReportSummary(
        id=row.id,
        municipality_id=row.municipality_id,
        plan_id=row.plan_id,
        title=row.title,
        body=row.body,
        first_day=row.first_day,
        last_day=row.last_day,
        state=state,
        state_label=str(REPORT_STATE_LABELS[state]),
        function=labels.get(row.function_id, "") if row.function_id else "",
        ready_at=row.ready_at,
        given_on=row.given_on,
        section=row.section,
        record_number=row.record_number,
        revision=row.revision,
        measure_ids=tuple(UUID(item["id"]) for item in content.get("measures", ())),
        effect_ids=tuple(UUID(item["id"]) for item in content.get("effects", ())),
        indicator_ids=tuple(UUID(item["id"]) for item in content.get("indicators", ())),
    )
