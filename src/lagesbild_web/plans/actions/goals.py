"""Add and change focus areas, goals and indicators."""

from dataclasses import asdict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen, searched_for
from lagesbild_web.plans.baselines import completed
from lagesbild_web.plans.contracts import GoalLevel, GoalSummary, IndicatorSummary
from lagesbild_web.plans.drafts import GoalDraft, IndicatorDraft
from lagesbild_web.plans.measured import measured_named
from lagesbild_web.plans.models import Goal, Indicator, Plan
from lagesbild_web.plans.queries import goal_for, indicator_for
from lagesbild_web.plans.queries.goals import goal_row, indicator_row
from lagesbild_web.plans.queries.plans import plan_row
from lagesbild_web.plans.versioning import demand, demand_writable, note_change


@action("goal.add")
def add_goal(actor: Actor, plan_id: UUID, draft: GoalDraft) -> GoalSummary:
    """Add a focus area, or a goal in one."""
    plan = plan_row(actor, plan_id, right=Right.MANAGE_PLAN)
    demand_writable(plan)
    _check_goal(draft, plan)
    row = Goal.objects.create(plan=plan, **_goal_columns(draft))
    note_change(actor, row, step=_("Lade till"), is_new=True)
    record(actor, "goal.saved", row.id, municipality_id=plan.municipality_id, title=row.title)
    return goal_for(actor, row.id)


@action("goal.change")
def change_goal(actor: Actor, goal_id: UUID, draft: GoalDraft, *, revision: int | None = None) -> GoalSummary:
    """Change a focus area or a goal; it keeps its id and everything that points at it."""
    row = _locked_goal(actor, goal_id)
    demand(row, revision)
    _check_goal(draft, row.plan, own_id=row.id, before=row.function_id)
    columns = _goal_columns(draft)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    note_change(actor, row, step=_("Ändrade"))
    record(actor, "goal.saved", row.id, municipality_id=row.plan.municipality_id, title=row.title)
    return goal_for(actor, row.id)


@action("goal.retire")
def retire_goal(actor: Actor, goal_id: UUID, *, reason: str) -> GoalSummary:
    """Strike a goal out of the plan; nothing that pointed at it is lost."""
    row = _locked_goal(actor, goal_id)
    _demand_reason(reason)
    if row.children.filter(retired_at__isnull=True).exists():
        raise Invalid(reason=_("Huvudområdet har mål. Stryk eller flytta målen först."))
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Strök ur planen"), reason=reason.strip())
    record(
        actor,
        "goal.retired",
        row.id,
        municipality_id=row.plan.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return goal_for(actor, row.id)


@action("goal.restore")
def restore_goal(actor: Actor, goal_id: UUID) -> GoalSummary:
    """Take a goal into the plan again."""
    row = _locked_goal(actor, goal_id)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Tog in i planen igen"))
    record(actor, "goal.saved", row.id, municipality_id=row.plan.municipality_id, title=row.title)
    return goal_for(actor, row.id)


@action("indicator.add")
def add_indicator(actor: Actor, goal_id: UUID, draft: IndicatorDraft) -> IndicatorSummary:
    """Add an indicator to a goal.

    Raises
    ------
    Invalid
        If something is missing. A target inside chance is no fault: the page warns of it.
    """
    goal = goal_row(actor, goal_id, right=Right.MANAGE_PLAN)
    demand_writable(goal.plan)
    _check_indicator(actor, draft, goal.plan.municipality_id)
    draft = completed(actor, draft, municipality_id=goal.plan.municipality_id)
    row = Indicator.objects.create(goal=goal, **_texts_stripped(draft))
    note_change(actor, row, step=_("Lade till"), is_new=True)
    record(actor, "indicator.saved", row.id, municipality_id=goal.plan.municipality_id, title=row.name)
    return indicator_for(actor, row.id)


@action("indicator.change")
def change_indicator(
    actor: Actor, indicator_id: UUID, draft: IndicatorDraft, *, revision: int | None = None
) -> IndicatorSummary:
    """Change an indicator; raises as :func:`add_indicator`."""
    row = _locked_indicator(actor, indicator_id)
    demand(row, revision)
    home = row.goal.plan.municipality_id
    _check_indicator(actor, draft, home, kept=row.measured_id)
    draft = completed(actor, draft, municipality_id=home)
    columns = _texts_stripped(draft)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    note_change(actor, row, step=_("Ändrade"))
    record(actor, "indicator.saved", row.id, municipality_id=row.goal.plan.municipality_id, title=row.name)
    return indicator_for(actor, row.id)


@action("indicator.retire")
def retire_indicator(actor: Actor, indicator_id: UUID, *, reason: str) -> IndicatorSummary:
    """Strike an indicator out of the plan; its values are kept."""
    row = _locked_indicator(actor, indicator_id)
    _demand_reason(reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Strök ur planen"), reason=reason.strip())
    record(
        actor,
        "indicator.retired",
        row.id,
        municipality_id=row.goal.plan.municipality_id,
        title=row.name,
        reason=reason.strip(),
    )
    return indicator_for(actor, row.id)


@action("indicator.restore")
def restore_indicator(actor: Actor, indicator_id: UUID) -> IndicatorSummary:
    """Take an indicator into the plan again."""
    row = _locked_indicator(actor, indicator_id)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    note_change(actor, row, step=_("Tog in i planen igen"))
    record(actor, "indicator.saved", row.id, municipality_id=row.goal.plan.municipality_id, title=row.name)
    return indicator_for(actor, row.id)


def _locked_goal(actor: Actor, goal_id: UUID) -> Goal:
    goal = goal_row(actor, goal_id, right=Right.MANAGE_PLAN)
    demand_writable(goal.plan)
    return Goal.objects.select_for_update(of=("self",)).select_related("plan").get(pk=goal_id)


def _locked_indicator(actor: Actor, indicator_id: UUID) -> Indicator:
    row = indicator_row(actor, indicator_id, right=Right.MANAGE_PLAN)
    demand_writable(row.goal.plan)
    rows = Indicator.objects.select_for_update(of=("self",)).select_related("goal__plan")
    return rows.get(pk=indicator_id)


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet står i historiken."))
    screen(reason=reason)


def _goal_columns(draft: GoalDraft) -> dict[str, object]:
    return {
        "title": draft.title.strip(),
        "level": draft.level.value,
        "parent_id": draft.parent_id if draft.level is GoalLevel.GOAL else None,
        "description": draft.description.strip(),
        "steering_goal_id": draft.steering_goal_id,
        "function_id": draft.function_id,
        "problem_ids": [str(problem_id) for problem_id in draft.problem_ids],
        "order": draft.order,
    }


def _check_goal(
    draft: GoalDraft, plan: Plan, *, own_id: UUID | None = None, before: UUID | None = None
) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad det heter.")
    areas = set(plan.goals.filter(level=GoalLevel.FOCUS_AREA.value).values_list("pk", flat=True)) - {own_id}
    if draft.level is GoalLevel.GOAL and draft.parent_id not in areas:
        faults["parent"] = _(
            "Välj vilket huvudområde målet hör till. Lägg upp huvudområdet först om det saknas."
        )
    if draft.function_id not in (None, before) and not is_choosable(draft.function_id, plan.municipality_id):
        faults["function"] = _("Funktionen finns inte längre. Välj en annan i listan.")
    if faults:
        raise Invalid(**faults)
    screen(title=draft.title, description=draft.description)


def _texts_stripped(draft: IndicatorDraft) -> dict[str, object]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(draft).items()}


def _check_indicator(actor: Actor, draft: IndicatorDraft, municipality_id: UUID, *, kept: str = "") -> None:
    faults = {
        name: sentence
        for name, sentence in (
            ("name", _("Skriv vad indikatorn heter.")),
            ("definition", _("Skriv exakt vad som räknas, så att andra räknar likadant.")),
            ("source", _("Skriv varifrån siffran kommer.")),
            ("unit", _("Skriv enheten, till exempel händelser per år eller procent.")),
        )
        if not getattr(draft, name).strip()
    }
    faults |= _fault_of_measured(actor, draft, municipality_id, kept=kept)
    if draft.how == "survey" and draft.baseline_value is not None and not draft.baseline_n:
        faults["baseline_n"] = _("Skriv hur många som svarade. Utan antal svar går andelen inte att bedöma.")
    if (draft.target_value is None) != (draft.target_on is None):
        faults["target_value"] = _(
            "Skriv både målvärde och vilken dag det ska vara nått, eller inget av dem."
        )
    if draft.baseline_first and draft.baseline_last and draft.baseline_last < draft.baseline_first:
        faults["baseline_last"] = _("Periodens sista dag kommer före den första.")
    if faults:
        raise Invalid(**faults)
    screen(
        name=draft.name,
        definition=draft.definition,
        source=draft.source,
        weakness=draft.weakness,
        target_motive=draft.target_motive,
        unit=draft.unit,
        delay=draft.delay,
        baseline_method=draft.baseline_method,
        filter_query=searched_for(draft.filter_query),
    )


def _fault_of_measured(
    actor: Actor, draft: IndicatorDraft, municipality_id: UUID, *, kept: str
) -> dict[str, str]:
    """Return what is wrong with the choice of an indicator; ``kept`` may stand though it is out of use."""
    if draft.how != "measured":
        return {}
    if not draft.measured_id:
        return {"measured_id": _("Välj vilket mått värdet hämtas från, eller ändra hur det mäts.")}
    found = measured_named(actor, municipality_id, draft.measured_id)
    if found is None:
        return {"measured_id": _("Måttet finns inte bland kommunens indikatorer. Välj ett i listan.")}
    if found.is_retired and found.code != kept:
        return {"measured_id": _("Måttet används inte längre. Välj ett annat i listan.")}
    return {}
