"""Gi*: agrees with the published program, and holds what a map reader counts on."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.spatial.hotspots import CellCounts, count_in_cells, getis_ord
from lagesbild.spatial.neighbours import from_pairs, within_distance

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "gistar"


def columns(name: str) -> dict[str, np.ndarray]:
    """Read a reference file into arrays by column."""
    with (REFERENCE / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


@pytest.mark.parametrize("distance", ["30", "42.5", "60", "67.5", "84.9"])
def test_gi_star_agrees_with_spdep_on_getis_and_ords_data(distance: str) -> None:
    data, expected = columns("input_getisord.csv"), columns("expected_getisord.csv")
    found = getis_ord(data["val"], within_distance(data["x"], data["y"], float(distance)))
    np.testing.assert_allclose(found.z, expected[f"Gistar_d{distance}"], rtol=1e-9, atol=1e-12)


def test_the_method_answers_the_same_from_a_file_by_distance_and_by_pairs(tmp_path: Path) -> None:
    table, pairs = tmp_path / "platser.csv", tmp_path / "grannar.csv"
    values = [0, 0, 1, 0, 9, 8, 9, 0, 1, 0]
    table.write_text("id;value;e;n\n" + "".join(f"p{i};{v};{i * 100};0\n" for i, v in enumerate(values)))
    pairs.write_text("i,j\n" + "".join(f"p{i},p{i + 1}\n" for i in range(9)))
    by_distance = run_on_file("hotspots", table, {"distance": "100"})
    by_pairs = run_on_file("hotspots", table, {"neighbours": str(pairs)})
    assert by_distance.rows == by_pairs.rows
    assert [row["id"] for row in by_distance.rows if str(row["class"]).startswith("hot")] == ["p5"]
    assert "färre än 8 grannar" in by_distance.warnings[0]


def test_a_neighbour_that_is_not_in_the_table_is_a_fault_with_its_name(tmp_path: Path) -> None:
    table, pairs = tmp_path / "platser.csv", tmp_path / "grannar.csv"
    table.write_text("id;value\na;1\nb;2\nc;3\n")
    pairs.write_text("i,j\na,b\na,okänd\n")
    with pytest.raises(ValueError, match="okänd"):
        run_on_file("hotspots", table, {"neighbours": str(pairs)})


counts = st.lists(st.integers(0, 30), min_size=4, max_size=30)


@given(counts, st.floats(0.1, 50), st.floats(-100, 100))
def test_scale_and_shift_of_the_values_do_not_move_z(values: list[int], scale: float, shift: float) -> None:
    at = np.arange(len(values), dtype=float)
    neighbours = within_distance(at, 0 * at, 1)
    first = getis_ord(values, neighbours).z
    second = getis_ord(np.array(values) * scale + shift, neighbours).z
    np.testing.assert_allclose(first, second, rtol=1e-6, atol=1e-6)


@given(counts, st.randoms())
def test_the_order_of_the_places_does_not_matter(values: list[int], random: object) -> None:
    order = np.random.default_rng(len(values)).permutation(len(values))
    at = np.arange(len(values), dtype=float)
    first = getis_ord(values, within_distance(at, 0 * at, 2)).z
    second = getis_ord(np.array(values)[order], within_distance(at[order], 0 * at, 2)).z
    np.testing.assert_allclose(first[order], second, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("values", [[], [5], [5, 1], [0, 0, 0, 0], [3, 3, 3]])
def test_nothing_to_compare_gives_no_number_and_no_class(values: list[int]) -> None:
    at = np.arange(len(values), dtype=float)
    found = getis_ord(values, within_distance(at, 0 * at, 1))
    assert np.isnan(found.z).all()
    assert set(found.label) <= {"none"}


def test_a_place_that_neighbours_every_other_has_no_z() -> None:
    found = getis_ord([1, 2, 9], from_pairs([0, 0], [1, 2], 3))
    assert np.isnan(found.z[0])
    assert np.isfinite(found.z[1:]).all()


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        getis_ord([1.0, float("nan"), 2.0], from_pairs([0], [1], 3))


def test_an_even_spread_of_points_seldom_gives_a_hot_spot() -> None:
    rng = np.random.default_rng(1)
    share = []
    for _ in range(40):
        cells = count_in_cells(rng.uniform(0, 2000, 3000), rng.uniform(0, 2000, 3000), 100)
        inside = (abs(cells.e - 1000) < 1000) & (abs(cells.n - 1000) < 1000)
        kept = CellCounts(cells.e[inside], cells.n[inside], cells.count[inside], 100)
        found = getis_ord(kept.count, within_distance(kept.e, kept.n, kept.queen_distance))
        share.append(np.char.startswith(found.label, "hot").any())
    # False discovery control at 10 %: about one map in ten may show something.
    assert np.mean(share) < 0.25


def test_every_point_is_in_a_cell_and_cells_of_two_periods_are_the_same() -> None:
    rng = np.random.default_rng(2)
    e, n = rng.normal(650_000, 400, 500), rng.normal(6_600_000, 400, 500)
    now, before = slice(0, 200), slice(200, 500)
    first = count_in_cells(e[now], n[now], 50, ever_e=e, ever_n=n)
    second = count_in_cells(e[before], n[before], 50, ever_e=e, ever_n=n)
    assert (first.count.sum(), second.count.sum()) == (200, 300)
    np.testing.assert_array_equal(first.e, second.e)
    nearest = np.abs(first.e[:, None] - e[None, now]).min(axis=0)
    assert nearest.max() <= 25 + 1e-6


def test_no_points_give_no_cells() -> None:
    assert count_in_cells([], [], 100).count.size == 0
