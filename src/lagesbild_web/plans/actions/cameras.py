"""Write the balancing test of a camera measure."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.plans.cameras import QUESTIONS, CameraTest
from lagesbild_web.plans.models import BalancingTest
from lagesbild_web.plans.queries import camera_for
from lagesbild_web.plans.queries.measures import measure_row
from lagesbild_web.plans.versioning import SOMEBODY_ELSE_SAVED


@action("measure.test_camera")
def save_camera_test(
    actor: Actor,
    measure_id: UUID,
    *,
    answers: Mapping[str, str],
    outcome: str = "",
    review_on: date | None = None,
    revision: int | None = None,
) -> CameraTest:
    """Save the answers; with an outcome every question must be answered.

    Raises
    ------
    Invalid
        If an outcome is given and something is not answered, or the measure is no camera measure.
    """
    measure = measure_row(actor, measure_id, right=Right.MANAGE_PLAN)
    kept = {q.key: answers.get(q.key, "").strip() for q in QUESTIONS}
    row, is_new = BalancingTest.objects.select_for_update().get_or_create(measure=measure)
    if revision and not is_new and row.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))
    faults = {}
    if not measure.is_camera:
        faults["outcome"] = _("Åtgärden är inte markerad som kamerabevakning. Ändra åtgärden först.")
    if outcome:
        faults |= {key: _("Besvara frågan innan du avgör.") for key, text in kept.items() if not text}
    if outcome == "go" and review_on is None:
        faults["review_on"] = _("Skriv när behovet ska prövas igen.")
    if faults:
        raise Invalid(**faults)
    screen(**kept)
    row.answers, row.outcome, row.review_on = kept, outcome, review_on
    row.decided_on = timezone.localdate() if outcome else None
    row.decided_by_id = actor.home.function_id if outcome and actor.home else None
    row.revision += 0 if is_new else 1
    row.save()
    record(
        actor,
        "measure.camera_tested",
        measure.id,
        municipality_id=measure.plan.municipality_id,
        title=measure.title,
        outcome=outcome or "utkast",
    )
    return camera_for(actor, measure_id)
