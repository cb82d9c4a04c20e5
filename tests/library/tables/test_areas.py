"""Areas: which area a point lies in, and the map files they come from."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.tables.area_codes import AreaCode, parse_area_code
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.areas import Areas
from lagesbild.tables.boundaries import county_areas, municipality_areas
from lagesbild.tables.coordinates import to_sweref
from lagesbild.tables.faults import FaultyFileError
from lagesbild.tables.schema import SchemaError

LEFT = shapely.box(17.0, 59.0, 17.1, 59.1)
RIGHT = shapely.box(17.1, 59.0, 17.2, 59.1)


def two_areas() -> Areas:
    frame = pl.DataFrame({"code": ["v", "o"], "name": ["Väst", "Öst"], "kind": ["own", "own"]})
    return Areas.from_frame(frame, np.array([LEFT, RIGHT], dtype=object))


def feature(polygon: object, **properties: object) -> dict[str, object]:
    geometry = json.loads(shapely.to_geojson(polygon)) if isinstance(polygon, shapely.Geometry) else polygon
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def a_map(folder: Path, *features: Mapping[str, object], crs: str = "") -> Path:
    data: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        data["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / "omraden.geojson"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def in_plane(polygon: shapely.Geometry) -> shapely.Geometry:
    def to_plane(degrees: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]  # shapely hands over floats
        plane = to_sweref(degrees[:, 0], degrees[:, 1])
        return np.column_stack([plane.e, plane.n])

    return shapely.transform(polygon, to_plane)


def test_each_point_gets_the_area_it_lies_in_and_others_none() -> None:
    found = two_areas().locate([17.05, 17.15, 18.0, np.nan, 17.05], [59.05, 59.05, 59.05, 59.05, np.nan])
    assert found.to_list() == ["v", "o", None, None, None]


def test_a_point_on_the_boundary_belongs_to_the_first_area() -> None:
    assert two_areas().locate([17.1], [59.05]).to_list() == ["v"]
    assert two_areas().locate([17.2], [59.05]).to_list() == ["o"]


def test_maps_and_columns_without_rows_are_no_obstacle() -> None:
    assert two_areas().locate([], []).to_list() == []
    assert Areas.empty().locate([17.0, np.nan], [59.0, 59.0]).to_list() == [None, None]
    assert len(Areas.empty().neighbours()) == len(Areas.empty().area_km2()) == 0


@given(st.lists(st.tuples(st.floats(16.9, 17.3), st.floats(58.9, 59.2)), max_size=30))
def test_locating_agrees_with_asking_each_polygon(points: list[tuple[float, float]]) -> None:
    lon, lat = [p[0] for p in points], [p[1] for p in points]
    expected = [
        "v" if LEFT.intersects(point) else "o" if RIGHT.intersects(point) else None
        for point in map(shapely.Point, points)
    ]
    assert two_areas().locate(lon, lat).to_list() == expected


def test_two_hundred_thousand_points_are_located_at_once() -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(11, 24, 200_000), rng.uniform(55.3, 69, 200_000)
    areas = municipality_areas()
    found = areas.locate(lon, lat)
    assert 50_000 < len(found) - found.null_count() < 150_000


def test_a_code_twice_or_a_polygon_too_few_is_a_programmers_fault() -> None:
    frame = pl.DataFrame({"code": ["v", "v"], "name": ["a", "b"], "kind": ["own", "own"]})
    with pytest.raises(SchemaError, match="twice"):
        Areas.from_frame(frame, np.array([LEFT, RIGHT], dtype=object))
    with pytest.raises(SchemaError, match="1 polygons"):
        Areas.from_frame(frame, np.array([LEFT], dtype=object))


def test_size_neighbours_and_choice() -> None:
    areas = two_areas()
    assert areas.neighbours().rows() == [("o", "v"), ("v", "o")]
    km2 = dict(areas.area_km2().rows())
    assert km2["v"] == pytest.approx(km2["o"], rel=0.001) == pytest.approx(63.8, rel=0.01)
    assert areas.overlapping().is_empty()
    assert areas.names() == {"v": "Väst", "o": "Öst"}
    only = areas.only(["o"])
    assert only.locate([17.05, 17.15], [59.05, 59.05]).to_list() == [None, "o"]
    assert only.neighbours().is_empty()


def test_areas_that_cover_the_same_ground_are_pointed_out() -> None:
    frame = pl.DataFrame({"code": ["a", "b"], "name": ["a", "b"], "kind": ["own", "own"]})
    middle = shapely.box(17.05, 59.0, 17.15, 59.1)
    pairs = Areas.from_frame(frame, np.array([LEFT, middle], dtype=object)).overlapping()
    assert pairs["i"].to_list() == ["a"]
    assert pairs["share"][0] == pytest.approx(0.5, abs=0.01)


def test_population_is_that_of_the_year_or_the_nearest_known_year() -> None:
    population = pl.DataFrame(
        {"area": ["v", "v", "v", "o"], "year": [2020, 2022, 2024, 2019], "population": [1, 2, 3, 9]}
    )
    areas = two_areas().with_population(population)
    assert areas.population_in(2024).rows() == [("o", 2019, 9), ("v", 2024, 3)]
    assert areas.population_in(2023)["year"].to_list() == [2019, 2022]
    assert areas.population_in(2030)["population"].to_list() == [9, 3]
    assert two_areas().population_in(2024).is_empty()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0139C1010", AreaCode("0139C1010", "deso", "0139", None)),
        ("0139C1010_DeSO2025", AreaCode("0139C1010", "deso", "0139", "DeSO 2025")),
        ("0139c1010_deso2018", AreaCode("0139C1010", "deso", "0139", "DeSO 2018")),
        ("0139R003_RegSO2025", AreaCode("0139R003", "regso", "0139", "RegSO 2025")),
        ("0139", AreaCode("0139", "municipality", "01", None)),
        ("01", AreaCode("01", "county", None, None)),
        ("0139D1010", AreaCode("0139D1010", "own", None, None)),
        (" Bro centrum ", AreaCode("Bro centrum", "own", None, None)),
    ],
)
def test_codes_say_what_kind_of_area_it_is(text: str, expected: AreaCode) -> None:
    assert parse_area_code(text) == expected


@pytest.mark.parametrize("crs", ["", "urn:ogc:def:crs:EPSG::3006", "EPSG:3006"])
def test_a_map_in_metres_is_read_as_the_same_map_in_degrees(tmp_path: Path, crs: str) -> None:
    areas = read_areas(a_map(tmp_path, feature(in_plane(LEFT), kod="v", namn="Väst"), crs=crs))
    np.testing.assert_allclose(areas.polygons[0].bounds, LEFT.bounds, atol=1e-6)
    assert areas.frame.row(0) == ("v", "Väst", "own", None, None)


def test_a_map_in_a_declared_local_zone_is_read(tmp_path: Path) -> None:
    from pyproj import Transformer

    to_zone = Transformer.from_crs(4326, 3011, always_xy=True)
    zone = shapely.transform(LEFT, lambda p: np.column_stack(to_zone.transform(p[:, 0], p[:, 1])))
    areas = read_areas(a_map(tmp_path, feature(zone, code="v"), crs="EPSG:3011"))
    np.testing.assert_allclose(areas.polygons[0].bounds, LEFT.bounds, atol=1e-6)


def test_codes_names_parents_and_generation_come_from_the_properties(tmp_path: Path) -> None:
    path = a_map(
        tmp_path,
        feature(LEFT, Deso="0139C1010_DeSO2025", Bef_201612="1216"),
        feature(RIGHT, id=7, Namn="Öster", tillhör="0139"),
        feature(shapely.MultiPolygon([shapely.box(18, 59, 18.1, 59.1)]), name="Bara namn"),
        crs="urn:ogc:def:crs:OGC:1.3:CRS84",
    )
    assert read_areas(path).frame.rows() == [
        ("0139C1010", "0139C1010", "deso", "0139", "DeSO 2025"),
        ("7", "Öster", "own", "0139", None),
        ("Bara namn", "Bara namn", "own", None, None),
    ]


def test_a_ring_that_crosses_itself_is_mended_and_heights_are_left_out(tmp_path: Path) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[17, 59, 5], [17.1, 59.1, 5], [17.1, 59, 5], [17, 59.1, 5], [17, 59, 5]]],
    }
    areas = read_areas(a_map(tmp_path, feature(bow, code="a")))
    assert areas.polygons[0].is_valid
    assert not areas.polygons[0].has_z
    assert areas.locate([17.02, 17.08, 17.05], [59.05, 59.05, 59.09]).to_list() == ["a", "a", None]


def test_every_fault_in_a_map_is_listed(tmp_path: Path) -> None:
    path = a_map(
        tmp_path,
        feature(LEFT, code="a"),
        feature(RIGHT, farg="blå"),
        feature(shapely.Point(17, 59), code="b"),
        feature(None, code="c"),
        feature(RIGHT, code="a"),
        feature({"type": "Polygon", "coordinates": "nej"}, code="d"),
    )
    with pytest.raises(FaultyFileError) as caught:
        read_areas(path)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "code"), (3, "geometry"), (4, "geometry"), (5, "code"), (6, "geometry"),
    ]  # fmt: skip
    assert all(fault.advice for fault in caught.value.faults)


def swapped(polygon: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(polygon, lambda p: p[:, ::-1])


@pytest.mark.parametrize(
    ("polygon", "crs", "why"),
    [
        (swapped(LEFT), "", "omvänd ordning"),
        (swapped(in_plane(LEFT)), "", "omvänd ordning"),
        (shapely.box(1_628_000, 6_580_000, 1_629_000, 6_581_000), "", "RT 90"),
        (shapely.box(150_000, 6_580_000, 151_000, 6_581_000), "", "varken WGS 84 eller SWEREF"),
        (LEFT, "EPSG:32633", "okänt koordinatsystem"),
    ],
)
def test_a_map_in_the_wrong_coordinates_is_refused_with_what_to_do(
    tmp_path: Path, polygon: shapely.Geometry, crs: str, why: str
) -> None:
    with pytest.raises(FaultyFileError, match=why):
        read_areas(a_map(tmp_path, feature(polygon, code="a"), crs=crs))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "GeoJSON"), (b"\xff\xfe\x00", "GeoJSON"), (b"[]", "FeatureCollection"),
        (b"{}", "FeatureCollection"),
        (b'{"features": []}', "inga områden"), (b'{"features": [1]}', "FeatureCollection"), (b"", "GeoJSON"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "omraden.geojson"
    path.write_bytes(content)
    with pytest.raises(FaultyFileError, match=why):
        read_areas(path)


def test_a_map_of_another_country_is_read_as_degrees(tmp_path: Path) -> None:
    areas = read_areas(a_map(tmp_path, feature(shapely.box(-90.1, 35.0, -90.0, 35.1), code="memphis")))
    assert areas.locate([-90.05], [35.05]).to_list() == ["memphis"]


def test_the_package_holds_every_municipality_and_county_in_the_right_place() -> None:
    municipalities, counties = municipality_areas(), county_areas()
    assert (len(municipalities), len(counties)) == (290, 21)
    lon, lat = [18.065, 13.0, 12.945, 16.55, 20.26], [59.332, 55.605, 57.722, 59.61, 63.825]
    assert municipalities.locate(lon, lat).to_list() == ["0180", "1280", "1490", "1980", "2480"]
    assert counties.locate(lon, lat).to_list() == ["01", "12", "14", "19", "24"]
    assert shapely.is_valid(municipalities.polygons).all()
    assert municipalities.overlapping(share=0.001).is_empty()
    assert municipalities.area_km2()["km2"].sum() == pytest.approx(
        counties.area_km2()["km2"].sum(), rel=0.001
    )


def test_a_single_property_that_names_every_area_is_its_name(tmp_path: Path) -> None:
    squares = [
        {
            "type": "Feature",
            "properties": {"precinct": name, "shift": "day"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 59.0], [x + 0.1, 59.0], [x + 0.1, 59.1], [x, 59.0]]],
            },
        }
        for name, x in (("Norra", 15.0), ("Södra", 16.0))
    ]
    path = tmp_path / "distrikt.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": squares}), encoding="utf-8")
    assert read_areas(path).frame["name"].to_list() == ["Norra", "Södra"]


def test_areas_abroad_are_measured_in_their_own_zone() -> None:
    corner = shapely.box(-90.05, 35.10, -90.04, 35.11)
    abroad = Areas.from_frame(
        pl.DataFrame({"code": ["m"], "name": ["Centrum"], "kind": ["own"]}), np.array([corner], dtype=object)
    )
    assert abroad.area_km2()["km2"].item() == pytest.approx(0.911 * 1.109, rel=0.01)
    assert 100_000 < abroad.plane_polygons()[0].centroid.x < 900_000
