"""The pages of the duties: the law, the five questions, the registers, the history, the document."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base import unsent
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES
from lagesbild_web.duties import actions
from lagesbild_web.duties.contracts import STATUS_LABELS, EntryContract
from lagesbild_web.duties.forms import EntryForm, NoteForm, RetireForm
from lagesbild_web.duties.law import PARAGRAPHS
from lagesbild_web.duties.queries import (
    duties_of,
    entries_of,
    entry_for,
    known_for,
    manages_duties,
    months_of,
    questions_of,
    register_named,
)
from lagesbild_web.duties.registers import REGISTERS, Field

_READ_AND_WRITE = ["GET", "HEAD", "POST"]
MOST_GAPS = 12


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Show every paragraph with its status."""
    actor = actor_of(request)
    known = known_for(actor)
    found = duties_of(known)
    counts = [(label, sum(d.status == status for d in found)) for status, label in STATUS_LABELS.items()]
    return page(
        request,
        "duties/list.html",
        title=_("Lagkoll"),
        duties=found,
        questions=questions_of(known),
        counts=counts,
        gaps=known.gaps[:MOST_GAPS],
        more_gaps=max(0, len(known.gaps) - MOST_GAPS),
        registers=REGISTERS.values(),
        can_manage=manages_duties(actor),
        can_read_disclosures=any(
            has_somewhere(actor, r) for r in (Right.READ_LOG, Right.REGISTER_DISCLOSURE)
        ),
    )


@require_http_methods(_READ_AND_WRITE)
def duty(request: HttpRequest, paragraph: int) -> HttpResponse:
    """Show a paragraph with its facts; whoever manages the duties writes a note about it."""
    actor = actor_of(request)
    known = known_for(actor)
    found = next((d for d in duties_of(known) if d.number == paragraph), None)
    if found is None:
        raise NotFound
    note, manages = found.note, manages_duties(actor)
    if request.method == "POST" and not manages:
        raise NotAllowed
    form = NoteForm(
        sent(request),
        functions=choosable_functions(known.municipality_id) if manages else [],
        initial={
            "function_id": str(note.function_id or ""),
            "due_on": note.due_on,
            "judgement": note.judgement,
            "motive": note.motive,
            "version": note.version,
        },
    )
    if form.is_valid():
        written = form.cleaned_data
        try:
            function = written["function_id"]
            values = written | {"function_id": UUID(function) if function else None}
            actions.write_note(actor, paragraph, **values)
        except Invalid as error:
            _add_faults(form, error)
        else:
            messages.success(request, _("Anteckningen är sparad."))
            return redirect("duties:duty", paragraph)
    return page(
        request,
        "duties/duty.html",
        title=_("%(n)s § %(heading)s") % {"n": paragraph, "heading": found.heading},
        duty=found,
        form=form if manages else None,
    )


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Answer the auditors' five questions."""
    known = known_for(actor_of(request))
    return page(
        request, "duties/questions.html", title=_("Revisorns fem frågor"), questions=questions_of(known)
    )


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show how it has been, month by month."""
    months = months_of(actor_of(request))
    rows = [
        (
            p.number,
            str(p.heading),
            [str(STATUS_LABELS.get(m.statuses.get(p.number, ""), "–")) for m in months],
        )
        for p in PARAGRAPHS
    ]
    return page(request, "duties/history.html", title=_("Lagkoll över tid"), months=months, rows=rows)


@require_safe
def document(request: HttpRequest, format: str) -> HttpResponse:
    """Hand out the auditor's document."""
    return as_attachment(actions.export_document(actor_of(request), filetype=format))


@require_safe
def register(request: HttpRequest, register_name: str) -> HttpResponse:
    """List the lines of a register."""
    actor = actor_of(request)
    kind = register_named(register_name)
    words = request.GET.get("sok", "").strip()
    return page(
        request,
        "duties/register.html",
        title=str(kind.label),
        register=kind,
        entries=entries_of(actor, register_name, words=words),
        removed=entries_of(actor, register_name, with_retired=True),
        words=words,
        can_manage=manages_duties(actor),
    )


@require_safe
def download_register(request: HttpRequest, register_name: str, filetype: str) -> HttpResponse:
    """Hand out the lines of a register as a table."""
    if filetype not in TABLE_FILES:
        raise NotFound
    words = request.GET.get("sok", "").strip()
    return as_attachment(
        actions.export_register(actor_of(request), register_name, filetype=filetype, words=words)
    )


@require_http_methods(_READ_AND_WRITE)
def add_entry(request: HttpRequest, register_name: str) -> HttpResponse:
    """Write a line in a register."""
    actor = actor_of(request)
    kind = register_named(register_name)
    known_to = actor.municipality_id
    if not manages_duties(actor) or known_to is None:
        raise NotAllowed
    form = EntryForm(sent(request), register=kind, functions=choosable_functions(known_to))
    if form.is_valid():
        try:
            actions.add_entry(actor, register_name, form.cleaned_data)
        except Invalid as error:
            _add_faults(form, error)
        else:
            messages.success(request, _("Raden är sparad."))
            return redirect("duties:register", register_name)
    title = _("Ny %(one)s") % {"one": kind.one}
    return page(request, "duties/entry.html", title=title, register=kind, form=form)


@require_http_methods(_READ_AND_WRITE)
def entry(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Show a line with what it said before; whoever manages the registers changes it."""
    actor = actor_of(request)
    found = entry_for(actor, line_id)
    kind, manages = REGISTERS[found.register], manages_duties(actor)
    if request.method == "POST" and not manages:
        raise NotAllowed
    functions = choosable_functions(actor.municipality_id) if actor.municipality_id else []
    form = EntryForm(sent(request), register=kind, functions=functions, initial=_initial(found))
    if form.is_valid():
        try:
            values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            actions.change_entry(actor, line_id, values, version=form.cleaned_data["version"])
        except Invalid as error:
            _add_faults(form, error)
        else:
            messages.success(request, _("Ändringen är sparad. Det som stod förut finns kvar."))
            return redirect("duties:register", found.register)
    return page(
        request,
        "duties/entry.html",
        title=str(kind.one).capitalize(),
        register=kind,
        form=form if manages and not found.is_retired else None,
        entry=found,
        cells=[(field.label, cell) for field, cell in zip(kind.fields, found.cells, strict=True)],
        before=[_before(kind.fields, kept) for kept in found.history],
        retire=RetireForm() if manages else None,
    )


@require_POST
def retire_entry(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take a line out of its register."""
    actor = actor_of(request)
    found = entry_for(actor, line_id)
    try:
        actions.retire_entry(actor, line_id, reason=request.POST.get("reason", ""))
    except Invalid as error:
        unsent.keep_refused(request, reverse("duties:entry", args=[line_id]))
        messages.error(request, " ".join(error.faults.values()))
        return redirect("duties:entry", line_id)
    messages.success(request, _("Raden är borttagen. Den finns kvar under Borttagna rader."))
    return redirect("duties:register", found.register)


@require_POST
def restore_entry(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Put a line back."""
    restored = actions.restore_entry(actor_of(request), line_id)
    messages.success(request, _("Raden är tillbaka."))
    return redirect("duties:register", restored.register)


def _initial(found: EntryContract) -> dict[str, object]:
    return {**found.values, "function": str(found.function_id or ""), "version": found.version}


def _before(fields: Sequence[Field], kept: Mapping[str, object]) -> tuple[str, str, list[tuple[str, str]]]:
    """Until when, by whom, and what the line said."""
    cells = [(str(f.label), str(kept.get(f.name) or "")) for f in fields if kept.get(f.name)]
    return str(kept.get("until", "")), str(kept.get("by", "")), cells


def _add_faults(form: EntryForm | NoteForm, error: Invalid) -> None:
    for field, sentence in error.faults.items():
        form.add_error(field if field in form.fields else None, sentence)
