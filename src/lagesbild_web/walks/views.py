"""The pages about walks and findings that are read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number
from lagesbild_web.walks import actions
from lagesbild_web.walks.kinds import FINDING_LABELS
from lagesbild_web.walks.queries import finding_for, findings_for, walk_for, walks_for


@require_safe
def walk_list(request: HttpRequest) -> HttpResponse:
    """List walks."""
    actor = actor_of(request)
    return page(
        request,
        "walks/list.html",
        title=_("Trygghetsvandringar"),
        walks=walks_for(actor, number=page_number(request)),
        can_manage=has_somewhere(actor, Right.MANAGE_WALK),
    )


@require_safe
def walk(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Show a walk with its map and findings."""
    found = walk_for(actor_of(request), walk_id)
    drawing = mark_safe(found.map_svg)  # noqa: S308  # numbers, and words that are escaped
    return page(request, "walks/walk.html", title=found.line.title, walk=found, drawing=drawing)


@require_safe
def protocol(request: HttpRequest, walk_id: UUID, number: int, format: str) -> HttpResponse:
    """Hand out a protocol."""
    file = actions.hand_out_protocol(actor_of(request), walk_id, number=number, format=format)
    return as_attachment(file)


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """List findings of all walks."""
    state, text = request.GET.get("lage", ""), request.GET.get("sok", "").strip()[:100]
    return page(
        request,
        "walks/findings.html",
        title=_("Fynd från vandringarna"),
        findings=findings_for(actor_of(request), state=state, text=text),
        state=state,
        text=text,
        states=[
            ("late", _("Försenade")),
            *((s.value, label) for s, label in FINDING_LABELS.items()),
            ("good", _("Fungerar bra")),
        ],
        query=request.GET.urlencode(),
    )


@require_safe
def download_findings(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the list of findings."""
    state, text = request.GET.get("lage", ""), request.GET.get("sok", "").strip()[:100]
    file = actions.export_findings(actor_of(request), state=state, text=text, filetype=filetype)
    return as_attachment(file)


@require_safe
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Show a finding with its history."""
    found = finding_for(actor_of(request), finding_id)
    title = _("Fynd %(n)s: %(walk)s") % {"n": found.line.number, "walk": found.line.walk}
    return page(request, "walks/finding.html", title=title, finding=found)
