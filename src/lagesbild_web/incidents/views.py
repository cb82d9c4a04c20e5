"""The list of incidents, one incident, and the list as a file."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of, organisations_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import categories_of, choosable_areas
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.boundaries import note_for
from lagesbild_web.incidents.filters import as_query, read_filter
from lagesbild_web.incidents.forms import FilterChoices, FilterForm
from lagesbild_web.incidents.opening import opened
from lagesbild_web.incidents.queries import incidents_for


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """List the incidents that one may read and that match the address, the latest first."""
    actor = actor_of(request)
    home = actor.municipality_id
    if home is None:
        raise NotAllowed
    read = read_filter(request.GET)
    incidents = incidents_for(actor, read.filter, number=page_number(request))
    choices = FilterChoices(
        categories_of(home),
        choosable_areas(home, kept=read.filter.areas),
        organisations_of(home),
        has_somewhere(actor, Right.REVIEW_INCIDENT),
    )
    return page(
        request,
        "incidents/list.html",
        title=_("Händelser"),
        incidents=incidents,
        form=FilterForm(request.GET, choices),
        faults=list(read.faults.values()),
        query=as_query(read.filter),
        boundary_note=note_for(actor, home, read.filter),
        can_export=has_somewhere(actor, Right.EXPORT_INCIDENT),
    )


@require_safe
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident, its place as exactly as one may know."""
    found = opened(actor_of(request), incident_id)
    return page(
        request,
        "incidents/incident.html",
        title=f"{found.row.category}, {found.row.when}",
        incident=found,
    )


@require_safe
def download(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out what the list shows, all its pages, as a file."""
    read = read_filter(request.GET)
    try:
        if read.faults:
            raise Invalid(**read.faults)
        file = actions.export_incidents(actor_of(request), read.filter, format=filetype)
    except Invalid as error:
        messages.error(request, str(error))
        kept = [(key, value) for key in request.GET for value in request.GET.getlist(key)]
        return redirect(f"{reverse('incidents:list')}?{urlencode(kept)}")
    return as_attachment(file)
