"""The pages for deciding a picture, its check against the law, its public version, and comparing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import municipality_managed_by
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.pictures import actions, jobs
from lagesbild_web.pictures.answering import answered, done_or_told
from lagesbild_web.pictures.comparing import compare
from lagesbild_web.pictures.forms import ContactForm, DecideForm
from lagesbild_web.pictures.hiding import hidden_in
from lagesbild_web.pictures.queries import (
    contact_point_of,
    content_for,
    picture_for,
    statements_for,
)

_READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
def law_check(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show what § 4 demands, and what the picture has of it."""
    found = picture_for(actor_of(request), picture_id)
    return page(request, "pictures/law.html", title=_("Har lägesbilden det som 4 § kräver?"), picture=found)


@require_http_methods(_READ_AND_WRITE)
def decide(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Register the decision."""
    actor = actor_of(request)
    found = picture_for(actor, picture_id)
    if not found.can_be_decided:
        raise NotAllowed
    form = DecideForm(sent(request), initial={"revision": found.revision, "body": _("Kommunstyrelsen")})

    def do() -> str:
        actions.decide_picture(actor, picture_id, **form.cleaned_data)
        jobs.make_documents.enqueue(str(picture_id))
        return reverse("pictures:picture", args=[picture_id])

    return answered(
        request,
        form,
        do,
        title=_("Registrera beslutet"),
        done=_("Beslutet är registrerat. Lägesbilden kan inte ändras längre."),
        template="pictures/decide.html",
        picture=found,
        submit=_("Registrera beslutet"),
    )


@require_POST
def documents_again(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Make the final documents again."""
    actor = actor_of(request)

    def do() -> None:
        actions.documents_again(actor, picture_id)
        jobs.make_documents.enqueue(str(picture_id))

    return done_or_told(
        request, do, done=_("Dokumenten görs igen."), to=reverse("pictures:picture", args=[picture_id])
    )


@require_POST
def make_public(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Order the version for everybody."""
    actor = actor_of(request)
    try:
        made = actions.order_public_version(actor, picture_id)
    except Invalid as error:
        messages.error(request, " ".join(error.faults.values()))
        return redirect("pictures:picture", picture_id)
    jobs.make_picture.enqueue(str(made.id))
    return redirect("pictures:order", made.id)


@require_safe
def hidden(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show what a public version does not show, and why."""
    actor = actor_of(request)
    found = picture_for(actor, picture_id)
    if found.public_of is None:
        raise NotFound
    whole = content_for(actor, found.public_of)
    return page(
        request,
        "pictures/hidden.html",
        title=_("Det som allmänheten inte ser"),
        picture=found,
        hidden=hidden_in(found.content, whole),
    )


@require_safe
def compare_with(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Lead on to the comparison that the form asks for."""
    picture_for(actor_of(request), picture_id)
    try:
        other = UUID(request.GET.get("med", ""))
    except ValueError:
        return redirect("pictures:picture", picture_id)
    return redirect("pictures:compare", picture_id, other)


@require_safe
def compare_pictures(request: HttpRequest, picture_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two pictures side by side, the earlier to the left."""
    actor = actor_of(request)
    one, two = picture_for(actor, picture_id), picture_for(actor, other_id)
    before, after = sorted((one, two), key=lambda p: (p.summary.as_of, p.summary.version))
    found = compare(
        before.content,
        after.content,
        statements_before=statements_for(actor, before.summary.id),
        statements_after=statements_for(actor, after.summary.id),
    )
    return page(
        request,
        "pictures/compare.html",
        title=_("Jämför två lägesbilder"),
        before=before,
        after=after,
        comparison=found,
    )


@require_http_methods(_READ_AND_WRITE)
def contact_point(request: HttpRequest) -> HttpResponse:
    """Change where the coordination is reached."""
    actor = actor_of(request)
    kept = contact_point_of(municipality_managed_by(actor, Right.PUBLISH_PICTURE))
    fields = ("function", "address", "phone", "email", "text", "version")
    form = ContactForm(sent(request), initial={name: getattr(kept, name) for name in fields})

    def do() -> str:
        actions.set_contact_point(actor, **form.cleaned_data)
        return reverse("pictures:contact")

    return answered(
        request,
        form,
        do,
        title=_("Kontaktpunkt"),
        done=_("Kontaktpunkten är sparad och står på den öppna sidan."),
        template="pictures/contact.html",
        contact=kept,
        submit=_("Spara kontaktpunkten"),
    )
