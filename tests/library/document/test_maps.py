"""Maps are drawn in place, readable grey, and say what is missing."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from lagesbild.document.maps import (
    Area,
    ClassedArea,
    DensityGrid,
    NumberedPlace,
    choropleth,
    class_breaks,
    density_map,
    point_class_map,
)
from lagesbild.document.maps.sheet import Hatch, Sheet, hatched

SQUARE = shapely.box(600_000, 6_500_000, 610_000, 6_510_000)
HALVES = (
    shapely.box(600_000, 6_500_000, 605_000, 6_510_000),
    shapely.box(605_000, 6_500_000, 610_000, 6_510_000),
)


def words_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own picture
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def width_of(svg: str, colour: str) -> float:
    """Width in pixels of the first shape with a colour."""
    path = re.findall(rf' d="M([^"]+)Z" fill-rule="evenodd" fill="{colour}"', svg)[0]
    numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
    return max(numbers[0::2]) - min(numbers[0::2])


def test_north_is_up_and_east_to_the_right() -> None:
    sheet = Sheet.around([SQUARE])
    west, north = sheet.place(600_000, 6_510_000)
    east, south = sheet.place(610_000, 6_500_000)
    assert west < east
    assert north < south
    assert (east - west) == pytest.approx(south - north)


def test_areas_darken_with_value_and_missing_is_hatched_and_explained() -> None:
    third = shapely.box(600_000, 6_510_000, 610_000, 6_512_000)
    areas = (
        Area("A", HALVES[0], 5, "Väst & öst <1>"),
        Area("B", HALVES[1], 50, "Öst"),
        Area("C", third, None, "Norr"),
    )
    svg = choropleth(areas, title="Antal", source="Källa: SCB")
    words = words_of(svg)
    assert {"Väst & öst <1>", "Öst", "Uppgift saknas", "Källa: SCB", "N", "2 km"} <= set(words)
    assert svg.index("#e8f1f1") < svg.index("#0e5560")


def test_a_value_above_the_last_class_is_refused() -> None:
    with pytest.raises(ValueError, match="above the last class limit"):
        choropleth([Area("A", SQUARE, 11)], title="Antal", breaks=(5, 10))


def test_class_limits_are_round_and_hold_every_value() -> None:
    assert class_breaks([1, 2, 3, 10, 20, 31, 44, 58, 77, 123]) == (2, 10, 31, 58, 130)
    assert class_breaks([7, 7, 7]) == (7,)
    assert class_breaks([0, 0]) == (0,)
    assert class_breaks([]) == ()
    values = np.random.default_rng(1).gamma(2, 20, 200).tolist()
    assert class_breaks(values)[-1] >= max(values)


def test_all_values_missing_can_be_drawn() -> None:
    assert "Uppgift saknas" in words_of(choropleth([Area("A", SQUARE, None)], title="Antal"))


def test_a_place_lands_where_it_is_with_its_number() -> None:
    svg = choropleth([Area("A", SQUARE, 1)], title="Antal", places=[NumberedPlace(7, 605_000, 6_505_000)])
    x, y = Sheet.around([SQUARE]).place(605_000, 6_505_000)
    circle = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)
    assert circle is not None
    assert (float(circle[1]), float(circle[2])) == pytest.approx((x, y), abs=0.01)
    assert "7" in words_of(svg)


def test_density_is_largest_ground_for_largest_share_and_stays_inside_the_border() -> None:
    n = 40
    centres = 600_000 + 250 * (np.arange(n) + 0.5)
    e, north = np.meshgrid(centres, centres - 600_000 + 6_500_000)
    values = np.exp(-((e - 605_000) ** 2 + (north - 6_505_000) ** 2) / 2 / 1500**2)
    svg = density_map(DensityGrid(values, 600_000, 6_500_000, 250), SQUARE)
    words = words_of(svg)
    assert [w for w in words if "händelserna" in w and "%" in w] == [
        f"Här sker {p}\u00a0% av händelserna" for p in (25, 50, 75)
    ]
    widths = [width_of(svg, colour) for colour in ("#bcd8da", "#84b4ba", "#0e5560")]
    border = Sheet.around([SQUARE]).width
    assert border > widths[0] > widths[1] > widths[2] > 0


def test_density_of_a_normal_hill_has_the_radius_that_theory_gives() -> None:
    # Half of a two-dimensional normal distribution lies within 1.1774 standard deviations.
    sd, n, cell = 1500.0, 80, 125.0
    centres = cell * (np.arange(n) + 0.5)
    e, north = np.meshgrid(centres, centres)
    values = np.exp(-((e - 5000) ** 2 + (north - 5000) ** 2) / 2 / sd**2)
    border = shapely.box(0, 0, 10_000, 10_000)
    svg = density_map(DensityGrid(values, 0, 0, cell), border, shares=(0.5,))
    radius_px = width_of(svg, "#0e5560") / 2
    assert radius_px / Sheet.around([border]).scale == pytest.approx(1.1774 * sd, rel=0.05)


def test_density_without_any_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no density"):
        density_map(DensityGrid(np.zeros((3, 3)), 0, 0, 100), shapely.box(0, 0, 300, 300))


def test_only_classes_that_are_there_are_explained() -> None:
    svg = point_class_map([ClassedArea(HALVES[0], "hot_99")], title="Platser", boundary=SQUARE)
    words = words_of(svg)
    assert any("99" in word and "fler" in word for word in words)
    assert not any("färre" in word for word in words)
    with pytest.raises(ValueError, match="no line in the legend"):
        point_class_map([ClassedArea(HALVES[0], "röd")], title="Platser")


def test_a_point_gets_a_mark_that_can_be_seen() -> None:
    svg = point_class_map(
        [ClassedArea(shapely.Point(605_000, 6_505_000), "hot_95")], title="Platser", boundary=SQUARE
    )
    assert "#dd9a7c" in svg


def test_hatching_stays_inside_its_area() -> None:
    area = shapely.Point(50, 50).buffer(20)
    path = hatched(area, Hatch("#000000", 4.0, is_crossed=True))
    numbers = [float(v) for v in re.findall(r"[\d.]+", re.findall(r' d="([^"]+)"', path)[0])]
    assert numbers
    assert all(29.8 <= v <= 70.2 for v in numbers)
    assert hatched(shapely.Polygon(), Hatch("#000000", 4.0)) == ""


def test_nothing_to_show_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one geometry"):
        choropleth([], title="Antal")
