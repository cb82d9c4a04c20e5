"""Hot places: a true cluster is found with its count, even ground gives none, blur is respected."""

import numpy as np
import pytest

from lagesbild.spatial.hot_places import find_hot_places


def _ground(seed: int, events: int = 1500) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 5000, (events, 2))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_events_spread_evenly_give_no_place(seed: int) -> None:
    e, n = _ground(seed).T
    assert find_hot_places(e, n).places == ()


def test_true_cluster_is_one_place_that_holds_it() -> None:
    spot = np.random.default_rng(4).normal((2550, 1450), 60, (120, 2))
    e, n = np.vstack([_ground(4), spot]).T
    found = find_hot_places(e, n)
    assert len(found.places) == 1
    place = found.places[0]
    assert np.hypot(place.e - 2550, place.n - 1450) < 200
    assert place.count >= 120 > place.expected
    assert place.shape.contains(place.shape.centroid)
    assert place.q_value <= 0.05


def test_order_of_the_events_does_not_matter() -> None:
    spot = np.random.default_rng(5).normal((1000, 1000), 60, (100, 2))
    points = np.vstack([_ground(5), spot])
    one, other = (find_hot_places(*order.T).places for order in (points, points[::-1]))
    assert [(p.count, p.cells, p.shape.wkt) for p in one] == [(p.count, p.cells, p.shape.wkt) for p in other]


def test_no_cell_is_smaller_than_the_blur() -> None:
    e, n = _ground(6, 8000).T
    assert find_hot_places(e, n, smallest_cell_m=500).cells.cell_m >= 500


def test_nothing_gives_nothing() -> None:
    assert find_hot_places(np.empty(0), np.empty(0)).places == ()


def test_all_events_at_one_point_is_not_a_comparison() -> None:
    assert find_hot_places(np.full(200, 50.0), np.full(200, 50.0)).places == ()
