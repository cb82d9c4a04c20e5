"""Coordinates: degrees and metres, and how to tell them apart."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.tables.coordinates import coordinate_problems, read_coordinates, to_sweref, to_wgs84

DATA = Path(__file__).parents[2] / "data" / "tables" / "sweref99.csv"
LON = st.floats(13.0, 20.0)
LAT = st.floats(56.0, 67.5)


def control_points() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("lat", "lon", "n", "e"),
    [
        (55, 12.75, 6097106.672, 356083.438),
        (55, 14.25, 6095048.642, 452024.069),
        (57, 12.75, 6319636.937, 363331.554),
    ],
)
def test_lantmateriets_control_points_agree_to_a_millimetre(
    lat: float, lon: float, n: float, e: float
) -> None:
    plane = to_sweref([lon], [lat])
    assert plane.e[0] == pytest.approx(e, abs=0.001)
    assert plane.n[0] == pytest.approx(n, abs=0.001)


def test_known_places_agree_in_the_national_and_the_local_planes() -> None:
    points = control_points()
    assert len(points) > 20
    for point in points:
        degrees = to_wgs84([float(point["E"])], [float(point["N"])], epsg=int(point["epsg"]))
        exact = 1e-6 if point["epsg"] != "3021" else 3e-4  # RT 90 needs a shift that may be a rough one
        assert degrees.lon[0] == pytest.approx(float(point["lon"]), abs=exact), point
        assert degrees.lat[0] == pytest.approx(float(point["lat"]), abs=exact), point


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=20))
def test_there_and_back_again_is_the_same_place(points: list[tuple[float, float]]) -> None:
    lon, lat = np.array(points).T
    plane = to_sweref(lon, lat)
    back = to_wgs84(plane.e, plane.n)
    np.testing.assert_allclose(back.lon, lon, atol=1e-8)
    np.testing.assert_allclose(back.lat, lat, atol=1e-8)


def test_points_without_a_place_stay_without_one() -> None:
    plane = to_sweref([np.nan, 18.0, 18.0, 400.0], [59.0, np.nan, 59.0, 95.0])
    assert np.isnan(plane.e).tolist() == [True, True, False, True]
    assert to_sweref([], []).e.shape == (0,)


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=20))
def test_any_points_in_sweden_are_recognised_in_either_system_and_order(
    points: list[tuple[float, float]],
) -> None:
    lon, lat = np.array(points).T
    plane = to_sweref(lon, lat)
    for a, b, system, swapped in (
        (lon, lat, "wgs84", False),
        (lat, lon, "wgs84", True),
        (plane.e, plane.n, "sweref99tm", False),
        (plane.n, plane.e, "sweref99tm", True),
    ):
        reading = read_coordinates(a, b)
        assert (reading.system, reading.swapped, reading.share) == (system, swapped, 1.0)


def test_a_few_empty_or_wrong_rows_do_not_change_the_reading() -> None:
    reading = read_coordinates([18.0, 18.1, np.nan, 0.0, 1.0], [59.0, 59.1, np.nan, 0.0, 2.0])
    assert reading.system == "wgs84"
    assert reading.share == pytest.approx(2 / 3)


def test_old_and_foreign_coordinates_are_not_taken_for_swedish_ones() -> None:
    assert read_coordinates([1_628_000.0], [6_580_000.0]).system == "rt90"
    assert read_coordinates([13.4], [52.5]).system == "unknown"  # Berlin
    assert read_coordinates([152_000.0], [6_580_000.0]).system == "unknown"  # a local zone, undeclared
    assert read_coordinates([], []).system == "unknown"


def test_each_kind_of_wrong_coordinate_is_named() -> None:
    lon = [18.0, 0.0, np.nan, 59.0, 500.0, 13.4, 18.0]
    lat = [59.0, 0.0, 59.0, 18.0, 3.0, 52.5, np.nan]
    assert coordinate_problems(lon, lat).tolist() == [
        "ok", "zero", "missing", "swapped", "impossible", "outside_sweden", "missing",
    ]  # fmt: skip
