"""The pages about the values of a plan's indicators."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.document.charts.periods import PeriodPoint, figure_by_period
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.contracts import Value
from lagesbild_web.follow_up.forms import ValueForm
from lagesbild_web.follow_up.listing import indicators_with
from lagesbild_web.follow_up.queries import indicator_line_for, values_of
from lagesbild_web.follow_up.views import LONGEST_WORDS
from lagesbild_web.plans.contracts import IndicatorSummary
from lagesbild_web.plans.current import latest_period
from lagesbild_web.plans.queries import goal_for, indicator_for, may_manage, plans_of


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """List the indicators with where they stand."""
    actor = actor_of(request)
    plans_of(actor)  # refuses those who may not read plans
    words = request.GET.get("sok", "").strip()[:LONGEST_WORDS]
    lines = indicators_with(actor, words)
    return page(
        request,
        "follow_up/indicators.html",
        title=_("Mått"),
        here="indicators",
        lines=lines,
        words=words,
        are_any=bool(lines or words),
    )


@require_safe
def indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Show an indicator's values and what they say."""
    actor = actor_of(request)
    line = indicator_line_for(actor, indicator_id)
    values = values_of(actor, indicator_id)
    return page(
        request,
        "follow_up/indicator.html",
        title=line.indicator.title,
        line=line,
        goal=goal_for(actor, line.indicator.goal_id),
        sees_rows=has_somewhere(actor, Right.READ_INCIDENT),
        values=values,
        replaced=[v for v in values_of(actor, indicator_id, with_replaced=True) if v not in values],
        chart=_chart(line.indicator, values),
        can_manage=may_manage(actor, line.indicator.plan_id),
        can_fetch=line.indicator.how in ("incidents", "measured"),
    )


@require_POST
def take(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Count or fetch the latest value."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.take_value(actor, indicator_id),
        back=reverse("follow_up:indicator", args=[indicator_id]),
        done=_("Det senaste värdet är hämtat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Enter a value by hand."""
    actor = actor_of(request)
    found = indicator_for(actor, indicator_id)
    if not may_manage(actor, found.plan_id):
        raise NotAllowed
    first, last = latest_period(found.per, timezone.localdate())
    initial = {"first_day": first, "last_day": last, "source": found.source}
    form = ValueForm(sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.enter_value(actor, indicator_id, form.draft()),
        title=_("Skriv in ett värde"),
        lead=_("%(title)s, i %(unit)s. Andelar skrivs i procent, 0–100.")
        % {"title": found.title, "unit": found.unit},
        submit=_("Spara värdet"),
        back=reverse("follow_up:indicator", args=[indicator_id]),
        done=_("Värdet är sparat."),
    )


def _chart(found: IndicatorSummary, values: list[Value]) -> SafeString:
    """Draw the values in the order of time, after where it stood from the beginning."""
    points = [_point(v) for v in reversed(values)]
    base = found.baseline
    if base is not None:
        points.insert(0, PeriodPoint(_("Från början"), base.value, base.low, base.high))
    if not points:
        return SafeString("")
    decimals = 0 if all(float(p.value or 0).is_integer() for p in points) else 1
    svg = figure_by_period(points, unit=found.unit, label=found.title, decimals=decimals)
    return mark_safe(svg)  # noqa: S308  # drawn by the library from numbers and escaped words


def _point(value: Value) -> PeriodPoint:
    days = (value.last_day - value.first_day).days + 1
    label = str(value.first_day.year) if days > 360 else value.first_day.strftime("%Y-%m")
    return PeriodPoint(label, value.value, value.low, value.high)
