"""The pages for what people add to a picture: assessments, hidden sections, recommended problems."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.page import sent
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.answering import answered, done_or_told
from lagesbild_web.pictures.contracts import Picture
from lagesbild_web.pictures.forms import HideForm, StatementForm, TipForm
from lagesbild_web.pictures.queries import picture_for, statement_for

_READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_AND_WRITE)
def write_statement(request: HttpRequest, picture_id: UUID, section: str) -> HttpResponse:
    """Write an assessment of a section, or of the finding that the address names."""
    actor = actor_of(request)
    found = _to_work_on(actor, picture_id)
    heading = _heading(found, section)
    key = request.GET.get("fynd", "")
    finding = next((f for f in found.content.findings if f.key == key), None)
    form = StatementForm(sent(request))

    def do() -> str:
        actions.write_statement(
            actor,
            picture_id,
            section=section,
            finding=key if finding else "",
            text=form.cleaned_data["text"],
            is_for_everybody=form.cleaned_data["is_for_everybody"],
        )
        return _chapter(picture_id, section)

    return answered(
        request,
        form,
        do,
        title=_("Bedöm: %(heading)s") % {"heading": heading},
        done=_("Bedömningen är sparad."),
        template="pictures/statement.html",
        picture=found,
        finding=finding,
        section=section,
        submit=_("Spara bedömningen"),
    )


@require_http_methods(_READ_AND_WRITE)
def change_statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Change an assessment; what it said before is kept and shown."""
    actor = actor_of(request)
    kept = statement_for(actor, statement_id)
    found = _to_work_on(actor, kept.picture_id)
    form = StatementForm(
        sent(request),
        initial={"text": kept.text, "is_for_everybody": kept.is_for_everybody, "version": kept.version},
    )

    def do() -> str:
        actions.change_statement(
            actor,
            statement_id,
            text=form.cleaned_data["text"],
            is_for_everybody=form.cleaned_data["is_for_everybody"],
            version=form.cleaned_data["version"] or 0,
        )
        return _chapter(kept.picture_id, kept.section)

    return answered(
        request,
        form,
        do,
        title=_("Ändra bedömningen"),
        done=_("Bedömningen är ändrad. Den förra lydelsen är sparad."),
        template="pictures/statement.html",
        picture=found,
        statement=kept,
        section=kept.section,
        submit=_("Spara ändringen"),
    )


@require_POST
def retire_statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Take an assessment out of the picture."""
    actor = actor_of(request)
    kept = statement_for(actor, statement_id)
    return done_or_told(
        request,
        lambda: actions.retire_statement(actor, statement_id),
        done=_("Bedömningen är borttagen. Den finns kvar under Borttagna bedömningar, och kan ångras där."),
        to=reverse("pictures:picture", args=[kept.picture_id]),
    )


@require_POST
def restore_statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Undo that an assessment was taken out."""
    actor = actor_of(request)
    kept = statement_for(actor, statement_id)
    return done_or_told(
        request,
        lambda: actions.restore_statement(actor, statement_id),
        done=_("Bedömningen är tillbaka."),
        to=_chapter(kept.picture_id, kept.section),
    )


@require_http_methods(_READ_AND_WRITE)
def hide_section(request: HttpRequest, picture_id: UUID, section: str) -> HttpResponse:
    """Say why a section is not shown."""
    actor = actor_of(request)
    found = _to_work_on(actor, picture_id)
    heading = _heading(found, section)
    form = HideForm(sent(request))

    def do() -> str:
        actions.hide_section(actor, picture_id, section=section, motive=form.cleaned_data["motive"])
        return _chapter(picture_id, section)

    return answered(
        request,
        form,
        do,
        title=_("Visa inte: %(heading)s") % {"heading": heading},
        done=_("Avsnittet visas inte längre. Motivet står i dess ställe."),
        picture=found,
        submit=_("Visa inte avsnittet"),
    )


@require_POST
def show_section(request: HttpRequest, picture_id: UUID, section: str) -> HttpResponse:
    """Show a section again."""
    actor = actor_of(request)
    return done_or_told(
        request,
        lambda: actions.show_section(actor, picture_id, section=section),
        done=_("Avsnittet visas igen."),
        to=_chapter(picture_id, section),
    )


@require_http_methods(_READ_AND_WRITE)
def recommend_problem(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Say that the picture shows a problem to go on with."""
    actor = actor_of(request)
    found = _to_work_on(actor, picture_id)
    form = TipForm(sent(request))

    def do() -> str:
        actions.recommend_problem(actor, picture_id, **form.cleaned_data)
        return reverse("pictures:picture", args=[picture_id]) + "#problem"

    return answered(
        request,
        form,
        do,
        title=_("Rekommendera ett problem"),
        done=_("Problemet står i lägesbilden."),
        picture=found,
        submit=_("Lägg till problemet"),
    )


@require_POST
def drop_problem(request: HttpRequest, tip_id: UUID) -> HttpResponse:
    """Take back a recommended problem."""
    dropped = actions.drop_problem(actor_of(request), tip_id)
    messages.success(request, _("Problemet är borttaget ur lägesbilden."))
    return redirect("pictures:picture", dropped.picture_id)


def _to_work_on(actor: Actor, picture_id: UUID) -> Picture:
    found = picture_for(actor, picture_id)
    if not found.can_be_worked_on:
        raise NotAllowed
    return found


def _heading(found: Picture, section: str) -> str:
    heading = next((chapter.heading for chapter in found.chapters if chapter.id == section), "")
    if not heading:
        raise NotFound
    return heading


def _chapter(picture_id: UUID, section: str) -> str:
    return reverse("pictures:picture", args=[picture_id]) + f"#{section}"
