"""Layers as GeoJSON, on the plane for our own map and in degrees for everybody else's."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild.layers.layer import MapLayer
from lagesbild.tables.coordinates import to_wgs84

JsonObject = dict[str, Any]

_PLANE_GRID_M = 0.1
_DEGREE_DIGITS = 6  # about a decimetre


def plane_geojson(layer: MapLayer) -> JsonObject:
    """Return the layer in metres, SWEREF 99 TM, as the pages' map draws it (EPSG:3006, not RFC 7946)."""
    return _collection(layer, lambda shape: shapely.set_precision(shape, _PLANE_GRID_M))


def geojson(layer: MapLayer) -> JsonObject:
    """Return the layer in degrees, WGS 84 (RFC 7946, Butler et al. 2016), for export."""
    return _collection(layer, _in_degrees)


def _collection(layer: MapLayer, placed: Callable[[BaseGeometry], BaseGeometry]) -> JsonObject:
    columns = layer.table.columns
    features = []
    for feature in layer.features:
        row = layer.table.rows[feature.row] if feature.row is not None else None
        values = {c.key: _plain(v) for c, v in zip(columns, row, strict=True)} if row is not None else {}
        features.append(
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(placed(feature.shape)),
                "properties": {"look": feature.look, "words": feature.words, **values},
            }
        )
    return {"type": "FeatureCollection", "name": layer.heading, "features": features}


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    def project(plane: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        degrees = to_wgs84(plane[:, 0], plane[:, 1])
        return np.asarray(np.column_stack([degrees.lon, degrees.lat]).round(_DEGREE_DIGITS), dtype=np.float64)

    return shapely.transform(shape, project)
