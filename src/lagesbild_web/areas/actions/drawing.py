"""Draw areas and places of one's own, name them anew, and take them out of use."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import shapely
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.actions.boundaries import renewed
from lagesbild_web.areas.contracts import Area, Corner
from lagesbild_web.areas.models import Area as AreaRow
from lagesbild_web.areas.models import Generation, Kind
from lagesbild_web.areas.queries import area_contract
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen, screen_numbers

_GENERATIONS: Final[Mapping[str, str]] = {Kind.OWN: "Egna områden", Kind.PLACE: "Namngivna platser"}
_SINCE_ALWAYS: Final = date(1900, 1, 1)


@action("areas.draw")
def draw_area(actor: Actor, *, municipality_id: UUID, name: str, corners: Sequence[Corner]) -> Area:
    """Draw an area of the municipality's own, such as a station and the streets around it."""
    require(actor, Right.MANAGE_AREAS, Domain(municipality_id, municipality_id))
    generation = _own_generation(municipality_id, Kind.OWN)
    row = AreaRow.objects.create(
        municipality_id=municipality_id,
        generation=generation,
        code=_free_code(generation, name),
        name=_new_name(generation, name),
        kind=Kind.OWN,
        drawn_by_id=municipality_id,
        **_surface(corners),
    )
    renewed(generation.id)
    record(actor, "areas.drawn", row.id, municipality_id=municipality_id, code=row.code, name=row.name)
    return area_contract(row)


@action("areas.redraw")
def redraw_area(actor: Actor, area_id: UUID, *, corners: Sequence[Corner]) -> Area:
    """Move the boundary of an own area; the old drawing is kept, out of use, for what was counted in it."""
    before = _managed(actor, area_id)
    if before.kind != Kind.OWN:
        raise Invalid(corners=_("Bara egna områden ritas om. Andra gränser läggs in från en fil."))
    surface = _surface(corners)
    _retire(before)
    row = AreaRow.objects.create(
        municipality_id=before.municipality_id,
        generation=before.generation,
        code=before.code,
        name=before.name,
        kind=Kind.OWN,
        drawn_by_id=before.municipality_id,
        **surface,
    )
    renewed(before.generation_id)
    record(actor, "areas.redrawn", row.id, municipality_id=row.municipality_id, code=row.code, name=row.name)
    return area_contract(row)


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


@action("areas.rename")
def rename_area(actor: Actor, area_id: UUID, *, name: str) -> Area:
    """Call an area or a place something else; incidents in it follow."""
    row = _managed(actor, area_id)
    before = row.name
    if name.strip() == before:
        raise Invalid(name=_("Det heter så redan. Skriv det nya namnet."))
    row.name = _new_name(row.generation, name)
    row.save(update_fields=["name"])
    renewed(row.generation_id)
    record(
        actor,
        "areas.renamed",
        row.id,
        municipality_id=row.municipality_id,
        code=row.code,
        before=before,
        after=row.name,
    )
    return area_contract(row)


@action("areas.retire")
def retire_area(actor: Actor, area_id: UUID, *, reason: str) -> None:
    """Stop offering an own area or a place; what has been counted in it stays."""
    row = _managed(actor, area_id)
    if row.kind not in _GENERATIONS:
        raise Invalid(reason=_("Bara egna områden och platser tas ur bruk. En indelning ersätts av nästa."))
    if row.retired_on is not None:
        raise Invalid(reason=_("Det är redan taget ur bruk."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    _retire(row)
    renewed(row.generation_id)
    record(
        actor,
        "areas.retired",
        row.id,
        municipality_id=row.municipality_id,
        code=row.code,
        name=row.name,
        reason=reason.strip()[:500],
    )


@action("areas.restore")
def restore_area(actor: Actor, area_id: UUID) -> None:
    """Offer an own area or a place again."""
    row = _managed(actor, area_id)
    if row.retired_on is None:
        raise Invalid(reason=_("Det är i bruk."))
    if row.generation.areas.filter(code=row.code, retired_on__isnull=True).exists():
        raise Invalid(reason=_("Området har ritats om sedan dess. Den nya ritningen gäller."))
    row.retired_on = None
    row.save(update_fields=["retired_on"])
    renewed(row.generation_id)
    record(actor, "areas.restored", row.id, municipality_id=row.municipality_id, code=row.code, name=row.name)


def _managed(actor: Actor, area_id: UUID) -> AreaRow:
    """Return the row to somebody who manages the municipality's areas."""
    row = AreaRow.objects.select_related("generation").filter(pk=area_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_AREAS, Domain(row.municipality_id, row.municipality_id))
    return row


def _retire(row: AreaRow) -> None:
    row.retired_on = timezone.localdate()
    row.save(update_fields=["retired_on"])


def _surface(corners: Sequence[Corner]) -> dict[str, Any]:
    """Return the columns of a drawn boundary."""
    if len({(corner.lon, corner.lat) for corner in corners}) < 3:
        raise Invalid(corners=_("Ett område behöver minst tre olika hörn."))
    polygon = shapely.Polygon([(corner.lon, corner.lat) for corner in corners])
    if not polygon.is_valid or not polygon.area:
        raise Invalid(corners=_("Gränsen korsar sig själv. Skriv hörnen i ordning runt området."))
    west, south, east, north = polygon.bounds
    geometry = json.loads(shapely.to_geojson(polygon))
    return {"geometry": geometry, "west": west, "south": south, "east": east, "north": north}


def _own_generation(municipality_id: UUID, kind: str) -> Generation:
    """Return where the municipality's own drawings of a kind are kept."""
    row, _is_new = Generation.objects.get_or_create(
        municipality_id=municipality_id,
        kind=kind,
        name=_GENERATIONS[kind],
        defaults={"valid_from": _SINCE_ALWAYS},
    )
    return row


def _new_name(generation: Generation, name: str) -> str:
    written = name.strip()
    if not written:
        raise Invalid(name=_("Skriv vad området eller platsen heter."))
    screen_numbers(name=written)
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
