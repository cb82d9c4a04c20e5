"""Write a report to a board: draft it, make it ready, say when it was given, and hand it out as a file."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.follow_up.board_document import board_document
from lagesbild_web.follow_up.contracts import ReportState, ReportSummary
from lagesbild_web.follow_up.models import BoardReport
from lagesbild_web.follow_up.queries.reports import content_of, draft_content, report_for, report_row
from lagesbild_web.plans.queries import plan_for


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as its writer has it."""

    title: str
    body: str
    first_day: date
    last_day: date
    introduction: str = ""
    assessment: str = ""
    proposal: str = ""


@action("follow_up.create_report")
def create_report(actor: Actor, plan_id: UUID, draft: ReportDraft) -> ReportSummary:
    """Begin a report on a plan."""
    plan = plan_for(actor, plan_id)
    home = plan.municipality_id
    require(actor, Right.MANAGE_PLAN, Domain(home, home, circle="partners", sensitivity="limited"))
    _check(draft)
    row = BoardReport.objects.create(
        municipality_id=home,
        organisation_id=home,
        plan_id=plan_id,
        function_id=actor.home.function_id if actor.home else None,
        **_columns(draft),
    )
    record(actor, "follow_up.report_saved", row.id, municipality_id=home, title=row.title)
    return report_for(actor, row.id)


@action("follow_up.change_report")
def change_report(
    actor: Actor, report_id: UUID, draft: ReportDraft, *, revision: int | None = None
) -> ReportSummary:
    """Change a draft.

    Raises
    ------
    Invalid
        If it is ready, or somebody else has changed it since it was read.
    """
    row = _locked(actor, report_id)
    _demand_draft(row)
    if revision is not None and revision != row.revision:
        raise Invalid(
            title=_(
                "Någon annan har ändrat rapporten sedan du öppnade den. Läs deras ändring och spara igen."
            )
        )
    _check(draft)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    record(actor, "follow_up.report_saved", row.id, municipality_id=row.municipality_id, title=row.title)
    return report_for(actor, report_id)


@action("follow_up.make_report_ready")
def make_report_ready(actor: Actor, report_id: UUID) -> ReportSummary:
    """Freeze everything that the report tells; from now on it is the same whatever happens to the plan."""
    row = _locked(actor, report_id)
    _demand_draft(row)
    row.content = draft_content(actor, row)
    row.content_sha256 = hashlib.sha256(json.dumps(row.content, sort_keys=True).encode()).hexdigest()
    row.state, row.ready_at = ReportState.READY.value, timezone.now()
    row.revision += 1
    row.save()
    record(
        actor,
        "follow_up.report_ready",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        sha256=row.content_sha256,
    )
    return report_for(actor, report_id)


@action("follow_up.reopen_report")
def reopen_report(actor: Actor, report_id: UUID) -> ReportSummary:
    """Make a ready report a draft again, as long as it has not been given."""
    row = _locked(actor, report_id)
    if row.state != ReportState.READY.value:
        raise Invalid(state=_("Bara en färdig rapport som inte är lämnad kan öppnas igen."))
    row.state, row.content, row.content_sha256, row.ready_at = ReportState.DRAFT.value, None, "", None
    row.revision += 1
    row.save()
    record(actor, "follow_up.report_reopened", row.id, municipality_id=row.municipality_id, title=row.title)
    return report_for(actor, report_id)


@action("follow_up.give_report")
def give_report(
    actor: Actor, report_id: UUID, *, given_on: date, section: str = "", record_number: str = ""
) -> ReportSummary:
    """Write down that the board has got the report, on which day and under which paragraph."""
    row = _locked(actor, report_id)
    if row.state != ReportState.READY.value:
        raise Invalid(given_on=_("Gör rapporten färdig först. Det är den frysta rapporten som lämnas."))
    if given_on > timezone.localdate():
        raise Invalid(given_on=_("Dagen har inte varit än. Skriv den dag då rapporten lämnades."))
    screen(section=section, record_number=record_number)
    row.state, row.given_on = ReportState.GIVEN.value, given_on
    row.section, row.record_number = section.strip(), record_number.strip()
    row.revision += 1
    row.save()
    record(
        actor,
        "follow_up.report_given",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        body=row.body,
        given_on=given_on.isoformat(),
    )
    return report_for(actor, report_id)


@action("follow_up.export_report")
def export_report(actor: Actor, report_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out a report as a file, and remember who got it."""
    row = report_row(actor, report_id, right=Right.READ_PLAN)
    document = board_document(content_of(actor, report_id), report_for(actor, report_id))
    file = as_document_file(document, f"rapport-{row.last_day.isoformat()}", filetype)
    record(
        actor,
        "follow_up.report_exported",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        format=filetype,
    )
    return file


def _locked(actor: Actor, report_id: UUID) -> BoardReport:
    row = report_row(actor, report_id, right=Right.MANAGE_PLAN)
    return BoardReport.objects.select_for_update().get(pk=row.pk)


def _demand_draft(row: BoardReport) -> None:
    if row.state != ReportState.DRAFT.value:
        raise Invalid(title=_("Rapporten är färdig och går inte att ändra. Öppna den igen först."))


def _columns(draft: ReportDraft) -> dict[str, object]:
    texts = ("title", "body", "introduction", "assessment", "proposal")
    columns: dict[str, object] = {name: getattr(draft, name).strip() for name in texts}
    return {**columns, "first_day": draft.first_day, "last_day": draft.last_day}


def _check(draft: ReportDraft) -> None:
    if draft.last_day < draft.first_day:
        raise Invalid(last_day=_("Sista dagen ligger före den första. Byt plats på dem."))
    screen(
        title=draft.title,
        body=draft.body,
        introduction=draft.introduction,
        assessment=draft.assessment,
        proposal=draft.proposal,
    )
