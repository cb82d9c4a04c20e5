"""The pages about reports to boards."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.contracts import ReportSummary
from lagesbild_web.follow_up.forms import GivenForm, ReportForm
from lagesbild_web.follow_up.queries import content_of, report_for, reports_of
from lagesbild_web.follow_up.queries.reports import texts_of
from lagesbild_web.plans.queries import may_manage, municipality_planned_by, plans_of


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports."""
    actor = actor_of(request)
    plans = plans_of(actor)
    return page(
        request,
        "follow_up/reports.html",
        title=_("Rapporter till styrelse och nämnd"),
        here="reports",
        reports=reports_of(actor, municipality_id=actor.municipality_id),
        can_write=any(may_manage(actor, plan.id) for plan in plans),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a report."""
    actor = actor_of(request)
    home = municipality_planned_by(actor)
    plans = [(str(p.id), p.title) for p in plans_of(actor, municipality_id=home)]
    first, last = latest_half_year(timezone.localdate())
    initial = {
        "plan": plans[0][0] if plans else "",
        "title": _("Uppföljning av åtgärdsplanen %(first)s – %(last)s") % {"first": first, "last": last},
        "body": _("Kommunstyrelsen"),
        "first_day": first,
        "last_day": last,
    }
    form = ReportForm(sent(request), plans=plans, initial=initial)
    made: list[ReportSummary] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.create_report(actor, UUID(form.cleaned_data["plan"]), form.draft())),
        title=_("Ny rapport"),
        lead=_("Siffrorna hämtas ur planen, beskeden och effekterna. Du skriver vad de betyder."),
        submit=_("Skapa utkastet"),
        back=reverse("follow_up:reports"),
        done=_("Utkastet är skapat. Läs igenom det och gör det färdigt när det är klart."),
        to=lambda: reverse("follow_up:report", args=[made[0].id]),
    )


@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report, each figure with the way to what it was made of."""
    actor = actor_of(request)
    found = report_for(actor, report_id)
    return page(
        request,
        "follow_up/report.html",
        title=found.title,
        report=found,
        content=content_of(actor, report_id),
        sees_rows=has_somewhere(actor, Right.READ_INCIDENT),
        can_manage=_keeps(actor, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Change a draft."""
    actor = actor_of(request)
    found = report_for(actor, report_id)
    if not _keeps(actor, found):
        raise NotAllowed
    plans = [(str(p.id), p.title) for p in plans_of(actor) if p.id == found.plan_id]
    initial = {**texts_of(actor, report_id), "plan": str(found.plan_id), "revision": found.revision}
    form = ReportForm(sent(request), plans=plans, initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_report(actor, report_id, form.draft(), revision=form.cleaned_data["revision"]),
        title=_("Ändra rapporten"),
        submit=_("Spara"),
        back=_address(report_id),
        done=_("Rapporten är sparad."),
    )


@require_POST
def ready(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Freeze a report."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.make_report_ready(actor, report_id),
        back=_address(report_id),
        done=_("Rapporten är färdig och fryst. Hämta den som PDF eller Word och lämna den."),
    )


@require_POST
def reopen(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Make a ready report a draft again."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.reopen_report(actor, report_id),
        back=_address(report_id),
        done=_("Rapporten är ett utkast igen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def given(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write down that the board has got the report."""
    actor = actor_of(request)
    found = report_for(actor, report_id)
    if not _keeps(actor, found):
        raise NotAllowed
    form = GivenForm(sent(request), initial={"given_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.give_report(actor, report_id, **form.cleaned_data),
        title=_("Rapporten är lämnad"),
        lead=_("Till %(body)s. Kommunstyrelsen rapporterar fortlöpande till fullmäktige (13 §).")
        % {"body": found.body},
        submit=_("Spara"),
        back=_address(report_id),
        done=_("Det är sparat att rapporten är lämnad."),
    )


@require_safe
def download(request: HttpRequest, report_id: UUID, format: str) -> HttpResponse:
    """Hand out a report as a file."""
    return as_attachment(actions.export_report(actor_of(request), report_id, filetype=format))


def latest_half_year(today: date) -> tuple[date, date]:
    """Return the first and the last day of the latest half-year that has ended.

    Examples
    --------
    >>> [day.isoformat() for day in latest_half_year(date(2026, 11, 21))]
    ['2026-01-01', '2026-06-30']
    >>> [day.isoformat() for day in latest_half_year(date(2026, 2, 1))]
    ['2025-07-01', '2025-12-31']
    """
    if today.month > 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)


def _keeps(actor: Actor, found: ReportSummary) -> bool:
    return may_manage(actor, found.plan_id)


def _address(report_id: UUID) -> str:
    return reverse("follow_up:report", args=[report_id])
