"""What a picture is made of, frozen as files: the incidents as they were read, the borders and the residents.

The same files give the same picture, whenever it is made again with what people have added to it.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import numpy as np
import polars as pl
import shapely

from lagesbild.picture.options import Population
from lagesbild.sources.base import SourceTables
from lagesbild.tables.areas import POPULATION_SCHEMA, Areas
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.municipalities import County, Municipality, UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.areas.queries import polygons_of, surroundings_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.stored_files import StoredFile, read, store
from lagesbild_web.incidents.boundaries import by_districts_of_today
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.pictures.ordering import DRAWN, Order, area_of

INCIDENTS: Final = "underlag/incidents.parquet"
AREAS: Final = "underlag/areas.json"
_YEARS_BACK: Final = 6
"""Five earlier years are compared with, and the alarms look at one more."""
_UNKNOWN_CODE: Final = "0000"


@dataclass(frozen=True, slots=True)
class Material:
    """The frozen files, read."""

    tables: tuple[SourceTables, ...]
    areas: Areas | None
    population: Population | None
    area_code: str
    """The area that the picture is about; empty is the whole municipality."""


def freeze(actor: Actor, municipality_id: UUID, order: Order) -> dict[str, StoredFile]:
    """Keep what the actor may read now of what the order asks for, and return the files by name."""
    period, _compare = order.periods()
    first = period.start - timedelta(days=366 * _YEARS_BACK)
    # The borders are those of today: earlier years are counted by them too.
    chosen = by_districts_of_today(
        municipality_id,
        incidents_table(actor, IncidentFilter(first_day=first), municipality_id=municipality_id),
    )
    incidents = io.BytesIO()
    chosen.incidents.frame.write_parquet(incidents, compression="zstd")
    areas, code = _areas(municipality_id, order)
    return {INCIDENTS: store(incidents.getvalue()), AREAS: store(_written(areas, code))}


def thaw(files: Mapping[str, str], municipality: Municipality) -> Material:
    """Return the frozen material; ``files`` is hashes by name."""
    frame = pl.read_parquet(read(files[INCIDENTS]))
    is_here = {"municipality": municipality.code, "county": municipality.county.code}
    frame = frame.with_columns(**{name: pl.lit(value) for name, value in is_here.items()})
    tables = tuple(
        _table(str(key[0]), own, files[INCIDENTS])
        for key, own in sorted(frame.partition_by("source", as_dict=True).items())
    )
    areas, code = _read_areas(read(files[AREAS]))
    population = (
        Population(areas.population, "kommunens folkmängd per område", files[AREAS])
        if areas is not None and areas.population.height
        else None
    )
    return Material(tables, areas, population, code)


def municipality_of(municipality_id: UUID) -> Municipality:
    """Return the municipality as the library knows it; one that it does not know gets a code of its own."""
    name = organisation_name(municipality_id)
    try:
        return find_municipality(name)
    except UnknownPlaceError:
        return Municipality(_UNKNOWN_CODE, name, f"{name} kommun", County(_UNKNOWN_CODE[:2], ""))


def _table(source: str, frame: pl.DataFrame, sha256: str) -> SourceTables:
    incidents = Incidents.from_frame(frame)
    return SourceTables(
        source, "Registret över händelser", sha256, incidents, Measurements.empty(), rows_read=len(incidents)
    )


def _areas(municipality_id: UUID, order: Order) -> tuple[Areas, str]:
    """The borders in force, with the area that the picture is about, and its code."""
    if (area_id := area_of(order)) is not None:
        around, codes = surroundings_of(area_id)
        return around, next(iter(codes))
    areas = polygons_of(municipality_id)
    if not order.polygon:
        return areas, ""
    drawn = pl.DataFrame({"code": [DRAWN], "name": [order.area_name or "Ritad yta"], "kind": ["own"]})
    frame = pl.concat([areas.frame.with_columns(pl.col("kind").cast(pl.String)), drawn], how="diagonal")
    polygons = np.append(areas.polygons, shapely.Polygon(order.polygon))
    return Areas.from_frame(frame, polygons, population=areas.population), DRAWN


def _written(areas: Areas, code: str) -> bytes:
    data = {
        "area": code,
        "areas": [
            {"code": row["code"], "name": row["name"], "kind": str(row["kind"])}
            for row in areas.frame.iter_rows(named=True)
        ],
        "polygons": [json.loads(shapely.to_geojson(polygon)) for polygon in areas.polygons],
        "population": areas.population.rows(),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def _read_areas(raw: bytes) -> tuple[Areas | None, str]:
    data = json.loads(raw)
    if not data["areas"]:
        return None, ""
    polygons = np.array([shapely.from_geojson(json.dumps(p)) for p in data["polygons"]], dtype=object)
    population = pl.DataFrame(data["population"], schema=dict(POPULATION_SCHEMA), orient="row")
    areas = Areas.from_frame(pl.DataFrame(data["areas"]), polygons, population=population)
    return areas, data["area"]
