"""Read the running texts of a plan, which lists have no room for."""

from dataclasses import dataclass
from uuid import UUID

from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans.queries.plans import plan_row


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """What is written first in a plan."""

    background: str
    other_statutes: str
    circle: str


def texts_of(actor: Actor, plan_id: UUID) -> PlanTexts:
    """Return the texts; raises as ``plan_for``."""
    row = plan_row(actor, plan_id, right=Right.READ_PLAN)
    return PlanTexts(row.background, row.other_statutes, row.circle)
