"""Pages that belong to no feature: health, robots, and what is shown when something is wrong."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from lagesbild_web.base import unsent
from lagesbild_web.base.filling import words_in
from lagesbild_web.base.health import checks
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.page import page

SENT_BY_SCRIPT: Final = {"X-Sparar", "X-Skickar"}
"""What a script says that sends a form by itself, and keeps it until it has arrived."""


@require_safe
@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when everything works and 503 when something does not; plain text on request."""
    found = checks()
    is_well = all(check.is_well for check in found)
    status = 200 if is_well else 503
    if request.get_preferred_type(["application/json", "text/plain"]) == "text/plain":
        lines = [f"{'ok ' if check.is_well else 'FEL'} {check.label}" for check in found]
        return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", status=status)
    body = {"status": "ok" if is_well else "fel", "checks": {check.name: check.is_well for check in found}}
    return JsonResponse(body, status=status)


@require_safe
@login_not_required
@cache_control(max_age=86_400, public=True)
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines read the open pages and nothing else."""
    return HttpResponse(
        "User-agent: *\nDisallow: /\nAllow: /oppet/\nAllow: /static/\n", content_type="text/plain"
    )


@require_safe
@login_not_required
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send browsers that guess the icon's address to where it is."""
    return redirect(static("base/icon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the browser sent something that cannot be read."""
    del exception
    return page(request, "base/400.html", title=_("Det gick inte att läsa det som skickades"), status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page exists but that this person may not do this."""
    del exception
    return page(request, "base/403.html", title=_("Du har inte behörighet till det här"), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, in the same words whether it is missing or hidden."""
    del exception
    return page(request, "base/404.html", title=_("Sidan finns inte"), status=404)


def unexpected(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong, with an id to find it by in the log; asks nothing of the database."""
    del request
    text = render_to_string(
        "base/500.html", {"title": _("Något gick fel hos oss"), "request_id": current_request_id()}
    )
    return HttpResponse(text, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead back to the form with what was written when its page had grown too old; otherwise say so.

    Logging in again in another window is enough for that. What was sent is shown only when the browser says
    that it was written on a page of ours, and a script that sends gets its answer and keeps what it has.
    """
    del reason
    is_ours = unsent.came_from_here(request)
    if is_ours and not SENT_BY_SCRIPT & set(request.headers):
        where = unsent.keep(request)
        if unsent.is_kept(request, where):
            return redirect(where)
    texts = words_in(unsent.written_in(request)) if is_ours else []
    title = _("Formuläret gick inte att skicka")
    return page(request, "base/csrf.html", title=title, texts=texts, status=403)
