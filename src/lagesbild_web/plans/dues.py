"""What has a day in a plan: the follow-up of two years, milestones, last days of measures, grant accounts."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.due import Due, declare
from lagesbild_web.base.months import months_after
from lagesbild_web.plans.contracts import PlanSummary, VersionState
from lagesbild_web.plans.queries import measures_of, milestones_of
from lagesbild_web.plans.queries.grants import open_accounts
from lagesbild_web.plans.queries.plans import listed_plans

FOLLOW_UP_MONTHS = 24
"""§ 6: at least every second year."""


def declare_dues() -> None:
    """Let others tell of what waits."""
    declare("plans.plans", _of_plans)
    declare("plans.measures", _of_measures)
    declare("plans.grants", _of_grants)


def follow_up_due(plan: PlanSummary) -> date | None:
    """Return the day when the latest decided plan must have been followed up; None when it already is."""
    if plan.decided_on is None or plan.state is VersionState.FOLLOWED_UP:
        return None
    return months_after(plan.decided_on, FOLLOW_UP_MONTHS)


def _of_plans(actor: Actor, today: date) -> Iterator[Due]:
    del today
    for plan in listed_plans(actor, actor.municipality_id):
        due_on = follow_up_due(plan)
        if due_on is not None:
            yield Due(
                text=_("Följ upp åtgärdsplanen: %(title)s") % {"title": plan.title},
                url=reverse("plans:plan", args=[plan.id]),
                due_on=due_on,
                function_id=plan.function_id,
                municipality_id=plan.municipality_id,
                detail=_("Minst vartannat år (6 § lagen 2023:196). Beslutad %(day)s.")
                % {"day": plan.decided_on},
            )


def _of_measures(actor: Actor, today: date) -> Iterator[Due]:
    del today
    home = actor.municipality_id
    if home is None:
        return
    measures = {m.id: m for m in measures_of(actor, municipality_id=home) if not m.is_closed}
    for line in milestones_of(actor, municipality_id=home):
        measure = measures.get(line.measure_id)
        if measure is not None and line.done_on is None:
            yield Due(
                text=_("Delmål: %(title)s") % {"title": line.title},
                url=reverse("plans:measure", args=[measure.id]),
                due_on=line.due_on,
                function_id=measure.function_id,
                municipality_id=home,
                detail=measure.title,
            )
    for measure in measures.values():
        if measure.ends_on is not None:
            yield Due(
                text=_("Klar: %(title)s") % {"title": measure.title},
                url=reverse("plans:measure", args=[measure.id]),
                due_on=measure.ends_on,
                function_id=measure.function_id,
                municipality_id=home,
                detail=_("Åtgärdens sista dag. Berätta att den är genomförd, eller varför inte."),
            )


def _of_grants(actor: Actor, today: date) -> Iterator[Due]:
    del today
    for account in open_accounts(actor):
        yield Due(
            text=_("Redovisa bidraget: %(title)s") % {"title": account.title},
            url=reverse("plans:grant", args=[account.id]),
            due_on=account.due_on,
            function_id=None,
            municipality_id=account.municipality_id,
            detail=_("Sista dag för redovisning (14 § förordningen 2023:442)."),
        )
