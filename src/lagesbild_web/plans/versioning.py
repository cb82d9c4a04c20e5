"""Every change is a version: who by function, when, what was done and why; and nobody overwrites another."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.plans.freezing import content_of
from lagesbild_web.plans.models import Goal, Indicator, Measure, Plan, ThingVersion

SOMEBODY_ELSE_SAVED: Final[Promise] = gettext_lazy(
    "Någon annan har sparat sedan du öppnade sidan. Det du skrev står kvar här. Öppna sidan i ett nytt "
    "fönster, "
    "jämför, och spara igen om det du skrev ska gälla."
)


def demand(row: Plan | Goal | Indicator | Measure, revision: int | None) -> None:
    """Stop when somebody has saved since the writer looked; None is a writer who never looked.

    Raises
    ------
    Invalid
        With the sentence on ``revision``.
    """
    if revision is not None and row.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))


def note_change(
    actor: Actor, row: Plan | Goal | Indicator | Measure, *, step: str, reason: str = "", is_new: bool = False
) -> None:
    """Count the revision up and keep what the row says now."""
    if not is_new:
        row.revision += 1
        row.save(update_fields=["revision"])
    ThingVersion.objects.create(
        thing_id=row.id,
        revision=row.revision,
        function_id=actor.home.function_id if actor.home else None,
        step=step,
        reason=reason,
        content=content_of(row),
    )


def demand_writable(plan: Plan) -> None:
    """Stop when the wording of the plan is not open for changes.

    Raises
    ------
    Invalid
        With the sentence on ``plan``, which says what opens it.
    """
    latest = plan.versions.order_by("-number").first()
    if plan.retired_at is not None:
        raise Invalid(plan=_("Planen är avslutad. Återuppta den för att ändra i den."))
    if latest is not None and latest.state == "review":
        raise Invalid(
            plan=_("Planen är skickad för granskning. Ta tillbaka den på planens sida för att ändra i den.")
        )
    if latest is not None and latest.state != "draft":
        raise Invalid(plan=_("Planen är beslutad. Öppna en ny version på planens sida för att ändra i den."))
