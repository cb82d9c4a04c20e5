"""What a phone needs to write a report without a network: categories, places and the districts' outlines."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import shapely
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.areas.queries import areas_of, categories_of, polygons_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.photos.queries import are_allowed
from lagesbild_web.reporting.tiles import first_categories, icon_of

OUTLINE_TOLERANCE: Final = 0.0003
"""Degrees, some 20-30 metres: enough for a map the size of a hand."""


def municipality_reported_to(actor: Actor) -> UUID:
    """Return the municipality that the actor reports to.

    Raises
    ------
    NotAllowed
        If no role lets the actor report.
    """
    memberships = those_with(actor, Right.REPORT_INCIDENT)
    if not memberships:
        raise NotAllowed
    return memberships[0].municipality_id


@dataclass(frozen=True, slots=True)
class ReportingFunction:
    """A function that the actor can report in."""

    id: UUID
    label: str
    """The function and its organisation."""


def reporting_functions(actor: Actor) -> list[ReportingFunction]:
    """Return the functions that the actor can report in, the one used when nothing is said first."""
    return [
        ReportingFunction(held.function_id, f"{held.function}, {held.organisation}")
        for held in those_with(actor, Right.REPORT_INCIDENT)
        if held.function_id is not None
    ]


def check_function(actor: Actor, function_id: UUID | None) -> None:
    """Let a report through that is sent in a function that the actor has.

    Raises
    ------
    Invalid
        If the function is not the actor's, or no longer.
    """
    if function_id is not None and function_id not in {held.id for held in reporting_functions(actor)}:
        raise Invalid(function=_("Du har inte längre den funktionen. Välj vilken du rapporterar som."))


def reportable_categories(municipality_id: UUID) -> list[Category]:
    """Return what can be reported, in reading order."""
    return categories_of(municipality_id, reportable_only=True)


def lists_for(actor: Actor) -> dict[str, Any]:
    """Return the lists as JSON, for the phone of one account. They hold nothing that anybody has reported."""
    municipality_id = municipality_reported_to(actor)
    categories = reportable_categories(municipality_id)
    names = {category.code: category.name for category in categories}
    areas = areas_of(municipality_id)
    return {
        "account": str(actor.user_id),
        "municipality": str(municipality_id),
        "functions": [{"id": str(held.id), "name": held.label} for held in reporting_functions(actor)],
        "photos": are_allowed(municipality_id),
        "categories": [_category(category, names) for category in categories],
        "tiles": first_categories(categories),
        "places": [_place(area) for area in areas if area.is_place],
        "areas": [{"id": str(a.id), "name": a.label, "under": a.kind_label} for a in areas if not a.is_place],
        "outlines": _outlines(municipality_id),
    }


def _category(category: Category, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": category.code,
        "name": category.name,
        "help": category.help,
        "icon": icon_of(category),
        "group": names.get(category.parent) if category.parent else None,
        "seriousness": category.seriousness,
    }


def _place(area: Area) -> dict[str, Any]:
    return {"id": str(area.id), "name": area.name, "lon": area.lon, "lat": area.lat}


def _outlines(municipality_id: UUID) -> list[dict[str, Any]]:
    polygons = polygons_of(municipality_id)
    names = polygons.frame["name"].to_list()
    simple = shapely.simplify(polygons.polygons, OUTLINE_TOLERANCE)
    return [{"name": name, "rings": _rings(shape)} for name, shape in zip(names, simple, strict=True)]


def _rings(shape: shapely.Geometry) -> list[list[list[float]]]:
    return [
        [[round(lon, 5), round(lat, 5)] for lon, lat in shapely.get_coordinates(ring).tolist()]
        for polygon in shapely.get_parts(shape)
        for ring in shapely.get_rings(polygon)
    ]
