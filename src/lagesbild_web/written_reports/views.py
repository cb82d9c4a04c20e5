"""The pages for reports in running text: receive one, look it through, keep it, take it back."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.areas.queries import categories_of, named_places
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.written_reports import actions
from lagesbild_web.written_reports.contracts import Edit, WrittenState
from lagesbild_web.written_reports.forms import ReceiveForm, edits_in, faults_by_piece, seen_in, step_in
from lagesbild_web.written_reports.presenting import Names, pieces_on_page, without_piece
from lagesbild_web.written_reports.queries import receiver, row_for, senders, written, written_for


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List the texts that have been received."""
    found = written_for(actor_of(request), number=page_number(request))
    return page(request, "written_reports/list.html", title=_("Rapporter i text"), reports=found)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a report."""
    actor = actor_of(request)
    home = receiver(actor)
    form = ReceiveForm(
        senders(home.municipality_id),
        sent(request),
        request.FILES or None,
        initial={"report_day": timezone.localdate()},
    )
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(
            actions.receive(
                actor,
                text=form.cleaned_data["text"],
                sender_id=UUID(form.cleaned_data["sender"]),
                report_day=form.cleaned_data["report_day"],
            )
        ),
        title=_("Lägg in en rapport i text"),
        lead=_(
            "En dagrapport från väktare eller polis. Den delas upp i händelser som du går igenom. Inget "
            "räknas förrän du har läst in det."
        ),
        submit=_("Dela upp"),
        back=reverse("written_reports:list"),
        done=_("Rapporten är uppdelad. Gå igenom varje del nedanför."),
        to=lambda: reverse("written_reports:report", args=[made[0]]),
        is_wide=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Show a text piece by piece, keep what is written about the pieces, and do what a button asks for."""
    actor = actor_of(request)
    if request.method != "POST":
        return _report_page(request, actor, written_id, {})
    edits, seen = edits_in(request.POST), seen_in(request.POST)
    step = step_in(request.POST)
    try:
        revised = actions.revise(actor, written_id, edits, step, seen=seen)
    except Invalid as error:  # it is no longer open: nothing of what was written could be kept
        unsaved = {key: edit for key, edit in edits.items() if edit.version != seen.get(key)}
        return _report_page(request, actor, written_id, error.faults, unsaved)
    is_saving = request.POST.get("gor") == "las-in"
    faults = dict(revised.step_faults)
    if is_saving and revised.changed:
        faults["state"] = str(actions.CHANGED_BY_OTHERS)
    elif is_saving:
        try:
            return _saved(request, written_id, actions.save(actor, written_id, seen=revised.version))
        except Invalid as error:
            faults.update(error.faults)
    elif revised.collided:
        faults["collided"] = _(
            "Någon annan har ändrat samma del medan du skrev. Resten är sparat. Se vad som står där nu, "
            "och spara igen om det du skrev ska gälla."
        )
    if faults:
        unsaved = {key: edits[key] for key in revised.collided}
        return _report_page(request, actor, written_id, faults, unsaved, changed=revised.changed)
    if step is None:
        messages.success(request, _("Ändringarna är sparade. Inget är inläst ännu."))
    return redirect("written_reports:report", written_id)


@require_POST
def undo(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Take back what a text became."""
    return pressed(
        request,
        lambda: actions.undo(actor_of(request), written_id, reason=request.POST.get("skal", "")),
        back=reverse("written_reports:report", args=[written_id]),
        done=_("Ångrat. Händelserna räknas inte längre."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Throw a text away."""
    actor = actor_of(request)
    row_for(actor, written_id)
    return form_page(
        request,
        Form(sent(request)),
        lambda: actions.discard(actor, written_id),
        title=_("Kasta texten"),
        consequences=(
            _("Texten och allt du har ändrat i den tas bort genast."),
            _("Inga händelser läses in ur den."),
            _("Det går inte att ångra."),
        ),
        submit=_("Kasta"),
        back=reverse("written_reports:report", args=[written_id]),
        done=_("Texten är kastad."),
        to=lambda: reverse("written_reports:list"),
        is_grave=True,
    )


def _saved(request: HttpRequest, written_id: UUID, kept: int) -> HttpResponse:
    messages.success(
        request, ngettext("%(n)s händelse är inläst.", "%(n)s händelser är inlästa.", kept) % {"n": kept}
    )
    return redirect("written_reports:report", written_id)


def _report_page(
    request: HttpRequest,
    actor: Actor,
    written_id: UUID,
    faults: Mapping[str, str],
    unsaved: Mapping[UUID, Edit] = MappingProxyType({}),
    *,
    changed: Collection[UUID] = (),
) -> HttpResponse:
    found = written(actor, written_id)
    by_piece = faults_by_piece(faults)
    categories, places = categories_of(found.municipality_id), named_places(found.municipality_id)
    shown = pieces_on_page(
        found.pieces,
        faults=by_piece,
        unsaved=unsaved,
        changed=changed,
        names=Names.of(categories, places),
    )
    return page(
        request,
        "written_reports/report.html",
        title=_("Rapport från %(sender)s, %(day)s")
        % {"sender": found.summary.organisation, "day": found.summary.report_day.isoformat()},
        report=found,
        pieces=shown,
        lost=without_piece(unsaved, found.pieces if found.summary.state is WrittenState.OPEN else ()),
        general=by_piece.get("-", []),
        faulty=[
            (n, on_page.piece)
            for n, on_page in enumerate((p for p in shown if not p.piece.is_left_out), 1)
            if on_page.faults or on_page.stands
        ],
        categories=categories,
        places=places,
    )
