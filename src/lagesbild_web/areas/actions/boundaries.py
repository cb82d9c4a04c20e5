"""Lay in boundaries and population from files."""

import json
from datetime import date, timedelta
from uuid import UUID

import polars as pl
import shapely
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.areas import Areas
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.contracts import GenerationSummary
from lagesbild_web.areas.models import Area as AreaRow
from lagesbild_web.areas.models import Generation, Kind, Population
from lagesbild_web.areas.queries import can_be_undone, generation_row_for
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen


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
    before = Generation.objects.filter(
        municipality_id=municipality_id, kind=kind, valid_to__isnull=True, undone_at__isnull=True
    )
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


@action("areas.undo_import")
def undo_import(actor: Actor, generation_id: UUID, *, reason: str) -> str:
    """Take back the latest boundaries of a kind; those before hold again. Returns their name, or nothing.

    Incidents that were given an area meanwhile keep it: what has been counted is not moved.

    Raises
    ------
    Invalid
        If they were drawn here, have been taken back already, or others have come after them.
    """
    row = generation_row_for(actor, generation_id)
    if not can_be_undone(row):
        raise Invalid(
            reason=_("Bara den senast inlagda indelningen av sitt slag går att ångra. Ångra den nyare först.")
        )
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    same_kind = Generation.objects.filter(
        municipality_id=row.municipality_id, kind=row.kind, undone_at__isnull=True
    )
    again = same_kind.filter(valid_to=row.valid_from).first()
    same_kind.filter(valid_to=row.valid_from).update(valid_to=None)
    renewed(row.id)
    record(
        actor,
        "areas.import_undone",
        row.id,
        municipality_id=row.municipality_id,
        name=row.name,
        reason=reason.strip()[:500],
    )
    return again.name if again else ""


@action("areas.import_population")
def import_population(actor: Actor, figures: pl.DataFrame, *, municipality_id: UUID) -> int:
    """Keep how many lived in each area and year; returns how many figures were of areas that exist.

    A figure for a year that is known already is replaced. Areas of every generation are found by their code.
    """
    require(actor, Right.MANAGE_AREAS, Domain(municipality_id, municipality_id))
    by_code: dict[str, list[AreaRow]] = {}
    rows = AreaRow.objects.filter(municipality_id=municipality_id, is_place=False).defer("geometry")
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    kept = [
        Population(area=area, year=figure["year"], residents=figure["population"])
        for figure in figures.iter_rows(named=True)
        for area in by_code.get(figure["area"], [])
    ]
    if not kept:
        raise Invalid(
            file=_("Ingen av områdeskoderna i filen finns bland kommunens områden. Lägg in områdena först.")
        )
    Population.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["area", "year"], update_fields=["residents"]
    )
    years = sorted({figure.year for figure in kept})
    record(
        actor,
        "areas.population_imported",
        municipality_id=municipality_id,
        areas=len({figure.area_id for figure in kept}),
        years=str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
    )
    return len(kept)


def renewed(generation_id: UUID) -> None:
    """Say that a boundary or a name in a generation has changed; for this feature only."""
    Generation.objects.filter(pk=generation_id).update(edition=F("edition") + 1)


def _check_new_generation(municipality_id: UUID, kind: str, name: str, valid_from: date) -> None:
    same_kind = Generation.objects.filter(municipality_id=municipality_id, kind=kind, undone_at__isnull=True)
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
