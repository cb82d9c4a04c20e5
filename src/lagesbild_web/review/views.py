"""The reviewer's pages: the queue, one incident with what may be the same, and the steps."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.areas.queries import categories_of, named_places
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.colliding import Said, differences, let_save_again, written_in
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.filters import STATE_WORDS
from lagesbild_web.incidents.opening import opened
from lagesbild_web.incidents.queries import (
    duplicates_of,
    incident_for,
    next_waiting,
    state_counts,
    trusted_organisations,
    waiting,
)
from lagesbild_web.photos.queries import may_remove, photos_of
from lagesbild_web.review.forms import (
    CorrectionForm,
    MergeForm,
    QuestionForm,
    TrustForm,
    VersionForm,
    WithdrawForm,
)
from lagesbild_web.review.minimap import drawn_around
from lagesbild_web.review.presenting import QueueItem, done_step, state_tabs

_STATES = {word: state for state, word in STATE_WORDS.items()}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the oldest first, with a hint where something may be the same."""
    actor = actor_of(request)
    state = _STATES.get(request.GET.get("lage", STATE_WORDS[State.WAITING]))
    if state is None:
        raise NotFound
    found = waiting(actor, number=page_number(request), state=state)
    is_open = state in (State.WAITING, State.RETURNED)
    hints = duplicates_of(actor, [row.id for row in found.rows]) if is_open else {}
    return page(
        request,
        "review/queue.html",
        title=_("Granska"),
        incidents=found,
        items=[QueueItem(row, hints.get(row.id, ())) for row in found.rows],
        tabs=state_tabs(state_counts(actor), state),
        state=state,
        done=done_step(actor, request.GET.get("klar", "")),
    )


@require_safe
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident with everything that is needed to decide."""
    return _incident_page(request, incident_id)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Change what the incident says."""
    actor = actor_of(request)
    found = opened(actor, incident_id)
    if not found.can_review:
        raise NotAllowed
    if found.draft is None:
        return _too_late(request, incident_id)
    home = found.municipality_id
    form = CorrectionForm(
        found.draft,
        found.row.version,
        categories=categories_of(home, with_retired=True),
        places=named_places(home),
        data=sent(request),
    )
    stands: list[Said] = []
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.correct(
                actor, incident_id, form.draft, version=cleaned["version"], reason=cleaned["reason"]
            )
        except Invalid as error:
            if "version" in error.faults:
                let_save_again(form, found.row.version)
                stands = differences(form, leave_out=("reason",))
            _put_faults(form, error)
        else:
            return redirect(f"{reverse('review:incident', args=[incident_id])}?klar={incident_id}")
    return page(
        request,
        "review/correct.html",
        title=_("Rätta händelsen"),
        incident=found,
        form=form,
        stands=stands,
    )


@require_POST
def approve(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Let the incident count."""
    return _step(
        request,
        incident_id,
        VersionForm(request.POST),
        lambda actor, cleaned: actions.approve(actor, incident_id, version=cleaned["version"]),
    )


@require_POST
def ask(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Send the incident back with a question."""
    return _step(
        request,
        incident_id,
        QuestionForm(request.POST),
        lambda actor, cleaned: actions.return_with_question(
            actor, incident_id, version=cleaned["version"], question=cleaned["question"]
        ),
    )


@require_POST
def merge(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Say that the incident is the same as another."""
    return _step(
        request,
        incident_id,
        MergeForm(request.POST),
        lambda actor, cleaned: actions.merge(actor, incident_id, cleaned["into"], version=cleaned["version"]),
    )


@require_POST
def withdraw(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Take the incident away from the count."""
    return _step(
        request,
        incident_id,
        WithdrawForm(request.POST),
        lambda actor, cleaned: actions.withdraw(
            actor, incident_id, version=cleaned["version"], reason=cleaned["reason"]
        ),
    )


@require_POST
def undo(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Take the last step back, and show the incident again."""
    return _step(
        request,
        incident_id,
        VersionForm(request.POST),
        lambda actor, cleaned: actions.undo_last_step(actor, incident_id, version=cleaned["version"]),
        leads_on=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trusted(request: HttpRequest) -> HttpResponse:
    """Decide whose reports count at once."""
    actor = actor_of(request)
    organisations = trusted_organisations(actor)
    form = TrustForm(sent(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.trust_organisation(
                actor,
                cleaned["organisation"],
                municipality_id=organisations.municipality_id,
                is_trusted=cleaned["is_trusted"],
                reason=cleaned["reason"],
            )
        except Invalid as error:
            _put_faults(form, error)
        else:
            return redirect("review:trusted")
    return page(
        request,
        "review/trusted.html",
        title=_("Betrodda organisationer"),
        organisations=organisations,
        form=_with_hidden_faults_above(form, "reason"),  # each organisation has such a field of its own
    )


def _step(
    request: HttpRequest,
    incident_id: UUID,
    form: VersionForm,
    take: Callable[[Actor, dict[str, Any]], int],
    *,
    leads_on: bool = True,
) -> HttpResponse:
    """Take a step and lead on to the next in the queue; or show the incident with what is wrong."""
    actor = actor_of(request)
    if not incident_for(actor, incident_id).can_review:
        raise NotAllowed
    status = 200
    if form.is_valid():
        try:
            take(actor, form.cleaned_data)
        except Invalid as error:
            _put_faults(form, error)
            status = 409 if "version" in error.faults else 200
        else:
            return redirect(_where_next(request, actor, incident_id) if leads_on else _here(incident_id))
    return _incident_page(request, incident_id, form, status=status)


def _too_late(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the incident that nobody can correct any more, with what was written about it meanwhile."""
    if request.method != "POST":
        raise NotAllowed
    form = VersionForm(request.POST)
    form.add_error(None, _("Någon annan hann före, så händelsen går inte att rätta. Läs vad som är gjort."))
    written = written_in(CorrectionForm.base_fields, request.POST)
    return _incident_page(request, incident_id, form, status=409, unsaved=written)


def _where_next(request: HttpRequest, actor: Actor, incident_id: UUID) -> str:
    following = None if request.POST.get("till") == "kon" else next_waiting(actor, after=incident_id)
    url = reverse("review:incident", args=[following]) if following else reverse("review:queue")
    return f"{url}?klar={incident_id}"


def _here(incident_id: UUID) -> str:
    return reverse("review:incident", args=[incident_id])


def _incident_page(
    request: HttpRequest,
    incident_id: UUID,
    sent_form: VersionForm | None = None,
    *,
    status: int = 200,
    unsaved: Sequence[Said] = (),
) -> HttpResponse:
    actor = actor_of(request)
    found = opened(actor, incident_id)
    if not found.can_review:
        raise NotAllowed
    hints = duplicates_of(actor, [incident_id]).get(incident_id, ())
    version = {"version": found.row.version}
    question = QuestionForm(initial=version)
    withdrawal = WithdrawForm(initial=version)
    can_ask = found.row.state is State.WAITING and found.report_id is not None
    has_gone = (isinstance(sent_form, QuestionForm) and not can_ask) or (
        isinstance(sent_form, WithdrawForm) and not found.can_withdraw
    )
    if sent_form is not None and has_gone:
        unsaved = written_in(sent_form.fields, request.POST)
    return page(
        request,
        "review/incident.html",
        title=f"{found.row.category}, {found.row.when}",
        incident=found,
        hints=hints,
        map=drawn_around(found, hints),
        photos=photos_of(actor, incident_id),
        may_remove_photos=may_remove(actor, incident_id),
        can_ask=can_ask,
        unsaved=unsaved,
        form=_with_hidden_faults_above(sent_form),
        question=sent_form if isinstance(sent_form, QuestionForm) else question,
        withdrawal=sent_form if isinstance(sent_form, WithdrawForm) else withdrawal,
        done=done_step(actor, request.GET.get("klar", "")),
        status=status,
    )


def _with_hidden_faults_above(form: forms.Form | None, *also: str) -> forms.Form | None:
    """Say what is wrong with a field that nobody sees above the form, where it can be read."""
    if form is None or not form.is_bound:
        return form
    for name in [name for name in form.errors if name in form.fields]:
        if form.fields[name].widget.is_hidden or name in also:
            form.add_error(None, list(form.errors.pop(name)))
    return form


def _put_faults(form: forms.Form, error: Invalid) -> None:
    """Put each sentence on its field; what has no field of its own is said above the form."""
    for field, sentence in error.faults.items():
        named = _FORM_FIELDS.get(field, field)
        shown = named in form.fields and not form.fields[named].widget.is_hidden
        form.add_error(named if shown else None, sentence)


_FORM_FIELDS = {"starts_at": "first_day", "ends_at": "last_day", "place_id": "place", "lon": "north"}
"""A draft's field → the form's, where they are called differently."""
