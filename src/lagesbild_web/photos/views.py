"""The pages about photographs: the decision, the picture itself, and removing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.photos import actions, queries
from lagesbild_web.photos.forms import DecideForm, RemoveForm


@require_http_methods(["GET", "HEAD", "POST"])
def allow(request: HttpRequest) -> HttpResponse:
    """Let the administrator say whether reports may have photographs."""
    actor = actor_of(request)
    homes = those_with(actor, Right.MANAGE_ACCESS)
    if not homes:
        raise NotAllowed
    home = homes[0].municipality_id
    now = queries.permission_of(home)
    form = DecideForm(sent(request), initial={"is_allowed": "ja" if now.is_allowed else "nej"})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.decide(actor, municipality_id=home, is_allowed=said["is_allowed"], motive=said["motive"])
        except Invalid as error:
            form.add_error("motive", error.faults["motive"])
        else:
            messages.success(
                request,
                _("Rapporter får ha bilder.") if said["is_allowed"] else _("Rapporter får inte ha bilder."),
            )
            return redirect("photos:allow")
    return page(request, "photos/allow.html", title=_("Bilder i rapporter"), form=form, now=now)


@require_safe
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Show a photograph to those who may see it; nobody's cache keeps it."""
    response = HttpResponse(queries.photo_for(actor_of(request), photo_id), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Erase a photograph."""
    actor = actor_of(request)
    incident_id = queries.incident_of(actor, photo_id)
    form = RemoveForm(sent(request))
    if form.is_valid():
        try:
            actions.remove_photo(actor, photo_id, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error("reason", error.faults["reason"])
        else:
            messages.success(request, _("Bilden är borttagen för alltid."))
            return redirect("review:incident", incident_id)
    return page(
        request,
        "photos/remove.html",
        title=_("Ta bort bilden"),
        form=form,
        photo_id=photo_id,
        incident_id=incident_id,
    )
