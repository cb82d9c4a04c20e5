"""The pages for importing: upload, look through, point out columns, load, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.document import swedish
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.roles import Circle
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.table_files import as_table
from lagesbild_web.imports import actions, jobs
from lagesbild_web.imports.queries import faults_of, upload_for, uploads_for
from lagesbild_web.incidents.batches import Leaving


@require_http_methods(["GET", "HEAD", "POST"])
def upload_list(request: HttpRequest) -> HttpResponse:
    """List the files, and take a new one."""
    actor = actor_of(request)
    uploads = uploads_for(actor, number=page_number(request))
    fault = ""
    if request.method == "POST":
        file = request.FILES.get("fil")
        try:
            if file is None:
                raise Invalid(file=_("Välj en fil först."))
            kept = actions.upload(actor, filename=file.name or "", content=file.read())
        except Invalid as error:
            fault = error.faults["file"]
        else:
            jobs.read_upload.enqueue(str(kept.id))
            return redirect("imports:upload", kept.id)
    return page(request, "imports/list.html", title=_("Importera"), uploads=uploads, fault=fault)


@require_safe
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show what was understood of a file, its faults, and what can be done with it."""
    actor = actor_of(request)
    return _upload_page(request, actor, upload_id, {})


@require_safe
def state(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Tell the waiting page how far the work has come."""
    found = upload_for(actor_of(request), upload_id)
    told = found.progress
    return JsonResponse(
        {
            "isAtWork": found.summary.is_at_work,
            "meaning": found.meaning,
            "words": told.words if told else found.summary.state_label,
            "done": told.done if told else 0,
            "total": told.total if told else None,
        }
    )


@require_safe
def faults(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Hand out every fault as a file, to put them right beside the sheet."""
    headings = (_("Rad"), _("Kolumn"), _("Vad som är fel"), _("Gör så här"))
    cells = [
        (str(fault.row) if fault.row else "", fault.column, fault.what, fault.advice)
        for fault in faults_of(actor_of(request), upload_id)
    ]
    return as_attachment(as_table("fel", headings, cells, filetype="csv"))


@require_POST
def map_columns(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say what the file is and what its columns and words mean; it is read again."""
    actor = actor_of(request)
    columns = {
        key.removeprefix("kolumn-"): request.POST.get(key, "")
        for key in request.POST
        if key.startswith("kolumn-")
    }
    words = dict(zip(request.POST.getlist("ord"), request.POST.getlist("kategori"), strict=False))
    try:
        actions.map_columns(
            actor, upload_id, source=request.POST.get("kalla", ""), columns=columns, words=words
        )
    except Invalid as error:
        return _upload_page(request, actor, upload_id, error.faults)
    jobs.read_upload.enqueue(str(upload_id))
    return redirect("imports:upload", upload_id)


@require_POST
def load(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Begin to load the incidents."""
    actor = actor_of(request)
    chosen = request.POST.get("krets", "")
    try:
        circle = Circle(chosen) if chosen in set(Circle) else Circle.PUBLIC
        actions.start_loading(actor, upload_id, circle=circle)
    except Invalid as error:
        return _upload_page(request, actor, upload_id, error.faults)
    jobs.load_upload.enqueue(str(upload_id), str(actor.user_id or ""))
    return redirect("imports:upload", upload_id)


@require_POST
def undo(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take back what the file brought."""
    actor = actor_of(request)
    try:
        leaving = actions.undo(actor, upload_id, reason=request.POST.get("skal", ""))
    except Invalid as error:
        return _upload_page(request, actor, upload_id, error.faults)
    jobs.undo_upload.enqueue(str(upload_id))
    messages.success(request, _what_happens(leaving))
    return redirect("imports:upload", upload_id)


def _what_happens(leaving: Leaving) -> str:
    if not leaving.is_gone:
        return _(
            "Inläsningen ångras. Först tas det som filen ersatte fram. Sedan slutar händelserna räknas, "
            "alla på en gång."
        )
    return ngettext(
        "%(n)s händelse räknas inte längre. Filen kan läsas in igen när den är tillbakatagen.",
        "%(n)s händelser räknas inte längre. Filen kan läsas in igen när alla är tillbakatagna.",
        leaving.rows,
    ) % {"n": swedish.count(leaving.rows)}


def _upload_page(request: HttpRequest, actor: Actor, upload_id: UUID, faults: dict[str, str]) -> HttpResponse:
    found = upload_for(actor, upload_id)
    municipality = actor.municipality_id
    categories = (
        categories_of(municipality)
        if municipality is not None and found.unknown and not found.summary.is_at_work
        else []
    )
    return page(
        request,
        "imports/upload.html",
        title=found.summary.filename,
        upload=found,
        categories=categories,
        faults=faults,
        reason=request.POST.get("skal", ""),
        chosen=request.POST.get("krets", ""),
    )
