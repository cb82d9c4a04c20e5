"""Read measures, their cards, and where they are."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

import shapely
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels, vacant_functions
from lagesbild_web.access.rights import allows, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import geometry_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.plans.contracts import (
    CostEntry,
    MeasureCard,
    MeasureOnMap,
    MeasureState,
    MeasureSummary,
    MilestoneLine,
)
from lagesbild_web.plans.models import CostLine, Measure, Milestone
from lagesbild_web.plans.queries.plans import day_of, readable_plans


def measures_of(
    actor: Actor,
    *,
    plan_id: UUID | None = None,
    municipality_id: UUID | None = None,
    problem_id: UUID | None = None,
    goal_id: UUID | None = None,
    function_ids: Collection[UUID] | None = None,
    states: Iterable[MeasureState] | None = None,
    measure_ids: Collection[UUID] | None = None,
    with_retired: bool = False,
) -> list[MeasureSummary]:
    """Return the measures that the actor may read, by first day and title.

    Parameters
    ----------
    actor
        Who reads.
    plan_id, municipality_id, goal_id, function_ids, states, measure_ids
        Keep those of one plan, municipality or goal, these responsible functions, states or ids.
    problem_id
        Keep those that answer to a problem.
    with_retired
        Also those that have been struck out of the plan, and those of plans that have been taken out of use,
        which are otherwise told only of the plan or the goal itself.
    """
    rows = _chosen(actor, plan_id, municipality_id, function_ids, states, measure_ids)
    if goal_id is not None:
        rows = rows.filter(goals=goal_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    if not with_retired and plan_id is None and goal_id is None:
        rows = rows.filter(plan__retired_at__isnull=True)
    found = list(rows)
    if problem_id is not None:  # JSON is searched alike in both databases only in Python
        found = [row for row in found if str(problem_id) in row.problem_ids]
    return summaries_of(found)


def measure_for(actor: Actor, measure_id: UUID) -> MeasureSummary:
    """Return a measure.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    return summaries_of([measure_row(actor, measure_id, right=Right.READ_PLAN)])[0]


def card_for(actor: Actor, measure_id: UUID) -> MeasureCard:
    """Return a measure with all that its page shows; raises as :func:`measure_for`."""
    row = measure_row(actor, measure_id, right=Right.READ_PLAN)
    return _cards([row])[0]


def cards_of(actor: Actor, plan_id: UUID) -> list[MeasureCard]:
    """Return the cards of a plan that the actor may read, by first day and title."""
    rows = _chosen(actor, plan_id, None, None, None, None).filter(retired_at__isnull=True)
    return _cards(list(rows))


def cards_in(actor: Actor, municipality_id: UUID) -> list[MeasureCard]:
    """Return the cards of all the municipality's plans that the actor may read, asked for at once."""
    rows = _chosen(actor, None, municipality_id, None, None, None).filter(retired_at__isnull=True)
    return _cards(list(rows))


def milestones_of(
    actor: Actor, *, plan_id: UUID | None = None, municipality_id: UUID | None = None
) -> list[MilestoneLine]:
    """Return the milestones of measures that are not closed, the earliest first."""
    measures = measures_of(actor, plan_id=plan_id, municipality_id=municipality_id)
    open_ids = [measure.id for measure in measures if not measure.is_closed]
    rows = Milestone.objects.filter(measure_id__in=open_ids).order_by("due_on", "title")
    return [milestone_line(row) for row in rows]


def measure_of_milestone(actor: Actor, milestone_id: UUID) -> MilestoneLine:
    """Return a milestone of a measure that the actor may read; raises as :func:`measure_for`."""
    row = Milestone.objects.filter(pk=milestone_id).first()
    if row is None:
        raise NotFound
    measure_row(actor, row.measure_id, right=Right.READ_PLAN)
    return milestone_line(row)


def measure_of_cost(actor: Actor, cost_id: UUID) -> CostEntry:
    """Return a line of costs of a measure that the actor may read; raises as :func:`measure_for`."""
    row = CostLine.objects.filter(pk=cost_id).first()
    if row is None:
        raise NotFound
    measure_row(actor, row.measure_id, right=Right.READ_PLAN)
    return cost_entry(row)


def may_follow_up(actor: Actor, measure_id: UUID) -> bool:
    """Return whether the actor may say how the measure goes: its keeper, or whoever answers for it."""
    row = _rows().filter(pk=measure_id).first()
    return row is not None and follows_up(actor, row)


def measures_on_map(
    actor: Actor, *, municipality_id: UUID, on: date | None = None, with_closed: bool = True
) -> list[MeasureOnMap]:
    """Return where the measures are: drawn polygons, areas and places. ``on`` keeps those of one day."""
    rows = [
        row
        for row in _chosen(actor, None, municipality_id, None, None, None).filter(
            retired_at__isnull=True, plan__retired_at__isnull=True
        )
        if row.corners or row.areas.all()
    ]
    if on is not None:
        rows = [r for r in rows if (r.starts_on or on) <= on <= (r.ends_on or on)]
    placed = []
    for row, summary in zip(rows, summaries_of(rows), strict=True):
        if summary.is_closed and not with_closed:
            continue
        names = ", ".join(area.name for area in row.areas.all())
        shapes = [geometry_of(municipality_id, area.id) for area in row.areas.all()]
        shapes += [shapely.Polygon(row.corners)] if row.corners else []
        whole = shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)
        geometry = json.loads(shapely.to_geojson(whole))
        placed.append(MeasureOnMap(summary, names or row.place_text, geometry))
    return placed


def measure_row(actor: Actor, measure_id: UUID, *, right: Right) -> Measure:
    """Return the row if the actor has the right to its plan; for this feature only."""
    row = _rows().filter(pk=measure_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.plan)
    return row


def followed_up_row(actor: Actor, measure_id: UUID) -> Measure:
    """Return the row to whoever may say how it goes; for this feature only.

    Raises
    ------
    NotAllowed
        If the actor neither keeps the plan nor holds the responsible function.
    """
    row = _rows().filter(pk=measure_id).first()
    if row is None:
        raise NotFound
    is_own = allows(actor, Right.FOLLOW_UP, row.plan) and holds(actor, row.function_id)
    require(actor, Right.FOLLOW_UP if is_own else Right.MANAGE_PLAN, row.plan)
    return row


def follows_up(actor: Actor, row: Measure) -> bool:
    """Return whether the actor keeps the plan, or holds the responsible function."""
    if allows(actor, Right.MANAGE_PLAN, row.plan):
        return True
    return allows(actor, Right.FOLLOW_UP, row.plan) and holds(actor, row.function_id)


def holds(actor: Actor, function_id: UUID | None) -> bool:
    """Return whether the actor holds the function today."""
    return function_id is not None and function_id in {m.function_id for m in actor.memberships}


def summaries_of(rows: list[Measure]) -> list[MeasureSummary]:
    """Return rows as others may see them, with two questions whatever their number."""
    functions = {row.function_id for row in rows if row.function_id}
    labels, vacant = function_labels(functions), vacant_functions(functions)
    return [_summary(row, labels, vacant) for row in rows]


def milestone_line(row: Milestone) -> MilestoneLine:
    """Return a milestone as others may see it."""
    return MilestoneLine(row.id, row.measure_id, row.title, row.due_on, row.done_on)


def cost_entry(row: CostLine) -> CostEntry:
    """Return a line of costs as others may see it."""
    return CostEntry(
        id=row.id,
        measure_id=row.measure_id,
        year=row.year,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        funding=row.funding,
        funding_label=row.get_funding_display(),
        funder=row.funder,
        planned=row.planned,
        reported=row.reported,
    )


def _summary(row: Measure, labels: Mapping[UUID, str], vacant: set[UUID]) -> MeasureSummary:
    state = MeasureState(row.state)
    return MeasureSummary(
        id=row.id,
        plan_id=row.plan_id,
        title=row.title,
        state=state,
        state_label=row.get_state_display(),
        state_reason=row.state_reason,
        state_since=row.state_since,
        function_id=row.function_id,
        function=labels.get(row.function_id, "") if row.function_id else "",
        is_vacant=row.function_id in vacant,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        problem_ids=tuple(UUID(value) for value in row.problem_ids),
        cause_ids=tuple(UUID(value) for value in row.cause_ids),
        goal_ids=tuple(goal.id for goal in row.goals.all()),
        partner_ids=tuple(partner.id for partner in row.partners.all()),
        area_ids=tuple(area.id for area in row.areas.all()),
        has_polygon=bool(row.corners),
        type_code=row.type_code,
        nature=row.nature,
        level=row.level,
        is_camera=row.is_camera,
        no_problem_motive=row.no_problem_motive,
        indicator_id=row.indicator_id,
        revision=row.revision,
        is_retired=row.retired_at is not None,
        retired_on=day_of(row.retired_at),
    )


def _cards(rows: list[Measure]) -> list[MeasureCard]:
    ids = [row.id for row in rows]
    milestones: dict[UUID, list[MilestoneLine]] = {}
    for milestone in Milestone.objects.filter(measure_id__in=ids):
        milestones.setdefault(milestone.measure_id, []).append(milestone_line(milestone))
    costs: dict[UUID, list[CostEntry]] = {}
    for cost in CostLine.objects.filter(measure_id__in=ids):
        costs.setdefault(cost.measure_id, []).append(cost_entry(cost))
    return [
        MeasureCard(
            summary=summary,
            description=row.description,
            mechanism=row.mechanism,
            cause_text=row.cause_text,
            communication=row.communication,
            place_text=row.place_text,
            corners=tuple((lon, lat) for lon, lat in row.corners),
            partners=tuple(_partner(partner.name, partner.ends_on) for partner in row.partners.all()),
            areas=tuple(area.name for area in row.areas.all()),
            comparison_area_id=row.comparison_area_id,
            comparison_area=row.comparison_area.name if row.comparison_area else "",
            evaluate_on=row.evaluate_on,
            design=row.design,
            design_label=row.get_design_display() if row.design else "",
            design_motive=row.design_motive,
            milestones=tuple(milestones.get(row.id, ())),
            costs=tuple(costs.get(row.id, ())),
        )
        for row, summary in zip(rows, summaries_of(rows), strict=True)
    ]


def _partner(name: str, ends_on: date | None) -> str:
    if ends_on is None or ends_on > timezone.localdate():
        return name
    return _("%(name)s (avslutad %(day)s)") % {"name": name, "day": ends_on.isoformat()}


def _chosen(
    actor: Actor,
    plan_id: UUID | None,
    municipality_id: UUID | None,
    function_ids: Collection[UUID] | None,
    states: Iterable[MeasureState] | None,
    measure_ids: Collection[UUID] | None,
) -> QuerySet[Measure]:
    keep = Q(plan__in=readable_plans(actor).values("pk"))
    if plan_id is not None:
        keep &= Q(plan_id=plan_id)
    if municipality_id is not None:
        keep &= Q(plan__municipality_id=municipality_id)
    if function_ids is not None:
        keep &= Q(function_id__in=function_ids)
    if states is not None:
        keep &= Q(state__in=[state.value for state in states])
    if measure_ids is not None:
        keep &= Q(pk__in=measure_ids)
    return _rows().filter(keep).order_by(F("starts_on").asc(nulls_last=True), "title", "id")


def _rows() -> QuerySet[Measure]:
    related = ("goals", "partners", "areas")
    return Measure.objects.select_related("plan", "comparison_area").prefetch_related(*related)
