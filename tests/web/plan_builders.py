"""Make plans with goals, indicators and measures, sensible where a test does not care."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from tests.web import builders

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans import actions
from lagesbild_web.plans.contracts import (
    GoalLevel,
    GoalSummary,
    IndicatorSummary,
    MeasureSummary,
    PlanSummary,
)
from lagesbild_web.plans.drafts import CostDraft, GoalDraft, IndicatorDraft, MeasureDraft, PlanDraft
from lagesbild_web.plans.grants import GrantDraft

PLAN: Final = PlanDraft("Åtgärdsplan 2026–2027", date(2026, 1, 1), date(2027, 12, 31))
MEASURE: Final = MeasureDraft(
    "Trygghetsvandring vid stationen",
    "Vi går två gånger om året med boende och verksamma.",
    "situational",
    "primary",
    no_problem_motive="Görs i hela kommunen efter önskemål.",
)
INDICATOR: Final = IndicatorDraft(
    "Skadegörelse",
    "Godkända händelser i kategorin skadegörelse.",
    "Händelserna här",
    "händelser per år",
    "lower",
    "count",
)


def a_plan(home: Organisation, *, by: Actor = builders.SYSTEM, **changes: Any) -> PlanSummary:
    """A plan, as a draft."""
    return actions.create_plan(by, replace(PLAN, **changes), municipality_id=home.id)


def a_focus_area(
    plan: PlanSummary, title: str = "Trygga offentliga miljöer", *, by: Actor = builders.SYSTEM
) -> GoalSummary:
    """A focus area of a plan."""
    return actions.add_goal(by, plan.id, GoalDraft(title, GoalLevel.FOCUS_AREA))


def a_goal(
    plan: PlanSummary, title: str = "Färre skadegörelser", *, by: Actor = builders.SYSTEM, **changes: Any
) -> GoalSummary:
    """A goal in a focus area of its own."""
    parent = changes.pop("parent_id", None) or a_focus_area(plan, by=by).id
    return actions.add_goal(by, plan.id, GoalDraft(title, GoalLevel.GOAL, parent_id=parent, **changes))


def an_indicator(goal_id: UUID, *, by: Actor = builders.SYSTEM, **changes: Any) -> IndicatorSummary:
    """An indicator of a goal, without baseline when nothing else is said."""
    return actions.add_indicator(by, goal_id, replace(INDICATOR, **changes))


def a_measure(plan: PlanSummary, *, by: Actor = builders.SYSTEM, **changes: Any) -> MeasureSummary:
    """A measure that needs no problem."""
    return actions.add_measure(by, plan.id, replace(MEASURE, **changes))


def things_of_a_plan(home: Organisation) -> dict[str, UUID]:
    """One of each thing that an address of the plans can be about, in a plan that is not decided."""
    plan = a_plan(home)
    goal = a_goal(plan)
    measure = a_measure(plan, goal_ids=(goal.id,))
    cost = actions.add_cost(builders.SYSTEM, measure.id, CostDraft(2026, "yearly", "own", planned=25_000))
    return {
        "plan": plan.id,
        "goal": goal.id,
        "indicator": an_indicator(goal.id).id,
        "measure": measure.id,
        "milestone": actions.add_milestone(
            builders.SYSTEM, measure.id, title="Rutt vald", due_on=date(2026, 4, 1)
        ),
        "cost": cost.id,
        "grant": actions.add_grant(builders.SYSTEM, plan.id, GrantDraft("Trygga Norr", 2026)).id,
    }
