"""The boundaries that come with the package: municipalities and counties, generalised for overview maps."""

import json
from functools import cache
from importlib import resources

import numpy as np
import polars as pl
import shapely

from lagesbild.tables.areas import Areas
from lagesbild.tables.municipalities import counties, municipalities

GENERATION = "generaliserade"


@cache
def municipality_areas() -> Areas:
    """Return the 290 municipalities with generalised boundaries (about 250 m), in order of code."""
    path = resources.files("lagesbild.tables").joinpath("data", "municipalities.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = {
        feature["properties"]["code"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in features
    }
    rows = [
        {
            "code": item.code,
            "name": item.name,
            "kind": "municipality",
            "parent": item.county.code,
            "generation": GENERATION,
        }
        for item in municipalities()
    ]
    polygons = np.array([shapes[item.code] for item in municipalities()], dtype=object)
    return Areas.from_frame(pl.DataFrame(rows), polygons)


@cache
def county_areas() -> Areas:
    """Return the 21 counties, put together from their municipalities."""
    whole = municipality_areas()
    parents = whole.frame["parent"].to_numpy()
    polygons = np.array(
        [shapely.coverage_union_all(whole.polygons[parents == county.code]) for county in counties()],
        dtype=object,
    )
    rows = [
        {"code": county.code, "name": county.name, "kind": "county", "generation": GENERATION}
        for county in counties()
    ]
    return Areas.from_frame(pl.DataFrame(rows), polygons)
