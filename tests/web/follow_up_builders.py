"""Plans that are decided, so that they can be followed up."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from tests.web import builders, plan_builders

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.actions import ReportDraft
from lagesbild_web.follow_up.quarters import asked_quarter
from lagesbild_web.plans.actions import decide_plan, send_for_review
from lagesbild_web.plans.contracts import MeasureSummary
from lagesbild_web.plans.queries import indicators_of


def long_ago() -> date:
    """A day before the quarter that is asked about today."""
    return asked_quarter(timezone.localdate()).first_day - timedelta(days=10)


def a_followed_measure(
    home: Organisation, folder: Path, *, function: Function | None = None, **changes: Any
) -> MeasureSummary:
    """A measure of a plan that has been decided, which a function answers for."""
    picture = builders.a_picture(home, folder, circle=Circle.PARTNERS, title="Lägesbild för planen")
    plan = plan_builders.a_plan(home, picture_id=picture.id)
    goal = plan_builders.a_goal(plan)
    plan_builders.an_indicator(goal.id)
    measure = plan_builders.a_measure(
        plan,
        function_id=function.id if function else None,
        goal_ids=(goal.id,),
        starts_on=long_ago(),
        **changes,
    )
    send_for_review(builders.SYSTEM, plan.id)
    decide_plan(builders.SYSTEM, plan.id, body="Kommunstyrelsen", decided_on=long_ago(), section="§ 4")
    return measure


def a_report(coordinator: Actor, plan_id: UUID) -> UUID:
    """A draft of a report on the half-year that has passed."""
    last = asked_quarter(timezone.localdate()).last_day
    draft = ReportDraft(
        "Uppföljning av planen", "Kommunstyrelsen", last - timedelta(days=180), last, "Så här går det."
    )
    return actions.create_report(coordinator, plan_id, draft).id


def followed_things(home: Organisation, coordinator: Actor, folder: Path) -> dict[str, UUID]:
    """A measure that is followed up, what its goal is measured with, and a report, for the access matrix."""
    measure = a_followed_measure(home, folder, function=builders.a_function(home, Role.MEASURE_OWNER))
    return {
        "followed": measure.id,
        "valued": indicators_of(builders.SYSTEM, plan_id=measure.plan_id)[0].id,
        "reported": a_report(coordinator, measure.plan_id),
    }
