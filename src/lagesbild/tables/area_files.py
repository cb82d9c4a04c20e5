"""Reading areas (GeoJSON) and population (CSV) from files, with every fault listed."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from lagesbild.tables.area_codes import parse_area_code
from lagesbild.tables.areas import AREA_SCHEMA, Areas
from lagesbild.tables.coordinates import read_coordinates, to_wgs84
from lagesbild.tables.faults import Fault, FaultyFileError
from lagesbild.tables.labels import label_key

CODE_PROPERTIES = (
    "deso", "desokod", "desocode", "regso", "regsokod", "omradeskod", "områdeskod", "kommunkod", "code",
    "kod", "id", "area",
)  # fmt: skip
NAME_PROPERTIES = (
    "name", "namn", "desonamn", "regsonamn", "omradesnamn", "områdesnamn", "omrade", "område", "kom namn",
    "kommunnamn",
)  # fmt: skip
_PARENT_PROPERTIES = ("parent", "tillhor", "tillhör", "kommunkod", "kommun")
_GENERATION_PROPERTIES = ("generation", "version", "deso version")
_EPSG = re.compile(r"EPSG:{1,2}(\d{4,5})$|CRS84$")
_PLANES = frozenset(range(3006, 3019)) | {3021}
_ADVICE_EXPORT = "Exportera områdena på nytt som GeoJSON i WGS 84 eller SWEREF 99 TM"


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    code: str
    name: str
    kind: str
    parent: str | None
    generation: str | None
    polygon: shapely.Geometry


def read_areas(path: Path) -> Areas:
    """Read areas from a GeoJSON file in WGS 84 or SWEREF 99 (TM or a declared local zone).

    The code is taken from a property such as ``code``, ``kod``, ``deso`` or ``regso``, the name from
    ``name`` or ``namn`` (else the code names the area); a file with neither may have one other property that
    gives each area a text of its own, such as ``precinct``. Which coordinate system it is, is seen from
    the file's ``crs`` or from the numbers themselves. Rings that cross themselves are mended.

    Raises
    ------
    FaultyFileError
        With every fault; ``row`` is the number of the area in the file, 1 for the first.
    OSError
        If the file cannot be opened.
    """
    faults: list[Fault] = []
    features = _features(path, faults)
    epsg = _declared_epsg(path.name, features.crs, faults)
    rows: list[_Row] = []
    naming = _naming_property(features.items)
    for number, feature in enumerate(features.items, start=1):
        row = _row(path.name, number, feature, naming, faults)
        if row is not None:
            rows.append(row)
    faults += _duplicates(path.name, rows)
    polygons = np.array([row.polygon for row in rows], dtype=object)
    if rows and not faults:
        polygons = _in_degrees(path.name, polygons, epsg, faults)
    if faults:
        raise FaultyFileError(faults)
    columns = {name: [getattr(row, name) for row in rows] for name in AREA_SCHEMA}
    return Areas.from_frame(pl.DataFrame(columns, schema=AREA_SCHEMA), polygons)


@dataclass(frozen=True, slots=True)
class _Features:
    items: Sequence[Mapping[str, Any]]
    crs: str


def _features(path: Path, faults: list[Fault]) -> _Features:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        where = f" (rad {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        faults.append(Fault(path.name, 0, "", f"Filen går inte att läsa som GeoJSON{where}", _ADVICE_EXPORT))
        return _Features((), "")
    items = data.get("features") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        faults.append(Fault(path.name, 0, "", "Filen är ingen FeatureCollection", _ADVICE_EXPORT))
        return _Features((), "")
    if not items:
        faults.append(Fault(path.name, 0, "", "Filen innehåller inga områden", _ADVICE_EXPORT))
    crs = data.get("crs") or {}
    return _Features(items, str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else "")


def _declared_epsg(file: str, crs: str, faults: list[Fault]) -> int | None:
    """Return the declared system: 4326 for degrees, a plane's code, or None when nothing is declared."""
    if not crs:
        return None
    match = _EPSG.search(crs)
    code = 4326 if match is None or match[1] is None else int(match[1])
    if match is None or (code not in _PLANES and code not in (4326, 4258, 4619)):
        faults.append(Fault(file, 0, "crs", f"'{crs}' är ett okänt koordinatsystem", _ADVICE_EXPORT, crs))
    return code if code in _PLANES else 4326


def _naming_property(items: Sequence[Mapping[str, Any]]) -> str:
    """Return the only property that gives every area a text of its own; empty when none or several do."""
    properties = [item.get("properties") or {} for item in items]
    distinct = []
    for key in properties[0] if properties else ():
        texts = [_text(each.get(key)) for each in properties if isinstance(each.get(key), str)]
        if len(set(texts)) == len(items) and all(texts):
            distinct.append(str(key))
    return distinct[0] if len(distinct) == 1 else ""


def _row(file: str, number: int, feature: Mapping[str, Any], naming: str, faults: list[Fault]) -> _Row | None:
    raw = feature.get("properties") or {}
    properties = {label_key(str(key)): value for key, value in raw.items()}
    code = _first(properties, CODE_PROPERTIES) or _text(feature.get("id"))
    name = _first(properties, NAME_PROPERTIES) or ("" if code else _text(raw.get(naming)))
    if not (code or name):
        advice = f"Lägg till egenskapen code och name (här finns {', '.join(map(str, raw)) or 'inga'})"
        faults.append(Fault(file, number, "code", "Området har varken kod eller namn", advice))
        return None
    polygon = _polygon(file, number, feature.get("geometry"), faults)
    if polygon is None:
        return None
    known = parse_area_code(code or name)
    generation = known.generation or _first(properties, _GENERATION_PROPERTIES) or None
    parent = known.parent or _first(properties, _PARENT_PROPERTIES) or None
    return _Row(number, known.code, name or known.code, known.kind, parent, generation, polygon)


def _polygon(file: str, number: int, geometry: object, faults: list[Fault]) -> shapely.Geometry | None:
    advice = "Rita om området som en yta (Polygon eller MultiPolygon)"
    try:
        found = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except shapely.errors.GEOSException:
        found = None
    if found is None or found.is_empty:
        faults.append(Fault(file, number, "geometry", "Området saknar yta eller går inte att läsa", advice))
        return None
    if found.geom_type not in ("Polygon", "MultiPolygon"):
        what = f"Området är en {found.geom_type} och ingen yta"
        faults.append(Fault(file, number, "geometry", what, advice, found.geom_type))
        return None
    whole = shapely.force_2d(found)
    if whole.is_valid:
        return whole
    parts = shapely.get_parts(shapely.make_valid(whole, method="structure", keep_collapsed=False))
    surfaces = [part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")]
    if surfaces:
        return shapely.union_all(surfaces)
    faults.append(Fault(file, number, "geometry", "Området har ingen yta", advice))
    return None


def _duplicates(file: str, rows: Sequence[_Row]) -> list[Fault]:
    first: dict[str, int] = {}
    faults: list[Fault] = []
    for row in rows:
        if row.code in first:
            what = f"'{row.code}' är redan kod för område {first[row.code]}"
            advice = "Ge varje område en egen kod, eller slå ihop dem till en yta"
            faults.append(Fault(file, row.number, "code", what, advice, row.code))
        first.setdefault(row.code, row.number)
    return faults


def _in_degrees(file: str, polygons: np.ndarray[Any, Any], epsg: int | None, faults: list[Fault]) -> Any:
    """Return the polygons in degrees, or list what is wrong with their coordinates."""
    corners = shapely.get_coordinates(polygons)
    reading = read_coordinates(corners[:, 0], corners[:, 1])
    if epsg in _PLANES and epsg != 3021 and reading.system not in ("wgs84",) and not reading.swapped:
        return _from_plane(polygons, epsg or 3006)
    if reading.swapped:
        what = "Koordinaterna står i omvänd ordning (nord före öst)"
        faults.append(Fault(file, 0, "coordinates", what, "Skriv öst (longitud) först: GeoJSON kräver det"))
    elif reading.system == "sweref99tm":
        return _from_plane(polygons, 3006)
    elif reading.system == "rt90":
        what = "Koordinaterna är i det gamla systemet RT 90"
        faults.append(Fault(file, 0, "coordinates", what, _ADVICE_EXPORT))
    elif reading.system == "unknown" and np.abs(corners).max() > 180:
        what = "Koordinaterna är varken WGS 84 eller SWEREF 99 TM"
        faults.append(Fault(file, 0, "coordinates", what, _ADVICE_EXPORT))
    return polygons


def _from_plane(polygons: np.ndarray[Any, Any], epsg: int) -> Any:
    def to_degrees(plane: Any) -> Any:
        degrees = to_wgs84(plane[:, 0], plane[:, 1], epsg=epsg)
        return np.column_stack([degrees.lon, degrees.lat])

    return np.asarray(shapely.transform(polygons, to_degrees), dtype=object)


def _first(properties: Mapping[str, object], names: Sequence[str]) -> str:
    for name in names:
        if text := _text(properties.get(label_key(name))):
            return text
    return ""


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()
