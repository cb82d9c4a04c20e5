"""The pages about groups, meetings and decisions that are read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.paging import page_number
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.kinds import DECISION_LABELS
from lagesbild_web.meetings.queries import (
    calendar_for,
    decision_for,
    decisions_for,
    group_for,
    groups_for,
    meeting_for,
    meetings_for,
)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """List groups and meetings."""
    actor = actor_of(request)
    return page(
        request,
        "meetings/list.html",
        title=_("Möten"),
        groups=groups_for(actor),
        meetings=meetings_for(actor, number=page_number(request)),
        can_manage=has_somewhere(actor, Right.MANAGE_MEETING),
    )


@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show a group."""
    found = group_for(actor_of(request), group_id)
    return page(request, "meetings/group.html", title=found.line.name, group=found)


@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting's agenda and minutes."""
    found = meeting_for(actor_of(request), meeting_id)
    return page(request, "meetings/meeting.html", title=found.heading, meeting=found)


@require_safe
def minutes(request: HttpRequest, meeting_id: UUID, number: int, format: str) -> HttpResponse:
    """Hand out adjusted minutes."""
    file = actions.hand_out_minutes(actor_of(request), meeting_id, number=number, format=format)
    return as_attachment(file)


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """List decisions of all groups."""
    actor = actor_of(request)
    state, text = request.GET.get("lage", ""), request.GET.get("sok", "").strip()[:100]
    return page(
        request,
        "meetings/decisions.html",
        title=_("Beslut"),
        decisions=decisions_for(actor, state=state, text=text),
        state=state,
        text=text,
        states=[("late", _("Försenade")), *((s.value, label) for s, label in DECISION_LABELS.items())],
        query=request.GET.urlencode(),
    )


@require_safe
def download_decisions(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the list of decisions."""
    state, text = request.GET.get("lage", ""), request.GET.get("sok", "").strip()[:100]
    return as_attachment(
        actions.export_decisions(actor_of(request), state=state, text=text, filetype=filetype)
    )


@require_safe
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Show a decision through its meetings."""
    found = decision_for(actor_of(request), decision_id)
    return page(
        request, "meetings/decision.html", title=_("Beslut: %(t)s") % {"t": found.line.text}, decision=found
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what has been written in the calendar."""
    actor = actor_of(request)
    return page(
        request,
        "meetings/calendar.html",
        title=_("Kalender för mötena"),
        entries=calendar_for(actor),
        can_manage=has_somewhere(actor, Right.MANAGE_MEETING),
    )
