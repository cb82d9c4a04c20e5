"""The recurring work as a page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.administration import actions
from lagesbild_web.administration.pages import pressed
from lagesbild_web.administration.queries import scheduled_jobs
from lagesbild_web.base.page import page


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show how it stands with every recurring job."""
    schedule = scheduled_jobs(actor_of(request))
    return page(request, "administration/schedule.html", title=_("Schemalagda arbeten"), schedule=schedule)


@require_POST
def run_job(request: HttpRequest, job: str) -> HttpResponse:
    """Ask for a job to be run now."""
    done = _("Arbetet startar inom några sekunder. Läs om sidan för att se hur det gick.")
    return pressed(request, lambda: actions.ask_for_job(actor_of(request), job), back=_back(), done=done)


@require_POST
def pause_job(request: HttpRequest, job: str) -> HttpResponse:
    """Pause a job."""
    done = _("Pausat. Arbetet startar inte av sig självt förrän du låter det gå igen.")
    return pressed(request, lambda: actions.pause_job(actor_of(request), job), back=_back(), done=done)


@require_POST
def resume_job(request: HttpRequest, job: str) -> HttpResponse:
    """Let a paused job go again."""
    done = _("Arbetet går av sig självt igen.")
    return pressed(request, lambda: actions.resume_job(actor_of(request), job), back=_back(), done=done)


def _back() -> str:
    return reverse("administration:schedule")
