"""Correct, approve, ask, merge, withdraw, and take back the last of it. Every step is kept."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents.actions.correcting import correct_row
from lagesbild_web.incidents.contracts import Draft, State
from lagesbild_web.incidents.reading import row_for, row_to_correct
from lagesbild_web.incidents.steps import STEPS, check_step, last_step, take_step, values_before


@action("incident.correct")
def correct(actor: Actor, incident_id: UUID, draft: Draft, *, version: int, reason: str = "") -> int:
    """Change what an incident says; returns its new version. What it said before is kept.

    A reviewer corrects every incident, the reporter their own while it has not been approved. An approved
    incident is corrected with a reason.
    """
    row = row_to_correct(actor, incident_id)
    check_step(row, "correct", version)
    screen(reason=reason)
    if row.state == State.APPROVED and not reason.strip():
        raise Invalid(reason=_("Händelsen är godkänd och räknas redan. Skriv varför den ändras."))
    changed = correct_row(actor, row, draft, reason)
    record(
        actor,
        "incident.corrected",
        row.id,
        municipality_id=row.municipality_id,
        fields=", ".join(changed) or "-",
        reason=reason.strip() or "-",
    )
    return row.version


@action("incident.approve")
def approve(actor: Actor, incident_id: UUID, *, version: int) -> int:
    """Let an incident count; returns its new version."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "approve", version)
    take_step(actor, row, "approve", reviewed_at=timezone.now())
    record(actor, "incident.approved", row.id, municipality_id=row.municipality_id)
    return row.version


@action("incident.return")
def return_with_question(actor: Actor, incident_id: UUID, *, version: int, question: str) -> int:
    """Ask the reporter something; the incident waits for the answer."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "return", version)
    if row.report_id is None:
        raise Invalid(question=_("Händelsen kom med en fil. Det finns ingen rapportör att fråga."))
    if not question.strip():
        raise Invalid(question=_("Skriv vad du vill veta."))
    screen(question=question)
    take_step(actor, row, "return", question=question.strip()[:500], answer="")
    record(actor, "incident.returned", row.id, municipality_id=row.municipality_id)
    return row.version


@action("incident.merge")
def merge(actor: Actor, incident_id: UUID, into_id: UUID, *, version: int) -> int:
    """Say that an incident is the same as another; only the other counts. Both keep what they say."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "merge", version)
    into = row_for(actor, into_id, right=Right.REVIEW_INCIDENT)
    if into.id == row.id:
        raise Invalid(into=_("En händelse kan inte slås ihop med sig själv. Välj en annan."))
    if into.municipality_id != row.municipality_id or State(into.state) not in STEPS["merge"].from_states:
        raise Invalid(
            into=_("Den andra händelsen går inte att slå ihop med. Välj en som väntar eller är godkänd.")
        )
    if row.merged.exists():
        raise Invalid(into=_("Andra händelser är redan ihopslagna med den här. Slå ihop åt andra hållet."))
    take_step(actor, row, "merge", merged_into_id=into.id, reviewed_at=timezone.now())
    record(actor, "incident.merged", row.id, municipality_id=row.municipality_id, into=into.id)
    return row.version


@action("incident.withdraw")
def withdraw(actor: Actor, incident_id: UUID, *, version: int, reason: str) -> int:
    """Take an incident away from the count, one's own or as a reviewer. It stays in the history."""
    row = row_to_correct(actor, incident_id)
    check_step(row, "withdraw", version)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför händelsen dras tillbaka."))
    screen(reason=reason)
    if row.merged.exists():
        raise Invalid(reason=_("Andra händelser är ihopslagna med den här. Ångra det först."))
    take_step(actor, row, "withdraw", reason=reason)
    record(
        actor, "incident.withdrawn", row.id, municipality_id=row.municipality_id, reason=reason.strip()[:500]
    )
    return row.version


@action("incident.undo")
def undo_last_step(actor: Actor, incident_id: UUID, *, version: int) -> int:
    """Put an incident back to what it was before the last step."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "undo", version)
    step = last_step(row)
    if step is None or not STEPS[step.step].can_be_undone:
        raise Invalid(state=_("Det senaste steget går inte att ångra."))
    take_step(actor, row, "undo", **values_before(step))
    record(
        actor,
        "incident.undone",
        row.id,
        municipality_id=row.municipality_id,
        step=str(STEPS[step.step].label).lower(),
    )
    return row.version
