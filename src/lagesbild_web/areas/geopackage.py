"""Read areas from a GeoPackage: a SQLite file whose geometries are WKB behind a short header.

Source: OGC GeoPackage Encoding Standard 1.3, clause 2.1.3 (the header of a geometry).
"""

import json
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely

from lagesbild.tables.faults import Fault, FaultyFileError

_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_ADVICE: Final = "Exportera områdena på nytt som GeoPackage med ett enda lager, eller som GeoJSON"


def as_geojson(path: Path) -> str:
    """Return the only layer of areas in a GeoPackage as GeoJSON, with its coordinate system named.

    Raises
    ------
    FaultyFileError
        If it is no GeoPackage, holds no layer or several, or a geometry cannot be read.
    """
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            table, column, epsg = _layer(path.name, database)
            features = list(_features(path.name, database, table, column))
    except sqlite3.DatabaseError as error:
        raise _faulty(path.name, "Filen går inte att läsa som GeoPackage") from error
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def _layer(file: str, database: sqlite3.Connection) -> tuple[str, str, int]:
    found = database.execute(
        "SELECT g.table_name, g.column_name, s.organization_coordsys_id FROM gpkg_geometry_columns g "
        "JOIN gpkg_contents c USING (table_name) JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
        "WHERE c.data_type = 'features' ORDER BY g.table_name"
    ).fetchall()
    if not found:
        raise _faulty(file, "Filen innehåller inget lager med områden")
    if len(found) > 1:
        raise _faulty(file, f"Filen innehåller flera lager: {', '.join(row[0] for row in found)}")
    return found[0][0], found[0][1], int(found[0][2])


def _features(file: str, database: sqlite3.Connection, table: str, column: str) -> Iterator[dict[str, Any]]:
    name = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # a quoted name from the file's own list
    columns = [item[0] for item in rows.description]
    for number, row in enumerate(rows, start=1):
        values = dict(zip(columns, row, strict=True))
        blob = values.pop(column)
        properties = {key: value for key, value in values.items() if not isinstance(value, bytes)}
        geometry = _geometry(file, number, blob)
        yield {"type": "Feature", "properties": properties, "geometry": geometry}


def _geometry(file: str, number: int, blob: object) -> Any:
    if blob is None:
        return None
    try:
        if not isinstance(blob, bytes) or blob[:2] != b"GP":
            raise ValueError("no GeoPackage header")
        (flags,) = struct.unpack_from("B", blob, 3)
        wkb = blob[8 + _ENVELOPE_BYTES[(flags >> 1) & 7] :]
        return json.loads(shapely.to_geojson(shapely.force_2d(shapely.from_wkb(wkb))))
    except (ValueError, KeyError, struct.error, shapely.errors.GEOSException) as error:
        what = "Områdets gräns går inte att läsa"
        raise FaultyFileError([Fault(file, number, "geometry", what, _ADVICE)]) from error


def _faulty(file: str, what: str) -> FaultyFileError:
    return FaultyFileError([Fault(file, 0, "", what, _ADVICE)])
