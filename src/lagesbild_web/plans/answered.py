"""What functions answer for in the plans: plans, goals and measures that are not done."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered, declare
from lagesbild_web.plans.queries import goals_of, indicators_of, measures_of
from lagesbild_web.plans.queries.plans import listed_plans


def declare_answered() -> None:
    """Let the page of vacancies tell of what nobody answers for."""
    declare("plans.plans", _answered)


def _answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    for plan in listed_plans(actor, municipality_id):
        if plan.function_id is not None:
            url = reverse("plans:plan", args=[plan.id])
            mend = reverse("plans:change", args=[plan.id])
            yield Answered(plan.function_id, _("Åtgärdsplan"), plan.title, url, mend)
    for goal in goals_of(actor, municipality_id=municipality_id):
        if goal.function_id is not None:
            url = reverse("plans:goal", args=[goal.id])
            mend = reverse("plans:change_goal", args=[goal.id])
            yield Answered(goal.function_id, _("Mål"), goal.title, url, mend)
    for indicator in indicators_of(actor, municipality_id=municipality_id):
        if indicator.function_id is not None:
            url = reverse("plans:indicator", args=[indicator.id])
            mend = reverse("plans:change_goal", args=[indicator.goal_id])
            yield Answered(indicator.function_id, _("Indikator"), indicator.title, url, mend)
    for measure in measures_of(actor, municipality_id=municipality_id):
        if measure.function_id is not None and not measure.is_closed:
            url = reverse("plans:measure", args=[measure.id])
            mend = reverse("plans:change_measure", args=[measure.id])
            yield Answered(measure.function_id, _("Åtgärd"), measure.title, url, mend)
