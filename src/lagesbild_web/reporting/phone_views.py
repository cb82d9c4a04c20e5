"""What the page asks for from a phone: its shell, its worker, its lists, and the way in for reports."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from lagesbild.privacy.personal_data import find_personal_data
from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.middleware import permissions_policy
from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import ReportReceipt
from lagesbild_web.reporting.lists import check_function, lists_for, municipality_reported_to
from lagesbild_web.reporting.payload import SentReport, read_report, read_text
from lagesbild_web.reporting.photos import keep_photo, read_photo
from lagesbild_web.reporting.worker import worker_script


@require_safe
@login_not_required
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page without anything about anybody: what the phone keeps for when there is no network."""
    response = page(request, "reporting/shell.html", title=_("Rapportera"))
    response["Permissions-Policy"] = permissions_policy("geolocation")
    return response


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the service worker. Its address decides which pages it may answer for: those below it."""
    script = worker_script(reverse("reporting:start"), reverse("reporting:shell"))
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(max_age=86_400, public=True)
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the page is installed on a phone's home screen."""
    start = reverse("reporting:start")
    icons = [
        ("app-192", "192x192", "any"),
        ("app-512", "512x512", "any"),
        ("app-maskable-512", "512x512", "maskable"),
    ]
    content = {
        "name": _("Lägesbild – rapportera"),
        "short_name": _("Rapportera"),
        "lang": "sv",
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f5f7f7",
        "theme_color": "#0e5560",
        "icons": [
            {"src": static(f"reporting/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/manifest+json")


@require_safe
@never_cache
def who_am_i(request: HttpRequest) -> HttpResponse:
    """Tell the phone whose session it is, and give it what it needs to send."""
    return JsonResponse({"account": str(actor_of(request).user_id), "csrf": get_token(request)})


@require_safe
@never_cache
def lists(request: HttpRequest) -> HttpResponse:
    """Hand out the categories and places of the municipality that one reports to."""
    return JsonResponse(lists_for(actor_of(request)))


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a report; the same report sent again gets the same answer."""
    actor = actor_of(request)
    try:
        sent_report = read_report(_body(request))
        if sent_report.account != str(actor.user_id):
            return JsonResponse({}, status=409)
        receipt = _reported(actor, sent_report)
    except Invalid as error:
        return JsonResponse({"faults": error.faults}, status=422)
    except NotAllowed:
        sentence = _(
            "Du har inte längre behörighet att rapportera. Be kommunens administratör om rollen rapportör."
        )
        return JsonResponse({"faults": {"report": sentence}}, status=403)
    link = f"{reverse('reporting:mine')}#{receipt.reference}"
    return JsonResponse({"reference": receipt.reference, "link": link})


@require_POST
def send_photo(request: HttpRequest) -> HttpResponse:
    """Take a picture of a report that has come; the same picture sent again is kept once."""
    actor = actor_of(request)
    try:
        sent_photo = read_photo(request)
        if sent_photo.account != str(actor.user_id):
            return JsonResponse({}, status=409)
        keep_photo(actor, sent_photo)
    except Invalid as error:
        return JsonResponse({"faults": error.faults}, status=422)
    except (NotAllowed, NotFound):
        return JsonResponse({"faults": {"photo": _("Bilden hör inte till någon rapport här.")}}, status=422)
    return JsonResponse({"kept": True})


@require_POST
def check_text(request: HttpRequest) -> HttpResponse:
    """Say what in a text looks like personal data. Nothing is kept."""
    try:
        text = read_text(_body(request))
    except Invalid as error:
        return JsonResponse({"faults": error.faults}, status=422)
    found = [{"kind": d.kind, "start": d.start, "end": d.end, "why": d.why} for d in find_personal_data(text)]
    return JsonResponse({"found": found})


def _reported(actor: Actor, sent_report: SentReport) -> ReportReceipt:
    if sent_report.municipality != str(municipality_reported_to(actor)):
        raise Invalid(
            report=_("Rapporten skrevs för en annan kommun. Byt till den kommunen och skicka igen.")
        )
    check_function(actor, sent_report.function_id)
    chosen = sent_report.function_id
    if sent_report.zero is None:
        return actions.report(actor, sent_report.client_id, sent_report.drafts, function_id=chosen)
    first_day, last_day = sent_report.zero.first_day, sent_report.zero.last_day
    return actions.report_nothing(
        actor, sent_report.client_id, first_day=first_day, last_day=last_day, function_id=chosen
    )


def _body(request: HttpRequest) -> bytes:
    """Return what was sent; nothing when it was a form, which has been read as one already."""
    try:
        return request.body
    except RawPostDataException:
        return b""
