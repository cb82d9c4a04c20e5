"""Add and change measures, their milestones and costs, and take them through their life."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable, organisations_of
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_by_id
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.plans.contracts import (
    MEASURE_STATE_LABELS,
    NEXT_STATES,
    CostEntry,
    MeasureState,
    MeasureSummary,
)
from lagesbild_web.plans.drafts import CostDraft, MeasureDraft
from lagesbild_web.plans.models import CostLine, Measure, Milestone, Plan
from lagesbild_web.plans.queries import measure_for
from lagesbild_web.plans.queries.measures import cost_entry, followed_up_row, measure_row
from lagesbild_web.plans.queries.plans import plan_row
from lagesbild_web.plans.versioning import demand, demand_writable, note_change

_TEXTS = (
    "title", "description", "cause_text", "no_problem_motive", "mechanism", "place_text", "communication",
    "design_motive",
)  # fmt: skip
_PLAIN = (
    *_TEXTS, "type_code", "function_id", "nature", "level", "starts_on", "ends_on", "indicator_id",
    "comparison_area_id", "evaluate_on", "design", "is_camera",
)  # fmt: skip


@action("measure.add")
def add_measure(actor: Actor, plan_id: UUID, draft: MeasureDraft) -> MeasureSummary:
    """Add a measure to a plan."""
    plan = plan_row(actor, plan_id, right=Right.MANAGE_PLAN)
    demand_writable(plan)
    _check(draft, plan)
    row = Measure.objects.create(plan=plan, state_since=timezone.localdate(), **_columns(draft))
    _relate(row, draft)
    note_change(actor, _whole(row.id), step=_("Lade till åtgärden"), is_new=True)
    record(actor, "measure.saved", row.id, municipality_id=plan.municipality_id, title=row.title)
    return measure_for(actor, row.id)


@action("measure.change")
def change_measure(
    actor: Actor, measure_id: UUID, draft: MeasureDraft, *, revision: int | None = None
) -> MeasureSummary:
    """Change a measure; it keeps its id and everything that points at it."""
    row = _locked(actor, measure_id)
    demand(row, revision)
    demand_writable(row.plan)
    _check(draft, row.plan, before=row.function_id)
    columns = _columns(draft)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    _relate(row, draft)
    return _noted(actor, row.id, _("Ändrade åtgärden"))


@action("measure.move")
def move_measure(
    actor: Actor,
    measure_id: UUID,
    *,
    state: MeasureState,
    reason: str = "",
    on: date | None = None,
    revision: int | None = None,
) -> MeasureSummary:
    """Take a measure to its next state; its keeper may, and whoever holds the responsible function.

    Raises
    ------
    Invalid
        If the step cannot be taken from where the measure is, or what was not done does not say why.
    """
    row = followed_up_row(actor, measure_id)
    row = Measure.objects.select_for_update(of=("self",)).select_related("plan").get(pk=row.id)
    demand(row, revision)
    if state not in NEXT_STATES[MeasureState(row.state)]:
        raise Invalid(
            state=_("Åtgärden kan inte gå från ”%(now)s” till ”%(then)s”.")
            % {"now": row.get_state_display(), "then": MEASURE_STATE_LABELS[state]}
        )
    if state in (MeasureState.ENDED_EARLY, MeasureState.NOT_STARTED) and not reason.strip():
        raise Invalid(reason=_("Skriv varför. Det är det som invånare och revisorer frågar efter."))
    screen(reason=reason)
    row.state, row.state_reason = state.value, reason.strip()
    row.state_since = on or timezone.localdate()
    row.save(update_fields=["state", "state_reason", "state_since"])
    step = _("Läge: %(state)s") % {"state": row.get_state_display()}
    note_change(actor, _whole(row.id), step=step, reason=reason.strip())
    record(
        actor,
        "measure.moved",
        row.id,
        municipality_id=row.plan.municipality_id,
        title=row.title,
        state=state.value,
    )
    return measure_for(actor, row.id)


@action("measure.retire")
def retire_measure(actor: Actor, measure_id: UUID, *, reason: str) -> MeasureSummary:
    """Strike a measure out of the plan; it is kept with its history."""
    row = _locked(actor, measure_id)
    demand_writable(row.plan)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför åtgärden stryks. Skälet står i historiken."))
    screen(reason=reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    note_change(actor, _whole(row.id), step=_("Strök ur planen"), reason=reason.strip())
    record(
        actor,
        "measure.retired",
        row.id,
        municipality_id=row.plan.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return measure_for(actor, row.id)


@action("measure.restore")
def restore_measure(actor: Actor, measure_id: UUID) -> MeasureSummary:
    """Take a measure into the plan again."""
    row = _locked(actor, measure_id)
    demand_writable(row.plan)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    return _noted(actor, row.id, _("Tog in i planen igen"))


@action("measure.add_milestone")
def add_milestone(actor: Actor, measure_id: UUID, *, title: str, due_on: date) -> UUID:
    """Add a step on the way."""
    row = _locked(actor, measure_id)
    if not title.strip():
        raise Invalid(title=_("Skriv vad som ska vara klart."))
    screen(title=title)
    milestone = Milestone.objects.create(measure=row, title=title.strip(), due_on=due_on)
    _noted(actor, row.id, _("Lade till ett delmål"))
    return milestone.id


@action("measure.mark_milestone")
def mark_milestone(actor: Actor, milestone_id: UUID, *, done_on: date | None) -> UUID:
    """Say on which day a milestone was done, or that it is not; whoever holds the function may."""
    milestone = _milestone(milestone_id)
    row = followed_up_row(actor, milestone.measure_id)
    if done_on is not None and done_on > timezone.localdate():
        raise Invalid(done_on=_("Dagen har inte varit än. Markera delmålet när det är klart."))
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    _noted(actor, row.id, _("Delmål klart") if done_on else _("Delmål inte klart"))
    return row.id


@action("measure.remove_milestone")
def remove_milestone(actor: Actor, milestone_id: UUID) -> UUID:
    """Take a milestone away; what it said stays in the history of the measure."""
    milestone = _milestone(milestone_id)
    row = _locked(actor, milestone.measure_id)
    milestone.delete()
    _noted(actor, row.id, _("Tog bort ett delmål"))
    return row.id


@action("measure.add_cost")
def add_cost(actor: Actor, measure_id: UUID, draft: CostDraft) -> CostEntry:
    """Add what the measure costs one year, and who pays."""
    row = _locked(actor, measure_id)
    _check_cost(draft)
    cost = CostLine.objects.create(
        measure=row,
        year=draft.year,
        kind=draft.kind,
        funding=draft.funding,
        funder=draft.funder.strip(),
        planned=draft.planned,
        reported=draft.reported,
    )
    _noted(actor, row.id, _("Lade till en kostnad"))
    return cost_entry(cost)


@action("measure.report_cost")
def report_cost(actor: Actor, cost_id: UUID, *, reported: int | None) -> UUID:
    """Say what was spent; whoever holds the responsible function may."""
    cost = _cost(cost_id)
    row = followed_up_row(actor, cost.measure_id)
    if reported is None and cost.planned is None:
        raise Invalid(reported=_("Raden har inget planerat belopp. Skriv ett utfall eller ta bort raden."))
    cost.reported = reported
    cost.save(update_fields=["reported"])
    _noted(actor, row.id, _("Redovisade en kostnad"))
    return row.id


@action("measure.remove_cost")
def remove_cost(actor: Actor, cost_id: UUID) -> UUID:
    """Take a line of costs away; what it said stays in the history of the measure."""
    cost = _cost(cost_id)
    row = _locked(actor, cost.measure_id)
    cost.delete()
    _noted(actor, row.id, _("Tog bort en kostnad"))
    return row.id


def _noted(actor: Actor, measure_id: UUID, step: str) -> MeasureSummary:
    """Keep the version and write in the log, for a measure whose access has been asked for."""
    row = _whole(measure_id)
    note_change(actor, row, step=step)
    record(actor, "measure.saved", row.id, municipality_id=row.plan.municipality_id, title=row.title)
    return measure_for(actor, row.id)


def _locked(actor: Actor, measure_id: UUID) -> Measure:
    measure_row(actor, measure_id, right=Right.MANAGE_PLAN)
    return Measure.objects.select_for_update(of=("self",)).select_related("plan").get(pk=measure_id)


def _whole(measure_id: UUID) -> Measure:
    related = ("goals", "partners", "areas", "milestones", "costs")
    return Measure.objects.select_related("plan").prefetch_related(*related).get(pk=measure_id)


def _milestone(milestone_id: UUID) -> Milestone:
    row = Milestone.objects.filter(pk=milestone_id).first()
    if row is None:
        raise NotFound
    return row


def _cost(cost_id: UUID) -> CostLine:
    row = CostLine.objects.filter(pk=cost_id).first()
    if row is None:
        raise NotFound
    return row


def _columns(draft: MeasureDraft) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(draft, name) for name in _PLAIN}
    columns |= {name: getattr(draft, name).strip() for name in _TEXTS}
    columns["problem_ids"] = [str(value) for value in draft.problem_ids]
    columns["cause_ids"] = [str(value) for value in draft.cause_ids]
    columns["corners"] = [[lon, lat] for lon, lat in draft.corners]
    return columns


def _relate(row: Measure, draft: MeasureDraft) -> None:
    row.partners.set(draft.partner_ids)  # type: ignore[arg-type]  # ids will do
    row.goals.set(draft.goal_ids)  # type: ignore[arg-type]  # ids will do
    row.areas.set(draft.area_ids)  # type: ignore[arg-type]  # ids will do


def _check(draft: MeasureDraft, plan: Plan, *, before: UUID | None = None) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad åtgärden heter.")
    if not draft.description.strip():
        faults["description"] = _("Skriv hur åtgärden ska göras.")
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        faults["ends_on"] = _("Åtgärdens sista dag kommer före den första.")
    if draft.design and draft.design != "none" and draft.indicator_id is None:
        faults["indicator"] = _(
            "Välj vilken indikator effekten ska mätas med, eller välj ingen effektmätning."
        )
    if draft.design in {"wdd", "did"} and draft.comparison_area_id is None:
        faults["comparison_area"] = _(
            "Välj vilket område det jämförs med. Utan det går upplägget inte att göra."
        )
    if draft.design == "none" and not draft.design_motive.strip():
        faults["design_motive"] = _("Skriv varför effekten inte ska mätas.")
    faults |= _check_links(draft, plan, before)
    if faults:
        raise Invalid(**faults)
    screen(**{name: getattr(draft, name) for name in _TEXTS})


def _check_links(draft: MeasureDraft, plan: Plan, before: UUID | None) -> dict[str, str]:
    """Say which of the things that the measure points at are not the municipality's own.

    The function that answered ``before`` may stay, although it has ended: that is a gap and no fault.
    """
    faults = {}
    home = plan.municipality_id
    if draft.function_id not in (None, before) and not is_choosable(draft.function_id, home):
        faults["function"] = _("Funktionen finns inte längre. Välj en annan i listan.")
    if plan.goals.filter(pk__in=draft.goal_ids).count() != len(set(draft.goal_ids)):
        faults["goals"] = _("Ett av målen finns inte i planen. Välj bland dem som står i listan.")
    if not set(draft.partner_ids) <= {organisation.id for organisation in organisations_of(home)}:
        faults["partners"] = _("En av parterna finns inte i kommunen. Välj bland dem som står i listan.")
    areas = {*draft.area_ids, *([draft.comparison_area_id] if draft.comparison_area_id else [])}
    if areas and set(areas_by_id(home, areas)) != areas:
        faults["areas"] = _("Ett av områdena finns inte i kommunen. Välj bland dem som står i listan.")
    return faults


def _check_cost(draft: CostDraft) -> None:
    faults = {}
    if draft.planned is None and draft.reported is None:
        faults["planned"] = _("Skriv planerat belopp, eller vad det blev.")
    if not 2000 <= draft.year <= timezone.localdate().year + 20:  # farther away is a slip of the finger
        faults["year"] = _("Skriv året med fyra siffror.")
    if draft.funding != "own" and not draft.funder.strip() and draft.kind != "hours":
        faults["funder"] = _("Skriv vilket bidrag eller vilken part som betalar.")
    if faults:
        raise Invalid(**faults)
    screen(funder=draft.funder)
