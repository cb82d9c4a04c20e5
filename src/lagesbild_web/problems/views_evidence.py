"""The pages about evidence: freeze it, see it then and now, take it away; and what inhabitants have said."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.form_page import carried_out, form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.pictures.queries import frozen_findings, picture_for, pictures_for
from lagesbild_web.problems import actions, queries
from lagesbild_web.problems.contracts import Problem
from lagesbild_web.problems.forms import (
    DialogueForm,
    EvidenceForm,
    NoteForm,
    ReasonForm,
    SentenceForm,
    initial_of_selection,
)
from lagesbild_web.problems.freezing import freeze_selection, latest_days
from lagesbild_web.problems.selecting import in_words, read_selection

_FORM_METHODS: Final = ["GET", "HEAD", "POST"]


@require_safe
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Show a finding as it was frozen, and the same selection counted now."""
    actor = actor_of(request)
    found = queries.evidence_for(actor, evidence_id)
    problem = queries.problem_for(actor, found.problem_id)
    now = latest = None
    if problem.can_count and found.finding.kind == "selection":
        home = problem.summary.municipality_id
        wanted = read_selection(found.finding.query)
        now = freeze_selection(actor, wanted, municipality_id=home, frozen_by="")
        latest = freeze_selection(
            actor, latest_days(wanted, timezone.localdate()), municipality_id=home, frozen_by=""
        )
    return page(
        request,
        "problems/evidence.html",
        title=_("Underlag: %(title)s") % {"title": problem.summary.title},
        problem=problem,
        item=found,
        now=now,
        latest=latest,
    )


@require_http_methods(_FORM_METHODS)
def add_selection(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show what a selection comes to now, and freeze it as evidence."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    if not problem.can_count:
        raise NotAllowed
    query = request.GET.urlencode() or problem.selection
    wanted = read_selection(query)
    home = problem.summary.municipality_id
    form = EvidenceForm(sent(request))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.add_selection(
            actor,
            problem_id,
            query=query,
            stance=form.cleaned_data["stance"],
            comment=form.cleaned_data["comment"],
        ),
    ):
        return redirect(f"{reverse('problems:problem', args=[problem_id])}#underlag")
    return page(
        request,
        "problems/add_selection.html",
        title=_("Frys underlag"),
        problem=problem,
        form=form,
        preview=freeze_selection(actor, wanted, municipality_id=home, frozen_by=""),
        chosen=in_words(wanted, home),
        fields=initial_of_selection(wanted),
    )


@require_http_methods(_FORM_METHODS)
def add_note(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Write down a finding that stands elsewhere."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    form = NoteForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_note(actor, problem_id, **form.cleaned_data),
        title=_("Skriv in underlag från annat håll"),
        submit=_("Spara underlaget"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Underlaget är sparat."),
        lead=problem.summary.title,
    )


@require_http_methods(_FORM_METHODS)
def choose_picture(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Choose a picture, and then a sentence of it."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    chosen = request.GET.get("lagesbild", "")
    if not chosen:
        pictures = [p for p in pictures_for(actor, number=1).rows if p.status == "published"]
        return page(
            request,
            "problems/choose_picture.html",
            title=_("Välj en lägesbild"),
            problem=problem,
            pictures=pictures,
        )
    picture = picture_for(actor, _id(chosen))
    said = [item.finding.sentence for item in frozen_findings(actor, picture.summary.id)]
    sentences = [(words, words) for words in said if words]
    form = SentenceForm(sentences, sent(request), initial={"sentence": request.GET.get("text", "")})
    return form_page(
        request,
        form,
        lambda: actions.add_picture_finding(
            actor, problem_id, picture_id=picture.summary.id, **form.cleaned_data
        ),
        title=_("Frys en mening ur lägesbilden"),
        submit=_("Frys som underlag"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Underlaget är fruset."),
        lead=f"{picture.summary.heading}. {problem.summary.title}",
    )


@require_http_methods(_FORM_METHODS)
def remove_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Say why a finding shall not count, and take it away."""
    actor = actor_of(request)
    found = queries.evidence_for(actor, evidence_id)
    _managed(queries.problem_for(actor, found.problem_id))
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.remove_evidence(actor, evidence_id, reason=form.cleaned_data["reason"]),
        title=_("Ta bort underlaget"),
        submit=_("Ta bort"),
        back=reverse("problems:problem", args=[found.problem_id]),
        done=_("Underlaget räknas inte längre. Det finns kvar i historiken."),
        lead=found.finding.sentence,
    )


@require_http_methods(_FORM_METHODS)
def add_dialogue(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Note a conversation with inhabitants."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    form = DialogueForm(sent(request), initial={"held_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.add_dialogue(actor, problem_id, **form.cleaned_data),
        title=_("Anteckna medborgardialog"),
        submit=_("Spara anteckningen"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Anteckningen är sparad."),
        lead=problem.summary.title,
    )


@require_http_methods(_FORM_METHODS)
def remove_dialogue(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Say why a note was wrong, and take it away."""
    actor = actor_of(request)
    found = queries.dialogue_for(actor, dialogue_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.remove_dialogue(actor, dialogue_id, reason=form.cleaned_data["reason"]),
        title=_("Ta bort anteckningen"),
        submit=_("Ta bort"),
        back=reverse("problems:problem", args=[found.problem_id]),
        done=_("Anteckningen är borttagen."),
        lead=f"{found.form}, {found.held_on.isoformat()}",
    )


def _managed(found: Problem) -> Problem:
    if not found.can_manage:
        raise NotAllowed
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
