"""Read areas, places, population and categories of a municipality; they are no secrets within it."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

import numpy as np
import polars as pl
import shapely
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.tables import areas as tables
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.areas.contracts import (
    Area,
    AreaShape,
    Box,
    Category,
    CategoryChange,
    GenerationSummary,
    LocatedArea,
    PopulationFigure,
)
from lagesbild_web.areas.locating import located_at
from lagesbild_web.areas.models import Area as AreaRow
from lagesbild_web.areas.models import Category as CategoryRow
from lagesbild_web.areas.models import CategoryVersion, Generation, Kind, Population
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound

CATEGORY_FIELDS: Final[Mapping[str, Promise]] = {
    "name": gettext_lazy("namnet"),
    "help": gettext_lazy("hjälptexten"),
    "library_code": gettext_lazy("motsvarigheten"),
    "seriousness": gettext_lazy("allvaret"),
    "is_sensitive": gettext_lazy("känsligheten"),
    "is_reportable": gettext_lazy("om den går att rapportera"),
}
"""What can be changed about a category, in words."""

_DOT_DEGREES: Final = 0.0015
_SINCE_ALWAYS = date(1900, 1, 1)
"""From when what is drawn here, area by area, holds."""
"""The radius of the dot that a place is drawn as on a small map."""
_LIBRARY_KINDS = {Kind.POLICE_AREA: "police_area"}


def municipality_managed_by(actor: Actor, right: Right) -> UUID:
    """Return the municipality whose areas or categories the actor answers for.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, right):
        if membership.organisation_id == membership.municipality_id:
            require(actor, right, Domain(membership.municipality_id, membership.municipality_id))
            return membership.municipality_id
    raise NotAllowed


def areas_of(
    municipality_id: UUID, *, kind: str | None = None, on: date | None = None, with_retired: bool = False
) -> list[Area]:
    """Return the areas that are in force on a day (today when not given), by kind and name, places last.

    With ``with_retired`` also those of earlier boundaries and those that are no longer offered.
    """
    rows = _rows(municipality_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if not with_retired:
        rows = rows.filter(_in_force(on or timezone.localdate()))
    return [area_contract(row) for row in rows]


def shapes_of(municipality_id: UUID) -> list[AreaShape]:
    """Return the areas and places that are in force today with their boundaries, in the order of areas_of."""
    rows = _rows(municipality_id).defer(None).filter(_in_force(timezone.localdate()))
    return [
        AreaShape(area_contract(row), row.geometry or {"type": "Point", "coordinates": [row.lon, row.lat]})
        for row in rows
    ]


def named_places(municipality_id: UUID) -> list[Area]:
    """Return the named places in use, by name."""
    return areas_of(municipality_id, kind=Kind.PLACE)


def areas_by_id(municipality_id: UUID, ids: set[UUID]) -> dict[UUID, Area]:
    """Return those of the areas that exist, whatever their boundaries and state."""
    return {row.id: area_contract(row) for row in _rows(municipality_id).filter(pk__in=ids)}


def area_at(municipality_id: UUID, lon: float, lat: float, *, on: date | None = None) -> LocatedArea | None:
    """Return the district that a point (degrees) lies in on a day, None outside every district."""
    return located_at(municipality_id, [lon], [lat], [on or timezone.localdate()])[0]


def polygons_of(municipality_id: UUID, *, kind: str = Kind.DISTRICT, on: date | None = None) -> tables.Areas:
    """Return the areas of a kind as the library's table, with their population; the codes are the keys."""
    day = on or timezone.localdate()
    rows = list(
        AreaRow.objects.filter(_in_force(day), municipality_id=municipality_id, kind=kind)
        .exclude(geometry__isnull=True)
        .select_related("generation")
        .order_by("code")
    )
    frame = pl.DataFrame(
        {
            "code": [row.code for row in rows],
            "name": [row.name for row in rows],
            "kind": [_LIBRARY_KINDS.get(Kind(row.kind), "own") for row in rows],
            "generation": [row.generation.name for row in rows],
        },
        schema={"code": pl.String, "name": pl.String, "kind": pl.String, "generation": pl.String},
    )
    polygons = np.array([shapely.from_geojson(json.dumps(row.geometry)) for row in rows], dtype=object)
    figures = Population.objects.filter(area__in=rows).values_list("area__code", "year", "residents")
    population = pl.DataFrame(list(figures), schema=dict(tables.POPULATION_SCHEMA), orient="row")
    return tables.Areas.from_frame(frame, polygons, population=population)


def geometry_of(municipality_id: UUID, area_id: UUID) -> shapely.Geometry:
    """Return an area's boundary in degrees; a place's is its point.

    Raises
    ------
    NotFound
        If the municipality has no such area.
    """
    row = AreaRow.objects.filter(municipality_id=municipality_id, pk=area_id).first()
    if row is None:
        raise NotFound
    return (
        shapely.Point(row.lon, row.lat)
        if row.geometry is None
        else shapely.from_geojson(json.dumps(row.geometry))
    )


def generations_of(municipality_id: UUID) -> list[GenerationSummary]:
    """Return the boundaries that have been laid in, by kind, the latest first; also those taken back."""
    rows = Generation.objects.filter(municipality_id=municipality_id)
    counted = rows.annotate(n=Count("areas", filter=Q(areas__retired_on__isnull=True)))
    ordered = list(counted.order_by("kind", "-valid_from", "-made_at"))
    latest: dict[str, UUID] = {}
    for row in ordered:
        if row.undone_at is None:
            latest.setdefault(row.kind, row.id)
    return [
        GenerationSummary(
            row.id,
            row.name,
            row.kind,
            row.get_kind_display(),
            row.valid_from,
            row.valid_to,
            row.n,
            is_undone=row.undone_at is not None,
            can_undo=_was_laid_in(row) and latest.get(row.kind) == row.id,
        )
        for row in ordered
    ]


def generation_for(actor: Actor, generation_id: UUID) -> GenerationSummary:
    """Return boundaries to somebody who manages the municipality's areas; refuses like :func:`area_for`."""
    row = generation_row_for(actor, generation_id)
    return next(found for found in generations_of(row.municipality_id) if found.id == row.id)


def generation_row_for(actor: Actor, generation_id: UUID) -> Generation:
    """Return the row to somebody who manages the municipality's areas; for this feature's actions."""
    row = Generation.objects.filter(pk=generation_id).first()
    if row is None:
        raise NotFound
    _require_there(actor, Right.MANAGE_AREAS, row.municipality_id)
    return row


def can_be_undone(row: Generation) -> bool:
    """Return whether boundaries can be taken back: laid in, and none of the kind came after them."""
    later = Generation.objects.filter(
        municipality_id=row.municipality_id,
        kind=row.kind,
        undone_at__isnull=True,
        valid_from__gt=row.valid_from,
    )
    return row.undone_at is None and _was_laid_in(row) and not later.exists()


def _was_laid_in(row: Generation) -> bool:
    """What is drawn here, area by area, is retired one by one instead."""
    return row.valid_from > _SINCE_ALWAYS


def area_for(actor: Actor, area_id: UUID) -> Area:
    """Return an area to somebody who manages the municipality's areas.

    Raises
    ------
    NotFound
        If there is none, or it is another municipality's.
    NotAllowed
        If the actor may not manage areas.
    """
    row = AreaRow.objects.select_related("generation").filter(pk=area_id).first()
    if row is None:
        raise NotFound
    _require_there(actor, Right.MANAGE_AREAS, row.municipality_id)
    return area_contract(row)


def surroundings_of(area_id: UUID) -> tuple[tables.Areas, set[str]]:
    """Return the districts around an area together with the area itself, and the codes that are the area.

    A place is drawn as a small circle.
    """
    row = AreaRow.objects.select_related("generation").get(pk=area_id)
    around = polygons_of(row.municipality_id)
    if row.kind == Kind.DISTRICT and row.code in set(around.frame["code"]):
        return around, {row.code}
    shape = (
        shapely.from_geojson(json.dumps(row.geometry))
        if row.geometry is not None
        else shapely.Point(row.lon, row.lat).buffer(_DOT_DEGREES)
    )
    frame = pl.concat(
        [
            around.frame.with_columns(pl.col("kind").cast(pl.String)),
            pl.DataFrame({"code": [f"*{row.code}"], "name": [row.name], "kind": ["own"]}),
        ],
        how="diagonal",
    )
    return tables.Areas.from_frame(frame, np.append(around.polygons, shape)), {f"*{row.code}"}


def population_in_area(area_id: UUID) -> list[PopulationFigure]:
    """Return what is known of the number of residents of an area, the latest year first."""
    rows = Population.objects.filter(area_id=area_id).select_related("area").order_by("-year")
    return [PopulationFigure(r.area_id, r.area.code, r.area.name, r.year, r.residents) for r in rows]


def population_of(municipality_id: UUID) -> list[PopulationFigure]:
    """Return the latest known number of residents of each area in force, by name."""
    rows = Population.objects.filter(
        _in_force(timezone.localdate(), "area__"), area__municipality_id=municipality_id
    )
    latest: dict[UUID, PopulationFigure] = {}
    for row in rows.select_related("area").order_by("area__name", "year"):
        latest[row.area_id] = PopulationFigure(
            row.area_id, row.area.code, row.area.name, row.year, row.residents
        )
    return list(latest.values())


def categories_of(
    municipality_id: UUID, *, with_retired: bool = False, reportable_only: bool = False
) -> list[Category]:
    """Return the categories as a tree in reading order: a group, then what is below it."""
    rows = CategoryRow.objects.filter(municipality_id=municipality_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    if reportable_only:
        rows = rows.filter(is_reportable=True)
    children: dict[UUID | None, list[CategoryRow]] = {}
    known = {row.id: row for row in rows}
    for row in known.values():
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[Category] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for row in children.get(parent, []):
            above = known[row.parent_id].code if row.parent_id in known else None
            found.append(_category(row, above, depth, has_children=row.id in children))
            walk(row.id, depth + 1)

    walk(None, 0)
    return found


def category_for(actor: Actor, category_id: UUID) -> Category:
    """Return a category to somebody who manages the municipality's categories.

    Raises
    ------
    NotFound
        If there is none, or it is another municipality's.
    NotAllowed
        If the actor may not manage categories.
    """
    row = CategoryRow.objects.select_related("parent").filter(pk=category_id).first()
    if row is None:
        raise NotFound
    _require_there(actor, Right.MANAGE_CATEGORIES, row.municipality_id)
    parent = row.parent.code if row.parent else None
    return _category(row, parent, 1 if parent else 0, has_children=row.children.exists())


def history_of_category(category_id: UUID) -> list[CategoryChange]:
    """Return what a category said before, the latest change first."""
    rows = CategoryVersion.objects.filter(category_id=category_id)
    return [CategoryChange(row.changed_at, _before_in_words(row.before)) for row in rows]


def _before_in_words(before: dict[str, object]) -> str:
    if "retired_at" in before:
        return _("Var i bruk.") if before["retired_at"] is None else _("Var tagen ur bruk.")
    told = []
    for field in (name for name in CATEGORY_FIELDS if name in before):
        value = before[field]
        word = {True: _("ja"), False: _("nej")}[value] if isinstance(value, bool) else value
        told.append(_("%(field)s var ”%(value)s”") % {"field": CATEGORY_FIELDS[field], "value": word})
    text = ", ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _require_there(actor: Actor, right: Right, municipality_id: UUID) -> None:
    """Ask for the right in the municipality itself; its partners may know of its areas, others may not."""
    require(actor, right, Domain(municipality_id, municipality_id, circle=Circle.PARTNERS))


def category_with_descendants(categories: list[Category], code: str) -> set[str]:
    """Return the code and every code below it, among the categories given."""
    found = {code}
    for category in categories:  # reading order: a parent always comes before its children
        if category.parent in found:
            found.add(category.code)
    return found


def area_contract(row: AreaRow) -> Area:
    """Return an area as others may know it; its generation must be loaded."""
    valid_to, is_undone = row.retired_on or row.generation.valid_to, row.generation.undone_at is not None
    return Area(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        generation=row.generation.name,
        valid_from=row.generation.valid_from,
        valid_to=valid_to,
        box=Box(row.west, row.south, row.east, row.north),
        is_place=row.is_place,
        lon=row.lon,
        lat=row.lat,
        is_retired=row.retired_on is not None,
        is_former=is_undone or (valid_to is not None and valid_to <= timezone.localdate()),
    )


def choosable_areas(municipality_id: UUID, *, kept: Collection[UUID] = ()) -> list[Area]:
    """Return the areas in force today, followed by those that are ``kept``: chosen already, and former."""
    offered = areas_of(municipality_id)
    missing = set(kept) - {area.id for area in offered}
    return [*offered, *areas_by_id(municipality_id, missing).values()] if missing else offered


def _category(row: CategoryRow, parent: str | None, depth: int, *, has_children: bool) -> Category:
    return Category(
        id=row.id,
        code=row.code,
        parent=parent,
        name=row.name,
        help=row.help,
        library_code=row.library_code,
        seriousness=row.seriousness,
        is_sensitive=row.is_sensitive,
        is_reportable=row.is_reportable,
        is_retired=row.retired_at is not None,
        depth=depth,
        has_children=has_children,
    )


def _rows(municipality_id: UUID) -> QuerySet[AreaRow]:
    rows = AreaRow.objects.filter(municipality_id=municipality_id).select_related("generation")
    return rows.defer("geometry").order_by("is_place", "kind", "name", F("generation__valid_from").desc())


def _in_force(day: date, prefix: str = "") -> Q:
    """Areas that are offered on a day: their boundaries hold, and nobody has retired them."""
    g = f"{prefix}generation__"
    return (
        Q(**{f"{g}valid_from__lte": day, f"{g}undone_at__isnull": True})
        & (Q(**{f"{g}valid_to__isnull": True}) | Q(**{f"{g}valid_to__gt": day}))
        & (Q(**{f"{prefix}retired_on__isnull": True}) | Q(**{f"{prefix}retired_on__gt": day}))
    )
