"""The pages for exploring: one filter, four ways to see what it chooses."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lagesbild.document import swedish
from lagesbild.document.html import cell_html
from lagesbild.document.tree import Table
from lagesbild.layers.geojson import plane_geojson
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.backgrounds.queries import backgrounds_for
from lagesbild_web.base import unsent
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.explore import actions, queries
from lagesbild_web.explore.addresses import LAYER_KEY, STEP_KEY, ReadAddress, address_query, read_address
from lagesbild_web.explore.contracts import Exploration, View
from lagesbild_web.explore.drawing import bounds_of, map_svg, outline_geojson, radius_of
from lagesbild_web.explore.filter_form import filter_form
from lagesbild_web.explore.hours import Chart
from lagesbild_web.explore.layers import declared_layer, offered_layers
from lagesbild_web.incidents.boundaries import note_for

TITLES = {
    View.MAP: ("explore:map", gettext_lazy("Karta")),
    View.HOURS: ("explore:hours", gettext_lazy("Tider")),
    View.WEEKS: ("explore:weeks", gettext_lazy("Utveckling")),
    View.AREAS: ("explore:areas", gettext_lazy("Områden")),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for what."""

    actor: Actor
    municipality_id: UUID
    address: ReadAddress


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """Show the selection on a map, one layer at a time, with its table."""
    asked = _asked(request)
    exploration = asked.address.exploration
    layer = queries.layer_of(asked.actor, asked.municipality_id, exploration)
    declared = declared_layer(asked.actor, exploration.layer)
    outlines = queries.outlines_of(asked.municipality_id)
    bounds = bounds_of([*outlines, *(feature.shape for feature in layer.features)])
    return _page(
        asked,
        request,
        "explore/map.html",
        View.MAP,
        layer=layer,
        drawing=map_svg(layer, outlines, bounds),
        table=_shown(layer.table),
        legend=[(look, label, radius_of(look)) for look, label in layer.legend.items()],
        backgrounds=backgrounds_for(asked.actor),
        layer_style=declared.style if declared else "",
        places=[feature.row for feature in layer.features if feature.row is not None],
        layers=[
            {
                "label": offered.label,
                "help": offered.help,
                "query": address_query(exploration, **{LAYER_KEY: offered.word}),
                "is_chosen": offered.word == exploration.layer,
            }
            for offered in offered_layers(asked.actor)
        ],
    )


@require_safe
def layer(request: HttpRequest) -> HttpResponse:
    """Hand the map its layer and its borders, in metres."""
    asked = _asked(request)
    made = queries.layer_of(asked.actor, asked.municipality_id, asked.address.exploration)
    outlines = queries.outlines_of(asked.municipality_id)
    return JsonResponse({"layer": plane_geojson(made), "outlines": outline_geojson(outlines)})


@require_safe
def show_hours(request: HttpRequest) -> HttpResponse:
    """Show when on the week the selection happens."""
    asked = _asked(request)
    return _chart_page(asked, request, View.HOURS, queries.hours_of(*_of(asked)))


@require_safe
def show_weeks(request: HttpRequest) -> HttpResponse:
    """Show the selection week by week or month by month."""
    asked = _asked(request)
    steps = [
        {
            "label": label,
            "query": address_query(asked.address.exploration, **{STEP_KEY: word}),
            "is_chosen": chosen,
        }
        for label, word, chosen in (
            (_("Per vecka"), "", not asked.address.exploration.by_month),
            (_("Per månad"), "manad", asked.address.exploration.by_month),
        )
    ]
    return _chart_page(asked, request, View.WEEKS, queries.development_of(*_of(asked)), steps=steps)


@require_safe
def show_areas(request: HttpRequest) -> HttpResponse:
    """Show the selection by area, beside how many live there."""
    asked = _asked(request)
    return _chart_page(asked, request, View.AREAS, queries.areas_of_selection(*_of(asked)))


@require_safe
def download(request: HttpRequest, view: str, filetype: str) -> HttpResponse:
    """Hand out what a page shows as a file."""
    asked = _asked(request)
    try:
        wanted = View(view)
    except ValueError:
        raise NotFound from None
    try:
        file = actions.export(
            asked.actor, asked.municipality_id, asked.address.exploration, view=wanted, format=filetype
        )
    except Invalid as error:
        messages.error(request, error.faults["format"])
        return redirect(f"{reverse(TITLES[wanted][0])}?{address_query(asked.address.exploration)}")
    return as_attachment(file)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of a page under a name."""
    address = read_address(QueryDict(request.POST.get("urval", "")), today=timezone.localdate())
    query = address_query(address.exploration)
    try:
        saved = actions.save_filter(
            actor_of(request),
            name=request.POST.get("namn", ""),
            query=query,
            is_shared="delas" in request.POST,
        )
    except Invalid as error:
        unsent.keep_refused(request, f"{reverse('explore:map')}?{query}")
        messages.error(request, error.faults["name"])
    else:
        messages.success(request, _("Filtret ”%(name)s” är sparat.") % {"name": saved.name})
    return redirect(f"{reverse('explore:map')}?{query}")


@require_POST
def remove(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Take away a saved filter; its address is shown again, so that it can be saved again."""
    try:
        was = actions.remove_filter(actor_of(request), filter_id)
    except Invalid as error:
        messages.error(request, error.faults["name"])
        return redirect("explore:map")
    messages.success(
        request,
        _("Filtret ”%(name)s” är borttaget. Sidan visar det fortfarande: spara igen om du ångrar dig.")
        % {"name": was.name},
    )
    return redirect(f"{reverse('explore:map')}?{was.query}")


def _asked(request: HttpRequest) -> _Asked:
    """Return who asks for what; only those who may read incidents somewhere come this far."""
    actor = actor_of(request)
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    return _Asked(actor, actor.municipality_id, read_address(request.GET, today=timezone.localdate()))


def _of(asked: _Asked) -> tuple[Actor, UUID, Exploration]:
    return asked.actor, asked.municipality_id, asked.address.exploration


def _chart_page(
    asked: _Asked, request: HttpRequest, view: View, chart: Chart, **variables: object
) -> HttpResponse:
    table = _shown(chart.table) if chart.table is not None else None
    drawing = mark_safe(chart.svg)  # noqa: S308  # drawn by the library, which escapes every word
    return _page(
        asked, request, "explore/chart.html", view, chart=chart, drawing=drawing, table=table, **variables
    )


def _page(asked: _Asked, request: HttpRequest, template: str, view: View, **variables: Any) -> HttpResponse:
    exploration = asked.address.exploration
    query = address_query(exploration)
    may_export = has_somewhere(asked.actor, Right.EXPORT_INCIDENT)
    return page(
        request,
        template,
        title=str(TITLES[view][1]),
        view=view.value,
        query=query,
        address=reverse(TITLES[view][0]),
        views=[
            {"label": label, "url": f"{reverse(name)}?{query}", "is_here": each is view}
            for each, (name, label) in TITLES.items()
        ],
        form=filter_form(
            asked.municipality_id, exploration, asked.address.faults, today=timezone.localdate()
        ),
        saved=queries.saved_filters(asked.actor),
        apart=queries.set_apart(*_of(asked)),
        formats=_formats(view) if may_export else (),
        boundary_note=note_for(asked.actor, asked.municipality_id, exploration.filter),
        **variables,
    )


def _formats(view: View) -> tuple[str, ...]:
    return ("csv", "xlsx", "geojson") if view is View.MAP else ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table ready for the page: headings and cells in Swedish, numbers to the right."""

    caption: str
    note: str
    headings: list[tuple[str, str, bool]]
    """Words, explanation, is a number."""
    rows: list[list[tuple[str, bool]]]


def _shown(table: Table) -> ShownTable:
    is_number = [column.kind in swedish.RIGHT_ALIGNED for column in table.columns]
    return ShownTable(
        caption=table.caption,
        note=table.note,
        headings=[
            (column.heading, column.description, number)
            for column, number in zip(table.columns, is_number, strict=True)
        ],
        rows=[
            [
                (cell_html(value, column), number)
                for value, column, number in zip(row, table.columns, is_number, strict=True)
            ]
            for row in table.rows
        ],
    )
