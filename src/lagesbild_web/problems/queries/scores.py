"""Criteria, scores and the list of priorities."""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import Domain, require, within
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain_links import label_of
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.problems import criteria as judging
from lagesbild_web.problems.contracts import (
    DecisionLine,
    ProblemSummary,
    RankedProblem,
    Scores,
    ScoringLine,
)
from lagesbild_web.problems.criteria import CriteriaSet, Criterion, CriterionSummary, Value, default_criteria
from lagesbild_web.problems.models import CriteriaVersion, Decision, Scoring
from lagesbild_web.problems.models import Problem as ProblemRow


def criteria_of(municipality_id: UUID) -> CriteriaSet:
    """Return the criteria that hold in a municipality today."""
    today = timezone.localdate()
    rows = CriteriaVersion.objects.filter(municipality_id=municipality_id, active_from__lte=today)
    row = rows.order_by("-number").first()
    return default_criteria() if row is None else _set(row, {})


def criteria_versions(actor: Actor, municipality_id: UUID) -> tuple[CriteriaSet, ...]:
    """Return every version of the criteria, the latest first and the program's own last.

    Raises
    ------
    NotAllowed
        If the actor may not read the plan of the municipality.
    """
    require(
        actor,
        Right.READ_PLAN,
        Domain(municipality_id, municipality_id, Circle.PARTNERS, Sensitivity.LIMITED),
    )
    rows = list(CriteriaVersion.objects.filter(municipality_id=municipality_id).order_by("-number"))
    names = function_labels([row.by_function_id for row in rows if row.by_function_id])
    found = [*(_set(row, names) for row in rows), default_criteria()]
    ends = [None, *(version.active_from for version in found[:-1])]
    return tuple(replace(version, active_to=end) for version, end in zip(found, ends, strict=True))


def scores_of(actor: Actor, problem: ProblemRow) -> Scores:
    """Return all that has been said of a problem; for this feature only."""
    current = criteria_of(problem.municipality_id)
    rows = list(problem.scorings.order_by("-at", "-pk"))
    names = function_labels([row.by_function_id for row in rows if row.by_function_id])
    lines = tuple(_line(row, names, current) for row in rows)
    latest = [line for line in lines if line.is_latest]
    own_id = actor.home.function_id if actor.home else None
    own = next(
        (
            line
            for row, line in zip(rows, lines, strict=True)
            if row.is_latest and row.by_function_id == own_id
        ),
        None,
    )
    return Scores(
        summary=judging.summary_of_scores([line.score for line in latest], current.used),
        by_criterion=_by_criterion(latest, current.used),
        lines=lines,
        own=own if own_id else None,
        criteria=current,
    )


def ranking_of(summaries: Sequence[ProblemSummary], municipality_id: UUID) -> tuple[RankedProblem, ...]:
    """Return problems in order of score, with the places that each could have; unscored ones last."""
    current = criteria_of(municipality_id)
    latest: dict[UUID, list[Scoring]] = {}
    for row in Scoring.objects.filter(problem_id__in=[s.id for s in summaries], is_latest=True):
        latest.setdefault(row.problem_id, []).append(row)
    scored = sorted((s for s in summaries if s.id in latest), key=lambda s: (-(s.score or 0.0), s.title))
    totals = [judging.summary_of_scores([r.score for r in latest[s.id]], current.used) for s in scored]
    known = [total for total in totals if total is not None]
    places = judging.possible_places(known)
    ranked = [
        RankedProblem(
            summary,
            total,
            place,
            first,
            last,
            _disagreements(latest[summary.id]),
            any(row.criteria_number != current.number for row in latest[summary.id]),
        )
        for place, (summary, total, (first, last)) in enumerate(
            zip(scored, known, places, strict=True), start=1
        )
    ]
    unscored = [
        RankedProblem(s, None, None, None, None, (), is_old_criteria=False)
        for s in summaries
        if s.id not in latest
    ]
    return (*ranked, *unscored)


def decisions_in(actor: Actor, municipality_id: UUID) -> tuple[DecisionLine, ...]:
    """Return the steering group's decisions about priorities, the latest first; ``place`` counts problems."""
    require(
        actor,
        Right.READ_PLAN,
        Domain(municipality_id, municipality_id, Circle.PARTNERS, Sensitivity.LIMITED),
    )
    rows = Decision.objects.filter(municipality_id=municipality_id).prefetch_related("problems")
    return tuple(
        DecisionLine(r.id, r.body, r.decided_on, r.paragraph, r.note, len(r.problems.all())) for r in rows
    )


def decision_for(actor: Actor, decision_id: UUID) -> tuple[DecisionLine, Sequence[dict[str, object]]]:
    """Return a decision with the list of priorities as it was when it was taken.

    Problems that the actor may not read keep their place in it, without their name.

    Raises
    ------
    NotFound
        If there is none for the actor.
    """
    row = Decision.objects.filter(pk=decision_id).prefetch_related("problems").first()
    if row is None:
        raise NotFound
    require(
        actor,
        Right.READ_PLAN,
        Domain(row.municipality_id, row.municipality_id, Circle.PARTNERS, Sensitivity.LIMITED),
    )
    line = DecisionLine(row.id, row.body, row.decided_on, row.paragraph, row.note, len(row.problems.all()))
    ids = {str(told["id"]) for told in row.ranking}
    seen = ProblemRow.objects.filter(within(actor, Right.READ_PLAN), pk__in=ids).values_list("pk", flat=True)
    readable = {str(key) for key in seen}
    ranking = [told if told["id"] in readable else {**told, "title": label_of(None)} for told in row.ranking]
    return line, ranking


def _set(row: CriteriaVersion, names: dict[UUID, str]) -> CriteriaSet:
    return CriteriaSet(
        row.number,
        judging.from_json(row.criteria),
        row.active_from,
        None,
        row.reason,
        names.get(row.by_function_id, "") if row.by_function_id else "",
    )


def _line(row: Scoring, names: dict[UUID, str], current: CriteriaSet) -> ScoringLine:
    return ScoringLine(
        function=names.get(row.by_function_id, "") if row.by_function_id else "",
        at=row.at,
        score=row.score,
        values=tuple(Value(code, item["value"], item["motive"]) for code, item in row.values.items()),
        criteria=CriteriaSet(row.criteria_number, judging.from_json(row.criteria)),
        is_latest=row.is_latest,
        is_old_criteria=row.criteria_number != current.number,
    )


def _by_criterion(lines: Sequence[ScoringLine], used: Sequence[Criterion]) -> tuple[CriterionSummary, ...]:
    found = []
    for criterion in used:
        values = [v.value for line in lines for v in line.values if v.code == criterion.code]
        if values:
            found.append(CriterionSummary(criterion, statistics.median(values), min(values), max(values)))
    return tuple(found)


def _disagreements(rows: Sequence[Scoring]) -> tuple[str, ...]:
    told: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for row in rows:
        names |= {criterion.code: criterion.name for criterion in judging.from_json(row.criteria)}
        for code, item in row.values.items():
            told.setdefault(code, []).append(int(item["value"]))
    return tuple(names.get(c, c) for c, v in told.items() if max(v) - min(v) >= judging.DISAGREEMENT)
