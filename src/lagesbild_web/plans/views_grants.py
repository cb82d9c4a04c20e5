"""The pages about applications for grants and their accounts, and about the balancing test of cameras."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.plans import actions
from lagesbild_web.plans.cameras import QUESTIONS
from lagesbild_web.plans.forms import saving
from lagesbild_web.plans.forms_grants import CameraForm, GrantForm
from lagesbild_web.plans.queries import camera_for, may_manage, measure_for, measures_of, plan_for
from lagesbild_web.plans.queries.grants import grant_for, grants_of
from lagesbild_web.plans.views import managed


@require_safe
def grants(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """List the applications of a plan."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    return page(
        request,
        "plans/grants.html",
        title=_("Bidrag: %(title)s") % {"title": plan.title},
        plan=plan,
        grants=grants_of(actor, plan_id),
        can_manage=may_manage(actor, plan_id),
    )


@require_safe
def download_grants(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the list of applications as a table."""
    return as_attachment(actions.export_grants(actor_of(request), plan_id, filetype=filetype))


@require_http_methods(["GET", "HEAD", "POST"])
def add_grant(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Begin an application."""
    actor = actor_of(request)
    managed(actor, plan_id)
    form = _form(request, actor, plan_id, {"year": timezone.localdate().year + 1})
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.add_grant(actor, plan_id, form.draft()).id),
        title=_("Ny bidragsansökan"),
        lead=_("Brå lämnar bidrag till projekt i ett kalenderår i taget (förordningen 2023:442)."),
        submit=_("Spara"),
        back=reverse("plans:grants", args=[plan_id]),
        done=_("Ansökan är sparad. Se vad som fattas och hämta den som dokument."),
        to=lambda: reverse("plans:grant", args=[made[0]]),
        is_wide=True,
    )


@require_safe
def grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Show an application, what it lacks, and its documents."""
    actor = actor_of(request)
    found = grant_for(actor, grant_id)
    plan = plan_for(actor, found.plan_id)
    measures = [m for m in measures_of(actor, plan_id=plan.id) if m.id in found.draft.measure_ids]
    return page(
        request,
        "plans/grant.html",
        title=found.draft.title,
        plan=plan,
        grant=found,
        draft=found.draft,
        measures=measures,
        can_manage=may_manage(actor, plan.id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Change an application, or write its account."""
    actor = actor_of(request)
    found = grant_for(actor, grant_id)
    managed(actor, found.plan_id)
    initial = asdict(found.draft) | {
        "measures": [str(key) for key in found.draft.measure_ids],
        "revision": found.revision,
    }
    form = _form(request, actor, found.plan_id, initial)
    act = saving(
        form,
        lambda: actions.change_grant(actor, grant_id, form.draft(), revision=form.cleaned_data["revision"]),
        now=lambda: grant_for(actor, grant_id).revision,
    )
    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": found.draft.title},
        submit=_("Spara"),
        back=reverse("plans:grant", args=[grant_id]),
        done=_("Sparat."),
        is_wide=True,
    )


@require_safe
def download_grant(request: HttpRequest, grant_id: UUID, what: str, filetype: str) -> HttpResponse:
    """Hand out an application or an account as a document."""
    return as_attachment(actions.export_grant(actor_of(request), grant_id, what=what, filetype=filetype))


@require_http_methods(["GET", "HEAD", "POST"])
def camera(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Write the balancing test of a camera measure; those who may not write it read it."""
    actor = actor_of(request)
    measure = measure_for(actor, measure_id)
    test = camera_for(actor, measure_id)
    if request.method != "POST" and not may_manage(actor, measure.plan_id):
        return page(
            request,
            "plans/camera.html",
            title=_("Intresseavvägning: %(title)s") % {"title": measure.title},
            measure=measure,
            plan=plan_for(actor, measure.plan_id),
            test=test,
            answers=[(str(q.label), test.answers.get(q.key, "")) for q in QUESTIONS],
        )
    managed(actor, measure.plan_id)
    initial = {
        **test.answers,
        "outcome": test.outcome,
        "review_on": test.review_on,
        "revision": test.revision,
    }
    form = CameraForm(sent(request), initial=initial)
    act = saving(
        form,
        lambda: actions.save_camera_test(actor, measure_id, **form.answers()),
        now=lambda: camera_for(actor, measure_id).revision,
    )
    return form_page(
        request,
        form,
        act,
        title=_("Intresseavvägning: %(title)s") % {"title": measure.title},
        lead=_(
            "Kommunen får bevaka platser dit allmänheten har tillträde för att de ska vara trygga och "
            "säkra (14 §). "
            "Behovet ska vägas mot intrånget, skriftligt. Spara gärna ett utkast och fortsätt senare."
        ),
        submit=_("Spara"),
        back=reverse("plans:measure", args=[measure_id]),
        done=_("Intresseavvägningen är sparad."),
        is_wide=True,
    )


def _form(request: HttpRequest, actor: Actor, plan_id: UUID, initial: dict[str, Any]) -> GrantForm:
    listed = [(str(m.id), m.title) for m in measures_of(actor, plan_id=plan_id)]
    return GrantForm(sent(request), measures=listed, initial=initial)
