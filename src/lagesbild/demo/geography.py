"""The invented municipality's ground: fourteen areas in three towns and countryside, and named places.

It is laid out in open water in the Gulf of Bothnia, so that no real place can be taken for one of its
hot spots.
"""

import json
from dataclasses import dataclass

import numpy as np
import shapely

from lagesbild.tables.coordinates import to_wgs84
from lagesbild.tables.municipalities import EXAMPLE

CENTRE_E = 690_000.0
CENTRE_N = 6_857_000.0
FIRST_YEAR, LAST_YEAR = 2020, 2025


@dataclass(frozen=True, slots=True)
class DemoArea:
    """An area: its seed point in metres from the municipality's middle, and residents in 2025."""

    code: str
    name: str
    town: str
    east: float
    north: float
    residents: int
    growth: float
    """Yearly growth, as a share."""


@dataclass(frozen=True, slots=True)
class Place:
    """A named place, in metres from the municipality's middle; reports scatter around it."""

    name: str
    east: float
    north: float
    spread_m: float = 35.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town's middle and radius in metres; the outline wobbles around it."""

    name: str
    east: float
    north: float
    radius: float
    wobble: tuple[float, float]


TOWNS = (
    Town("Exempelköping", 0, 0, 2300, (0.7, 2.1)),
    Town("Mellbro", 4800, 3900, 1350, (2.4, 0.3)),
    Town("Vretsta", -5000, -3500, 950, (1.1, 4.0)),
)
COUNTRYSIDE = "landsbygd"

AREAS = (
    DemoArea("9901A0010", "Norra landsbygden", COUNTRYSIDE, 0, 8000, 1600, -0.004),
    DemoArea("9901A0020", "Södra landsbygden", COUNTRYSIDE, 0, -8000, 1350, -0.002),
    DemoArea("9901B2010", "Mellbro centrum", "Mellbro", 4800, 3900, 2900, 0.006),
    DemoArea("9901B2020", "Mellbro väst", "Mellbro", 4000, 4000, 2300, 0.012),
    DemoArea("9901B2030", "Mellbro strand", "Mellbro", 5400, 4500, 1900, 0.021),
    DemoArea("9901B3010", "Vretsta station", "Vretsta", -5350, -3500, 1700, 0.003),
    DemoArea("9901B3020", "Vretsta by", "Vretsta", -4600, -3400, 1050, -0.001),
    DemoArea("9901C1010", "Centrum", "Exempelköping", 0, 100, 4300, 0.008),
    DemoArea("9901C1020", "Stationsområdet", "Exempelköping", 850, -450, 3200, 0.019),
    DemoArea("9901C1030", "Kvarnbacken", "Exempelköping", -950, 950, 5600, 0.004),
    DemoArea("9901C1040", "Norrängen", "Exempelköping", 450, 1400, 4700, 0.009),
    DemoArea("9901C1050", "Söderhöjden", "Exempelköping", -350, -1300, 4100, 0.002),
    DemoArea("9901C1060", "Lillsjö", "Exempelköping", -1500, -400, 3000, 0.005),
    DemoArea("9901C1070", "Verkstaden", "Exempelköping", 1700, 500, 420, 0.0),
)

PLACES = {
    place.name: place
    for place in (
        Place("Stationstorget", 820, -380, 25),
        Place("Stationsparken", 980, -560, 40),
        Place("Pendlarparkeringen", 1130, -330, 45),
        Place("Gångtunneln Järnvägsgatan", 640, -520, 12),
        Place("Stortorget", 30, 60, 35),
        Place("Gallerian Exemplet", 190, 210, 30),
        Place("Björkskolan", -880, 900, 40),
        Place("Kvarnbackens centrum", -1080, 1100, 40),
        Place("Ungdomens hus Navet", -240, 390, 20),
        Place("Lillsjöbadet", -1690, -560, 60),
        Place("Sporthallen", -520, -780, 35),
        Place("Söderhöjdens lekpark", -300, -1430, 30),
        Place("Norrängsvägen", 480, 1480, 160),
        Place("Norrängsskolan", 320, 1230, 35),
        Place("Verkstadsvägen", 1760, 620, 120),
        Place("Återvinningsstationen Verkstaden", 1850, 420, 20),
        Place("Mellbro torg", 4780, 3880, 35),
        Place("Mellbroskolan", 4120, 4050, 40),
        Place("Mellbro småbåtshamn", 5550, 4650, 60),
        Place("Vretsta station", -5300, -3450, 40),
        Place("Vretsta skola", -4650, -3350, 35),
        Place("Vretsta bygdegård", -4500, -3700, 30),
        Place("Riksvägens rastplats", 1800, 5400, 40),
    )
}


def areas_geojson() -> str:
    """Return the fourteen areas as GeoJSON in WGS 84."""
    polygons = area_polygons()
    features = [
        {
            "type": "Feature",
            "properties": {
                "deso": area.code, "namn": area.name, "tatort": area.town, "generation": "DeSO 2018",
            },
            "geometry": _in_degrees(polygons[area.code]),
        }
        for area in AREAS
    ]  # fmt: skip
    data = {
        "type": "FeatureCollection",
        "name": f"{EXAMPLE.name} (påhittad kommun)",
        "features": features,
    }
    return json.dumps(data, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n"


def area_polygons() -> dict[str, shapely.Polygon]:
    """Return each area's polygon in metres (SWEREF 99 TM); neighbours share every corner."""
    outline = _ring(0, 0, 8_700, (0.4, 1.3), corners=60)
    rings = {town.name: _ring(town.east, town.north, town.radius, town.wobble, corners=36) for town in TOWNS}
    lines = [outline.exterior, _countryside_divide(outline), *(ring.exterior for ring in rings.values())]
    lines += [_town_divides(town, rings[town.name]) for town in TOWNS]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=1.0)]))
    found: dict[str, list[shapely.Polygon]] = {area.code: [] for area in AREAS}
    for face in faces:
        if area := _area_of(face, rings):
            found[area.code].append(face)
    return {code: shapely.union_all(parts) for code, parts in found.items()}


def population_csv(rng: np.random.Generator) -> str:
    """Return residents by area and year, and for the whole municipality, as CSV with semicolons."""
    rows = ["område;namn;år;folkmängd"]
    totals = dict.fromkeys(range(FIRST_YEAR, LAST_YEAR + 1), 0)
    for area in AREAS:
        chance = rng.normal(0, 0.003, LAST_YEAR - FIRST_YEAR + 1)
        for year in totals:
            before = LAST_YEAR - year
            noise = 1 + (float(chance[before]) if before else 0.0)
            residents = round(area.residents * (1 + area.growth) ** -before * noise)
            totals[year] += residents
            rows.append(f"{area.code};{area.name};{year};{residents}")
    rows += [f"{EXAMPLE.code};{EXAMPLE.name};{year};{total}" for year, total in totals.items()]
    return "\n".join(rows) + "\n"


def _ring(
    east: float, north: float, radius: float, wobble: tuple[float, float], *, corners: int
) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = radius * (1 + 0.10 * np.sin(2 * angle + wobble[0]) + 0.07 * np.sin(5 * angle + wobble[1]))
    return shapely.Polygon(
        np.column_stack([CENTRE_E + east + reach * np.cos(angle), CENTRE_N + north + reach * np.sin(angle)])
    )


def _countryside_divide(outline: shapely.Polygon) -> shapely.Geometry:
    east = np.linspace(-12_000, 12_000, 40)
    north = 350 * np.sin(east / 2600) - 0.05 * east
    wave = shapely.LineString(np.column_stack([CENTRE_E + east, CENTRE_N + north]))
    return shapely.intersection(wave, outline)


def _town_divides(town: Town, ring: shapely.Polygon) -> shapely.Geometry:
    seeds = shapely.MultiPoint(
        [(CENTRE_E + area.east, CENTRE_N + area.north) for area in AREAS if area.town == town.name]
    )
    edges = shapely.voronoi_polygons(seeds, extend_to=ring, only_edges=True)
    return shapely.intersection(edges, ring)


def _area_of(face: shapely.Polygon, rings: dict[str, shapely.Polygon]) -> DemoArea | None:
    point = shapely.point_on_surface(face)
    town = next((name for name, ring in rings.items() if ring.contains(point)), COUNTRYSIDE)
    here = [area for area in AREAS if area.town == town]
    east, north = point.x - CENTRE_E, point.y - CENTRE_N
    if town == COUNTRYSIDE:
        return here[0] if north > 350 * np.sin(east / 2600) - 0.05 * east else here[1]
    return min(here, key=lambda area: (area.east - east) ** 2 + (area.north - north) ** 2)


def _in_degrees(polygon: shapely.Polygon) -> dict[str, object]:
    parts = list(shapely.get_parts(polygon))
    rings = [[_degrees(ring) for ring in (part.exterior, *part.interiors)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _degrees(ring: shapely.LinearRing) -> list[list[float]]:
    plane = shapely.get_coordinates(ring)
    degrees = to_wgs84(plane[:, 0], plane[:, 1])
    return np.round(np.column_stack([degrees.lon, degrees.lat]), 6).tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped
