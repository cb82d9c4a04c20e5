"""What a goal or a measure can point at, as choices of a form.

What is chosen already stays a choice, also when it has ended since: otherwise saving would lose the link.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.queries import choosable_functions, open_organisations
from lagesbild_web.areas.queries import areas_by_id, areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans.contracts import GoalLevel, GoalSummary, MeasureCard, PlanSummary
from lagesbild_web.plans.forms import Choices
from lagesbild_web.plans.forms_measures import MeasureChoices
from lagesbild_web.plans.queries import goals_of, indicator_for, indicators_of
from lagesbild_web.plans.standing import choices_of


def measure_choices(actor: Actor, plan: PlanSummary, *, kept: MeasureCard | None = None) -> MeasureChoices:
    """Return what a measure of the plan can point at; ``kept`` is the measure that is being changed."""
    home = plan.municipality_id
    goals = goals_of(actor, plan_id=plan.id)
    choices = MeasureChoices(
        functions=choosable_functions(home),
        partners=[(str(o.id), o.name) for o in open_organisations(home) if o.id != home],
        problems=choices_of(actor, home, "problem", kept=kept.summary.problem_ids if kept else ()),
        goals=goal_choices(goals),
        causes=choices_of(actor, home, "cause", kept=kept.summary.cause_ids if kept else ()),
        areas=[(str(area.id), area.label) for area in areas_of(home)],
        indicators=[(str(i.id), i.title) for i in indicators_of(actor, plan_id=plan.id)],
    )
    return choices if kept is None else _with_kept(actor, choices, kept, home)


def with_kept(choices: Choices, kept: Iterable[tuple[UUID | None, str]]) -> Choices:
    """Return the choices followed by what is chosen already and not among them: ids and labels."""
    known = {key for key, _label in choices}
    missing = {str(key): label for key, label in kept if key is not None and str(key) not in known}
    return [*choices, *missing.items()]


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


def _with_kept(actor: Actor, choices: MeasureChoices, kept: MeasureCard, home: UUID) -> MeasureChoices:
    summary = kept.summary
    chosen = {*summary.area_ids, *([kept.comparison_area_id] if kept.comparison_area_id else [])}
    areas = areas_by_id(home, chosen)
    goals = goals_of(actor, goal_ids=summary.goal_ids, with_retired=True)
    struck = _("%(title)s (struken ur planen)")
    indicator = indicator_for(actor, summary.indicator_id) if summary.indicator_id else None
    return MeasureChoices(
        functions=with_kept(choices.functions, [(summary.function_id, summary.function)]),
        partners=with_kept(choices.partners, zip(summary.partner_ids, kept.partners, strict=True)),
        problems=choices.problems,
        goals=with_kept(choices.goals, [(g.id, struck % {"title": g.title}) for g in goals]),
        causes=choices.causes,
        areas=with_kept(choices.areas, [(area.id, area.label) for area in areas.values()]),
        indicators=with_kept(
            choices.indicators,
            [(indicator.id, struck % {"title": indicator.title})] if indicator else [],
        ),
    )
