"""Goals, indicators and measures as parts of the chain, with their links down and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Gap, Kind, Link, Ref, Thing, declare
from lagesbild_web.pictures.queries import withdrawn_pictures
from lagesbild_web.plans.contracts import (
    GoalLevel,
    GoalSummary,
    IndicatorSummary,
    MeasureSummary,
    PlanSummary,
)
from lagesbild_web.plans.queries import goals_of, indicators_of, measures_of, tested_measures
from lagesbild_web.plans.queries.plans import listed_plans
from lagesbild_web.problems.queries.chain import problem_states

PICTURE: Final = "picture"


def declare_kinds() -> None:
    """Let the chain hold plans, goals, indicators and measures."""
    declare(
        Kind(
            "plan",
            gettext_lazy("Åtgärdsplan"),
            gettext_lazy("Åtgärdsplaner"),
            4,
            _plans,
            _plan_links,
            _plan_gaps,
        )
    )
    declare(Kind("goal", gettext_lazy("Mål"), gettext_lazy("Mål"), 4, _goals, _goal_links, _goal_gaps))
    declare(
        Kind(
            "indicator",
            gettext_lazy("Indikator"),
            gettext_lazy("Indikatorer"),
            5,
            _indicators,
            _indicator_links,
            _indicator_gaps,
        )
    )
    declare(
        Kind(
            "measure",
            gettext_lazy("Åtgärd"),
            gettext_lazy("Åtgärder"),
            6,
            _measures,
            _measure_links,
            _measure_gaps,
        )
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """The plans that have been taken out of use, with the day."""

    of_plan: Mapping[UUID, date | None]

    def of(self, found: GoalSummary | IndicatorSummary | MeasureSummary) -> date | None:
        """Return when a thing of a plan was struck out, or its plan taken out of use; None while in use."""
        return min((d for d in (found.retired_on, self.of_plan.get(found.plan_id)) if d), default=None)


def _ends(actor: Actor, municipality_id: UUID) -> _Ends:
    return _Ends(
        {plan.id: plan.retired_on for plan in listed_plans(actor, municipality_id, with_retired=True)}
    )


def _plans(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    return [_plan_thing(plan) for plan in listed_plans(actor, municipality_id, with_retired=True)]


def _plan_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    return [
        Link(Ref("plan", plan.id), Ref(PICTURE, plan.picture_id), _("bygger på"), plan.retired_on)
        for plan in listed_plans(actor, municipality_id, with_retired=True)
        if plan.picture_id is not None
    ]


def _plan_gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    plans, withdrawn = listed_plans(actor, municipality_id), withdrawn_pictures(actor, municipality_id)
    return [
        Gap(
            "plan_without_picture",
            _("Åtgärdsplan utan lägesbild"),
            _plan_thing(plan),
            reverse("plans:plan", args=[plan.id]),
            _("Välj lägesbild"),
        )
        for plan in plans
        if plan.picture_id is None
    ] + [
        Gap(
            "plan_on_withdrawn_picture",
            _("Åtgärdsplan som bygger på en tillbakadragen lägesbild"),
            _plan_thing(plan),
            reverse("plans:plan", args=[plan.id]),
            _("Välj en annan lägesbild"),
        )
        for plan in plans
        if plan.picture_id in withdrawn
    ]


def _goals(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    ends = _ends(actor, municipality_id)
    found = goals_of(actor, municipality_id=municipality_id, with_retired=True)
    return [_goal_thing(goal, ends.of(goal)) for goal in found]


def _goal_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    links, ends = [], _ends(actor, municipality_id)
    for goal in goals_of(actor, municipality_id=municipality_id, with_retired=True):
        upper, end = Ref("goal", goal.id), ends.of(goal)
        links += [Link(upper, Ref("problem", key), _("ska minska"), end) for key in goal.problem_ids]
        if goal.steering_goal_id is not None:
            links.append(Link(upper, Ref("steering_goal", goal.steering_goal_id), _("för vidare"), end))
        lower = Ref("plan", goal.plan_id) if goal.parent_id is None else Ref("goal", goal.parent_id)
        links.append(Link(upper, lower, _("ligger i"), end))
    return links


def _goal_gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    measured = {indicator.goal_id for indicator in indicators_of(actor, municipality_id=municipality_id)}
    return [
        Gap(
            "goal_without_indicator",
            _("Mål utan indikator"),
            _goal_thing(goal),
            reverse("plans:add_indicator", args=[goal.id]),
            _("Lägg till en indikator"),
        )
        for goal in goals_of(actor, municipality_id=municipality_id)
        if goal.level is GoalLevel.GOAL and goal.id not in measured
    ]


def _indicators(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    ends = _ends(actor, municipality_id)
    found = indicators_of(actor, municipality_id=municipality_id, with_retired=True)
    return [_indicator_thing(i, ends.of(i)) for i in found]


def _indicator_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    ends = _ends(actor, municipality_id)
    return [
        Link(Ref("indicator", i.id), Ref("goal", i.goal_id), _("mäter"), ends.of(i))
        for i in indicators_of(actor, municipality_id=municipality_id, with_retired=True)
    ]


def _indicator_gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    return [
        Gap(
            "indicator_without_baseline",
            _("Indikator utan utgångsvärde"),
            _indicator_thing(i),
            reverse("plans:change_indicator", args=[i.id]),
            _("Skriv in utgångsvärdet"),
        )
        for i in indicators_of(actor, municipality_id=municipality_id)
        if i.baseline is None
    ]


def _measures(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    ends = _ends(actor, municipality_id)
    found = measures_of(actor, municipality_id=municipality_id, with_retired=True)
    return [_measure_thing(measure, ends.of(measure)) for measure in found]


def _measure_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    links, ends = [], _ends(actor, municipality_id)
    for measure in measures_of(actor, municipality_id=municipality_id, with_retired=True):
        upper, end = Ref("measure", measure.id), ends.of(measure)
        links += [Link(upper, Ref("problem", key), _("svarar på"), end) for key in measure.problem_ids]
        links += [Link(upper, Ref("cause", key), _("verkar på"), end) for key in measure.cause_ids]
        links += [Link(upper, Ref("goal", key), _("bidrar till"), end) for key in measure.goal_ids]
        links.append(Link(upper, Ref("plan", measure.plan_id), _("står i"), end))
        if measure.indicator_id is not None:
            links.append(Link(upper, Ref("indicator", measure.indicator_id), _("mäts med"), end))
    return links


def _measure_gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    gaps = []
    tested = tested_measures(actor, municipality_id)
    for measure in measures_of(actor, municipality_id=municipality_id):
        change = reverse("plans:change_measure", args=[measure.id])
        thing = _measure_thing(measure, None)
        if not measure.problem_ids:
            label = _("Åtgärd utan problem")
            motive = measure.no_problem_motive
            gaps.append(
                Gap("measure_without_problem", label, thing, change, _("Koppla till ett problem"), motive)
            )
        if not measure.is_closed and (measure.function_id is None or measure.is_vacant):
            vacant = measure.function_id is not None
            label = _("Åtgärd vars ansvariga funktion ingen har") if vacant else _("Åtgärd utan ansvarig")
            name = "measure_with_vacant_function" if vacant else "measure_without_function"
            gaps.append(Gap(name, label, thing, change, _("Välj ansvarig")))
        if measure.is_camera and measure.id not in tested:
            label = _("Kameraåtgärd utan intresseavvägning")
            url = reverse("plans:camera", args=[measure.id])
            gaps.append(Gap("camera_without_test", label, thing, url, _("Gör intresseavvägningen")))
    return gaps + _unanswered_problems(actor, municipality_id)


def _unanswered_problems(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Prioritised problems that no measure answers to."""
    measures = measures_of(actor, municipality_id=municipality_id)
    answered = {key for measure in measures for key in measure.problem_ids}
    return [
        Gap(
            "problem_without_measure",
            _("Prioriterat problem utan åtgärd"),
            Thing(
                Ref("problem", problem.id),
                problem.title,
                reverse("problems:problem", args=[problem.id]),
                problem.state_label,
            ),
            reverse("plans:list"),
            _("Lägg till en åtgärd i planen"),
        )
        for problem in problem_states(actor, municipality_id)
        if problem.state == "prioritised" and problem.id not in answered
    ]


def _plan_thing(plan: PlanSummary) -> Thing:
    state = _("Avslutad") if plan.is_retired else plan.state_label
    url = reverse("plans:plan", args=[plan.id])
    return Thing(Ref("plan", plan.id), plan.title, url, state, plan.retired_on)


def _goal_thing(goal: GoalSummary, end: date | None = None) -> Thing:
    state = _ended_as(goal.retired_on) if end else goal.state_label
    return Thing(Ref("goal", goal.id), goal.title, reverse("plans:goal", args=[goal.id]), state, end)


def _indicator_thing(indicator: IndicatorSummary, end: date | None = None) -> Thing:
    url = reverse("plans:indicator", args=[indicator.id])
    state = _ended_as(indicator.retired_on) if end else indicator.state_label
    return Thing(Ref("indicator", indicator.id), indicator.title, url, state, end)


def _measure_thing(measure: MeasureSummary, end: date | None) -> Thing:
    url = reverse("plans:measure", args=[measure.id])
    state = _ended_as(measure.retired_on) if end else measure.state_label
    if end is None and measure.is_closed:
        state = f"{state} {measure.state_since.isoformat()}"
    return Thing(Ref("measure", measure.id), measure.title, url, state, end)


def _ended_as(retired_on: date | None) -> str:
    return _("Struken ur planen") if retired_on else _("Planen är avslutad")
