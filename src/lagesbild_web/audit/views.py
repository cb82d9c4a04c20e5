"""The log, and the registers beside it, as pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of, managed_municipality
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.audit import actions, registers
from lagesbild_web.audit.contracts import RetentionEntry
from lagesbild_web.audit.forms import DisclosureForm, LogFilterForm, RetentionForm
from lagesbild_web.audit.queries import chain_state, log_for
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first, and whether the log is whole."""
    actor = actor_of(request)
    form = LogFilterForm(request.GET)
    events = log_for(actor, form.chosen(), number=page_number(request))
    return page(
        request,
        "audit/log.html",
        title=_("Logg"),
        events=events,
        form=form,
        chain=chain_state(actor),
        is_narrowed=any(request.GET.get(name) for name in form.fields),
        query=request.GET.urlencode(),
    )


@require_safe
def download_log(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the part of the log that is shown."""
    chosen = LogFilterForm(request.GET).chosen()
    return as_attachment(actions.export_log(actor_of(request), chosen, filetype=filetype))


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Go through the whole log."""
    verdict = actions.check(actor_of(request))
    if verdict.faults:
        messages.error(request, _("Loggen är inte hel. Se vad som är fel här nedanför."))
    else:
        messages.success(request, _("Loggen är hel."))
    return redirect("audit:log")


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show what is removed when."""
    actor = actor_of(request)
    entries = registers.retention_for(actor, managed_municipality(actor))
    return page(request, "audit/retention.html", title=_("Gallring"), entries=entries)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_retention(request: HttpRequest, record_type: str) -> HttpResponse:
    """Decide how long a kind of record is kept."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    entry = _entry(registers.retention_for(actor, home), record_type)
    form = RetentionForm(sent(request), initial={"keep_months": entry.keep_months, "basis": entry.basis})
    if form.is_valid() and _did(
        form,
        lambda: actions.decide_retention(
            actor,
            home,
            record_type,
            keep_months=form.cleaned_data["keep_months"],
            basis=form.cleaned_data["basis"],
        ),
    ):
        messages.success(request, _("Sparat. Gallringen följer det från och med i natt."))
        return redirect("audit:retention")
    return page(request, "audit/decide_retention.html", title=entry.label, entry=entry, form=form)


@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    """Show what was handed out."""
    actor = actor_of(request)
    found = registers.disclosures_for(actor, number=page_number(request))
    return page(
        request,
        "audit/disclosures.html",
        title=_("Utlämnanden"),
        disclosures=found,
        can_register=has_somewhere(actor, Right.REGISTER_DISCLOSURE),
    )


@require_safe
def download_disclosures(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the register."""
    return as_attachment(registers.disclosure_file(actor_of(request), filetype=filetype))


@require_http_methods(["GET", "HEAD", "POST"])
def register_disclosure(request: HttpRequest) -> HttpResponse:
    """Register that something was handed out."""
    if not has_somewhere(actor_of(request), Right.REGISTER_DISCLOSURE):
        raise NotAllowed
    return _disclosure_form(request, DisclosureForm(sent(request)), title=_("Registrera ett utlämnande"))


@require_http_methods(["GET", "HEAD", "POST"])
def correct_disclosure(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """Put an entry right by a new one."""
    found = registers.disclosure_for(actor_of(request), disclosure_id)
    initial = {
        name: getattr(found, name)
        for name in ("disclosed_on", "what", "receiver", "ground", "ground_text", "diary_number")
    }
    form = DisclosureForm(sent(request), initial)
    return _disclosure_form(request, form, title=_("Rätta ett utlämnande"), corrects=disclosure_id)


def _disclosure_form(
    request: HttpRequest, form: DisclosureForm, *, title: str, corrects: UUID | None = None
) -> HttpResponse:
    if form.is_valid() and _did(
        form,
        lambda: actions.register_disclosure(actor_of(request), **form.cleaned_data, corrects=corrects),
    ):
        messages.success(request, _("Utlämnandet är registrerat."))
        return redirect("audit:disclosures")
    return page(
        request, "audit/disclosure_form.html", title=title, form=form, is_correction=corrects is not None
    )


def _entry(entries: list[RetentionEntry], name: str) -> RetentionEntry:
    found = next((entry for entry in entries if entry.name == name), None)
    if found is None:
        raise NotFound
    return found


def _did(form: Any, act: Any) -> bool:
    try:
        act()
    except Invalid as error:
        for field, sentence in error.faults.items():
            form.add_error(field if field in form.fields else None, sentence)
        return False
    return True
