"""Problems in lists and one by one."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import allows, has_somewhere, require, within
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.problems import formulation, labels
from lagesbild_web.problems.contracts import (
    DecisionLine,
    HistoryLine,
    Problem,
    ProblemFilter,
    ProblemSummary,
    VersionLine,
)
from lagesbild_web.problems.freezing import may_count
from lagesbild_web.problems.models import Problem as ProblemRow
from lagesbild_web.problems.planned import planned_problems
from lagesbild_web.problems.queries.causes import causes_of_row, event_chain_of
from lagesbild_web.problems.queries.evidence import dialogues_of, evidence_of
from lagesbild_web.problems.queries.scores import scores_of
from lagesbild_web.problems.selecting import in_words, read_selection

PAGE_SIZE: Final = 25
_ORDERS: Final = {
    "score": (F("score").desc(nulls_last=True), F("title").asc()),
    "title": (F("title").asc(),),
    "touched": (F("touched_at").desc(), F("title").asc()),
}


def problems_for(actor: Actor, chosen: ProblemFilter, *, number: int) -> Page[ProblemSummary]:
    """Return one page of the problems that match and that the actor may read.

    Raises
    ------
    NotAllowed
        If no role of the actor's own lets problems be read.
    """
    rows = _chosen(actor, chosen)
    found = page_of(rows, number, size=PAGE_SIZE, to=lambda row: row)
    return Page(summaries_of(actor, found.rows), found.number, found.size, found.total)


def problems_of(
    actor: Actor, *, states: Sequence[str] = labels.OPEN_STATES, chosen: ProblemFilter | None = None
) -> list[ProblemSummary]:
    """Return every problem of the actor's municipality that the actor may read, the highest score first.

    Parameters
    ----------
    states
        Codes of the states to include; the open ones when not given.
    chosen
        A narrower filter, whose own states count instead when it has any.
    """
    wanted = chosen or ProblemFilter()
    if not wanted.states:
        wanted = ProblemFilter(tuple(states), wanted.text, wanted.function_id, wanted.order)
    return summaries_of(actor, list(_chosen(actor, wanted)))


def problem_for(actor: Actor, problem_id: UUID) -> Problem:
    """Return a problem with its evidence, scores, causes and history.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = readable_row(actor, problem_id)
    told = formulation.from_json(row.formulation)
    steps = list(row.steps.all())
    decisions = list(row.decisions.select_related("decision").order_by("-decision__decided_on"))
    names = function_labels([step.by_function_id for step in steps if step.by_function_id])
    evidence, removed = evidence_of(row)
    return Problem(
        summary=summaries_of(actor, [row])[0],
        formulation=told,
        selection=row.selection,
        selection_words=in_words(read_selection(row.selection), row.municipality_id) if row.selection else "",
        missing=formulation.missing(told),
        origin_label=row.get_origin_display(),
        origin_words=row.origin_words,
        origin_thing=row.origin_thing,
        circle=row.circle,
        circle_label=row.get_circle_display(),
        sensitivity_label=row.get_sensitivity_display(),
        organisation_id=row.organisation_id,
        outcome_label=row.get_outcome_display() if row.outcome else "",
        created_at=row.created_at,
        evidence=evidence,
        removed_evidence=removed,
        dialogues=dialogues_of(row),
        decisions=tuple(
            DecisionLine(
                d.decision.id,
                d.decision.body,
                d.decision.decided_on,
                d.decision.paragraph,
                d.decision.note,
                d.place,
            )
            for d in decisions
        ),
        history=tuple(
            HistoryLine(
                step.at,
                str(labels.STEP_LABELS.get(step.step, step.step)),
                names.get(step.by_function_id, "") if step.by_function_id else "",
                step.reason,
            )
            for step in steps
        ),
        scores=scores_of(actor, row),
        causes=causes_of_row(row),
        event_chain=event_chain_of(row),
        analysis=row.analysis,
        analysed_on=row.analysed_on,
        can_manage=allows(actor, Right.MANAGE_PLAN, row),
        can_score=may_score(actor, row),
        can_count=may_count(actor),
    )


def versions_of(actor: Actor, problem_id: UUID) -> tuple[VersionLine, ...]:
    """Return every version of the formulation, the latest first."""
    row = readable_row(actor, problem_id)
    versions = list(row.versions.order_by("-number"))
    names = function_labels([v.by_function_id for v in versions if v.by_function_id])
    return tuple(
        VersionLine(
            v.number,
            v.at,
            names.get(v.by_function_id, "") if v.by_function_id else "",
            v.reason,
            formulation.from_json(v.formulation),
        )
        for v in versions
    )


def checks_of(actor: Actor, problem_id: UUID) -> dict[str, dict[str, str]]:
    """Return what has been ticked by hand: code → day, function (in words) and note."""
    row = readable_row(actor, problem_id)
    functions = {UUID(check["function"]) for check in row.checks.values() if check.get("function")}
    names = function_labels(functions)
    return {
        code: {**check, "function": names.get(UUID(check["function"]), "") if check.get("function") else ""}
        for code, check in row.checks.items()
    }


def owners_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the functions that answer for a problem, for the list's filter: id and label."""
    ids = set(_visible(actor).exclude(function=None).values_list("function_id", flat=True))
    return sorted(
        ((str(key), label) for key, label in function_labels(ids).items()), key=lambda item: item[1]
    )


def may_score(actor: Actor, row: ProblemRow) -> bool:
    """Return whether the actor may score a problem: it is open, and a function of the actor has the right."""
    return row.state != "closed" and actor.home is not None and allows(actor, Right.SCORE_PROBLEM, row)


def readable_row(actor: Actor, problem_id: UUID) -> ProblemRow:
    """Return the row if the actor may read it; for this feature only."""
    return row_for(actor, problem_id, right=Right.READ_PLAN)


def row_for(actor: Actor, problem_id: UUID, *, right: Right, lock: bool = False) -> ProblemRow:
    """Return the row if the actor has the right to it; for this feature only."""
    rows = ProblemRow.objects.select_for_update() if lock else ProblemRow.objects.all()
    row = rows.filter(pk=problem_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def summary_of(actor: Actor, row: ProblemRow) -> ProblemSummary:
    """Return the row as others may see it; for this feature only."""
    return summaries_of(actor, [row])[0]


def summaries_of(actor: Actor, rows: Iterable[ProblemRow]) -> list[ProblemSummary]:
    """Return rows as others may see them, with as many questions for many as for one."""
    shown = list(rows)
    if not shown:
        return []
    names = function_labels([row.function_id for row in shown if row.function_id])
    ids = [row.pk for row in shown]
    counted = ProblemRow.objects.filter(pk__in=ids).annotate(
        n_evidence=Count("evidence", filter=Q(evidence__removed_at=None), distinct=True),
        n_causes=Count("causes", filter=Q(causes__retired_at=None), distinct=True),
    )
    numbers = {
        key: (evidence, causes)
        for key, evidence, causes in counted.values_list("pk", "n_evidence", "n_causes")
    }
    planned: set[UUID] = set()
    for municipality_id in {row.municipality_id for row in shown}:
        planned |= planned_problems(actor, municipality_id)
    return [
        ProblemSummary(
            id=row.id,
            title=row.title,
            state=row.state,
            state_label=_state_label(row, row.id in planned),
            is_in_plan=row.id in planned,
            score=row.score,
            area=row.area_words,
            function=names.get(row.function_id, "") if row.function_id else "",
            function_id=row.function_id,
            municipality_id=row.municipality_id,
            version=row.version,
            touched_at=row.touched_at,
            evidence=numbers[row.id][0],
            causes=numbers[row.id][1],
            is_own=row.circle == Circle.OWN,
        )
        for row in shown
    ]


def _state_label(row: ProblemRow, is_planned: bool) -> str:
    return str(labels.IN_PLAN_LABEL) if row.state == "prioritised" and is_planned else row.get_state_display()


def _chosen(actor: Actor, chosen: ProblemFilter) -> QuerySet[ProblemRow]:
    if not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    rows = _visible(actor)
    if chosen.states:
        rows = rows.filter(state__in=chosen.states)
    if chosen.function_id:
        rows = rows.filter(function_id=chosen.function_id)
    for word in chosen.text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(area_words__icontains=word))
    return rows.order_by(*_ORDERS.get(chosen.order, _ORDERS["score"]), "id")


def _visible(actor: Actor) -> QuerySet[ProblemRow]:
    rows = ProblemRow.objects.filter(within(actor, Right.READ_PLAN))
    return rows if actor.municipality_id is None else rows.filter(municipality_id=actor.municipality_id)
