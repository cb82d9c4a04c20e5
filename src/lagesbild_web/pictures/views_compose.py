"""The pages for making a picture: choose its kind, say what it is about, wait while it is made."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.picture.kinds import KINDS, latest_periods
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_of, categories_of, municipality_managed_by
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.explore.queries import saved_filters
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query, read_filter
from lagesbild_web.pictures import actions, jobs
from lagesbild_web.pictures.answering import add_faults, done_or_told
from lagesbild_web.pictures.forms_compose import (
    OrderChoices,
    OrderForm,
    drawn_area,
    initial_of,
    initial_of_selection,
    told_of_selection,
)
from lagesbild_web.pictures.ordering import SLUGS
from lagesbild_web.pictures.queries import order_for, order_of

_SELECTION: Final = "urval"
"""The key of an address that holds a selection of incidents, as a query of its own."""


@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """Choose which kind of picture to make."""
    municipality_managed_by(actor_of(request), Right.IMPORT_PICTURE)
    kinds = [(slug, KINDS[kind]) for slug, kind in SLUGS.items()]
    return page(request, "pictures/kinds.html", title=_("Gör en lägesbild"), kinds=kinds)


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, picture_kind: str) -> HttpResponse:
    """Say what the picture is to be about, and order it."""
    actor = actor_of(request)
    municipality_id = municipality_managed_by(actor, Right.IMPORT_PICTURE)
    if picture_kind not in SLUGS:
        raise NotFound
    of = KINDS[SLUGS[picture_kind]]
    choices = _choices(actor, municipality_id, of.period or "month")
    wanted = _selection(request)
    if wanted is not None:
        drawn = as_query(IncidentFilter(polygon=wanted.polygon)) if wanted.polygon else ""
        choices = choices.with_drawn(drawn, _("ytan på kartan"))
    initial = _initial(request, actor, choices) if wanted is None else initial_of_selection(wanted, choices)
    form = OrderForm(sent(request), kind=of, choices=choices, initial=initial)
    if form.is_valid():
        try:
            made = actions.order_picture(actor, form.order())
        except Invalid as error:
            add_faults(form, error)
        else:
            jobs.make_picture.enqueue(str(made.id))
            return redirect("pictures:order", made.id)
    told = "" if wanted is None else told_of_selection(wanted, initial)
    return page(request, "pictures/compose.html", title=of.label, form=form, kind=of, told=told)


@require_safe
def compose_selection(request: HttpRequest) -> HttpResponse:
    """Lead on from a selection of incidents to the area picture of its place and time."""
    municipality_managed_by(actor_of(request), Right.IMPORT_PICTURE)
    chosen = urlencode({_SELECTION: as_query(read_filter(request.GET).filter)})
    return redirect(f"{reverse('pictures:compose', args=['omrade'])}?{chosen}")


@require_safe
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show how far the making has come; lead on to the picture when it is there."""
    found = order_for(actor_of(request), order_id)
    if found.picture_id and not found.is_at_work:
        return redirect("pictures:picture", found.picture_id)
    return page(request, "pictures/order.html", title=found.label, order=found)


@require_safe
def order_state(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Tell the waiting page how far the making has come."""
    found = order_for(actor_of(request), order_id)
    told = found.progress
    return JsonResponse(
        {
            "isAtWork": found.is_at_work,
            "words": told.words if told else found.state_label,
            "done": told.done if told else 0,
            "total": told.total if told else None,
        }
    )


@require_POST
def order_again(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Try once more."""
    actor = actor_of(request)

    def do() -> None:
        actions.order_again(actor, order_id)
        jobs.make_picture.enqueue(str(order_id))

    return done_or_told(
        request, do, done=_("Lägesbilden görs igen."), to=reverse("pictures:order", args=[order_id])
    )


def _selection(request: HttpRequest) -> IncidentFilter | None:
    """Return the selection that the picture begins from, when the address names one."""
    written = request.GET.get(_SELECTION)
    return None if written is None else read_filter(QueryDict(written)).filter


def _initial(request: HttpRequest, actor: Actor, choices: OrderChoices) -> dict[str, object]:
    """Begin with what an earlier picture was made of, or with a period, when the address names one."""
    named = request.GET.get("fran", "")
    try:
        if named:
            return initial_of(order_of(actor, UUID(named)), choices)
    except ValueError:
        raise NotFound from None
    written = request.GET.get("period", "")
    offered = {str(period) for period in choices.periods}
    return {"period" if written in offered else "own_period": written} if written else {}


def _choices(actor: Actor, municipality_id: UUID, period: str) -> OrderChoices:
    categories = {c.library_code: c for c in reversed(categories_of(municipality_id)) if c.library_code}
    drawn = [(drawn_area(saved.query), saved.name) for saved in saved_filters(actor)]
    return OrderChoices(
        periods=latest_periods(period, timezone.localdate()),  # type: ignore[arg-type]  # a kind of period
        areas=[(str(area.id), area.name) for area in areas_of(municipality_id)],
        drawn=[(query, name) for query, name in drawn if query],
        categories=sorted(((code, c.name) for code, c in categories.items()), key=lambda pair: pair[1]),
    )
