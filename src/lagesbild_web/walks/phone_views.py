"""What a phone keeps so that the page for noting opens without a network: its shell and its worker."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lagesbild_web.base.middleware import permissions_policy
from lagesbild_web.base.page import page
from lagesbild_web.walks.worker import worker_script


@require_safe
@login_not_required
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page without anything about anybody: the phone puts in it what it has kept itself."""
    response = page(request, "walks/shell.html", title=_("Trygghetsvandringar"))
    response["Permissions-Policy"] = permissions_policy("geolocation")
    return response


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the service worker. Its address decides which pages it may answer for: those below it."""
    script = worker_script(reverse("walks:list"), reverse("walks:shell"))
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
