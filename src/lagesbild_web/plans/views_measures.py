"""The pages about measures: lists, the board, a card, its milestones and its costs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.backgrounds.queries import backgrounds_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import carried_out, form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.plans import actions
from lagesbild_web.plans.catalogue import type_named
from lagesbild_web.plans.choosing import measure_choices
from lagesbild_web.plans.contracts import MEASURE_STATE_LABELS, MeasureSummary, PlanSummary
from lagesbild_web.plans.forms import saving
from lagesbild_web.plans.forms_measures import (
    CostForm,
    DoneForm,
    MeasureForm,
    MilestoneForm,
    MoveForm,
    ReportedForm,
    measure_initial,
)
from lagesbild_web.plans.forms_steps import ReasonForm
from lagesbild_web.plans.listing import read_listing
from lagesbild_web.plans.queries import (
    card_for,
    goals_of,
    history_of,
    indicator_for,
    may_follow_up,
    may_manage,
    measure_for,
    measure_of_cost,
    measure_of_milestone,
    measures_of,
    plan_for,
)
from lagesbild_web.plans.standing import things_by_id
from lagesbild_web.plans.views import is_writable, managed


@require_safe
def measures(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """List the measures of a plan, or show them on a board by state."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    listing = read_listing(request.GET)
    found = listing.chosen(measures_of(actor, plan_id=plan_id), goals_of(actor, plan_id=plan_id))
    is_board = request.GET.get("vy") == "tavla"
    columns = [
        (str(label), [measure for measure in found if measure.state is state])
        for state, label in MEASURE_STATE_LABELS.items()
    ]
    return page(
        request,
        "plans/board.html" if is_board else "plans/measures.html",
        title=_("Åtgärder i %(title)s") % {"title": plan.title},
        plan=plan,
        measures=found,
        columns=columns,
        listing=listing,
        fields=listing.fields(goals_of(actor, plan_id=plan_id), measures_of(actor, plan_id=plan_id)),
        today=timezone.localdate(),
        can_write=may_manage(actor, plan_id) and is_writable(plan),
    )


@require_safe
def download_measures(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the list of measures as it is filtered."""
    actor = actor_of(request)
    listing = read_listing(request.GET)
    return as_attachment(actions.export_measures(actor, plan_id, listing, filetype=filetype))


@require_safe
def measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Show a measure card."""
    actor = actor_of(request)
    card = card_for(actor, measure_id)
    summary = card.summary
    plan = plan_for(actor, summary.plan_id)
    home = plan.municipality_id
    can_manage = may_manage(actor, plan.id)
    return page(
        request,
        "plans/measure.html",
        title=summary.title,
        card=card,
        measure=summary,
        plan=plan,
        problems=list(things_by_id(actor, home, "problem", summary.problem_ids).values()),
        causes=list(things_by_id(actor, home, "cause", summary.cause_ids).values()),
        goals=goals_of(actor, goal_ids=summary.goal_ids, with_retired=True),
        indicator=indicator_for(actor, summary.indicator_id) if summary.indicator_id else None,
        history=history_of(measure_id),
        today=timezone.localdate(),
        milestone_form=MilestoneForm(auto_id="delmal_%s"),
        cost_form=CostForm(auto_id="kostnad_%s", initial={"year": timezone.localdate().year}),
        milestones=[(m, m.is_late(timezone.localdate())) for m in card.milestones],
        can_manage=can_manage,
        can_write=can_manage and is_writable(plan),
        can_follow_up=may_follow_up(actor, measure_id),
        is_late=summary.is_late(timezone.localdate()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_measure(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a measure, from nothing or from a type in the catalogue."""
    actor = actor_of(request)
    plan = managed(actor, plan_id)
    form = MeasureForm(sent(request), choices=measure_choices(actor, plan), initial=_prefilled(request, plan))
    made: list[MeasureSummary] = []
    return _card_page(
        request,
        form,
        lambda: made.append(actions.add_measure(actor, plan_id, form.draft())),
        title=_("Ny åtgärd"),
        submit=_("Lägg till åtgärden"),
        back=reverse("plans:measures", args=[plan_id]),
        to=lambda: _address_of(made[0].id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Change a measure."""
    actor = actor_of(request)
    card = card_for(actor, measure_id)
    plan = managed(actor, card.summary.plan_id)
    choices = measure_choices(actor, plan, kept=card)
    form = MeasureForm(sent(request), choices=choices, initial=measure_initial(card))
    act = saving(
        form,
        lambda: actions.change_measure(
            actor, measure_id, form.draft(), revision=form.cleaned_data["revision"]
        ),
        now=lambda: measure_for(actor, measure_id).revision,
    )
    return _card_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": card.summary.title},
        submit=_("Spara"),
        back=_address_of(measure_id),
        to=lambda: _address_of(measure_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Take a measure to its next state."""
    actor = actor_of(request)
    found = measure_for(actor, measure_id)
    _demand_follow_up(actor, measure_id)
    form = MoveForm(sent(request), now=found.state, initial={"on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.move_measure(actor, measure_id, **form.cleaned_data),
        title=_("Hur går det med %(title)s?") % {"title": found.title},
        lead=_("Läget nu: %(state)s.") % {"state": found.state_label},
        submit=_("Spara läget"),
        back=_address_of(measure_id),
        done=_("Läget är sparat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Strike a measure out of the plan."""
    actor = actor_of(request)
    found = measure_for(actor, measure_id)
    managed(actor, found.plan_id)
    form = ReasonForm(sent(request), label=_("Varför stryks åtgärden?"))
    return form_page(
        request,
        form,
        lambda: actions.retire_measure(actor, measure_id, reason=form.cleaned_data["reason"]),
        title=_("Stryk %(title)s ur planen") % {"title": found.title},
        submit=_("Stryk"),
        back=_address_of(measure_id),
        done=_("Åtgärden är struken. Det går att ångra på åtgärdens sida."),
        is_grave=True,
    )


@require_POST
def restore_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Take a measure into the plan again."""
    actor = actor_of(request)
    managed(actor, measure_for(actor, measure_id).plan_id)
    return pressed(
        request,
        lambda: actions.restore_measure(actor, measure_id),
        back=_address_of(measure_id),
        done=_("Åtgärden är med i planen igen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_milestone(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Add a step on the way."""
    actor = actor_of(request)
    managed(actor, measure_for(actor, measure_id).plan_id)
    form = MilestoneForm(sent(request))
    return _small_form(
        request,
        form,
        lambda: actions.add_milestone(actor, measure_id, **form.cleaned_data),
        measure_id,
        title=_("Nytt delmål"),
        done=_("Delmålet är tillagt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mark_milestone(request: HttpRequest, milestone_id: UUID) -> HttpResponse:
    """Say when a milestone was done."""
    actor = actor_of(request)
    line = measure_of_milestone(actor, milestone_id)
    _demand_follow_up(actor, line.measure_id)
    form = DoneForm(sent(request), initial={"done_on": line.done_on or timezone.localdate()})
    return _small_form(
        request,
        form,
        lambda: actions.mark_milestone(actor, milestone_id, done_on=form.cleaned_data["done_on"]),
        line.measure_id,
        title=_("Delmål: %(title)s") % {"title": line.title},
        done=_("Delmålet är sparat."),
    )


@require_POST
def remove_milestone(request: HttpRequest, milestone_id: UUID) -> HttpResponse:
    """Take a milestone away."""
    actor = actor_of(request)
    line = measure_of_milestone(actor, milestone_id)
    managed(actor, measure_for(actor, line.measure_id).plan_id)
    return pressed(
        request,
        lambda: actions.remove_milestone(actor, milestone_id),
        back=_address_of(line.measure_id),
        done=_("Delmålet är borttaget. Det står kvar i åtgärdens historik."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_cost(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Add what the measure costs one year."""
    actor = actor_of(request)
    managed(actor, measure_for(actor, measure_id).plan_id)
    form = CostForm(sent(request), initial={"year": timezone.localdate().year})
    return _small_form(
        request,
        form,
        lambda: actions.add_cost(actor, measure_id, form.draft()),
        measure_id,
        title=_("Ny kostnad"),
        done=_("Kostnaden är tillagd."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_cost(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """Say what was spent."""
    actor = actor_of(request)
    entry = measure_of_cost(actor, cost_id)
    _demand_follow_up(actor, entry.measure_id)
    form = ReportedForm(sent(request), initial={"reported": entry.reported})
    return _small_form(
        request,
        form,
        lambda: actions.report_cost(actor, cost_id, reported=form.cleaned_data["reported"]),
        entry.measure_id,
        title=_("Utfall %(year)s: %(kind)s") % {"year": entry.year, "kind": entry.kind_label},
        done=_("Utfallet är sparat."),
    )


@require_POST
def remove_cost(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """Take a line of costs away."""
    actor = actor_of(request)
    entry = measure_of_cost(actor, cost_id)
    managed(actor, measure_for(actor, entry.measure_id).plan_id)
    return pressed(
        request,
        lambda: actions.remove_cost(actor, cost_id),
        back=_address_of(entry.measure_id),
        done=_("Kostnaden är borttagen. Den står kvar i åtgärdens historik."),
    )


def _prefilled(request: HttpRequest, plan: PlanSummary) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        name: request.GET.getlist(key)
        for name, key in (("problems", "problem"), ("goals", "mal"))
        if request.GET.getlist(key)
    }
    card = type_named(plan.municipality_id, request.GET.get("slag", ""))
    if card is not None:
        chosen |= {
            "title": card.name,
            "type_code": card.code,
            "description": card.what,
            "cause_text": card.causes,
            "nature": card.nature,
            "level": card.level,
            "is_camera": card.code == "kamera",
        }
    return {"nature": "situational", "level": "primary", **chosen}


def _card_page(
    request: HttpRequest,
    form: MeasureForm,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    back: str,
    to: Callable[[], str],
) -> HttpResponse:
    if form.is_valid() and carried_out(form, act):
        return redirect(to())
    return page(
        request,
        "plans/measure_form.html",
        title=title,
        form=form,
        submit=submit,
        back=back,
        backgrounds=backgrounds_for(actor_of(request)),
    )


def _small_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    measure_id: UUID,
    *,
    title: str,
    done: str,
) -> HttpResponse:
    back = _address_of(measure_id)
    return form_page(request, form, act, title=title, submit=_("Spara"), back=back, done=done)


def _demand_follow_up(actor: Actor, measure_id: UUID) -> None:
    if not may_follow_up(actor, measure_id):
        raise NotAllowed


def _address_of(measure_id: UUID) -> str:
    return reverse("plans:measure", args=[measure_id])
