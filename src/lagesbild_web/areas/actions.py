"""Lay in boundaries, draw areas and places, and start a municipality's categories."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import shapely
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lagesbild.tables.areas import Areas
from lagesbild.tables.categories import Taxonomy
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.contracts import Area, GenerationSummary
from lagesbild_web.areas.default_categories import REPORTABLE
from lagesbild_web.areas.models import Area as AreaRow
from lagesbild_web.areas.models import Category as CategoryRow
from lagesbild_web.areas.models import Generation, Kind, Population
from lagesbild_web.areas.queries import area_contract
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid

_OWN_GENERATIONS: Mapping[str, str] = {Kind.OWN: "Egna områden", Kind.PLACE: "Namngivna platser"}
_SINCE_ALWAYS = date(1900, 1, 1)


@action("areas.import")
def import_boundaries(
    actor: Actor,
    areas: Areas,
    *,
    municipality_id: UUID,
    kind: str,
    name: str,
    valid_from: date,
    file_sha256: str = "",
) -> GenerationSummary:
    """Lay in new boundaries; those of the same kind that were in force end where these begin.

    Incidents keep the area that they were given: a moved boundary rewrites no history.
    """
    require(actor, Right.MANAGE_AREAS, Domain(municipality_id, municipality_id))
    _check_new_generation(municipality_id, kind, name, valid_from)
    before = Generation.objects.filter(municipality_id=municipality_id, kind=kind, valid_to__isnull=True)
    before.update(valid_to=valid_from)
    row = Generation.objects.create(
        municipality_id=municipality_id,
        kind=kind,
        name=name.strip(),
        valid_from=valid_from,
        file_sha256=file_sha256,
    )
    made = AreaRow.objects.bulk_create(_area_rows(areas, row))
    _keep_population(areas, made)
    record(
        actor,
        "areas.imported",
        row.id,
        municipality_id=municipality_id,
        areas=len(made),
        name=row.name,
        valid_from=valid_from,
        sha256=file_sha256,
    )
    return GenerationSummary(
        row.id, row.name, row.kind, row.get_kind_display(), row.valid_from, row.valid_to, len(made)
    )


@action("areas.add_place")
def add_place(actor: Actor, *, municipality_id: UUID, name: str, lon: float, lat: float) -> Area:
    """Name a place, so that it can be chosen when something is reported."""
    require(actor, Right.MANAGE_AREAS, Domain(municipality_id, municipality_id))
    generation = _own_generation(municipality_id, Kind.PLACE)
    row = AreaRow.objects.create(
        municipality_id=municipality_id,
        generation=generation,
        code=_free_code(generation, name),
        name=_new_name(generation, name),
        kind=Kind.PLACE,
        is_place=True,
        lon=lon,
        lat=lat,
        west=lon,
        south=lat,
        east=lon,
        north=lat,
        drawn_by_id=municipality_id,
    )
    record(actor, "areas.drawn", row.id, municipality_id=municipality_id, code=row.code, name=row.name)
    return area_contract(row)


@action("category.import_defaults")
def import_default_categories(actor: Actor, *, municipality_id: UUID) -> int:
    """Give the municipality the categories of the library that it lacks; returns how many were new."""
    require(actor, Right.MANAGE_CATEGORIES, Domain(municipality_id, municipality_id))
    known = {row.code: row for row in CategoryRow.objects.filter(municipality_id=municipality_id)}
    new: list[CategoryRow] = []
    for order, item in enumerate(Taxonomy.load().categories.values()):
        if item.code in known:
            continue
        known[item.code] = CategoryRow(
            municipality_id=municipality_id,
            code=item.code,
            parent=known[item.parent] if item.parent else None,
            name=item.name,
            help=REPORTABLE.get(item.code, ""),
            library_code=item.code,
            seriousness=item.seriousness,
            is_sensitive=item.sensitive,
            is_reportable=item.code in REPORTABLE,
            order=order,
        )
        new.append(known[item.code])
    CategoryRow.objects.bulk_create(new)
    record(actor, "category.defaults_imported", municipality_id=municipality_id, categories=len(new))
    return len(new)


def _check_new_generation(municipality_id: UUID, kind: str, name: str, valid_from: date) -> None:
    same_kind = Generation.objects.filter(municipality_id=municipality_id, kind=kind)
    if kind not in (Kind.DISTRICT, Kind.POLICE_AREA, Kind.OWN):
        raise Invalid(
            kind=_("Välj vad för slags områden filen har: distrikt, polisområden eller egna områden.")
        )
    if same_kind.filter(name=name.strip()).exists():
        raise Invalid(
            name=_("Det finns redan en indelning som heter ”%(name)s”. Välj ett annat namn.") % {"name": name}
        )
    later = same_kind.filter(valid_from__gte=valid_from).order_by("-valid_from").first()
    if later is not None and kind != Kind.OWN:
        earliest = later.valid_from + timedelta(days=1)
        raise Invalid(
            valid_from=_("”%(name)s” gäller redan från %(day)s. Välj %(earliest)s eller en senare dag.")
            % {"name": later.name, "day": later.valid_from, "earliest": earliest}
        )


def _area_rows(areas: Areas, generation: Generation) -> list[AreaRow]:
    bounds = shapely.bounds(areas.polygons)
    return [
        AreaRow(
            municipality_id=generation.municipality_id,
            generation=generation,
            code=code,
            name=name,
            kind=generation.kind,
            geometry=json.loads(shapely.to_geojson(polygon)),
            west=west,
            south=south,
            east=east,
            north=north,
        )
        for code, name, polygon, (west, south, east, north) in zip(
            areas.frame["code"], areas.frame["name"], areas.polygons, bounds.tolist(), strict=True
        )
    ]


def _keep_population(areas: Areas, made: list[AreaRow]) -> None:
    by_code = {row.code: row for row in made}
    Population.objects.bulk_create(
        Population(area=by_code[figure["area"]], year=figure["year"], residents=figure["population"])
        for figure in areas.population.iter_rows(named=True)
        if figure["area"] in by_code
    )


def _own_generation(municipality_id: UUID, kind: str) -> Generation:
    """Return where the municipality's own drawings of a kind are kept."""
    row, _is_new = Generation.objects.get_or_create(
        municipality_id=municipality_id,
        kind=kind,
        name=_OWN_GENERATIONS[kind],
        defaults={"valid_from": _SINCE_ALWAYS},
    )
    return row


def _new_name(generation: Generation, name: str) -> str:
    written = name.strip()
    if not written:
        raise Invalid(name=_("Skriv vad området eller platsen heter."))
    if generation.areas.filter(name__iexact=written, retired_on__isnull=True).exists():
        raise Invalid(name=_("”%(name)s” finns redan. Välj ett annat namn.") % {"name": written})
    return written


def _free_code(generation: Generation, name: str) -> str:
    """Return a code that is made of the name and is not taken."""
    plain = slugify(name.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:50] or "omrade"
    taken = set(generation.areas.filter(code__startswith=plain).values_list("code", flat=True))
    return next(
        code for code in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )
