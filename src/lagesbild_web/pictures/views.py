"""The pages about situation pictures."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild.picture.kinds import KINDS
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.file_response import as_attachment, as_sealed_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.pictures import actions, jobs
from lagesbild_web.pictures.contracts import Picture
from lagesbild_web.pictures.forms import PublishForm, WithdrawForm
from lagesbild_web.pictures.queries import STATUSES, open_beside, picture_file, picture_for, pictures_for


@require_safe
def picture_list(request: HttpRequest) -> HttpResponse:
    """List the pictures that one may see."""
    actor = actor_of(request)
    kind, status = request.GET.get("sort", ""), request.GET.get("lage", "")
    words = request.GET.get("sok", "").strip()
    pictures = pictures_for(actor, number=page_number(request), kind=kind, status=status, words=words)
    return page(
        request,
        "pictures/list.html",
        title=_("Lägesbilder"),
        pictures=pictures,
        kinds=KINDS.values(),
        statuses=STATUSES,
        chosen={"kind": kind, "status": status, "words": words},
        is_filtered=bool(kind or status or words),
        can_make=has_somewhere(actor, Right.IMPORT_PICTURE),
        can_contact=has_somewhere(actor, Right.PUBLISH_PICTURE),
    )


@require_safe
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show one picture."""
    found = picture_for(actor_of(request), picture_id)
    return page(request, "pictures/picture.html", title=found.summary.heading, picture=found)


@require_safe
def document(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Show the whole document, with charts and maps, as it was made."""
    return as_sealed_page(picture_file(actor_of(request), picture_id, "html"))


@require_safe
def download(request: HttpRequest, picture_id: UUID, format: str) -> HttpResponse:
    """Hand out the picture as a file."""
    return as_attachment(actions.export_picture(actor_of(request), picture_id, format=format))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Choose who is to see the picture, and publish it."""
    actor = actor_of(request)
    found = _publishable(picture_for(actor, picture_id))
    form = PublishForm(sent(request))
    if form.is_valid():
        try:
            actions.publish_picture(actor, picture_id, circle=form.cleaned_data["circle"])
            jobs.make_documents.enqueue(str(picture_id))  # does nothing where they are ready
        except Invalid as error:
            form.add_error("circle", error.faults["circle"])
        else:
            messages.success(request, _("Lägesbilden är publicerad."))
            return redirect("pictures:picture", picture_id)
    return page(
        request,
        "pictures/publish.html",
        title=_("Publicera lägesbilden"),
        picture=found,
        form=form,
        beside=open_beside(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Say why the picture is withdrawn, and withdraw it."""
    actor = actor_of(request)
    found = _publishable(picture_for(actor, picture_id))
    form = WithdrawForm(sent(request))
    if form.is_valid():
        try:
            actions.withdraw_picture(actor, picture_id, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error("reason", error.faults["reason"])
        else:
            messages.success(
                request, _("Lägesbilden är tillbakadragen. Bara den egna organisationen ser den nu.")
            )
            return redirect("pictures:picture", picture_id)
    return page(
        request, "pictures/withdraw.html", title=_("Dra tillbaka lägesbilden"), picture=found, form=form
    )


def _publishable(found: Picture) -> Picture:
    if not (found.can_be_published or found.can_be_withdrawn):
        raise NotAllowed
    return found
