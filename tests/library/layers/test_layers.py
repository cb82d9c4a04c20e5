"""What the map shows: true clusters are found and told, chance is not, and every layer says its numbers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.layers.chains import chain_layer
from lagesbild.layers.clusters import cluster_layer
from lagesbild.layers.density import density_layer
from lagesbild.layers.geojson import geojson, plane_geojson
from lagesbild.layers.hexagons import (
    MOST_HEXAGONS,
    PER_HEXAGON,
    SIDES_M,
    centre_of,
    fitting_side,
    hexagon_layer,
    hexagon_of,
    hexagon_shapes,
)
from lagesbild.layers.hotspots import hotspot_layer
from lagesbild.layers.layer import MapLayer
from lagesbild.layers.points import MOST_DOTS, point_layer
from lagesbild.layers.safety import safety_layer
from lagesbild.tables.incidents import Incidents

FIRST = datetime(2025, 3, 1, 12, tzinfo=UTC)
SIDE = 4000.0
CORNER = (600_000.0, 6_600_000.0)


def rows(points: np.ndarray, days: np.ndarray | None = None, **columns: object) -> pl.DataFrame:
    """Return incidents at points of a town, on the days given (all the first day when not)."""
    number = len(points)
    when = [FIRST + timedelta(days=int(day)) for day in (days if days is not None else np.zeros(number))]
    frame = pl.DataFrame(
        {
            "id": [str(i) for i in range(number)],
            "category": ["skadegorelse"] * number,
            "start": pl.Series(when, dtype=pl.Datetime("us", "UTC")),
            "end": pl.Series(when, dtype=pl.Datetime("us", "UTC")),
            "time_precision": ["minute"] * number,
            "location_precision": ["point"] * number,
            "e": points[:, 0] + CORNER[0],
            "n": points[:, 1] + CORNER[1],
            "source": ["egna"] * number,
            "count": [1] * number,
        }
    )
    return Incidents.from_frame(frame.with_columns(**{k: pl.lit(v) for k, v in columns.items()})).frame


def even(number: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, SIDE, (number, 2))


def heap(number: int, seed: int = 2, at: tuple[float, float] = (1000, 3000)) -> np.ndarray:
    return np.random.default_rng(seed).normal(at, 60, (number, 2))


NOTHING = rows(np.empty((0, 2)))
LAYERS: dict[str, Callable[[pl.DataFrame], MapLayer]] = {
    "points": point_layer,
    "hexagons": hexagon_layer,
    "density": density_layer,
    "hotspots": hotspot_layer,
    "clusters": lambda frame: cluster_layer(frame, NOTHING),
    "chains": chain_layer,
    "safety": lambda frame: safety_layer(frame.with_columns(category=pl.lit("bristande_belysning"))),
}


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("number", [0, 1, 3])
def test_too_few_is_a_sentence_and_an_honest_table(kind: str, number: int) -> None:
    layer = LAYERS[kind](rows(even(number)))
    assert layer.kind == kind
    assert layer.n == number
    assert layer.sentences
    assert all(sentence.endswith(".") for sentence in layer.sentences)
    assert json.dumps(plane_geojson(layer))


@pytest.mark.parametrize("kind", LAYERS)
def test_everything_at_one_point_is_no_finding(kind: str) -> None:
    layer = LAYERS[kind](rows(np.full((300, 2), 500.0)))
    claimed = kind in {"density", "hotspots", "clusters", "chains"}
    assert not (claimed and layer.features)


@pytest.mark.parametrize("kind", LAYERS)
def test_unknown_places_and_rows_that_do_not_count_are_told(kind: str) -> None:
    exact = rows(even(40))
    unknown = rows(even(7), location_precision="municipality")
    not_counted = rows(even(5), excluded="duplicate")
    layer = LAYERS[kind](pl.concat([exact, unknown, not_counted]))
    assert (layer.n, layer.left_out) == (40, 7)


@given(st.lists(st.tuples(st.floats(-9e5, 9e5), st.floats(0, 8e6)), min_size=1), st.sampled_from([100, 500]))
def test_every_point_lies_in_its_hexagon(points: list[tuple[float, float]], side: int) -> None:
    e, n = np.array(points).T
    column, row = hexagon_of(e, n, side)
    shapes = hexagon_shapes(centre_of(column, row, side), side)
    assert (shapely.distance(shapes, shapely.points(e, n)) < 1e-3).all()


@pytest.mark.parametrize("spread_m", [300, 1500, 6000, 40_000])
@pytest.mark.parametrize("number", [1, 7, 500, 90_000])
def test_the_side_is_the_smallest_with_few_hexagons_and_enough_in_each(number: int, spread_m: float) -> None:
    e, n = np.random.default_rng(number).normal(0, spread_m, (2, number))
    used = {side: len(set(zip(*hexagon_of(e, n, side), strict=True))) for side in SIDES_M}
    fit = [side for side, u in used.items() if u <= MOST_HEXAGONS and number >= PER_HEXAGON * u]
    assert fitting_side(e, n) == (fit[0] if fit else SIDES_M[-1] if number > MOST_HEXAGONS else SIDES_M[3])


def test_hexagons_cover_the_ground_without_overlap() -> None:
    e, n = np.meshgrid(np.arange(0, 3000, 50.0), np.arange(0, 3000, 50.0))
    cells = np.unique(np.column_stack(hexagon_of(e.ravel(), n.ravel(), 300)), axis=0)
    shapes = hexagon_shapes(centre_of(cells[:, 0], cells[:, 1], 300), 300)
    union = shapely.union_all(shapes)
    assert union.area == pytest.approx(sum(shapely.area(shapes)), rel=1e-9)
    assert union.buffer(0.001).covers(shapely.box(0, 0, 2950, 2950))


def test_hexagons_add_up_to_all_incidents_and_name_their_interval() -> None:
    layer = hexagon_layer(rows(np.vstack([even(600), heap(200)])))
    listed = [row[1] for row in layer.table.rows]
    assert listed == sorted(listed, reverse=True)
    counts = [int(feature.words.split("\xa0")[0].split()[0]) for feature in layer.features]
    assert sum(counts) == 800
    number, count, low, high, *_ = layer.table.rows[0]
    assert number == 1
    assert low < count < high
    assert set(feature.look for feature in layer.features) <= set(layer.legend)


def test_more_dots_than_can_be_seen_are_not_drawn() -> None:
    layer = point_layer(rows(even(MOST_DOTS + 1)))
    assert not layer.features
    assert "sexhörningar" in layer.sentences[1]
    assert len(layer.table.rows) == 200


def test_blurred_points_say_so() -> None:
    layer = point_layer(rows(even(10)), uncertainty_m=250)
    assert "avrundade till 250 meter" in layer.sentences[-1]


def test_density_holds_what_it_says() -> None:
    layer = density_layer(rows(np.vstack([even(300), heap(900)])))
    areas = [row[1] for row in layer.table.rows]
    assert areas == sorted(areas, reverse=True)
    quarter = next(feature.shape for feature in layer.features if feature.look == "share-25")
    assert quarter.contains(shapely.Point(CORNER[0] + 1000, CORNER[1] + 3000))


def test_hot_spot_is_claimed_only_where_there_is_one() -> None:
    assert not hotspot_layer(rows(even(1500))).features
    layer = hotspot_layer(rows(np.vstack([even(1500), heap(120)])))
    assert len(layer.features) == 1
    assert layer.features[0].shape.contains(shapely.Point(CORNER[0] + 1000, CORNER[1] + 3000))


def test_place_that_grew_is_found_and_a_place_that_was_always_busy_is_not() -> None:
    before = rows(np.vstack([even(400, 5), heap(80, 6, (3000, 1000))]))
    same = rows(np.vstack([even(400, 7), heap(80, 8, (3000, 1000))]))
    grown = rows(np.vstack([even(400, 7), heap(80, 8, (3000, 1000)), heap(50, 9)]))
    assert not cluster_layer(same, before).features
    layer = cluster_layer(grown, before)
    assert len(layer.features) == 1
    cases, expected, then = layer.table.rows[0][1:4]
    assert cases >= 45 > expected
    assert then < 15
    assert layer.features[0].shape.contains(shapely.Point(CORNER[0] + 1000, CORNER[1] + 3000))


def test_chain_is_drawn_only_when_incidents_follow_each_other_more_than_chance() -> None:
    days = np.random.default_rng(3).integers(0, 365, 300)
    alone = rows(even(300), days)
    assert not chain_layer(alone).features
    chain = rows(heap(12, 4), np.arange(100, 136, 3))
    layer = chain_layer(pl.concat([alone, chain]))
    assert layer.table.rows[0][1] >= 12
    assert "slumpmässiga" in layer.sentences[1]


def test_same_input_gives_the_same_layer() -> None:
    frame = rows(np.vstack([even(300), heap(60)]))
    assert plane_geojson(cluster_layer(frame, rows(even(300, 9)))) == plane_geojson(
        cluster_layer(frame, rows(even(300, 9)))
    )


def test_export_is_in_degrees_with_the_tables_columns() -> None:
    layer = hotspot_layer(rows(np.vstack([even(1500), heap(120)])))
    feature = geojson(layer)["features"][0]
    lon, lat = feature["geometry"]["coordinates"][0][0]
    assert 10 < lon < 25
    assert 55 < lat < 70
    assert feature["properties"]["count"] >= 120


def test_what_people_say_of_places_is_counted_by_place_and_by_what_they_say() -> None:
    at = np.array([[0, 0], [0, 0], [0, 0], [500, 500], [900, 900], [900, 900]])
    said = [
        "bristande_belysning",
        "bristande_belysning",
        "trygg_plats",
        "trygg_plats",
        "skadegorelse",
        "vald",
    ]
    layer = safety_layer(rows(at).with_columns(category=pl.Series(said)))
    assert [(feature.look, feature.words) for feature in layer.features] == [
        ("both", "2 uppgifter om otrygghet och 1 uppgift om trygghet"),
        ("safe", "1 uppgift om trygghet"),
    ]
    assert [row[2:5] for row in layer.table.rows] == [
        (2, 1, "Bristande belysning 2, Trygg plats 1"),
        (0, 1, "Trygg plats 1"),
    ]
    assert layer.n == 4  # what is no word about a place says nothing here
    assert layer.sentences[0] == "2 uppgifter om otrygga platser och 2 om trygga, på 2 platser."


def test_felt_insecurity_without_a_place_is_told_as_left_out() -> None:
    frame = rows(even(3)).with_columns(
        category=pl.lit("upplevd_otrygghet"), location_precision=pl.Series(["point", "area", "unknown"])
    )
    layer = safety_layer(frame)
    assert (layer.n, layer.left_out) == (1, 2)
