"""What the pages show: layers, charts and saved filters, each asked for on behalf of somebody."""

from dataclasses import replace
from uuid import UUID

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from lagesbild.layers.chains import chain_layer
from lagesbild.layers.clusters import cluster_layer
from lagesbild.layers.density import density_layer
from lagesbild.layers.hexagons import hexagon_layer
from lagesbild.layers.hotspots import hotspot_layer
from lagesbild.layers.layer import MapLayer
from lagesbild.layers.points import point_layer
from lagesbild.layers.safety import safety_layer
from lagesbild_web.access.rights import require, within
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.not_problems import categories_set_apart
from lagesbild_web.areas.queries import polygons_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.explore.addresses import before
from lagesbild_web.explore.area_rates import area_chart
from lagesbild_web.explore.contracts import Exploration, LayerKind, SavedFilter
from lagesbild_web.explore.hours import Chart, hour_chart
from lagesbild_web.explore.kept import kept
from lagesbild_web.explore.layers import declared_layer
from lagesbild_web.explore.models import SavedFilter as SavedRow
from lagesbild_web.explore.weeks import development
from lagesbild_web.incidents.boundaries import by_districts_of_today, by_today_words
from lagesbild_web.incidents.contracts import IncidentSelection
from lagesbild_web.incidents.queries import incidents_table, number_of


def layer_of(actor: Actor, municipality_id: UUID, exploration: Exploration) -> MapLayer:
    """Return the layer that the address asks for, made of what the actor may read.

    Raises
    ------
    NotAllowed
        If the layer is another feature's, and the actor may not see what it shows.
    """
    if exploration.layer in set(LayerKind):
        return _own_layer(actor, municipality_id, exploration)
    declared = declared_layer(actor, exploration.layer)
    if declared is None:
        raise NotAllowed
    return declared.make(actor, municipality_id, exploration)


@kept
def _own_layer(actor: Actor, municipality_id: UUID, exploration: Exploration) -> MapLayer:
    chosen = _selection(actor, municipality_id, exploration)
    frame = chosen.incidents.frame
    match exploration.layer:
        case LayerKind.POINTS:
            return point_layer(_with_squares(chosen), uncertainty_m=_coarsest(chosen))
        case LayerKind.DENSITY:
            return density_layer(frame)
        case LayerKind.HOTSPOTS:
            return hotspot_layer(frame)
        case LayerKind.CLUSTERS:
            then = _selection(actor, municipality_id, before(exploration))
            return cluster_layer(frame, then.incidents.frame)
        case LayerKind.CHAINS:
            return chain_layer(frame, timezone=chosen.incidents.timezone)
        case LayerKind.SAFETY:
            return safety_layer(_with_squares(chosen), uncertainty_m=_coarsest(chosen))
        case _:
            return hexagon_layer(_with_squares(chosen), least_side_m=_coarsest(chosen))


def outlines_of(municipality_id: UUID) -> list[BaseGeometry]:
    """Return the borders of the districts in force, metres SWEREF 99 TM; they are no secrets."""
    areas = polygons_of(municipality_id)
    return list(areas.plane_polygons()) if len(areas) else []


@kept
def hours_of(actor: Actor, municipality_id: UUID, exploration: Exploration) -> Chart:
    """Return weekday by hour for the selection."""
    return hour_chart(_selection(actor, municipality_id, exploration).incidents)


@kept
def development_of(actor: Actor, municipality_id: UUID, exploration: Exploration) -> Chart:
    """Return the selection week by week or month by month; all of its past says what could be expected."""
    with_past = replace(exploration, filter=replace(exploration.filter, first_day=None))
    return development(
        _selection(actor, municipality_id, with_past).incidents,
        first=exploration.first_day,
        last=exploration.last_day,
        today=timezone.localdate(),
        by="month" if exploration.by_month else "week",
    )


def set_apart(actor: Actor, municipality_id: UUID, exploration: Exploration) -> int:
    """Return how many of the selection are no problems, which the start page and the pictures set apart."""
    others = categories_set_apart(municipality_id)
    return number_of(actor, exploration.filter, categories=others, municipality_id=municipality_id)


def areas_of_selection(actor: Actor, municipality_id: UUID, exploration: Exploration) -> Chart:
    """Return the selection by area, beside the population of the year before the last day."""
    read = _selection(actor, municipality_id, exploration)
    chosen = by_districts_of_today(municipality_id, read)
    chart = area_chart(chosen.incidents, polygons_of(municipality_id), year=exploration.last_day.year - 1)
    return chart if chosen is read else replace(chart, method=f"{chart.method} {by_today_words()}")


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """Return what one's functions have saved and those that the organisation shares, one's own first."""
    rows = _saved(actor).order_by("name")
    found = [contract_of(row, actor) for row in rows]
    return sorted(found, key=lambda saved: (not saved.is_own, saved.name.casefold()))


def saved_row_for(actor: Actor, filter_id: UUID) -> SavedRow:
    """Return a saved filter that the actor may know of.

    Raises
    ------
    NotFound
        If there is none for this actor.
    """
    row = SavedRow.objects.filter(pk=filter_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.READ_INCIDENT, row)
    if not is_own(actor, row) and not row.is_shared:
        raise NotFound
    return row


def contract_of(row: SavedRow, actor: Actor) -> SavedFilter:
    """Return a saved filter as others may know it."""
    return SavedFilter(row.id, row.name, row.query, is_own(actor, row), row.is_shared)


def is_own(actor: Actor, row: SavedRow) -> bool:
    """Return whether a function that the actor holds has saved it, whoever held the function then."""
    return row.function_id is not None and row.function_id in _held(actor)


def _saved(actor: Actor) -> QuerySet[SavedRow]:
    mine = Q(function_id__in=_held(actor)) | Q(is_shared=True)
    return SavedRow.objects.filter(within(actor, Right.READ_INCIDENT), mine)


def _held(actor: Actor) -> set[UUID]:
    return {membership.function_id for membership in actor.memberships if membership.function_id}


def _selection(actor: Actor, municipality_id: UUID, exploration: Exploration) -> IncidentSelection:
    return incidents_table(actor, exploration.filter, municipality_id=municipality_id)


def _with_squares(chosen: IncidentSelection) -> pl.DataFrame:
    """Let the middle of a square stand for a place that the reader may not see exactly: to look at only."""
    is_square = chosen.details["cell_m"].is_not_null()
    precision = pl.col("location_precision")
    return chosen.incidents.frame.with_columns(
        pl.when(is_square).then(pl.lit("place")).otherwise(precision).alias("location_precision")
    )


def _coarsest(chosen: IncidentSelection) -> float:
    """The side of the largest square, metres; 0 when the reader sees every place exactly."""
    return float(chosen.details["cell_m"].fill_null(0).max() or 0) if chosen.details.height else 0.0  # type: ignore[arg-type]  # a column of numbers
