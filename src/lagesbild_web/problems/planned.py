"""What the plan says of problems: read from the chain, so that no later feature must tell."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Link, Ref
from lagesbild_web.problems.models import Cause

_FIRST_STEP_OF_PLAN: Final = 4
_OF_PLAN: Final = ("goal", "measure")
"""An agreement may be about a problem without anything being done about it."""


def planned_problems(actor: Actor, municipality_id: UUID) -> set[UUID]:
    """Return the ids of the problems that a goal or a measure stands on."""
    lower = {
        link.lower
        for name in _OF_PLAN
        if name in KINDS
        for link in KINDS[name].links(actor, municipality_id)
        if link.ended_on is None
    }
    found = {ref.id for ref in lower if ref.kind == "problem"}
    causes = {ref.id for ref in lower if ref.kind == "cause"}
    if causes:
        found |= set(Cause.objects.filter(pk__in=causes).values_list("problem_id", flat=True))
    return found


def kinds_above(actor: Actor, municipality_id: UUID, refs: Iterable[Ref]) -> set[str]:
    """Return the kinds of things that stand on any of the things, directly or through others."""
    above: dict[Ref, set[Ref]] = {}
    for link in _links(actor, municipality_id):
        above.setdefault(link.lower, set()).add(link.upper)
    seen: set[Ref] = set()
    waiting = list(refs)
    while waiting:
        for upper in above.get(waiting.pop(), ()):
            if upper not in seen:
                seen.add(upper)
                waiting.append(upper)
    return {ref.kind for ref in seen}


def _links(actor: Actor, municipality_id: UUID) -> list[Link]:
    return [
        link
        for kind in KINDS.values()
        if kind.step >= _FIRST_STEP_OF_PLAN
        for link in kind.links(actor, municipality_id)
        if link.ended_on is None
    ]
