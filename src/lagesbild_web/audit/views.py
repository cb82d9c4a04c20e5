"""The log as a page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.audit.queries import log_for
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first."""
    events = log_for(actor_of(request), number=page_number(request))
    return page(request, "audit/log.html", title=_("Logg"), events=events)
