"""Read goals and indicators."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.plans.contracts import Baseline, GoalLevel, GoalSummary, IndicatorSummary
from lagesbild_web.plans.models import Goal, Indicator
from lagesbild_web.plans.queries.plans import day_of, readable_plans


def goals_of(
    actor: Actor,
    *,
    plan_id: UUID | None = None,
    municipality_id: UUID | None = None,
    goal_ids: Iterable[UUID] | None = None,
    with_retired: bool = False,
) -> list[GoalSummary]:
    """Return focus areas and goals that the actor may read, in the order of the plan.

    Those of plans that have been taken out of use are told only of the plan itself, or ``with_retired``.
    """
    rows = _goals().filter(plan__in=readable_plans(actor).values("pk"))
    rows = _chosen(rows, plan_id, municipality_id, goal_ids)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    if not with_retired and plan_id is None:
        rows = rows.filter(plan__retired_at__isnull=True)
    found = list(rows.order_by("order", "title"))
    labels = function_labels(row.function_id for row in found if row.function_id)
    return [goal_contract(row, labels) for row in found]


def goal_for(actor: Actor, goal_id: UUID) -> GoalSummary:
    """Return a focus area or a goal.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = goal_row(actor, goal_id, right=Right.READ_PLAN)
    return goal_contract(row, function_labels([row.function_id] if row.function_id else []))


def indicators_of(
    actor: Actor,
    *,
    plan_id: UUID | None = None,
    municipality_id: UUID | None = None,
    goal_id: UUID | None = None,
    with_retired: bool = False,
) -> list[IndicatorSummary]:
    """Return the indicators that the actor may read, by goal and name; as :func:`goals_of`."""
    rows = _indicators().filter(goal__plan__in=readable_plans(actor).values("pk"))
    if plan_id is not None:
        rows = rows.filter(goal__plan_id=plan_id)
    if municipality_id is not None:
        rows = rows.filter(goal__plan__municipality_id=municipality_id)
    if goal_id is not None:
        rows = rows.filter(goal_id=goal_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True, goal__retired_at__isnull=True)
    if not with_retired and plan_id is None and goal_id is None:
        rows = rows.filter(goal__plan__retired_at__isnull=True)
    found = list(rows.order_by("goal__order", "goal__title", "name"))
    labels = function_labels(row.goal.function_id for row in found if row.goal.function_id)
    return [indicator_contract(row, labels) for row in found]


def indicator_for(actor: Actor, indicator_id: UUID) -> IndicatorSummary:
    """Return an indicator.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = indicator_row(actor, indicator_id, right=Right.READ_PLAN)
    return indicator_contract(row, function_labels([row.goal.function_id] if row.goal.function_id else []))


def order_of(goal_id: UUID) -> int:
    """Return where a goal that has already been asked for stands among the others."""
    return Goal.objects.values_list("order", flat=True).get(pk=goal_id)


def goal_row(actor: Actor, goal_id: UUID, *, right: Right) -> Goal:
    """Return the row if the actor has the right to its plan; for this feature only."""
    row = _goals().filter(pk=goal_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.plan)
    return row


def indicator_row(actor: Actor, indicator_id: UUID, *, right: Right) -> Indicator:
    """Return the row if the actor has the right to its plan; for this feature only."""
    row = _indicators().filter(pk=indicator_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.goal.plan)
    return row


def goal_contract(row: Goal, labels: Mapping[UUID, str]) -> GoalSummary:
    """Return the row as others may see it."""
    is_retired = row.retired_at is not None
    return GoalSummary(
        id=row.id,
        plan_id=row.plan_id,
        title=row.title,
        state="retired" if is_retired else "active",
        state_label=_("Struken ur planen") if is_retired else _("I planen"),
        level=GoalLevel(row.level),
        parent_id=row.parent_id,
        description=row.description,
        function_id=row.function_id,
        function=labels.get(row.function_id, "") if row.function_id else "",
        starts_on=row.plan.starts_on,
        ends_on=row.plan.ends_on,
        problem_ids=tuple(UUID(value) for value in row.problem_ids),
        steering_goal_id=row.steering_goal_id,
        revision=row.revision,
        retired_on=day_of(row.retired_at),
    )


def indicator_contract(row: Indicator, labels: Mapping[UUID, str]) -> IndicatorSummary:
    """Return the row as others may see it."""
    goal = row.goal
    retired_at = min((at for at in (row.retired_at, goal.retired_at) if at), default=None)
    is_retired = retired_at is not None
    return IndicatorSummary(
        id=row.id,
        plan_id=goal.plan_id,
        goal_id=row.goal_id,
        title=row.name,
        state="retired" if is_retired else "active",
        state_label=_("Struken ur planen") if is_retired else _("I planen"),
        definition=row.definition,
        source=row.source,
        unit=row.unit,
        better=row.better,
        better_label=row.get_better_display(),
        delay=row.delay,
        weakness=row.weakness,
        how=row.how,
        how_label=row.get_how_display(),
        filter_query=row.filter_query,
        measured_id=row.measured_id,
        per=row.per,
        per_label=row.get_per_display(),
        baseline=_baseline(row),
        target_value=row.target_value,
        target_on=row.target_on,
        target_motive=row.target_motive,
        function_id=goal.function_id,
        function=labels.get(goal.function_id, "") if goal.function_id else "",
        problem_ids=tuple(UUID(value) for value in goal.problem_ids),
        revision=row.revision,
        retired_on=day_of(retired_at),
    )


def _baseline(row: Indicator) -> Baseline | None:
    if row.baseline_value is None:
        return None
    return Baseline(
        value=row.baseline_value,
        low=row.baseline_low,
        high=row.baseline_high,
        n=row.baseline_n,
        first_day=row.baseline_first,
        last_day=row.baseline_last,
        method=row.baseline_method,
    )


def _chosen(
    rows: QuerySet[Goal],
    plan_id: UUID | None,
    municipality_id: UUID | None,
    goal_ids: Iterable[UUID] | None,
) -> QuerySet[Goal]:
    keep = Q()
    if plan_id is not None:
        keep &= Q(plan_id=plan_id)
    if municipality_id is not None:
        keep &= Q(plan__municipality_id=municipality_id)
    if goal_ids is not None:
        keep &= Q(pk__in=set(goal_ids))
    return rows.filter(keep)


def _goals() -> QuerySet[Goal]:
    return Goal.objects.select_related("plan")


def _indicators() -> QuerySet[Indicator]:
    return Indicator.objects.select_related("goal__plan")
