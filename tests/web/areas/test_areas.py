"""Boundaries hold from a day; files are shown before anything changes, with every fault at once."""

import json
import sqlite3
import struct
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import polars as pl
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild.tables.coordinates import to_sweref
from lagesbild.tables.faults import FaultyFileError
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas import actions
from lagesbild_web.areas.contracts import Corner
from lagesbild_web.areas.locating import located_at
from lagesbild_web.areas.models import Generation
from lagesbild_web.areas.previewing import FileFaults, Preview, areas_in, preview_of
from lagesbild_web.areas.queries import area_at, areas_of, generations_of, named_places, population_of
from lagesbild_web.base.refusals import Invalid

SYSTEM = builders.SYSTEM
SQUARE = [
    Corner(make.WEST, make.SOUTH),
    Corner(make.EAST, make.SOUTH),
    Corner(make.EAST, make.NORTH),
    Corner(make.WEST, make.NORTH),
]


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with two districts and the library's categories."""
    make.areas_and_categories(municipality)
    return municipality


def lay_in(home: Organisation, *, name: str, valid_from: date, divide: float = make.MIDDLE) -> UUID:
    """New districts."""
    return actions.import_boundaries(
        SYSTEM,
        make.squares(divide=divide),
        municipality_id=home.id,
        kind="district",
        name=name,
        valid_from=valid_from,
    ).id


def test_a_point_belongs_to_the_district_of_its_day(home: Organisation) -> None:
    lay_in(home, name="Ny", valid_from=date(2024, 1, 1), divide=make.WEST + 0.02)
    lon, lat = make.WEST + 0.03, make.SOUTH + 0.01
    days = [date(2010, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    found = located_at(home.id, [lon] * 3, [lat] * 3, days)
    assert [(a.code, a.generation) for a in found if a] == [
        ("V", "Distrikt 2020"),
        ("V", "Distrikt 2020"),
        ("Ö", "Ny"),
    ]


def test_a_point_outside_or_without_a_place_has_no_district(home: Organisation) -> None:
    today = date(2024, 1, 1)
    assert located_at(home.id, [0.0, np.nan], [0.0, 61.81], [today, today]) == [None, None]
    assert located_at(builders.some_id(), [18.51], [61.81], [today]) == [None]
    assert located_at(home.id, [], [], []) == []


def test_a_point_on_the_border_belongs_to_one_district_only(home: Organisation) -> None:
    area = area_at(home.id, make.MIDDLE, make.SOUTH + 0.01)
    assert area is not None
    assert area.code == "V"


def test_a_new_name_is_seen_at_once_also_by_what_is_kept_in_memory(home: Organisation) -> None:
    west = area_at(home.id, make.WEST + 0.01, make.SOUTH + 0.01)
    assert west is not None
    actions.rename_area(SYSTEM, west.id, name="Västra stan")
    again = area_at(home.id, make.WEST + 0.01, make.SOUTH + 0.01)
    assert again is not None
    assert again.name == "Västra stan"


def test_new_boundaries_end_those_before_and_may_not_begin_earlier(home: Organisation) -> None:
    lay_in(home, name="Ny", valid_from=date(2024, 1, 1))
    ends = {g.name: g.valid_to for g in generations_of(home.id)}
    assert ends == {"Distrikt 2020": date(2024, 1, 1), "Ny": None}
    with pytest.raises(Invalid) as fault:
        lay_in(home, name="För tidig", valid_from=date(2023, 1, 1))
    assert set(fault.value.faults) == {"valid_from"}
    with pytest.raises(Invalid) as fault:
        lay_in(home, name="Ny", valid_from=date(2025, 1, 1))
    assert set(fault.value.faults) == {"name"}


def test_own_areas_and_places_are_drawn_retired_and_taken_back(home: Organisation) -> None:
    drawn = actions.draw_area(SYSTEM, municipality_id=home.id, name="Stationen", corners=SQUARE)
    place = actions.add_place(SYSTEM, municipality_id=home.id, name="Torget", lon=18.51, lat=61.81)
    assert [p.name for p in named_places(home.id)] == ["Torget"]
    with pytest.raises(Invalid, match="finns redan"):
        actions.add_place(SYSTEM, municipality_id=home.id, name="torget", lon=18.51, lat=61.81)
    actions.retire_area(SYSTEM, place.id, reason="Byggs bort.")
    assert named_places(home.id) == []
    actions.restore_area(SYSTEM, place.id)
    assert [p.name for p in named_places(home.id)] == ["Torget"]
    moved = actions.redraw_area(SYSTEM, drawn.id, corners=SQUARE[:3])
    assert (moved.code, moved.id != drawn.id) == (drawn.code, True)
    assert [a.id for a in areas_of(home.id, kind="own")] == [moved.id]
    with pytest.raises(Invalid, match="ritats om"):
        actions.restore_area(SYSTEM, drawn.id)


@pytest.mark.parametrize(
    "corners", [SQUARE[:2], [SQUARE[0]] * 4, [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]]
)
def test_a_boundary_encloses_something_and_never_crosses_itself(
    home: Organisation, corners: list[Corner]
) -> None:
    with pytest.raises(Invalid) as fault:
        actions.draw_area(SYSTEM, municipality_id=home.id, name="Fel", corners=corners)
    assert set(fault.value.faults) == {"corners"}


def test_a_district_is_not_retired_by_itself(home: Organisation) -> None:
    (district, *_) = areas_of(home.id, kind="district")
    with pytest.raises(Invalid, match="ersätts av nästa"):
        actions.retire_area(SYSTEM, district.id, reason="Bort.")


def test_residents_are_kept_by_area_and_year_and_replaced_when_sent_again(home: Organisation) -> None:
    rows = [("V", 2023, 100), ("V", 2024, 110), ("Ö", 2024, 90), ("9999", 2024, 5)]
    figures = pl.DataFrame(rows, schema=["area", "year", "population"], orient="row")
    assert actions.import_population(SYSTEM, figures, municipality_id=home.id) == 3
    again = pl.DataFrame([("V", 2024, 120)], schema=["area", "year", "population"], orient="row")
    actions.import_population(SYSTEM, again, municipality_id=home.id)
    assert {(f.code, f.year, f.residents) for f in population_of(home.id)} == {
        ("V", 2024, 120),
        ("Ö", 2024, 90),
    }
    with pytest.raises(Invalid, match="Ingen av områdeskoderna"):
        actions.import_population(SYSTEM, figures.tail(1), municipality_id=home.id)


def test_a_file_is_compared_with_what_is_in_force(home: Organisation) -> None:
    features = json.loads(geojson(divide=make.WEST + 0.02))
    features["features"][1]["properties"] = {"code": "N", "name": "Ny"}
    found = preview_of(json.dumps(features).encode(), "x.geojson", municipality_id=home.id, kind="district")
    assert isinstance(found, Preview)
    assert {line.code: line.status for line in found.lines} == {"V": "moved", "N": "new", "Ö": "gone"}
    same = preview_of(geojson().encode(), "x.geojson", municipality_id=home.id, kind="district")
    assert isinstance(same, Preview)
    assert {line.status for line in same.lines} == {"same"}
    assert same.warnings == ()
    assert "<svg" in same.map


def test_every_fault_of_a_file_is_told_at_once(home: Organisation) -> None:
    broken = json.loads(geojson())
    broken["features"][0]["geometry"] = {"type": "Point", "coordinates": [18, 61]}
    broken["features"][1]["properties"] = {}
    found = preview_of(json.dumps(broken).encode(), "x.geojson", municipality_id=home.id, kind="district")
    assert isinstance(found, FileFaults)
    assert [fault.row for fault in found.faults] == [1, 2]


def test_a_geopackage_in_sweref_is_read_like_the_same_areas_in_degrees(tmp_path: Path) -> None:
    polygons = {code: polygon for code, polygon in zip("VÖ", make.squares().polygons, strict=True)}
    content = geopackage(tmp_path / "omraden.gpkg", polygons)
    areas = areas_in(content, "omraden.gpkg")
    assert areas.frame["code"].to_list() == ["V", "Ö"]
    for polygon, expected in zip(areas.polygons, polygons.values(), strict=True):
        assert shapely.hausdorff_distance(polygon, expected) < 1e-6


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + b"x" * 200, b"", b"{}", b"[1, 2]", b"\xff\xfe"])
def test_what_is_no_file_of_areas_is_said_in_words(content: bytes) -> None:
    with pytest.raises(FaultyFileError) as error:
        areas_in(content, "fil")
    assert all(fault.advice for fault in error.value.faults)


def test_a_coordinator_lays_in_a_file_by_way_of_its_preview(home: Organisation, pages: Pages) -> None:
    coordinator = pages.log_in(builders.a_person(home, Role.COORDINATOR))
    upload = SimpleUploadedFile("nya.geojson", geojson(divide=make.WEST + 0.02).encode())
    fields = {"kind": "district", "name": "Distrikt ny", "valid_from": "2024-01-01"}
    shown = coordinator.post("/omraden/las-in/", {**fields, "file": upload})
    assert "Ändrad gräns" in shown.text
    assert Generation.objects.count() == 1
    sha256 = next(a["value"] for t, a in shown.tags if t == "input" and a.get("name") == "sha256")
    after = coordinator.send(
        "/omraden/las-in/bekrafta/", {**fields, "sha256": sha256, "filename": "nya.geojson"}
    )
    assert "2 områden är inlagda: Distrikt ny." in after.text
    assert Generation.objects.count() == 2


def test_corners_are_read_as_people_write_them(home: Organisation, pages: Pages) -> None:
    coordinator = pages.log_in(builders.a_person(home, Role.COORDINATOR))
    wrong = coordinator.post("/omraden/rita/", {"name": "A", "corners": "6857000 690000\nhär\n1 2"})
    assert "Rad 2: ”här”" in wrong.text
    assert "Rad 3: ”1 2”" in wrong.text
    for corners in (
        "6857000 690000\n6857000 690500\n6857500 690500",
        "61,80 18,50\n61.80, 18.55\n61.85; 18.55",
        "690000 6857000\n690500 6857000\n690500 6857500",
    ):
        name = f"Område {len(corners)} {corners[:4]}"
        coordinator.send("/omraden/rita/", {"name": name, "corners": corners})
    drawn = areas_of(home.id, kind="own")
    assert len(drawn) == 3
    assert all(18 < area.box.west < area.box.east < 19 for area in drawn)


def geojson(*, divide: float = make.MIDDLE) -> str:
    """Two districts as a file."""
    areas = make.squares(divide=divide)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(polygon)),
        }
        for code, name, polygon in zip(areas.frame["code"], areas.frame["name"], areas.polygons, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def geopackage(path: Path, polygons: dict[str, shapely.Polygon]) -> bytes:
    """A GeoPackage as other programs write it: SWEREF 99 TM, an envelope in each header."""
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization_coordsys_id INTEGER);"
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);"
            "CREATE TABLE distrikt (fid INTEGER PRIMARY KEY, geom BLOB, kod TEXT, namn TEXT);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES (3006, 3006);"
            "INSERT INTO gpkg_contents VALUES ('distrikt', 'features');"
            "INSERT INTO gpkg_geometry_columns VALUES ('distrikt', 'geom', 3006);"
        )
        for code, polygon in polygons.items():
            plane = shapely.transform(polygon, in_metres)
            west, south, east, north = plane.bounds
            header = b"GP" + struct.pack("<BBi4d", 0, 0b11, 3006, west, east, south, north)
            row = (header + shapely.to_wkb(plane), code, f"Område {code}")
            database.execute("INSERT INTO distrikt (geom, kod, namn) VALUES (?, ?, ?)", row)
    database.close()
    return path.read_bytes()


def in_metres(degrees: np.ndarray) -> np.ndarray:
    """SWEREF 99 TM."""
    plane = to_sweref(degrees[:, 0], degrees[:, 1])
    return np.column_stack([plane.e, plane.n])
