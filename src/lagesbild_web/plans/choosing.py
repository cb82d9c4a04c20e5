"""What a goal or a measure can point at, as choices of a form."""

from uuid import UUID

from lagesbild_web.access.queries import choosable_functions, open_organisations
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans.contracts import GoalLevel, GoalSummary, PlanSummary
from lagesbild_web.plans.forms import Choices
from lagesbild_web.plans.forms_measures import MeasureChoices
from lagesbild_web.plans.queries import goals_of, indicators_of
from lagesbild_web.plans.standing import choices_of


def measure_choices(actor: Actor, plan: PlanSummary) -> MeasureChoices:
    """Return what a measure of the plan can point at."""
    home = plan.municipality_id
    goals = goals_of(actor, plan_id=plan.id)
    return MeasureChoices(
        functions=choosable_functions(home),
        partners=[(str(o.id), o.name) for o in open_organisations(home) if o.id != home],
        problems=choices_of(actor, home, "problem"),
        goals=goal_choices(goals),
        causes=choices_of(actor, home, "cause"),
        areas=[(str(area.id), area.label) for area in areas_of(home)],
        indicators=[(str(i.id), i.title) for i in indicators_of(actor, plan_id=plan.id)],
    )


def goal_choices(goals: list[GoalSummary]) -> list[tuple[str, str]]:
    """Return focus areas, each followed by its goals."""
    listed: list[tuple[str, str]] = []
    for area in (goal for goal in goals if goal.level is GoalLevel.FOCUS_AREA):
        listed.append((str(area.id), area.title))
        listed += [(str(g.id), f"{area.title}: {g.title}") for g in goals if g.parent_id == area.id]
    return listed


def focus_area_choices(actor: Actor, plan_id: UUID, *, but: UUID | None = None) -> Choices:
    """Return the focus areas that a goal can lie in."""
    goals = goals_of(actor, plan_id=plan_id)
    areas = [goal for goal in goals if goal.level is GoalLevel.FOCUS_AREA and goal.id != but]
    return [(str(area.id), area.title) for area in areas]
