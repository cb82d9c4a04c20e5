"""What has a day here: the statuses that are asked for."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.due import Due
from lagesbild_web.follow_up.queries.statuses import measure_lines
from lagesbild_web.plans.queries import plans_of


def statuses_due(actor: Actor, today: date) -> Iterable[Due]:
    """Return a deadline for each measure whose status for the quarter has not been told."""
    if not has_somewhere(actor, Right.READ_PLAN):
        return
    municipalities = {plan.id: plan.municipality_id for plan in plans_of(actor)}
    for line in measure_lines(actor, today=today):
        if not line.is_asked or line.status is not None:
            continue
        yield Due(
            text=_("Berätta hur det går: %(title)s") % {"title": line.measure.title},
            url=reverse("follow_up:measure", args=[line.measure.id]),
            due_on=line.due_on,
            function_id=line.measure.function_id,
            municipality_id=municipalities[line.measure.plan_id],
            detail=_("Läget för %(quarter)s. Två klick räcker.") % {"quarter": str(line.quarter)},
        )
