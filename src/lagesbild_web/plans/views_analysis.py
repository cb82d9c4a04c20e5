"""The pages that look at the whole plan: time, money, versions side by side, and the plan as a document."""

from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lagesbild.document import swedish
from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.plans import actions
from lagesbild_web.plans.costs import analyse
from lagesbild_web.plans.freezing import compared
from lagesbild_web.plans.queries import (
    cards_of,
    frozen_version,
    goals_of,
    municipality_planned_by,
    plan_for,
    versions_of,
)
from lagesbild_web.plans.sheet import area_sheet, latest_month
from lagesbild_web.plans.shown import shown
from lagesbild_web.plans.timeline import timeline_of

_HOW = {
    "added": gettext_lazy("Tillagd"),
    "removed": gettext_lazy("Struken"),
    "changed": gettext_lazy("Ändrad"),
}
_KINDS = {
    "plan": gettext_lazy("Planen"),
    "goals": gettext_lazy("Mål"),
    "indicators": gettext_lazy("Indikator"),
    "measures": gettext_lazy("Åtgärd"),
}

_FIRST_YEAR: Final = 1990


@require_safe
def timeline(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the measures in time, as a drawing and as a table."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    found = timeline_of(
        cards_of(actor, plan_id), first=plan.starts_on, last=plan.ends_on, today=timezone.localdate()
    )
    return page(
        request,
        "plans/timeline.html",
        title=_("Tidslinje: %(title)s") % {"title": plan.title},
        plan=plan,
        svg=mark_safe(found.svg),  # noqa: S308  # shapes of numbers, and words that element() has escaped
        table=shown(found.table),
        without_time=[card.summary for card in found.without_time],
    )


@require_safe
def costs(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what the plan costs, and what nobody has said the cost of."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    found = analyse(cards_of(actor, plan_id), goals_of(actor, plan_id=plan_id))
    return page(
        request,
        "plans/costs.html",
        title=_("Kostnader: %(title)s") % {"title": plan.title},
        plan=plan,
        analysis=found,
        tables=[shown(table) for table in found.tables if table.rows],
        missing=[card.summary for card in found.missing],
        unplanned=[card.summary for card in found.unplanned],
    )


@require_safe
def download_costs(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out every line of costs as a table."""
    return as_attachment(actions.export_costs(actor_of(request), plan_id, filetype=filetype))


@require_safe
def download_cost_sums(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the sums of the page as a table."""
    return as_attachment(actions.export_cost_sums(actor_of(request), plan_id, filetype=filetype))


@require_safe
def compare(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """Show how a decided version differs from the decided version before it."""
    actor = actor_of(request)
    plan = plan_for(actor, plan_id)
    decided = [line.number for line in versions_of(actor, plan_id) if line.is_frozen]
    before = next((n for n in decided if n < number), None)
    if number not in decided or before is None:
        raise NotFound
    differences = compared(frozen_version(actor, plan_id, before), frozen_version(actor, plan_id, number))
    return page(
        request,
        "plans/compare.html",
        title=_("Version %(after)d mot version %(before)d") % {"after": number, "before": before},
        plan=plan,
        rows=[(_KINDS[d.kind], d.title, _HOW[d.how], ", ".join(d.fields)) for d in differences],
    )


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Show the monthly area sheet for grannsamverkan and grannstöd."""
    actor = actor_of(request)
    home = municipality_planned_by(actor)
    month = _month(request)
    found = area_sheet(actor, home, month=month)
    return page(
        request,
        "plans/sheet.html",
        title=_("Områdesblad %(month)s") % {"month": f"{month:%Y-%m}"},
        sheet=found,
        table=shown(found.table),
        statements=[(str(swedish.verdict(s.verdict)), s.sentence) for s in found.statements],
        month=f"{month:%Y-%m}",
    )


@require_safe
def download_sheet(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the area sheet as a document."""
    return as_attachment(actions.export_sheet(actor_of(request), month=_month(request), filetype=filetype))


def _month(request: HttpRequest) -> date:
    """Return the month of the address, or the latest whole one; never one that is not over."""
    latest = latest_month(timezone.localdate())
    try:
        asked = date.fromisoformat(f"{request.GET.get('manad', '')}-01")
    except ValueError:
        return latest
    return min(asked, latest) if asked.year >= _FIRST_YEAR else latest


@require_safe
def download(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the whole plan as a document."""
    return as_attachment(actions.export_plan(actor_of(request), plan_id, filetype=filetype))


@require_safe
def download_version(request: HttpRequest, plan_id: UUID, number: int, filetype: str) -> HttpResponse:
    """Hand out the document of a version as it was when it was decided."""
    return as_attachment(actions.export_version(actor_of(request), plan_id, number=number, filetype=filetype))
