"""The pages where steering documents, targets, definitions and the committees' duties are written."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.steering import actions
from lagesbild_web.steering.forms import (
    CellForm,
    CommitteeForm,
    DefinitionForm,
    DocumentForm,
    FileForm,
    ReasonForm,
    RequirementForm,
    TargetForm,
)
from lagesbild_web.steering.queries import (
    definitions_of,
    document_for,
    documents_of,
    home_of,
    keeps,
    matrix_of,
    may_change,
    steered_by,
    target_for,
    targets_of,
)


@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: HttpRequest) -> HttpResponse:
    """Add a document."""
    actor = actor_of(request)
    home = steered_by(actor)
    form = _document_form(request, actor, home, {})
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.add_document(actor, form.draft(), municipality_id=home)),
        title=_("Nytt styrdokument"),
        submit=_("Lägg till"),
        back=reverse("steering:list"),
        done=_("Dokumentet är tillagt."),
        to=lambda: reverse("steering:document", args=[made[0]]),
        is_wide=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Change a document's entry."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    _demand_keeper(actor, document_id)
    initial = asdict(found.draft) | {
        "function": str(found.draft.function_id or ""),
        "replaces": str(found.draft.replaces_id or ""),
        "revision": found.revision,
    }
    form = _document_form(request, actor, found.municipality_id, initial, but=document_id)
    return form_page(
        request,
        form,
        lambda: actions.change_document(
            actor, document_id, form.draft(), revision=form.cleaned_data["revision"]
        ),
        title=_("Ändra %(title)s") % {"title": found.draft.title},
        submit=_("Spara"),
        back=reverse("steering:document", args=[document_id]),
        done=_("Dokumentet är ändrat."),
        is_wide=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Keep the document itself as a file."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    _demand_keeper(actor, document_id)
    form = FileForm(sent(request), request.FILES or None)

    def act() -> object:
        upload = form.cleaned_data["file"]
        return actions.attach_file(actor, document_id, name=upload.name or "fil", content=upload.read())

    return form_page(
        request,
        form,
        act,
        title=_("Fil till %(title)s") % {"title": found.draft.title},
        submit=_("Lägg till filen"),
        back=reverse("steering:document", args=[document_id]),
        done=_("Filen är tillagd."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a document out of use."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    _demand_keeper(actor, document_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.retire_document(actor, document_id, reason=form.cleaned_data["reason"]),
        title=_("Avsluta %(title)s") % {"title": found.draft.title},
        submit=_("Avsluta"),
        back=reverse("steering:document", args=[document_id]),
        done=_("Dokumentet är avslutat. Det går att ångra."),
        is_grave=True,
    )


@require_POST
def restore(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a document up again."""
    actor = actor_of(request)
    document_for(actor, document_id)
    _demand_keeper(actor, document_id)
    return pressed(
        request,
        lambda: actions.restore_document(actor, document_id),
        back=reverse("steering:document", args=[document_id]),
        done=_("Dokumentet är i bruk igen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_target(request: HttpRequest) -> HttpResponse:
    """Add a target."""
    actor = actor_of(request)
    home = steered_by(actor)
    form = _target_form(request, actor, home, {"parent": request.GET.get("under", "")}, has_parent=True)

    def act() -> object:
        read = form.cleaned_data
        return actions.add_target(
            actor,
            municipality_id=home,
            title=read["title"],
            description=read["description"],
            parent_id=read["parent"],
            document_id=read["document"],
            order=read["order"] or 0,
        )

    return form_page(
        request,
        form,
        act,
        title=_("Nytt politiskt mål"),
        submit=_("Lägg till"),
        back=reverse("steering:targets"),
        done=_("Målet är tillagt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_target(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """Change a target."""
    actor = actor_of(request)
    found = target_for(actor, target_id)
    _demand_home(actor, found.municipality_id)
    initial = {
        "title": found.title,
        "description": found.description,
        "document": str(found.document_id or ""),
        "order": found.order,
        "revision": found.revision,
    }
    form = _target_form(request, actor, found.municipality_id, initial, has_parent=False)

    def act() -> object:
        read = form.cleaned_data
        return actions.change_target(
            actor,
            target_id,
            title=read["title"],
            description=read["description"],
            document_id=read["document"],
            order=read["order"] or 0,
            revision=read["revision"],
        )

    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": found.title},
        submit=_("Spara"),
        back=reverse("steering:targets"),
        done=_("Målet är ändrat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire_target(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """Strike a target."""
    actor = actor_of(request)
    found = target_for(actor, target_id)
    _demand_home(actor, found.municipality_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.retire_target(actor, target_id, reason=form.cleaned_data["reason"]),
        title=_("Stryk %(title)s") % {"title": found.title},
        submit=_("Stryk"),
        back=reverse("steering:targets"),
        done=_("Målet är struket."),
        is_grave=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def definitions(request: HttpRequest) -> HttpResponse:
    """Show what words mean, and write a new wording."""
    actor = actor_of(request)
    home = home_of(actor)
    can_write = keeps(actor)
    if request.method == "POST" and not can_write:
        raise NotAllowed
    form = DefinitionForm(sent(request), initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        return form_page(
            request,
            form,
            lambda: actions.define(actor, municipality_id=home, **form.cleaned_data),
            title=_("Ord och vad de betyder"),
            submit=_("Spara"),
            back=reverse("steering:definitions"),
            done=_("Betydelsen är sparad. Tidigare lydelser står kvar."),
        )
    words = request.GET.get("sok", "").strip()
    every = definitions_of(actor, home)
    wanted = words.casefold().split()
    found = [d for d in every if all(word in f"{d.term} {d.text}".casefold() for word in wanted)]
    return page(
        request,
        "steering/definitions.html",
        title=_("Ord och vad de betyder"),
        definitions=found,
        are_any=bool(every),
        words=words,
        form=form,
        can_write=can_write,
    )


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Lay in the usual committees and what laws ask for."""
    actor = actor_of(request)
    home = steered_by(actor)
    return pressed(
        request,
        lambda: actions.suggest_matrix(actor, municipality_id=home),
        back=reverse("steering:matrix"),
        done=_("Listan är inlagd. Ändra den så att den stämmer hos er."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_committee(request: HttpRequest) -> HttpResponse:
    """Add a committee."""
    actor = actor_of(request)
    home = steered_by(actor)
    form = CommitteeForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_committee(actor, municipality_id=home, **form.cleaned_data),
        title=_("Ny nämnd"),
        submit=_("Lägg till"),
        back=reverse("steering:matrix"),
        done=_("Nämnden är tillagd."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_requirement(request: HttpRequest) -> HttpResponse:
    """Add a document that committees must have."""
    actor = actor_of(request)
    home = steered_by(actor)
    form = RequirementForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_requirement(actor, municipality_id=home, **form.cleaned_data),
        title=_("Nytt krav"),
        submit=_("Lägg till"),
        back=reverse("steering:matrix"),
        done=_("Kravet är tillagt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, requirement_id: UUID, committee_id: UUID) -> HttpResponse:
    """Say what a committee has of a required document."""
    actor = actor_of(request)
    if not keeps(actor):
        raise NotFound  # the place in the table is only there for those who fill it in
    home = steered_by(actor)
    found = matrix_of(actor, home)
    row = next((r for r in found.requirements if r.id == requirement_id), None)
    column = next((c for c in found.committees if c.id == committee_id), None)
    if row is None or column is None:
        raise NotFound
    now = next(c for c in row.cells if c.committee_id == committee_id)
    initial = {
        "document": str(now.document_id or ""),
        "is_not_needed": now.state == "not_needed",
        "motive": now.motive,
    }
    form = CellForm(sent(request), documents=_document_choices(actor, home), initial=initial)

    def act() -> object:
        read = form.cleaned_data
        return actions.set_cell(
            actor,
            requirement_id,
            committee_id,
            document_id=read["document"],
            is_needed=not read["is_not_needed"],
            motive=read["motive"],
        )

    return form_page(
        request,
        form,
        act,
        title=f"{column.name}: {row.title}",
        submit=_("Spara"),
        back=reverse("steering:matrix"),
        done=_("Sparat."),
    )


def _demand_keeper(actor: Actor, document_id: UUID) -> None:
    if not may_change(actor, document_id):
        raise NotAllowed


def _demand_home(actor: Actor, municipality_id: UUID) -> None:
    if steered_by(actor) != municipality_id:
        raise NotAllowed


def _document_choices(actor: Actor, home: UUID, *, but: UUID | None = None) -> list[tuple[str, str]]:
    return [(str(d.id), d.draft.title) for d in documents_of(actor, home) if d.id != but]


def _document_form(
    request: HttpRequest, actor: Actor, home: UUID, initial: dict[str, Any], *, but: UUID | None = None
) -> DocumentForm:
    return DocumentForm(
        sent(request),
        functions=choosable_functions(home),
        documents=_document_choices(actor, home, but=but),
        initial=initial,
    )


def _target_form(
    request: HttpRequest, actor: Actor, home: UUID, initial: dict[str, Any], *, has_parent: bool
) -> TargetForm:
    parents = [(str(t.id), "– " * t.depth + t.title) for t in targets_of(actor, home)]
    return TargetForm(
        sent(request),
        parents=parents if has_parent else None,
        documents=_document_choices(actor, home),
        initial=initial,
    )
