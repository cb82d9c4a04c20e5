"""Write applications for grants and their accounts."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.plans.grants import Grant, GrantDraft
from lagesbild_web.plans.models import GrantApplication, Plan
from lagesbild_web.plans.queries.grants import COLUMNS, grant_contract, grant_row
from lagesbild_web.plans.queries.plans import plan_row
from lagesbild_web.plans.versioning import SOMEBODY_ELSE_SAVED

_TEXTS = (
    "title", "purpose", "time_frame", "other_grants", "evaluation", "record_number", "used_for", "results",
    "results_against_purpose",
)  # fmt: skip


@action("grant.add")
def add_grant(actor: Actor, plan_id: UUID, draft: GrantDraft) -> Grant:
    """Begin an application for a grant; the plan need not be open for changes."""
    plan = plan_row(actor, plan_id, right=Right.MANAGE_PLAN)
    _check(draft, plan)
    row = GrantApplication.objects.create(plan=plan, **_columns(draft))
    return _saved(actor, row, draft)


@action("grant.change")
def change_grant(actor: Actor, grant_id: UUID, draft: GrantDraft, *, revision: int | None = None) -> Grant:
    """Change an application, or write its account."""
    row = grant_row(actor, grant_id, right=Right.MANAGE_PLAN)
    if revision is not None and row.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))
    _check(draft, row.plan)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    return _saved(actor, row, draft)


def _saved(actor: Actor, row: GrantApplication, draft: GrantDraft) -> Grant:
    row.measures.set(draft.measure_ids)  # type: ignore[arg-type]  # ids will do
    record(
        actor,
        "grant.saved",
        row.id,
        municipality_id=row.plan.municipality_id,
        title=row.title,
        year=row.year,
    )
    return grant_contract(row)


def _columns(draft: GrantDraft) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(draft, name) for name in COLUMNS}
    return columns | {name: getattr(draft, name).strip() for name in _TEXTS}


def _check(draft: GrantDraft, plan: Plan) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad projektet heter.")
    if not 2023 <= draft.year <= timezone.localdate().year + 5:  # the regulation is from 2023
        faults["year"] = _("Skriv bidragsåret med fyra siffror. Ett bidragsår är ett kalenderår.")
    if plan.measures.filter(pk__in=draft.measure_ids).count() != len(set(draft.measure_ids)):
        faults["measures"] = _("En av åtgärderna finns inte i planen. Välj bland dem som står i listan.")
    if draft.accounted_on and not draft.granted_on:
        faults["granted_on"] = _("Skriv när bidraget beviljades innan du redovisar det.")
    if faults:
        raise Invalid(**faults)
    screen(**{name: getattr(draft, name) for name in _TEXTS})
