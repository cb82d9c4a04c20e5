"""Tell how a measure went a quarter: one press of a button is enough, and words can follow."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.follow_up.contracts import NEEDS_WHY, PROGRESS_LABELS, Progress, Status
from lagesbild_web.follow_up.models import StatusReport
from lagesbild_web.follow_up.quarters import OPENS, Quarter, asked_quarter
from lagesbild_web.follow_up.queries.statuses import statuses_of
from lagesbild_web.plans.actions import move_measure
from lagesbild_web.plans.contracts import MeasureState
from lagesbild_web.plans.queries import may_follow_up, measure_for, plan_for

_FOLLOWS: dict[Progress, MeasureState] = {
    Progress.ON_TRACK: MeasureState.ONGOING,
    Progress.LATE: MeasureState.ONGOING,
    Progress.STOPPED: MeasureState.ONGOING,
    Progress.DONE: MeasureState.DONE,
}
"""Where a status takes a measure that is not there yet."""
_CAN_MOVE: dict[MeasureState, tuple[MeasureState, ...]] = {
    MeasureState.ONGOING: (MeasureState.DECIDED,),
    MeasureState.DONE: (MeasureState.DECIDED, MeasureState.ONGOING),
}


@action("follow_up.tell_status")
def tell_status(
    actor: Actor,
    measure_id: UUID,
    *,
    progress: Progress,
    quarter: Quarter | None = None,
    done: str = "",
    obstacle: str = "",
    next_step: str = "",
    today: date | None = None,
) -> Status:
    """Say how a measure went a quarter; said again, the later holds and the earlier is kept.

    The measure itself follows: what goes on is ongoing, and what is done is done.

    Raises
    ------
    NotAllowed
        If the actor neither keeps the plan nor holds the responsible function.
    Invalid
        If the quarter has not come, the plan is not decided, or the words hold personal data.
    """
    measure = measure_for(actor, measure_id)
    require(actor, Right.READ_PLAN, _domain(actor, measure.plan_id))
    if not may_follow_up(actor, measure_id):
        raise NotAllowed
    day = today or timezone.localdate()
    asked = quarter or asked_quarter(day)
    _check_quarter(actor, measure.plan_id, asked, day)
    screen(done=done, obstacle=obstacle, next_step=next_step)
    earlier = StatusReport.objects.filter(measure_id=measure_id, year=asked.year, quarter=asked.number)
    row = StatusReport.objects.create(
        measure_id=measure_id,
        municipality_id=plan_for(actor, measure.plan_id).municipality_id,
        year=asked.year,
        quarter=asked.number,
        number=earlier.count() + 1,
        progress=progress.value,
        done=done.strip(),
        obstacle=obstacle.strip(),
        next_step=next_step.strip(),
        function_id=_speaks_as(actor, measure.function_id),
        at=timezone.now(),
    )
    goal = _FOLLOWS.get(progress)
    if goal is not None and measure.state in _CAN_MOVE[goal]:
        move_measure(actor, measure_id, state=goal)
    record(
        actor,
        "follow_up.status_told",
        measure_id,
        municipality_id=row.municipality_id,
        title=measure.title,
        quarter=str(asked),
        progress=str(PROGRESS_LABELS[progress]),
    )
    return next(status for status in statuses_of(actor, measure_id) if status.id == row.id)


def lacks_why(status: Status) -> bool:
    """Return whether a reader will ask why, and it does not say."""
    return status.progress in NEEDS_WHY and not status.obstacle


def _domain(actor: Actor, plan_id: UUID) -> Domain:
    """The plan's own municipality; ``plan_for`` has already refused those who may not read it."""
    home = plan_for(actor, plan_id).municipality_id
    return Domain(home, home, circle="partners", sensitivity="limited")


def _check_quarter(actor: Actor, plan_id: UUID, asked: Quarter, today: date) -> None:
    if asked.last_day - OPENS > today:
        opens = (asked.last_day - OPENS).isoformat()
        raise Invalid(
            quarter=_("%(quarter)s kan berättas från %(day)s.") % {"quarter": str(asked), "day": opens}
        )
    plan = plan_for(actor, plan_id)
    if plan.decided_on is None:
        raise Invalid(
            quarter=_("Planen är inte beslutad än. Läget följs upp från det kvartal då den beslutades.")
        )


def _speaks_as(actor: Actor, function_id: UUID | None) -> UUID | None:
    """The responsible function when the actor holds it, otherwise the one that the actor acts in."""
    if actor.kind == "system":
        return function_id
    if function_id is not None and function_id in {m.function_id for m in actor.memberships}:
        return function_id
    return actor.home.function_id if actor.home else None
