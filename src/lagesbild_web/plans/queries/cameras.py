"""Read the balancing tests of camera measures."""

from uuid import UUID

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans.cameras import CameraTest
from lagesbild_web.plans.models import BalancingTest
from lagesbild_web.plans.queries.measures import measure_row
from lagesbild_web.plans.queries.plans import readable_plans


def camera_for(actor: Actor, measure_id: UUID) -> CameraTest:
    """Return the balancing test of a measure, empty when nobody has begun; raises as ``measure_for``."""
    measure_row(actor, measure_id, right=Right.READ_PLAN)
    row = BalancingTest.objects.filter(measure_id=measure_id).first()
    if row is None:
        return CameraTest(measure_id, {}, "", None, "", None, 0)
    labels = function_labels([row.decided_by_id] if row.decided_by_id else [])
    by = labels.get(row.decided_by_id, "") if row.decided_by_id else ""
    return CameraTest(measure_id, row.answers, row.outcome, row.decided_on, by, row.review_on, row.revision)


def tested_measures(actor: Actor, municipality_id: UUID) -> set[UUID]:
    """Return the camera measures whose balancing test speaks for them."""
    plans = readable_plans(actor).filter(municipality_id=municipality_id)
    rows = BalancingTest.objects.filter(measure__plan__in=plans.values("pk"), outcome="go")
    return set(rows.values_list("measure_id", flat=True))
