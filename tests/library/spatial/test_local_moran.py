"""Moran's I agrees with R spdep, and its permutations with every exchange there is."""

from itertools import permutations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.readers.faults import FaultyFileError
from lagesbild.spatial.local_moran import local_moran
from lagesbild.spatial.neighbours import from_pairs, within_distance

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "moran"


def _africa():
    values = pl.read_csv(REFERENCE / "input_afcon.csv", infer_schema_length=0)
    pairs = pl.read_csv(REFERENCE / "input_afcon_neighbours.csv")
    at = {name: index for index, name in enumerate(values["id"])}
    table = from_pairs([at[name] for name in pairs["i"]], [at[name] for name in pairs["j"]], len(at))
    expected = pl.read_csv(REFERENCE / "expected_afcon.csv", infer_schema_length=0)
    numbers = pl.all().exclude("id", "quadrant").cast(pl.Float64)
    return values["totcon"].cast(pl.Float64).to_numpy(), table, expected.with_columns(numbers)


def _grid(side: int):
    e, n = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(side), np.arange(side)))
    return within_distance(e, n, 1.5)


def test_conflict_in_africa_agrees_with_spdep():
    values, neighbours, expected = _africa()
    found = local_moran(values, neighbours, permutations=999)
    for name, array in (
        ("Ii", found.i),
        ("E_cond", found.expected),
        ("Var_cond", found.variance),
        ("Z_cond", found.z),
        ("p_cond", found.p_value),
    ):
        np.testing.assert_allclose(array, expected[name].to_numpy(), rtol=1e-9, err_msg=name)
    assert found.quadrant.tolist() == expected["quadrant"].to_list()
    # spdep draws with replacement, which widens the tails a little where neighbours are many.
    tail = expected["p_folded9999"].to_numpy()
    error = 4 * 2 * np.sqrt(tail * (1 - tail) / 999) + 0.005
    assert (np.abs(found.p_permutation - expected["p_sim9999"].to_numpy()) < error).all()


def test_conflict_in_africa_as_a_whole():
    # Anselin 1995: I = 0.417; variance under randomisation from spdep.
    values, neighbours, _ = _africa()
    total = local_moran(values, neighbours, permutations=0).total
    assert total.i == pytest.approx(0.416795631943655, rel=1e-10)
    assert total.expected == pytest.approx(-1 / 41)
    assert total.variance == pytest.approx(0.0102935774196267, rel=1e-10)
    assert total.z == pytest.approx(4.34848957082972, rel=1e-10)


def test_permutations_agree_with_every_exchange_of_the_others():
    x = np.array([5.0, 1, 4, 4, 0, 9])
    neighbours = from_pairs([0, 0, 1, 2, 3, 4], [1, 2, 2, 3, 4, 5], 6)
    found = local_moran(x, neighbours, permutations=20_000)
    table = neighbours.toarray() - np.eye(6)
    for place in range(6):
        others = [index for index in range(6) if index != place]
        around = table[place][others] > 0
        every = np.array([x[list(order)][around].sum() for order in permutations(others)])
        own = x[others][around].sum()
        exact = 2 * min((every >= own).mean(), (every <= own).mean())
        assert found.p_permutation[place] == pytest.approx(min(exact, 1), abs=0.02)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.floats(-1e3, 1e3), st.floats(0.01, 100))
def test_level_unit_and_order_do_not_matter(seed, level, unit):
    rng = np.random.default_rng(seed)
    x, neighbours = rng.integers(0, 8, 36).astype(float), _grid(6)
    x[0] += 1 - x.std().astype(bool)
    a = local_moran(x, neighbours, permutations=0)
    b = local_moran(level + unit * x, neighbours, permutations=0)
    np.testing.assert_allclose(b.i, a.i, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(b.p_value, a.p_value, rtol=1e-5, atol=1e-7)
    order = rng.permutation(36)
    c = local_moran(x[order], neighbours[order][:, order], permutations=0)
    np.testing.assert_allclose(c.i, a.i[order], rtol=1e-9, atol=1e-12)
    assert c.total.variance == pytest.approx(a.total.variance)


def test_p_values_are_even_when_there_is_no_pattern():
    x = np.random.default_rng(3).normal(size=1600)
    found = local_moran(x, _grid(40), permutations=999)
    assert 0.03 < (found.p_permutation < 0.05).mean() < 0.07
    assert 0.45 < (found.p_permutation < 0.5).mean() < 0.55
    assert found.p_permutation.min() >= 2 / 1000


def test_the_seed_decides():
    x = np.random.default_rng(3).normal(size=100)
    p = [local_moran(x, _grid(10), seed=seed).p_permutation.tolist() for seed in (1, 1, 2)]
    assert p[0] == p[1] != p[2]


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2, 3], [4.0] * 9])
def test_too_few_places_or_equal_values_give_nan(values):
    found = local_moran(values, from_pairs(range(len(values) - 1), range(1, len(values)), len(values)))
    assert np.isnan(found.i).all()
    assert np.isnan(found.total.i)
    assert set(found.quadrant.tolist()) <= {"none"}


def test_a_place_at_the_mean_is_neither_like_nor_unlike():
    found = local_moran([1.0, 3, 2, 1, 3], from_pairs([0, 1, 2, 3], [1, 2, 3, 4], 5), permutations=0)
    assert (found.i[2], found.z[2], found.p_value[2]) == (0, 0, 1)


def test_islands_have_no_value_and_do_not_disturb_the_others():
    found = local_moran([9.0, 8, 1, 2, 5], from_pairs([0, 1, 2], [1, 2, 3], 5))
    assert np.isnan(found.i[4])
    assert found.quadrant[4] == "none"
    assert np.isfinite(found.i[:4]).all()
    assert np.isfinite(found.q_value[:4]).all()


def test_bad_numbers_are_refused():
    with pytest.raises(ValueError, match="finite"):
        local_moran([np.nan, 1.0], from_pairs([0], [1], 2))
    with pytest.raises(ValueError, match="neighbours for 2"):
        local_moran([1.0], from_pairs([0], [1], 2))


def test_the_method_answers_and_says_when_it_cannot(tmp_path):
    path = tmp_path / "rutor.csv"
    rng = np.random.default_rng(1)
    rows = [f"{e}-{n},{e},{n},{3 * (e < 3) + rng.integers(0, 2)}" for e in range(6) for n in range(6)]
    path.write_text("\n".join(["id,e,n,value", *rows]), encoding="utf-8")
    answer = run_on_file("local-moran", path, {"distance": "1.5"})
    assert answer.summary["global_p_value"] < 0.001
    assert answer.rows[0]["quadrant"] == "High-High"
    alone = run_on_file("local-moran", path, {"distance": "0.5"})
    assert "Ingen plats har någon granne" in alone.warnings[-1]
    path.write_text("id,e,n,value\na,0,0,2\nb,1,0,2\nc,2,0,2\nd,3,0,2", encoding="utf-8")
    same = run_on_file("local-moran", path, {"distance": "1.5"})
    assert {row["z"] for row in same.rows} == {None}
    assert "samma värde" in same.warnings[-1]


def test_pairs_that_stand_one_way_count_one_way_as_in_spdep(tmp_path):
    # R 4.2.2, spdep 1.2-7: knearneigh(k = 2) of places at 0, 1, 2.5, 4.5, 8 and 9 on a line.
    nearest = ((1, 2), (0, 2), (1, 3), (1, 2), (3, 5), (3, 4))
    i = [-0.157303370786517, 0.179775280898876, -0.056179775280899]
    i += [0.0786516853932583, -0.47752808988764, 0.112359550561798]
    z = [0.948090926279955] * 2 + [-0.711068194709966] * 2 + [-0.948090926279955] * 2
    table, pairs = tmp_path / "platser.csv", tmp_path / "par.csv"
    table.write_text(
        "id,value\n" + "\n".join(f"p{i},{v}" for i, v in enumerate([9, 7, 1, 2, 6, 1])), encoding="utf-8"
    )
    pairs.write_text(
        "i,j\n" + "\n".join(f"p{i},p{j}" for i in range(6) for j in nearest[i]), encoding="utf-8"
    )
    moran = run_on_file("local-moran", table, {"neighbours": str(pairs), "permutations": "0"})
    np.testing.assert_allclose([row["i"] for row in moran.rows], i, rtol=1e-9)
    assert moran.summary["global_variance"] == pytest.approx(0.0883613180154021, rel=1e-9)
    hot = run_on_file("hotspots", table, {"neighbours": str(pairs)})
    np.testing.assert_allclose([row["z"] for row in hot.rows], z, rtol=1e-9)
    for answer in (moran, hot):
        assert any(
            warning.startswith("4 par i --neighbours står bara åt ett håll") for warning in answer.warnings
        )


def test_a_place_that_stands_twice_has_no_neighbours_to_tell(tmp_path):
    table, pairs = tmp_path / "platser.csv", tmp_path / "par.csv"
    table.write_text("id,value\na,1\na,2\nb,3\nc,4\n", encoding="utf-8")
    pairs.write_text("i,j\na,b\nb,c\n", encoding="utf-8")
    for method in ("local-moran", "hotspots"):
        with pytest.raises(FaultyFileError, match="flera gånger"):
            run_on_file(method, table, {"neighbours": str(pairs)})
