"""The pages about how measures go: all of them, one of them, and what one is reminded of."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import carried_out, form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, Progress
from lagesbild_web.follow_up.forms import LessonForm, ReminderForm, StatusForm
from lagesbild_web.follow_up.listing import SHOWN, chosen_lines
from lagesbild_web.follow_up.queries import (
    effects_of,
    lessons_of,
    measure_line_for,
    statuses_of,
)
from lagesbild_web.follow_up.queries.reminders import chosen_reminders
from lagesbild_web.follow_up.tables import export_lines, export_table
from lagesbild_web.plans.queries import card_for, may_manage

LONGEST_WORDS: Final = 100


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how every measure goes this quarter, what is late, and what waits for the reader."""
    actor = actor_of(request)
    today = timezone.localdate()
    shown = request.GET.get("visa", "")
    words = request.GET.get("sok", "").strip()[:LONGEST_WORDS]
    listing = chosen_lines(actor, shown=shown, words=words, today=today)
    return page(
        request,
        "follow_up/overview.html",
        title=_("Uppföljning"),
        here="overview",
        listing=listing,
        words=words,
        shown=shown if shown in SHOWN else "",
        today=today,
        progresses=[(p.value, PROGRESS_LABELS[p]) for p in Progress],
    )


@require_safe
def download(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the list as it is shown."""
    shown, words = request.GET.get("visa", ""), request.GET.get("sok", "").strip()[:LONGEST_WORDS]
    return as_attachment(export_lines(actor_of(request), shown=shown, words=words, filetype=filetype))


@require_safe
def download_table(request: HttpRequest, what: str, filetype: str) -> HttpResponse:
    """Hand out the values, the effects or the reports as their page shows them."""
    words = request.GET.get("sok", "").strip()[:LONGEST_WORDS]
    return as_attachment(export_table(actor_of(request), what, words=words, filetype=filetype))


@require_safe
def measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Show how a measure goes, with a button for each answer."""
    return _measure_page(request, measure_id, StatusForm())


@require_POST
def tell(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Take the answer: a press of a button is enough."""
    actor = actor_of(request)
    form = StatusForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        progress = Progress(data.pop("progress"))
        if carried_out(form, lambda: actions.tell_status(actor, measure_id, progress=progress, **data)):
            return redirect(reverse("follow_up:measure", args=[measure_id]) + "?tack=1")
    return _measure_page(request, measure_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Write down what was learnt."""
    actor = actor_of(request)
    line = measure_line_for(actor, measure_id, today=timezone.localdate())
    if not line.is_mine:
        raise NotAllowed
    form = LessonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.write_lesson(actor, measure_id, text=form.cleaned_data["text"]),
        title=_("Skriv en lärdom"),
        lead=line.measure.title,
        submit=_("Spara lärdomen"),
        back=reverse("follow_up:measure", args=[measure_id]),
        done=_("Lärdomen är sparad. Den kommer med i nästa rapport."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Choose how often letters about what waits come."""
    actor = actor_of(request)
    form = ReminderForm(sent(request), initial={"how": chosen_reminders(actor)})
    return form_page(
        request,
        form,
        lambda: actions.choose_reminders(actor, how=form.cleaned_data["how"]),
        title=_("Påminnelser"),
        lead=_("Brevet samlar allt som väntar på dina funktioner. Det kommer bara när något väntar."),
        submit=_("Spara"),
        back=reverse("follow_up:overview"),
        done=_("Ditt val är sparat."),
    )


def _measure_page(request: HttpRequest, measure_id: UUID, form: StatusForm) -> HttpResponse:
    actor = actor_of(request)
    today = timezone.localdate()
    line = measure_line_for(actor, measure_id, today=today)
    return page(
        request,
        "follow_up/measure.html",
        title=line.measure.title,
        line=line,
        card=card_for(actor, measure_id),
        sees_rows=has_somewhere(actor, Right.READ_INCIDENT),
        statuses=statuses_of(actor, measure_id),
        effects=effects_of(actor, measure_id),
        lessons=lessons_of(actor, measure_id=measure_id),
        form=form,
        today=today,
        thanks=request.GET.get("tack") == "1" and not form.is_bound,
        can_estimate=may_manage(actor, line.measure.plan_id),
        progresses=[(p.value, PROGRESS_LABELS[p]) for p in Progress],
    )
