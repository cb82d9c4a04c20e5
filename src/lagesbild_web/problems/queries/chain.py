"""Problems, their evidence and causes as the chain and the deadlines need them, in few questions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from lagesbild_web.access.rights import within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.problems import formulation
from lagesbild_web.problems.models import Cause, Evidence
from lagesbild_web.problems.models import Problem as ProblemRow


@dataclass(frozen=True, slots=True)
class ProblemState:
    """How far a problem has come."""

    id: UUID
    title: str
    state: str
    state_label: str
    evidence: int
    causes: int
    """Those that are not rejected."""
    is_analysed: bool
    is_scored: bool
    is_narrow: bool
    touched_on: date
    function_id: UUID | None
    municipality_id: UUID
    closed_on: date | None
    """When it was closed, while it is; with how it ended in ``outcome_label``."""
    outcome_label: str


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """A frozen finding."""

    id: UUID
    problem_id: UUID
    sentence: str
    stance_label: str
    picture_id: UUID | None
    is_counted: bool
    """It is counted among the municipality's incidents."""
    removed_on: date | None
    """When it was taken away from the problem; None while it stands."""


@dataclass(frozen=True, slots=True)
class CauseState:
    """A cause in the analysis of a problem."""

    id: UUID
    problem_id: UUID
    parent_id: UUID | None
    text: str
    verdict: str
    verdict_label: str
    grade: str
    retired_on: date | None
    """When it was taken away; None while it is in use."""


def problem_states(actor: Actor, municipality_id: UUID) -> list[ProblemState]:
    """Return the problems of a municipality that the actor may read, by title; one question."""
    rows = _problems(actor, municipality_id).annotate(
        n_evidence=Count("evidence", filter=Q(evidence__removed_at=None), distinct=True),
        n_causes=Count(
            "causes", filter=Q(causes__retired_at=None) & ~Q(causes__verdict="rejected"), distinct=True
        ),
        closed_at=Max("steps__at", filter=Q(steps__step="closed")),
    )
    return [
        ProblemState(
            row.id,
            row.title,
            row.state,
            row.get_state_display(),
            row.n_evidence,
            row.n_causes,
            row.analysed_on is not None,
            row.score is not None,
            not formulation.missing(formulation.from_json(row.formulation)),
            timezone.localtime(row.touched_at).date(),
            row.function_id,
            row.municipality_id,
            _day(row.closed_at) if row.state == "closed" else None,
            row.get_outcome_display() if row.outcome else "",
        )
        for row in rows.order_by("title", "id")
    ]


def evidence_states(actor: Actor, municipality_id: UUID) -> list[EvidenceState]:
    """Return the findings for problems that the actor may read, also those taken away; one question."""
    rows = Evidence.objects.filter(problem__in=_problems(actor, municipality_id))
    return [
        EvidenceState(
            row.id,
            row.problem_id,
            row.frozen["sentence"],
            row.get_stance_display(),
            row.picture_id,
            row.frozen["kind"] == "selection",
            _day(row.removed_at),
        )
        for row in rows.order_by("at", "id")
    ]


def cause_states(actor: Actor, municipality_id: UUID) -> list[CauseState]:
    """Return the causes of problems that the actor may read, also those taken away; one question."""
    rows = Cause.objects.filter(problem__in=_problems(actor, municipality_id))
    found = [
        CauseState(
            row.id,
            row.problem_id,
            row.parent_id,
            row.text,
            row.verdict,
            row.get_verdict_display(),
            row.grade,
            _day(row.retired_at),
        )
        for row in rows.order_by("position", "id")
    ]
    return _as_trees(found)


def _as_trees(found: list[CauseState]) -> list[CauseState]:
    """Return causes as their trees are read: each followed by what lies under it."""
    ids = {item.id for item in found}
    children: dict[UUID | None, list[CauseState]] = {}
    for item in found:
        children.setdefault(item.parent_id if item.parent_id in ids else None, []).append(item)
    ordered: list[CauseState] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        ordered.append(waiting.pop())
        waiting += reversed(children.get(ordered[-1].id, []))
    return ordered


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _problems(actor: Actor, municipality_id: UUID) -> QuerySet[ProblemRow]:
    return ProblemRow.objects.filter(within(actor, Right.READ_PLAN), municipality_id=municipality_id)
