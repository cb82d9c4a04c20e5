"""Read the statuses of measures, and which ones are asked for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, MeasureLine, Progress, Status
from lagesbild_web.follow_up.models import StatusReport
from lagesbild_web.follow_up.quarters import Quarter, asked_quarter
from lagesbild_web.plans.contracts import MeasureState, MeasureSummary
from lagesbild_web.plans.queries import (
    managed_among,
    may_follow_up,
    measure_for,
    measures_of,
    plan_for,
    plans_of,
)


def measure_lines(
    actor: Actor,
    *,
    today: date,
    plan_id: UUID | None = None,
    municipality_id: UUID | None = None,
    quarter: Quarter | None = None,
) -> list[MeasureLine]:
    """Return the measures that the actor may read with how they go, in the order of the plan.

    Only measures of plans that have been decided are asked about, from the quarter in which they begin until
    the one in which they are closed.
    """
    asked = quarter or asked_quarter(today)
    plans = {p.id: p for p in plans_of(actor, municipality_id=municipality_id)}
    measures = measures_of(actor, plan_id=plan_id, municipality_id=municipality_id)
    measures = [m for m in measures if m.plan_id in plans]
    found = _latest_by_quarter(m.id for m in measures)
    managed = managed_among(actor, {m.plan_id for m in measures})
    held = {membership.function_id for membership in actor.memberships}
    follows = has_somewhere(actor, Right.FOLLOW_UP)
    return [
        MeasureLine(
            measure=measure,
            quarter=asked,
            is_asked=_is_asked(measure, asked, decided_on=plans[measure.plan_id].decided_on),
            status=found.get(measure.id, {}).get(asked),
            latest=_latest(found.get(measure.id, {})),
            is_mine=measure.plan_id in managed or (follows and measure.function_id in held),
            due_on=asked.due_on,
        )
        for measure in measures
    ]


def measure_line_for(actor: Actor, measure_id: UUID, *, today: date) -> MeasureLine:
    """Return one measure with how it goes.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    measure = measure_for(actor, measure_id)
    plan = plan_for(actor, measure.plan_id)
    asked = asked_quarter(today)
    found = _latest_by_quarter([measure.id]).get(measure.id, {})
    return MeasureLine(
        measure=measure,
        quarter=asked,
        is_asked=_is_asked(measure, asked, decided_on=plan.decided_on),
        status=found.get(asked),
        latest=_latest(found),
        is_mine=may_follow_up(actor, measure_id),
        due_on=asked.due_on,
    )


def statuses_of(actor: Actor, measure_id: UUID) -> list[Status]:
    """Return everything that has been said about how a measure goes, the latest first; raises as above."""
    measure = measure_for(actor, measure_id)
    return _contracts(StatusReport.objects.filter(measure_id=measure.id))


def statuses_of_quarters(measure_ids: Collection[UUID], quarters: Collection[Quarter]) -> list[Status]:
    """Return what holds for measures that have already been asked for, by quarter; for this feature only."""
    found = _latest_by_quarter(measure_ids)
    return [status for by_quarter in found.values() for q, status in by_quarter.items() if q in quarters]


def _is_asked(measure: MeasureSummary, quarter: Quarter, *, decided_on: date | None) -> bool:
    if decided_on is None or decided_on > quarter.last_day:
        return False
    if measure.starts_on is not None and measure.starts_on > quarter.last_day:
        return False
    if measure.state is MeasureState.NOT_STARTED:
        return False
    return not (measure.is_closed and measure.state_since < quarter.first_day)


def _latest(by_quarter: Mapping[Quarter, Status]) -> Status | None:
    return by_quarter[max(by_quarter)] if by_quarter else None


def _latest_by_quarter(measure_ids: Iterable[UUID]) -> dict[UUID, dict[Quarter, Status]]:
    """What holds for each measure and quarter: the highest number."""
    found: dict[UUID, dict[Quarter, Status]] = {}
    for status in _contracts(StatusReport.objects.filter(measure_id__in=list(measure_ids))):
        found.setdefault(status.measure_id, {}).setdefault(status.quarter, status)
    return found


def _contracts(rows: "QuerySet[StatusReport]") -> list[Status]:
    known = list(rows.order_by("-year", "-quarter", "-number"))
    labels = function_labels(row.function_id for row in known if row.function_id)
    return [
        Status(
            id=row.id,
            measure_id=row.measure_id,
            quarter=Quarter(row.year, row.quarter),
            progress=Progress(row.progress),
            progress_label=str(PROGRESS_LABELS[Progress(row.progress)]),
            done=row.done,
            obstacle=row.obstacle,
            next_step=row.next_step,
            function=labels.get(row.function_id, "") if row.function_id else "",
            at=row.at,
            number=row.number,
        )
        for row in known
    ]
