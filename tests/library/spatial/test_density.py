"""Density agrees with spatstat, keeps the total and survives points that are snapped together."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import run_on_file
from lagesbild.spatial import density as density_module
from lagesbild.spatial.bandwidth import diggle, likelihood, scott
from lagesbild.spatial.density import density_at, density_on_grid
from lagesbild.spatial.kernels import Kernel, mass_at, mass_on
from lagesbild.spatial.window import Grid, Window

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "kde"
REDWOOD_WINDOW = Window(0, -1, 1, 0)
SQUARE = Window(0, 0, 1000, 1000)


def _redwood() -> tuple[np.ndarray, np.ndarray]:
    frame = pl.read_csv(REFERENCE / "input_redwood.csv", infer_schema_length=0).cast(pl.Float64)
    return frame["x"].to_numpy(), frame["y"].to_numpy()


def _clustered(points: int = 400, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0, 1000, (8, 2))[rng.integers(0, 8, points)]
    place = np.clip(centre + rng.normal(0, 60, (points, 2)), 0, 1000)
    return place[:, 0], place[:, 1]


@pytest.mark.parametrize("sigma", [0.05, 0.12])
@pytest.mark.parametrize("edge", ["none", "uniform", "diggle"])
def test_grid_of_redwood_agrees_with_exact_values(sigma, edge):
    table = pl.read_csv(REFERENCE / "expected_rectangle_grid.csv").filter(pl.col("sigma") == sigma)
    found = density_at(
        *_redwood(),
        table["x"].to_numpy(),
        table["y"].to_numpy(),
        bandwidth=sigma,
        window=REDWOOD_WINDOW,
        edge=edge,
    )
    np.testing.assert_allclose(found, table[edge].to_numpy(), rtol=1e-9)


def test_density_at_the_points_agrees_with_spatstat():
    table = pl.read_csv(REFERENCE / "expected_at_points.csv")
    x, y = _redwood()
    found = density_at(
        x, y, table["x"].to_numpy(), table["y"].to_numpy(), bandwidth=0.05, window=REDWOOD_WINDOW
    )
    np.testing.assert_allclose(found, table["inc_none"].to_numpy(), rtol=1e-9)


def test_grid_and_places_give_the_same_numbers():
    e, n = _clustered()
    for kernel in ("gaussian", "quartic"):
        grid = density_on_grid(e, n, bandwidth=40, window=SQUARE, cell=50, kernel=kernel, edge="diggle")
        east, north = np.meshgrid(grid.grid.e, grid.grid.n)
        places = density_at(
            e, n, east.ravel(), north.ravel(), bandwidth=40, window=SQUARE, kernel=kernel, edge="diggle"
        )
        assert grid.computed == "exact"
        np.testing.assert_allclose(grid.values.ravel(), places, rtol=1e-9, atol=1e-18)


def test_bandwidths_of_redwood_agree_with_spatstat():
    x, y = _redwood()
    assert scott(x, y) == pytest.approx(0.137029873862326, rel=1e-9)
    assert diggle(x, y, REDWOOD_WINDOW) == pytest.approx(0.0225048923679061, rel=1e-9)
    assert likelihood(x, y, REDWOOD_WINDOW) == pytest.approx(0.0408057154673674, rel=1e-9)


def test_bandwidths_in_a_polygon_agree_with_spatstat():
    # R 4.2.2, spatstat.explore 3.0.6: the candidates reach half the polygon's own diameter, not its box's.
    x, y = _redwood()
    window = Window.of(shapely.Polygon([(0.5, -1.6), (1.6, -0.5), (0.5, 0.6), (-0.6, -0.5)]))
    assert window.diameter == pytest.approx(2.2)
    assert likelihood(x, y, window) == pytest.approx(0.0445761476806704, rel=1e-9)
    assert diggle(x, y, window) == pytest.approx(0.0317514677104, rel=1e-9)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
@pytest.mark.parametrize("edge", ["none", "uniform", "diggle"])
def test_binned_values_stay_within_the_stated_error(kernel, edge, monkeypatch):
    e, n = _clustered(2000)
    chosen = {"bandwidth": 60, "window": SQUARE, "cell": 20, "kernel": kernel, "edge": edge}
    exact = density_on_grid(e, n, **chosen)
    monkeypatch.setattr(density_module, "_EXACT_PRODUCTS", 0)
    monkeypatch.setattr(density_module, "_EXACT_PAIRS", 0)
    binned = density_on_grid(e, n, **chosen)
    assert (exact.computed, binned.computed) == ("exact", "binned")
    assert exact.error == 0 < binned.error < 0.002
    assert np.abs(binned.values - exact.values).max() < binned.error * exact.values.max()
    at_binned = density_at(e, n, e[:50], n[:50], bandwidth=60, window=SQUARE, kernel=kernel, edge=edge)
    monkeypatch.undo()
    at_exact = density_at(e, n, e[:50], n[:50], bandwidth=60, window=SQUARE, kernel=kernel, edge=edge)
    np.testing.assert_allclose(at_binned, at_exact, atol=0.002 * exact.values.max())


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
@pytest.mark.parametrize("place", [500.0, 502.5, 505.0])
def test_the_stated_error_holds_when_all_points_lie_in_one_spot(kernel, place, monkeypatch):
    spot = np.full(50, place)
    chosen = {"bandwidth": 60, "window": SQUARE, "cell": 20, "kernel": kernel}
    exact = density_on_grid(spot, spot, **chosen)
    monkeypatch.setattr(density_module, "_EXACT_PRODUCTS", 0)
    monkeypatch.setattr(density_module, "_EXACT_PAIRS", 0)
    binned = density_on_grid(spot, spot, **chosen)
    assert np.abs(binned.values - exact.values).max() <= binned.error * 1.05 * exact.values.max()


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
@pytest.mark.parametrize("window", [SQUARE, Window.of(shapely.Point(500, 500).buffer(480))])
def test_diggle_keeps_the_total(kernel, window):
    e, n = _clustered()
    weights = np.linspace(0.5, 2, len(e))
    found = density_on_grid(
        e, n, bandwidth=50, window=window, cell=10, kernel=kernel, edge="diggle", weights=weights
    )
    inside = window.contains(e, n)
    assert found.points + found.outside == len(e)
    assert found.integral == pytest.approx(weights[inside].sum(), rel=0.005)


def test_uniform_correction_makes_an_even_spread_even():
    e, n = (axis.ravel() for axis in np.meshgrid(np.arange(5, 1000, 10.0), np.arange(5, 1000, 10.0)))
    flat = density_on_grid(e, n, bandwidth=50, window=SQUARE, cell=50, edge="uniform").values
    np.testing.assert_allclose(flat, 0.01, rtol=0.01)
    assert density_on_grid(e, n, bandwidth=50, window=SQUARE, cell=50).values[0, 0] < 0.006


@settings(max_examples=20, deadline=None)
@given(st.floats(-1e5, 1e5), st.floats(0.1, 50), st.sampled_from(["gaussian", "quartic"]), st.integers(0, 9))
def test_moving_scaling_and_reordering_change_nothing_but_the_unit(shift, scale, kernel, seed):
    e, n = _clustered(60, seed)
    order = np.random.default_rng(seed).permutation(60)
    a = density_on_grid(e, n, bandwidth=70, window=SQUARE, cell=100, kernel=kernel, edge="diggle")
    moved = Window(shift, -shift, shift + 1000 * scale, -shift + 1000 * scale)
    b = density_on_grid(
        e[order] * scale + shift,
        n[order] * scale - shift,
        bandwidth=70 * scale,
        window=moved,
        cell=100 * scale,
        kernel=kernel,
        edge="diggle",
    )
    assert a.grid.rows == b.grid.rows
    np.testing.assert_allclose(b.values * scale**2, a.values, rtol=1e-5, atol=1e-9)


def test_mass_of_a_quartic_in_a_corner_agrees_with_a_fine_sum():
    kernel = Kernel("quartic", 50)
    e, n = np.array([0.0, 30, 500, 990]), np.array([0.0, 900, 20, 500])
    grid = Grid(-200, -200, 1.0, 1400, 1400)
    inside = grid.coverage(SQUARE)
    for east, north, found in zip(e, n, mass_at(e, n, SQUARE, kernel), strict=True):
        values = kernel.of_squared((grid.e - east) ** 2 + (grid.n[:, None] - north) ** 2)
        assert found == pytest.approx(float((values * inside).sum()), abs=2e-4)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
def test_a_polygon_that_is_a_rectangle_gives_the_rectangles_masses(kernel):
    polygon, shape = Window.of(shapely.box(0, 0, 1000, 1000)), Kernel(kernel, 60)
    e, n = np.linspace(0, 1000, 21), np.linspace(100, 900, 21)
    np.testing.assert_allclose(mass_at(e, n, polygon, shape), mass_at(e, n, SQUARE, shape), atol=0.005)
    np.testing.assert_allclose(mass_on(e, n, polygon, shape), mass_on(e, n, SQUARE, shape), atol=0.005)


def test_cells_outside_a_polygon_have_no_value():
    triangle = Window.of(shapely.Polygon([(0, 0), (1000, 0), (0, 1000)]))
    found = density_on_grid([100.0, 900], [100.0, 900], bandwidth=50, window=triangle, cell=100)
    assert (found.points, found.outside) == (1, 1)
    assert np.isnan(found.values[9, 9])
    assert np.isfinite(found.values[0, 0])
    assert triangle.area == pytest.approx(found.grid.coverage(triangle).sum() * 100**2)


def test_no_points_give_an_empty_map_and_bad_numbers_are_refused():
    assert density_on_grid([], [], bandwidth=5, window=SQUARE, cell=100).integral == 0
    with pytest.raises(ValueError, match="bandwidth must be larger than 0"):
        density_on_grid([1.0], [1.0], bandwidth=0, window=SQUARE, cell=100)
    with pytest.raises(ValueError, match="finite"):
        density_on_grid([np.nan], [1.0], bandwidth=5, window=SQUARE, cell=100)
    with pytest.raises(ValueError, match="width and a height"):
        Window(0, 0, 0, 1)


def test_selectors_without_enough_points_say_nan():
    one, line = np.array([1.0]), np.array([1.0, 2, 3])
    assert np.isnan(scott(one, one))
    assert np.isnan(scott(line, np.ones(3)))
    assert np.isnan(diggle(one, one, SQUARE))
    assert np.isnan(likelihood(line[:2], line[:2], SQUARE))


def _file(folder: Path, e: np.ndarray, n: np.ndarray) -> Path:
    path = folder / "punkter.csv"
    pl.DataFrame({"e": e, "n": n}).write_csv(path)
    return path


@pytest.mark.parametrize("selector", ["scott", "ppl", "diggle"])
def test_points_snapped_to_one_address_do_not_break_the_selectors(tmp_path, selector):
    e, n = _clustered(200)
    free = run_on_file("density", _file(tmp_path, e, n), {"bandwidth": selector, "window": "0,0,1000,1000"})
    snapped = _file(tmp_path, np.append(e, np.full(300, 512.0)), np.append(n, np.full(300, 488.0)))
    answer = run_on_file("density", snapped, {"bandwidth": selector, "window": "0,0,1000,1000"})
    assert 0.3 < answer.summary["bandwidth"] / free.summary["bandwidth"] < 3
    if selector != "scott":
        assert any("samma läge som en annan punkt" in warning for warning in answer.warnings)


def test_the_grid_is_described_so_that_it_can_be_drawn(tmp_path):
    e, n = _clustered(100)
    answer = run_on_file(
        "density",
        _file(tmp_path, e, n),
        {"bandwidth": "80", "window": "0,0,1000,500", "cell": "50", "edge": "diggle"},
    )
    assert answer.summary["shape"] == [10, 20]
    assert (answer.summary["e0"], answer.summary["n0"], answer.summary["cell"]) == (0, 0, 50)
    assert len(answer.rows) == 200
    assert (answer.rows[21]["e"], answer.rows[21]["n"]) == (75, 75)
    assert answer.summary["outside"] == int((n > 500).sum())
    total = sum(row["density"] for row in answer.rows) * 50**2
    assert total == pytest.approx(answer.summary["integral"])


def test_a_window_in_degrees_is_carried_over_to_metres(tmp_path):
    path = tmp_path / "kommun.geojson"
    ring = [[17.6, 59.8], [17.7, 59.8], [17.7, 59.9], [17.6, 59.9], [17.6, 59.8]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    e, n = 648_000 + _clustered(50)[0], 6_635_000 + _clustered(50)[1]
    answer = run_on_file(
        "density", _file(tmp_path, e, n), {"bandwidth": "100", "window": str(path), "cell": "50"}
    )
    assert answer.summary["outside"] == 0
    assert answer.summary["integral"] == pytest.approx(50, rel=0.1)
    assert any(row["density"] is None for row in answer.rows)


def test_places_of_a_second_file(tmp_path):
    (tmp_path / "platser.csv").write_text("e,n\n500,500\n5000,500\n", encoding="utf-8")
    chosen = {"bandwidth": "80", "window": "0,0,1000,1000", "at": str(tmp_path / "platser.csv")}
    answer = run_on_file("density", _file(tmp_path, *_clustered(50)), chosen)
    assert answer.rows[0]["density"] > 0
    assert answer.rows[1]["density"] is None
    assert "1 av 2 platser i --at" in answer.warnings[-1]


def test_one_place_and_empty_tables_are_answered(tmp_path):
    same = _file(tmp_path, np.full(30, 5.0), np.full(30, 7.0))
    answer = run_on_file("density", same)
    assert answer.summary["bandwidth"] is None
    assert "Ange --window och --bandwidth" in answer.warnings[-1]
    assert run_on_file("density", same, {"bandwidth": "2"}).summary["integral"] == pytest.approx(30, rel=0.02)
    answer = run_on_file("density", _file(tmp_path, np.array([]), np.array([])))
    assert answer.warnings[-1] == "Tabellen har inga rader."


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("bandwidth", "bred", "Skriv meter, scott, ppl eller diggle"),
        ("bandwidth", "-3", "Skriv meter, scott, ppl eller diggle"),
        ("window", "1,2,0,9", "minE,minN,maxE,maxN"),
        ("window", "finns-inte.geojson", "finns inte"),
        ("cell", "0.0001", "Välj större rutor"),
    ],
)
def test_wrong_options_say_what_to_write(tmp_path, name, value, says):
    with pytest.raises(OptionError, match=says):
        run_on_file("density", _file(tmp_path, *_clustered(20)), {"bandwidth": "50", name: value})
