"""The invented municipality's problems: evidence from its own incidents, scores and two whole analyses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from lagesbild_web.access.queries import choosable_functions, function_ref, organisation_name
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.pictures.queries import frozen_findings, pictures_for
from lagesbild_web.problems import actions
from lagesbild_web.problems.contracts import CauseDraft, EventStep, ProblemDraft
from lagesbild_web.problems.criteria import Value
from lagesbild_web.problems.demo_texts import ANALYSES, PROBLEMS, Analysis, DemoCause, DemoProblem
from lagesbild_web.problems.queries import criteria_of, problems_of

_COORDINATOR: Final = "Samordnare"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the demonstration stands on: areas and functions by name, and the day."""

    municipality_id: UUID
    areas: Mapping[str, UUID]
    functions: Mapping[str, UUID]
    today: date


def lay_in_demo_problems(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Give the invented municipality its problems, the first time; returns how many were laid in."""
    ground = _Ground(
        municipality_id,
        {area.name: area.id for area in areas_of(municipality_id)},
        {label.partition(",")[0]: UUID(key) for key, label in choosable_functions(municipality_id)},
        today,
    )
    coordinator = _acting(actor, ground, _COORDINATOR)
    if problems_of(coordinator, states=("proposed", "under_work", "prioritised", "closed")):
        return 0
    made = {problem.key: _problem(actor, coordinator, ground, problem) for problem in PROBLEMS}
    for key, analysis in ANALYSES.items():
        _analysis(coordinator, made[key], analysis)
    actions.prioritise_problems(
        coordinator,
        [made[p.key] for p in sorted(PROBLEMS, key=lambda p: p.decided) if p.decided],
        municipality_id=municipality_id,
        body="Styrgruppen för lokalt brottsförebyggande arbete (påhittad)",
        decided_on=today - timedelta(days=14),
        paragraph="7",
        note_text="Belysningen först: den går att åtgärda före vintern. Skolan därefter, med rektorn.",
    )
    for problem in PROBLEMS:
        if problem.outcome:
            actions.close_problem(
                coordinator, made[problem.key], outcome=problem.outcome, reason=problem.ending
            )
    return len(made)


def _problem(actor: Actor, coordinator: Actor, ground: _Ground, problem: DemoProblem) -> UUID:
    wanted = IncidentFilter(
        categories=problem.categories,
        areas=tuple(ground.areas[name] for name in problem.places if name in ground.areas),
        hours=problem.hours,
        weekdays=problem.weekdays,
    )
    draft = ProblemDraft(
        problem.formulation,
        as_query(wanted),
        ground.functions.get(problem.function),
        origin=problem.origin,
        origin_words=problem.origin_words,
    )
    made = actions.propose_problem(coordinator, draft, municipality_id=ground.municipality_id).id
    for days in problem.periods:
        last = ground.today - timedelta(days=1)
        chosen = replace(wanted, first_day=last - timedelta(days=days - 1), last_day=last)
        actions.add_selection(coordinator, made, query=as_query(chosen), comment=problem.comment)
    if problem.decided:
        _picture_finding(coordinator, made, problem.categories)
    for sentence, source in problem.against:
        actions.add_note(coordinator, made, sentence=sentence, source=source, stance="against")
    if problem.is_started:
        actions.start_problem(coordinator, made)
    if problem.dialogue:
        actions.add_dialogue(
            coordinator,
            made,
            held_on=ground.today - timedelta(days=24),
            form="Samtal på plats",
            groups=problem.dialogue_groups,
            participants=18,
            said=problem.dialogue,
        )
    if problem.decided:
        actions.tick(coordinator, made, "decided", words="Styrgruppens protokoll § 4 (påhittat).")
    _scores(actor, ground, made, problem.scores)
    return made


def _picture_finding(coordinator: Actor, problem_id: UUID, categories: Sequence[str]) -> None:
    """Freeze what the newest published picture that says something of the categories says, if any does."""
    for picture in pictures_for(coordinator, number=1).rows:
        if picture.status != "published" or picture.is_open:
            continue
        for item in frozen_findings(coordinator, picture.id):
            if item.finding.category in categories and item.finding.sentence:
                actions.add_picture_finding(
                    coordinator, problem_id, picture_id=picture.id, sentence=item.finding.sentence
                )
                return


def _scores(
    actor: Actor, ground: _Ground, problem_id: UUID, scores: Mapping[str, Sequence[tuple[int, str]]]
) -> None:
    used = criteria_of(ground.municipality_id).used
    for function, said in scores.items():
        if function in ground.functions:
            values = [
                Value(criterion.code, value, motive)
                for criterion, (value, motive) in zip(used, said, strict=True)
            ]
            actions.score_problem(_acting(actor, ground, function), problem_id, values)


def _analysis(coordinator: Actor, problem_id: UUID, analysis: Analysis) -> None:
    for cause in analysis.causes:
        _cause(coordinator, problem_id, cause, None)
    steps = [EventStep(n, *step) for n, step in enumerate(analysis.events, start=1)]
    actions.write_event_chain(coordinator, problem_id, steps, known=())
    actions.conclude_analysis(coordinator, problem_id, text=analysis.conclusion, is_ready=True)


def _cause(coordinator: Actor, problem_id: UUID, cause: DemoCause, parent_id: UUID | None) -> None:
    draft = CauseDraft(
        text=cause.text,
        perspective=cause.perspective,
        level=cause.level,
        grade=cause.grade,
        control=cause.control,
        corner=cause.corner,
        factor=cause.factor,
        source=cause.source,
        verdict=cause.verdict,
        motive=cause.motive,
    )
    made = actions.add_cause(coordinator, problem_id, draft, parent_id=parent_id)
    for below in cause.below:
        _cause(coordinator, problem_id, below, made.id)


def _acting(actor: Actor, ground: _Ground, function: str) -> Actor:
    """Return the system acting in a function, so that the history tells of functions as in life."""
    found = function_ref(ground.functions[function]) if function in ground.functions else None
    name = organisation_name(ground.municipality_id)
    membership = ActiveMembership(
        organisation_id=found.organisation_id if found else ground.municipality_id,
        organisation=name,
        municipality_id=ground.municipality_id,
        municipality=name,
        role=found.role if found else "coordinator",
        is_demo=True,
        function_id=ground.functions.get(function),
        function=function,
    )
    return replace(actor, memberships=(membership,))
