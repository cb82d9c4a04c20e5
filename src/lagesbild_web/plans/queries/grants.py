"""Read applications for grants."""

from uuid import UUID

from lagesbild_web.access.rights import require
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.plans.grants import Grant, GrantDraft, OpenAccount
from lagesbild_web.plans.models import GrantApplication
from lagesbild_web.plans.queries.plans import plan_row, readable_plans

COLUMNS = (
    "title", "year", "purpose", "time_frame", "amount", "is_new_activity", "other_grants", "evaluation",
    "sent_on", "granted", "granted_on", "record_number", "account_due_on", "used_for", "results",
    "results_against_purpose", "accounted_on",
)  # fmt: skip


def grants_of(actor: Actor, plan_id: UUID) -> list[Grant]:
    """Return the applications of a plan, the latest year first; raises as ``plan_for``."""
    plan_row(actor, plan_id, right=Right.READ_PLAN)
    rows = GrantApplication.objects.filter(plan_id=plan_id, retired_at__isnull=True)
    return [grant_contract(row) for row in rows.select_related("plan").prefetch_related("measures")]


def grant_for(actor: Actor, grant_id: UUID) -> Grant:
    """Return an application; raises as ``plan_for``."""
    return grant_contract(grant_row(actor, grant_id, right=Right.READ_PLAN))


def open_accounts(actor: Actor) -> list[OpenAccount]:
    """Return the grants of the actor's municipality that wait for their account."""
    rows = GrantApplication.objects.filter(
        plan__in=readable_plans(actor).filter(municipality_id=actor.municipality_id).values("pk"),
        retired_at__isnull=True,
        account_due_on__isnull=False,
        accounted_on__isnull=True,
    ).select_related("plan")
    return [OpenAccount(r.id, r.title, r.account_due_on, r.plan.municipality_id) for r in rows]  # type: ignore[arg-type]  # filtered


def grant_row(actor: Actor, grant_id: UUID, *, right: Right) -> GrantApplication:
    """Return the row if the actor has the right to its plan; for this feature only."""
    rows = GrantApplication.objects.select_related("plan").prefetch_related("measures")
    row = rows.filter(pk=grant_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.plan)
    return row


def grant_contract(row: GrantApplication) -> Grant:
    """Return the row as others may see it."""
    draft = GrantDraft(
        **{name: getattr(row, name) for name in COLUMNS},
        measure_ids=tuple(measure.id for measure in row.measures.all()),
    )
    return Grant(row.id, row.plan_id, row.plan.municipality_id, draft, row.revision)
