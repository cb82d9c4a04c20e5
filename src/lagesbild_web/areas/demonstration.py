"""The invented municipality's ground in the web: districts with residents, named places, categories."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

import numpy as np

from lagesbild.demo.geography import CENTRE_E, CENTRE_N, PLACES, areas_geojson, population_csv
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.coordinates import to_wgs84
from lagesbild.tables.population_file import read_population
from lagesbild_web.areas.actions import add_place, import_boundaries, import_default_categories
from lagesbild_web.areas.queries import generations_of
from lagesbild_web.base.actor import Actor

GENERATION: Final = "DeSO 2018"
_POPULATION_STREAM: Final = (1, 5)
"""The library's demonstration draws its population from this seed; the two must say the same."""


def lay_in_demo_ground(actor: Actor, *, municipality_id: UUID) -> None:
    """Give the invented municipality its districts, places and categories; does nothing the second time."""
    if generations_of(municipality_id):
        return
    import_default_categories(actor, municipality_id=municipality_id)
    with TemporaryDirectory() as folder:
        areas_file, population_file = Path(folder) / "omraden.geojson", Path(folder) / "befolkning.csv"
        areas_file.write_text(areas_geojson(), encoding="utf-8")
        residents = population_csv(np.random.default_rng(_POPULATION_STREAM))
        population_file.write_text(residents, encoding="utf-8")
        areas = read_areas(areas_file).with_population(read_population(population_file))
    import_boundaries(
        actor,
        areas,
        municipality_id=municipality_id,
        kind="district",
        name=GENERATION,
        valid_from=date(2018, 1, 1),
    )
    for place in PLACES.values():
        point = to_wgs84([CENTRE_E + place.east], [CENTRE_N + place.north])
        add_place(
            actor,
            municipality_id=municipality_id,
            name=place.name,
            lon=round(float(point.lon[0]), 6),
            lat=round(float(point.lat[0]), 6),
        )
