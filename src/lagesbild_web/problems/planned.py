"""Which problems something in the plan answers: read from the chain, so that no later feature must tell."""

from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS
from lagesbild_web.problems.models import Cause

_FIRST_STEP_OF_PLAN: Final = 4


def planned_problems(actor: Actor, municipality_id: UUID) -> set[UUID]:
    """Return the ids of the problems that a goal, a measure or something later stands on."""
    lower = {
        link.lower
        for kind in KINDS.values()
        if kind.step >= _FIRST_STEP_OF_PLAN
        for link in kind.links(actor, municipality_id)
    }
    found = {ref.id for ref in lower if ref.kind == "problem"}
    causes = {ref.id for ref in lower if ref.kind == "cause"}
    if causes:
        found |= set(Cause.objects.filter(pk__in=causes).values_list("problem_id", flat=True))
    return found
