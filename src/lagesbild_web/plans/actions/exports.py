"""Hand out what a plan holds as files, and remember who got it."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action, note_check
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.plans.contracts import PlanSummary
from lagesbild_web.plans.costs import analyse
from lagesbild_web.plans.documents.grant import account_document, application_document
from lagesbild_web.plans.documents.plan import plan_document
from lagesbild_web.plans.file_names import MEDIA_TYPES, plain_name
from lagesbild_web.plans.listing import Listing
from lagesbild_web.plans.material import parts_of
from lagesbild_web.plans.money_tables import cost_lines_table, cost_sums_table, grants_table
from lagesbild_web.plans.queries import (
    cards_of,
    goals_of,
    indicators_of,
    kept_sha256,
    measures_of,
    municipality_planned_by,
    plan_for,
    plans_of,
)
from lagesbild_web.plans.queries.grants import grant_for, grants_of
from lagesbild_web.plans.sheet import area_sheet, sheet_document
from lagesbild_web.plans.standing import things_by_id
from lagesbild_web.plans.tables import PlanTable, goals_table, measures_table, plans_table


@action("plan.export")
def export_plan(actor: Actor, plan_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out the whole plan as a document."""
    plan = plan_for(actor, plan_id)
    today = timezone.localdate()
    document = plan_document(parts_of(actor, plan, today=today), made_on=today)
    file = as_document_file(document, plain_name(plan.title, plan.number), filetype)
    _note(actor, plan, "planen", filetype)
    return file


@action("plan.export_version")
def export_version(actor: Actor, plan_id: UUID, *, number: int, filetype: str) -> OutgoingFile:
    """Hand out the document of a version exactly as it was kept when it was decided."""
    plan = plan_for(actor, plan_id)
    sha256 = kept_sha256(actor, plan_id, number=number, filetype=filetype)
    file = OutgoingFile(f"{plain_name(plan.title, number)}.{filetype}", MEDIA_TYPES[filetype], read(sha256))
    _note(actor, plan, f"version {number}", filetype)
    return file


@action("plan.export_sheet")
def export_sheet(actor: Actor, *, month: date, filetype: str) -> OutgoingFile:
    """Hand out the area sheet of a month (its first day) to those who keep the plan."""
    home = municipality_planned_by(actor)
    require(actor, Right.MANAGE_PLAN, Domain(home, home))
    sheet = area_sheet(actor, home, month=month)
    document = sheet_document(sheet, home, made_on=timezone.localdate())
    file = as_document_file(document, plain_name("omradesblad", month.year * 100 + month.month), filetype)
    record(
        actor,
        "plan.exported",
        municipality_id=home,
        title=f"{month:%Y-%m}",
        what="områdesbladet",
        format=filetype,
    )
    return file


@action("grant.export")
def export_grant(actor: Actor, grant_id: UUID, *, what: str, filetype: str) -> OutgoingFile:
    """Hand out an application, or an account, as a document; ``what`` is ``ansokan`` or ``redovisning``.

    Raises
    ------
    NotFound
        If it is something else.
    """
    make = {"ansokan": application_document, "redovisning": account_document}.get(what)
    if make is None:
        raise NotFound
    grant = grant_for(actor, grant_id)
    plan = plan_for(actor, grant.plan_id)
    cards = [card for card in cards_of(actor, plan.id) if card.summary.id in grant.draft.measure_ids]
    municipality = organisation_name(plan.municipality_id)
    document = make(grant, plan, cards, municipality=municipality, made_on=timezone.localdate())
    file = as_document_file(document, plain_name(f"{what} {grant.draft.title}", grant.draft.year), filetype)
    _note(actor, plan, what, filetype)
    return file


@action("plan.export_measures")
def export_measures(actor: Actor, plan_id: UUID, listing: Listing, *, filetype: str) -> OutgoingFile:
    """Hand out the list of measures, filtered as the page is."""
    plan = plan_for(actor, plan_id)
    if filetype not in TABLE_FILES:
        raise NotFound
    goals = goals_of(actor, plan_id=plan_id)
    chosen = listing.chosen(measures_of(actor, plan_id=plan_id), goals)
    file = _file(measures_table(chosen, goals), "atgarder", filetype)
    _note(actor, plan, "åtgärdslistan", filetype)
    return file


@action("plan.export_goals")
def export_goals(actor: Actor, plan_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out the goals of a plan with their indicators, baselines and targets as a table.

    Raises
    ------
    NotFound
        If there is no such plan or kind of file.
    """
    plan = plan_for(actor, plan_id)
    if filetype not in TABLE_FILES:
        raise NotFound
    goals = goals_of(actor, plan_id=plan_id)
    above = {goal.steering_goal_id for goal in goals if goal.steering_goal_id}
    table = goals_table(
        goals,
        indicators_of(actor, plan_id=plan_id),
        measures_of(actor, plan_id=plan_id),
        things_by_id(actor, plan.municipality_id, "steering_goal", above),
    )
    file = _file(table, "mal-och-indikatorer", filetype)
    _note(actor, plan, "målen", filetype)
    return file


@action("plan.export_costs")
def export_costs(actor: Actor, plan_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out every line of costs in a plan, and the measures without any.

    Raises
    ------
    NotFound
        If there is no such plan or kind of file.
    """
    plan = _plan_as_table(actor, plan_id, filetype)
    table = cost_lines_table(cards_of(actor, plan_id), goals_of(actor, plan_id=plan_id))
    _note(actor, plan, "kostnaderna", filetype)
    return _file(table, "kostnader", filetype)


@action("plan.export_cost_sums")
def export_cost_sums(actor: Actor, plan_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out the sums of costs as the page shows them; refuses like :func:`export_costs`."""
    plan = _plan_as_table(actor, plan_id, filetype)
    analysis = analyse(cards_of(actor, plan_id), goals_of(actor, plan_id=plan_id))
    _note(actor, plan, "kostnadernas summor", filetype)
    return _file(cost_sums_table(analysis), "kostnader-summor", filetype)


@action("grant.export_list")
def export_grants(actor: Actor, plan_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out the list of applications for grants; refuses like :func:`export_costs`."""
    plan = _plan_as_table(actor, plan_id, filetype)
    _note(actor, plan, "bidragen", filetype)
    return _file(grants_table(grants_of(actor, plan_id)), "bidrag", filetype)


@action("plan.export_list")
def export_plans(actor: Actor, *, with_retired: bool, filetype: str) -> OutgoingFile:
    """Hand out the list of plans as it is shown.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    note_check()  # the list itself is chosen by rights, and refuses those who have none
    plans = plans_of(actor, with_retired=with_retired)
    if filetype not in TABLE_FILES:
        raise NotFound
    file = _file(plans_table(plans), "atgardsplaner", filetype)
    record(
        actor,
        "plan.exported",
        municipality_id=actor.municipality_id,
        title=_("%(n)s planer") % {"n": len(plans)},
        what="listan",
        format=filetype,
    )
    return file


def _plan_as_table(actor: Actor, plan_id: UUID, filetype: str) -> PlanSummary:
    plan = plan_for(actor, plan_id)
    if filetype not in TABLE_FILES:
        raise NotFound
    return plan


def _file(table: PlanTable, name: str, filetype: str) -> OutgoingFile:
    called = f"{name}-{timezone.localdate().isoformat()}"
    return as_table(called, table.headings, table.rows, filetype=filetype, guide=table.guide)


def _note(actor: Actor, plan: PlanSummary, what: str, filetype: str) -> None:
    record(
        actor,
        "plan.exported",
        plan.id,
        municipality_id=plan.municipality_id,
        title=plan.title,
        what=what,
        format=filetype,
    )
