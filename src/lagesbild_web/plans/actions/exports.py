"""Hand out what a plan holds as files, and remember who got it."""

from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.plans.contracts import GoalSummary, MeasureSummary
from lagesbild_web.plans.listing import Listing
from lagesbild_web.plans.queries import goals_of, measures_of, plan_for


@action("plan.export_measures")
def export_measures(actor: Actor, plan_id: UUID, listing: Listing, *, filetype: str) -> OutgoingFile:
    """Hand out the list of measures, filtered as the page is."""
    plan = plan_for(actor, plan_id)
    if filetype not in TABLE_FILES:
        raise NotFound
    goals = goals_of(actor, plan_id=plan_id)
    chosen = listing.chosen(measures_of(actor, plan_id=plan_id), goals)
    file = as_table(
        "atgarder",
        [
            _("Åtgärd"), _("Läge"), _("Ansvarig"), _("Börjar"), _("Klar senast"), _("Mål"),
            _("Situationell eller social"), _("Nivå"), _("Svarar på problem"),
            _("Skäl till att problem saknas"),
        ],
        [_row(measure, goals) for measure in chosen],
        filetype=filetype,
    )  # fmt: skip
    record(
        actor,
        "plan.exported",
        plan.id,
        municipality_id=plan.municipality_id,
        title=plan.title,
        what="åtgärdslistan",
        format=filetype,
    )
    return file


def _row(measure: MeasureSummary, goals: list[GoalSummary]) -> list[str]:
    return [
        measure.title,
        measure.state_label,
        measure.function,
        measure.starts_on.isoformat() if measure.starts_on else "",
        measure.ends_on.isoformat() if measure.ends_on else "",
        "; ".join(goal.title for goal in goals if goal.id in measure.goal_ids),
        measure.nature_label,
        measure.level_label,
        _("Ja") if measure.problem_ids else _("Nej"),
        measure.no_problem_motive,
    ]
