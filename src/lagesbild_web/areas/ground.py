"""What one draws on top of: the areas and places there are, in metres, for the script that shows the map."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely

from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.areas.contracts import AreaShape, Corner
from lagesbild_web.areas.models import Area
from lagesbild_web.areas.queries import shapes_of

_CALM_M = 2.0
"""Outlines are simplified by less than can be seen."""


def ground_geojson(municipality_id: UUID) -> dict[str, Any]:
    """Return the areas and places in force as GeoJSON in metres, SWEREF 99 TM. They are no secrets."""
    return {"type": "FeatureCollection", "features": list(_features(shapes_of(municipality_id)))}


def corners_of(area_id: UUID) -> list[Corner]:
    """Return the corners of an area that is one piece without holes; none for any other."""
    geometry = Area.objects.values_list("geometry", flat=True).get(pk=area_id)
    if not geometry or geometry["type"] != "Polygon" or len(geometry["coordinates"]) != 1:
        return []
    ring = geometry["coordinates"][0]
    return [Corner(lon, lat) for lon, lat, *_ in ring[:-1]]


def written(corners: Sequence[Corner]) -> str:
    """Return corners as people write them: north and east in metres, one on each line."""
    plane = to_sweref([corner.lon for corner in corners], [corner.lat for corner in corners])
    return "\n".join(f"{n:.1f} {e:.1f}" for e, n in zip(plane.e.tolist(), plane.n.tolist(), strict=True))


def _features(shapes: Sequence[AreaShape]) -> Iterator[dict[str, Any]]:
    for found in shapes:
        shape = shapely.transform(shapely.geometry.shape(found.geometry), _metres)
        yield {
            "type": "Feature",
            "properties": {"name": found.area.name, "kind": found.area.kind},
            "geometry": shapely.geometry.mapping(shape.simplify(_CALM_M)),
        }


def _metres(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    plane = to_sweref(degrees[:, 0], degrees[:, 1])
    return np.column_stack([plane.e, plane.n])
