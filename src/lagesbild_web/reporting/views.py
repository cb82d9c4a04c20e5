"""The pages for those who report: writing, the plain forms, and what came of it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.forms import Field, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.colliding import Said, differences, let_save_again, written_in
from lagesbild_web.base.middleware import permissions_policy
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import Incident, ReportReceipt
from lagesbild_web.incidents.opening import opened
from lagesbild_web.incidents.queries import my_reports
from lagesbild_web.photos.queries import are_allowed, photos_of
from lagesbild_web.reporting.forms import FIELD_OF, AnswerForm, Choices, IncidentForm, WithdrawForm, ZeroForm
from lagesbild_web.reporting.lists import (
    municipality_reported_to,
    reportable_categories,
    reporting_functions,
)
from lagesbild_web.reporting.photos import keep_uploads
from lagesbild_web.reporting.plain import PlainReport, changed_report, plain_report


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the page that writes and sends reports; it works on by itself when the network is gone."""
    actor = actor_of(request)
    municipality_reported_to(actor)
    response = page(request, "reporting/start.html", title=_("Rapportera"), actor_id=actor.user_id)
    response["Permissions-Policy"] = permissions_policy("geolocation")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: HttpRequest) -> HttpResponse:
    """Report with a plain form."""
    actor = actor_of(request)
    choices = _choices(actor)
    data = sent(request)
    written = (data is not None and changed_report(choices, data)) or plain_report(choices, data)
    drafts = None if data is None or data.get("gor") != "skicka" else written.drafts(timezone.now())
    if drafts is not None:
        try:
            chosen = _chosen_function(request, actor)
            receipt = actions.report(actor, written.client_id, drafts, function_id=chosen)
            _keep_photos(request, written)
            return _sent(request, receipt)
        except Invalid as error:
            written.take_faults(error)
    return page(
        request,
        "reporting/plain.html",
        title=_("Rapportera med enkelt formulär"),
        report=written,
        takes_photos=are_allowed(municipality_reported_to(actor)),
        functions=reporting_functions(actor),
        chosen_function=request.POST.get("funktion", ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nothing(request: HttpRequest) -> HttpResponse:
    """Report that nothing has happened, with a plain form."""
    actor = actor_of(request)
    municipality_reported_to(actor)
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    form = ZeroForm(sent(request), initial={"first_day": monday, "last_day": today, "client_id": uuid4()})
    if form.is_valid():
        days = {"first_day": form.cleaned_data["first_day"], "last_day": form.cleaned_data["last_day"]}
        try:
            chosen = _chosen_function(request, actor)
            client_id = form.cleaned_data["client_id"]
            return _sent(request, actions.report_nothing(actor, client_id, **days, function_id=chosen))
        except Invalid as error:
            _take_faults(form, error)
    return page(
        request,
        "reporting/nothing.html",
        title=_("Inget att rapportera"),
        form=form,
        functions=reporting_functions(actor),
        chosen_function=request.POST.get("funktion", ""),
    )


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what one has reported and what came of it."""
    actor = actor_of(request)
    municipality_reported_to(actor)
    reports = my_reports(actor, number=page_number(request))
    return page(request, "reporting/mine.html", title=_("Mina rapporter"), reports=reports)


@require_safe
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident with its history."""
    actor = actor_of(request)
    found = opened(actor, incident_id)
    return page(
        request,
        "reporting/incident.html",
        title=found.row.category,
        incident=found,
        photos=photos_of(actor, incident_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Change what one has reported, as long as it has not been reviewed."""
    actor = actor_of(request)
    found = opened(actor, incident_id)
    if found.draft is None:
        return _too_late(request, found, IncidentForm.base_fields)
    form = IncidentForm(_choices(actor), sent(request), before=found.draft)
    version = found.row.version if request.method != "POST" else _version(request, found)
    stands: list[Said] = []
    if form.is_valid():
        try:
            actions.correct(actor, incident_id, form.draft(timezone.now()), version=version)
        except Invalid as error:
            if "version" in error.faults:
                stands, version = differences(form), found.row.version
            _take_faults(form, error)
        else:
            messages.success(request, _("Händelsen är rättad."))
            return redirect("reporting:incident", incident_id)
    return page(
        request,
        "reporting/correct.html",
        title=_("Rätta händelsen"),
        incident=found,
        form=form,
        stands=stands,
        version=version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Answer the reviewer's question."""
    actor = actor_of(request)
    found = opened(actor, incident_id)
    if not found.can_answer:
        return _too_late(request, found, AnswerForm.base_fields)
    form = AnswerForm(sent(request), initial={"version": found.row.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer_question(actor, incident_id, version=said["version"], answer=said["answer"])
        except Invalid as error:
            _let_save_again(form, found, error)
            _take_faults(form, error)
        else:
            messages.success(request, _("Svaret är skickat till granskaren."))
            return redirect("reporting:incident", incident_id)
    return page(request, "reporting/answer.html", title=_("Svara på frågan"), incident=found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Take back what one has reported."""
    actor = actor_of(request)
    found = opened(actor, incident_id)
    if not found.can_withdraw:
        return _too_late(request, found, WithdrawForm.base_fields)
    form = WithdrawForm(sent(request), initial={"version": found.row.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.withdraw(actor, incident_id, version=said["version"], reason=said["reason"])
        except Invalid as error:
            _let_save_again(form, found, error)
            _take_faults(form, error)
        else:
            messages.success(request, _("Händelsen är tillbakadragen och räknas inte."))
            return redirect("reporting:incident", incident_id)
    return page(
        request, "reporting/withdraw.html", title=_("Dra tillbaka händelsen"), incident=found, form=form
    )


def _too_late(request: HttpRequest, found: Incident, fields: Mapping[str, Field]) -> HttpResponse:
    """Show the reporter the incident that was reviewed meanwhile, with what they wrote; others may not."""
    written = written_in(fields, request.POST)
    is_reporters = bool(found.history) and not found.can_review
    if request.method != "POST" or not written or not is_reporters:
        raise NotAllowed
    messages.warning(
        request, _("Någon annan hann före, så det du skrev är inte sparat. Läs vad som är gjort.")
    )
    return page(
        request,
        "reporting/incident.html",
        title=found.row.category,
        incident=found,
        photos=photos_of(actor_of(request), found.row.id),
        unsaved=written,
        status=409,
    )


def _let_save_again(form: Form, found: Incident, error: Invalid) -> None:
    if "version" in error.faults:
        let_save_again(form, found.row.version)


def _keep_photos(request: HttpRequest, written: PlainReport) -> None:
    """Keep the pictures of a report that has been kept; those that cannot be are told."""
    for number, form in enumerate(written.forms):
        uploads = request.FILES.getlist(f"{form.prefix}-bilder")
        is_checked = f"{form.prefix}-intygar" in request.POST
        faults = keep_uploads(actor_of(request), written.client_id, number, uploads, is_checked=is_checked)
        for fault in faults:
            messages.warning(request, _("Rapporten kom fram, men inte bilden. %(why)s") % {"why": fault})


def _chosen_function(request: HttpRequest, actor: Actor) -> UUID | None:
    """Return the function that a plain form is sent in, None when nothing is said."""
    written = request.POST.get("funktion", "")
    if not written:
        return None
    known = {str(held.id): held.id for held in reporting_functions(actor)}
    if written not in known:
        raise Invalid(function=_("Du har inte längre den funktionen. Välj vilken du rapporterar som."))
    return known[written]


def _choices(actor: Actor) -> Choices:
    municipality_id = municipality_reported_to(actor)
    return Choices(reportable_categories(municipality_id), areas_of(municipality_id))


def _sent(request: HttpRequest, receipt: ReportReceipt) -> HttpResponse:
    messages.success(request, _("Tack. Rapporten är skickad, ärende %(ref)s.") % {"ref": receipt.reference})
    return redirect("reporting:mine")


def _version(request: HttpRequest, found: Incident) -> int:
    """Return the version that the person looked at; what is not a number is not the latest."""
    written = request.POST.get("version", "")
    return (
        int(written)
        if written.isascii() and written.isdigit() and len(written) < 10
        else found.row.version - 1
    )


def _take_faults(form: Form, error: Invalid) -> None:
    for field, sentence in error.faults.items():
        name = FIELD_OF.get(field, field)
        form.add_error(name if name in form.fields and name != "version" else None, sentence)
