"""The pages about plans: the list, a plan, and its way from draft to replaced."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.plans import actions
from lagesbild_web.plans.choosing import with_kept
from lagesbild_web.plans.contracts import PlanSummary, VersionState
from lagesbild_web.plans.forms import Choices, PlanForm, plan_initial, saving
from lagesbild_web.plans.forms_steps import DecisionForm, FollowedUpForm, ReasonForm
from lagesbild_web.plans.overview import overview_of
from lagesbild_web.plans.queries import (
    may_manage,
    municipality_planned_by,
    plan_for,
    plans_of,
    texts_of,
    versions_of,
)
from lagesbild_web.plans.standing import picture_choices, picture_label


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """List the plans that one may read."""
    actor = actor_of(request)
    shows_all = request.GET.get("alla") == "1"
    return page(
        request,
        "plans/list.html",
        title=_("Åtgärdsplan"),
        plans=plans_of(actor, with_retired=shows_all),
        shows_all=shows_all,
        can_add=can_plan(actor),
    )


@require_safe
def download_list(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the list of plans as it is shown."""
    shows_all = request.GET.get("alla") == "1"
    file = actions.export_plans(actor_of(request), with_retired=shows_all, filetype=filetype)
    return as_attachment(file)


@require_http_methods(["GET", "HEAD", "POST"])
def add_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    actor = actor_of(request)
    home = municipality_planned_by(actor)
    form = _plan_form(request, actor, home, initial=None)
    made: list[PlanSummary] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.create_plan(actor, form.draft(), municipality_id=home)),
        title=_("Ny åtgärdsplan"),
        lead=_("Planen börjar som ett utkast. Mål, indikatorer och åtgärder lägger du till sedan."),
        submit=_("Lägg upp planen"),
        back=reverse("plans:list"),
        done=_("Planen är upplagd som utkast. Lägg till huvudområden, mål och åtgärder."),
        to=lambda: address_of(made[0].id),
    )


@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show a plan: how it stands, what is missing, and its parts."""
    actor = actor_of(request)
    found = plan_for(actor, plan_id)
    return page(
        request,
        "plans/plan.html",
        title=found.title,
        plan=found,
        overview=overview_of(actor, found),
        today=timezone.localdate(),
        can_manage=may_manage(actor, plan_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Change what stands first in a plan."""
    actor = actor_of(request)
    found = managed(actor, plan_id)
    initial = plan_initial(found, asdict(texts_of(actor, plan_id)))
    form = _plan_form(request, actor, found.municipality_id, initial=initial, kept=found)
    act = saving(
        form,
        lambda: actions.change_plan(actor, plan_id, form.draft(), revision=form.cleaned_data["revision"]),
        now=lambda: plan_for(actor, plan_id).revision,
    )
    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": found.title},
        submit=_("Spara"),
        back=address_of(plan_id),
        done=_("Planen är ändrad."),
    )


@require_POST
def send(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Send the draft for review."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.send_for_review(actor, plan_id),
        back=address_of(managed(actor, plan_id).id),
        done=_("Planen är skickad för granskning. Ingen kan ändra i den förrän du tar tillbaka den."),
    )


@require_POST
def take_back(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take the plan back from review."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.take_back(actor, plan_id),
        back=address_of(managed(actor, plan_id).id),
        done=_("Planen är ett utkast igen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Register the decision."""
    actor = actor_of(request)
    found = managed(actor, plan_id)
    form = DecisionForm(sent(request), initial={"decided_on": timezone.localdate()})
    return _step_page(
        request,
        form,
        lambda: actions.decide_plan(actor, plan_id, **form.cleaned_data),
        plan_id,
        title=_("Registrera beslut om %(title)s") % {"title": found.title},
        submit=_("Registrera beslutet"),
        consequences=(
            _("Version %(number)d sparas exakt som den är nu och kan inte ändras.")
            % {"number": found.number},
            _("Planerade åtgärder blir beslutade."),
            _("Den tidigare beslutade versionen blir ersatt, men finns kvar att läsa."),
        ),
        done=_("Beslutet är registrerat. Versionen är låst och kan hämtas som dokument."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Register that the plan has been followed up."""
    actor = actor_of(request)
    found = managed(actor, plan_id)
    form = FollowedUpForm(sent(request), initial={"followed_up_on": timezone.localdate()})
    return _step_page(
        request,
        form,
        lambda: actions.follow_up_plan(actor, plan_id, **form.cleaned_data),
        plan_id,
        title=_("Registrera uppföljning av %(title)s") % {"title": found.title},
        lead=_("Planen ska följas upp minst vartannat år (6 §)."),
        submit=_("Registrera uppföljningen"),
        done=_("Uppföljningen är registrerad."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_version(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Open the next version for changes."""
    actor = actor_of(request)
    found = managed(actor, plan_id)
    form = ReasonForm(sent(request), label=_("Varför ska planen ändras?"))
    return _step_page(
        request,
        form,
        lambda: actions.open_version(actor, plan_id, why=form.cleaned_data["reason"]),
        plan_id,
        title=_("Ny version av %(title)s") % {"title": found.title},
        submit=_("Öppna en ny version"),
        consequences=(
            _("Den beslutade versionen gäller tills den nya är beslutad."),
            _("Mål och åtgärder behåller sin historik och allt som pekar på dem."),
        ),
        done=_("En ny version är öppen. Nu går planen att ändra."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take a plan out of use."""
    actor = actor_of(request)
    found = managed(actor, plan_id)
    form = ReasonForm(sent(request), label=_("Varför avslutas planen?"))
    return _step_page(
        request,
        form,
        lambda: actions.retire_plan(actor, plan_id, reason=form.cleaned_data["reason"]),
        plan_id,
        title=_("Avsluta %(title)s") % {"title": found.title},
        submit=_("Avsluta planen"),
        consequences=(_("Planen finns kvar att läsa."), _("Det går att ångra på planens sida.")),
        done=_("Planen är avslutad. Det går att ångra."),
        is_grave=True,
    )


@require_POST
def restore(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take a plan up again."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.restore_plan(actor, plan_id),
        back=address_of(managed(actor, plan_id).id),
        done=_("Planen är återupptagen."),
    )


@require_safe
def versions(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """List the versions of a plan."""
    actor = actor_of(request)
    found = plan_for(actor, plan_id)
    found_versions = versions_of(actor, plan_id)
    decided = [line.number for line in found_versions if line.is_frozen]
    return page(
        request,
        "plans/versions.html",
        title=_("Versioner av %(title)s") % {"title": found.title},
        plan=found,
        versions=found_versions,
        comparable=decided[:-1],
    )


def can_plan(actor: Actor) -> bool:
    """Return whether the actor keeps a municipality's plans."""
    try:
        municipality_planned_by(actor)
    except NotAllowed:
        return False
    return True


def managed(actor: Actor, plan_id: UUID) -> PlanSummary:
    """Return the plan to somebody who may change it.

    Raises
    ------
    NotAllowed
        If the actor may only read it.
    """
    found = plan_for(actor, plan_id)
    if not may_manage(actor, plan_id):
        raise NotAllowed
    return found


def address_of(plan_id: UUID) -> str:
    """Return the address of a plan's page."""
    return reverse("plans:plan", args=[plan_id])


def is_writable(found: PlanSummary) -> bool:
    """Return whether the wording of the plan is open for changes."""
    return found.state is VersionState.DRAFT and not found.is_retired


def _plan_form(
    request: HttpRequest,
    actor: Actor,
    home: UUID,
    *,
    initial: dict[str, Any] | None,
    kept: PlanSummary | None = None,
) -> PlanForm:
    pictures: Choices = picture_choices(actor, home)
    functions: Choices = choosable_functions(home)
    if kept is not None:  # what is chosen stays a choice, also when it has been replaced or has ended
        called = picture_label(actor, kept.picture_id) or _("Lägesbilden som planen bygger på nu")
        pictures = with_kept(pictures, [(kept.picture_id, called)])
        functions = with_kept(functions, [(kept.function_id, kept.function)])
    return PlanForm(
        sent(request),
        pictures=pictures,
        functions=functions,
        initial=initial or {},
    )


def _step_page(request: HttpRequest, form: forms.Form, act: Any, plan_id: UUID, **texts: Any) -> HttpResponse:
    return form_page(request, form, act, back=address_of(plan_id), **texts)
