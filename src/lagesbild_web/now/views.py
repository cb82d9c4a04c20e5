"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.page import page
from lagesbild_web.now.queries import now_for


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Show what stands out, what waits for the reader, and what to do next."""
    return page(request, "now/now.html", title=_("Läget nu"), now=now_for(actor_of(request)))
