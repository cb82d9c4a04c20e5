"""Problems with evidence, scores and causes for tests, with sensible values for everything else."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.problems import actions
from lagesbild_web.problems.contracts import Cause, CauseDraft, ProblemDraft, ProblemSummary
from lagesbild_web.problems.criteria import Value, default_criteria
from lagesbild_web.problems.formulation import Formulation


def a_formulation(**changes: Any) -> Formulation:
    """A narrow formulation."""
    texts: dict[str, Any] = {
        "title": "Trasig belysning i Stationsparken",
        "what": "Lamporna längs gångvägen är trasiga och folk tar en omväg.",
        "where": "Gångvägen genom Stationsparken.",
        "when": "Kvällar när det är mörkt.",
        "who": "Resenärer som går mellan stationen och centrum.",
        "months": (10, 11, 12),
    }
    return Formulation(**(texts | changes))


def a_problem(
    coordinator: Actor,
    *,
    municipality_id: UUID | None = None,
    selection: str = "kategori=klotter",
    circle: str = "partners",
    function_id: UUID | None = None,
    **changes: Any,
) -> ProblemSummary:
    """A proposed problem of the coordinator's municipality."""
    home = municipality_id or coordinator.municipality_id
    assert home is not None
    draft = ProblemDraft(a_formulation(**changes), selection, function_id, circle)
    return actions.propose_problem(coordinator, draft, municipality_id=home)


def a_cause(coordinator: Actor, problem_id: UUID, *, parent: Cause | None = None, **changes: Any) -> Cause:
    """A cause in the situation, as a hypothesis without evidence."""
    texts: dict[str, Any] = {
        "text": "Ingen felanmäler lamporna",
        "perspective": "situation",
        "level": "situation",
        "grade": "assumption",
        "control": "own",
    }
    return actions.add_cause(
        coordinator, problem_id, CauseDraft(**(texts | changes)), parent_id=parent.id if parent else None
    )


def values(value: int, **others: int) -> list[Value]:
    """The same value for every default criterion but those that are named."""
    return [Value(c.code, others.get(c.code, value), "Så ser vi det.") for c in default_criteria().used]


def form_of_values(value: int) -> dict[str, str]:
    """The same as it is sent from the page."""
    told = {f"value_{c.code}": str(value) for c in default_criteria().used}
    return told | {f"motive_{c.code}": "Så ser vi det." for c in default_criteria().used}


def form_of_problem(**changes: Any) -> dict[str, Any]:
    """A problem as it is sent from the page."""
    told = a_formulation()
    texts = {name: getattr(told, name) for name in ("title", "what", "where", "when", "who")}
    return {**texts, "kategori": ["klotter"], "circle": "partners", **changes}


def problem_things(coordinator: Actor) -> Mapping[str, UUID]:
    """One of each thing that an address of the feature can be about."""
    problem = a_problem(coordinator)
    evidence = actions.add_selection(coordinator, problem.id, query="kategori=klotter")
    dialogue = actions.add_dialogue(
        coordinator,
        problem.id,
        held_on=date(2025, 3, 9),
        form="Öppet möte",
        groups="Boende och resenärer",
        participants=25,
        said="Många går omvägar när det är mörkt.",
    )
    cause = a_cause(coordinator, problem.id)
    assert coordinator.municipality_id is not None
    other = a_problem(coordinator, title="Mopeder på gångvägarna")
    decision = actions.prioritise_problems(
        coordinator,
        [other.id],
        municipality_id=coordinator.municipality_id,
        body="Styrgruppen",
        decided_on=date(2025, 3, 9),
        paragraph="12",
    )
    return {
        "problem": problem.id,
        "evidence": evidence.id,
        "dialogue": dialogue.id,
        "cause": cause.id,
        "decision": decision.id,
    }
