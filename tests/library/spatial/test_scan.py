"""The scan agrees with SaTScan and smerc, and its replicates with taking every logarithm."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import run_on_file
from lagesbild.readers.faults import FaultyFileError
from lagesbild.spatial.scan import scan_bernoulli, scan_poisson
from lagesbild.spatial.scan_models import Bernoulli, Poisson, ScanModel, largest_sizes
from lagesbild.spatial.scan_replicates import gumbel_p_value, highest_ratios
from lagesbild.spatial.scan_zones import Zones, circles

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "scan"


def _new_york() -> list[np.ndarray]:
    frame = pl.read_csv(REFERENCE / "input_nyleukemia.csv", infer_schema_length=0)
    return [frame[name].cast(pl.Float64).to_numpy() for name in ("x", "y", "cases", "population")]


def _town(places: int, seed: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    e, n = rng.integers(0, 30, (2, places)).astype(float)
    people = rng.integers(10, 200, places)
    return e, n, rng.binomial(people, 0.05), people


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_leukaemia_in_new_york_agrees_with_smerc(share):
    table = pl.read_csv(REFERENCE / "expected_smerc.csv").filter(pl.col("case") == f"nyleukemia_ubpop{share}")
    found = scan_poisson(*_new_york(), max_share=share)
    for cluster, row in zip(found.clusters, table.iter_rows(named=True), strict=False):
        assert (cluster.members + 1).tolist() == [int(place) for place in row["locids"].split()]
        assert cluster.cases == row["cases"]
        assert cluster.radius == pytest.approx(row["radius"], abs=1e-9)
        assert cluster.expected == pytest.approx(row["expected"], rel=1e-9)
        assert cluster.relative_risk == pytest.approx(row["rel_risk"], rel=1e-9)
        assert cluster.log_likelihood_ratio == pytest.approx(row["llr"], rel=1e-9)
        error = 4 * np.sqrt(2 * row["p_mc"] * (1 - row["p_mc"]) / 999) + 0.003
        assert abs(cluster.p_value - row["p_mc"]) < error


def test_leukaemia_in_new_york_agrees_with_satscan():
    clusters = json.loads((REFERENCE / "expected_satscan.json").read_text(encoding="utf-8"))["clusters"]
    found = scan_poisson(*_new_york()).clusters
    for theirs, ours in zip(clusters, (found[at] for at in (0, 1, 2, 3, 4, 5, 7)), strict=True):
        assert {str(place + 1) for place in ours.members.tolist()} == set(theirs["locations"])
        assert ours.log_likelihood_ratio == pytest.approx(theirs["log_likelihood_ratio"], abs=1e-5)
        p = theirs["p_value"]
        assert abs(ours.p_value - p) < 4 * np.sqrt(p * (1 - p) / 999) + 0.001
    assert found[0].p_gumbel < 0.001


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500), st.sampled_from(["poisson", "bernoulli"]), st.floats(0.05, 1))
def test_replicates_agree_with_taking_every_logarithm(seed, kind, share):
    e, n, cases, people = _town(25, seed)
    if not cases.any():
        cases[0] = 1
    total = int(cases.sum())
    model = (
        Poisson(total, people * total / people.sum())
        if kind == "poisson"
        else Bernoulli(total, people.astype(float))
    )
    zones = circles(np.column_stack([e, n]), people.astype(float), share)
    assert highest_ratios(zones, model, 40, seed) == pytest.approx(
        _every_logarithm(zones, model, 40, seed), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("shift", [0, 40_000])
def test_replicates_in_many_stages_and_flocks_agree_with_taking_every_logarithm(shift):
    rng = np.random.default_rng(8)
    e, n = rng.uniform(0, 100, (2, 190))
    people = rng.gamma(0.3, 900, 190) + 1  # a few places have most of the people
    cases = 400 + shift
    model = Poisson(cases, people * cases / people.sum())
    zones = circles(np.column_stack([e, n]), people, 0.5)
    found = highest_ratios(zones, model, 290, 1)
    assert found.tolist() == _every_logarithm(zones, model, 290, 1)


def _every_logarithm(zones: Zones, model: ScanModel, maps: int, seed: int) -> list[float]:
    drawn = model.draw(maps, np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0]))
    highest = np.zeros(maps)
    for circle in zones:
        inside, size = np.cumsum(drawn[:, circle.order], axis=1), np.cumsum(model.sizes[circle.order])
        highest = np.maximum(highest, model.ratio(inside, size)[:, circle.ends].max(axis=1, initial=0))
    return highest.tolist()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3000),
    st.floats(1.001, 1e6),
    st.lists(st.floats(1e-3, 60), min_size=1, max_size=3),
    st.sampled_from(["poisson", "bernoulli"]),
)
def test_the_largest_size_is_never_too_small_and_hardly_too_large(cases, times, levels, kind):
    model = (
        Poisson(cases, np.full(4, cases / 4))
        if kind == "poisson"
        else Bernoulli(cases, np.full(4, np.ceil(cases * times / 4)))
    )
    if not model.can_differ:
        return
    least, total = np.array(levels), float(model.sizes.sum())
    reach = largest_sizes(model, least)
    assert reach.shape == (len(levels), cases + 1)
    assert (reach[:, 0] == 0).all()
    c, border = np.arange(1, cases + 1), reach[:, 1:]
    # Nothing that reaches the level lies above the border.
    smallest, expected = (0.0 if kind == "poisson" else c * 1.0), c * total / cases
    size = smallest + np.linspace(0.001, 1, 37)[:, None, None] * (expected - smallest)
    reaches = model.ratio(c, size) >= least[:, None]
    assert (np.broadcast_to(border, reaches.shape) >= size * np.ones(reaches.shape))[reaches].all()
    # And little lies below it that does not: for the first counts, which are not interpolated, next to none.
    above = np.minimum(border + 1e-8 * expected, total)
    assert (model.ratio(c, above) <= least[:, None] + 1e-6)[(border > 0) & (c <= 40)].all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500), st.sampled_from([scan_poisson, scan_bernoulli]))
def test_the_best_circle_is_the_best_of_all(seed, scan):
    e, n, cases, people = _town(20, seed)
    cases[3] += 4
    other = people - cases if scan is scan_bernoulli else people
    found = scan(e, n, cases, other, max_share=0.6, permutations=0)
    best, c_all = 0.0, cases.sum()
    base = people * c_all / people.sum()
    for centre in range(20):
        distance = (e - e[centre]) ** 2 + (n - n[centre]) ** 2
        for radius in np.unique(distance):
            inside = distance <= radius
            if people[inside].sum() > 0.6 * people.sum() or cases[inside].sum() <= base[inside].sum():
                continue
            c, size = cases[inside].sum(), people[inside].sum()
            if scan is scan_poisson:
                rest = (c_all - c) * np.log((c_all - c) / (c_all - base[inside].sum())) if c < c_all else 0
                ratio = c * np.log(c / base[inside].sum()) + rest
            else:
                x, y = (
                    np.array([c, size - c, c_all - c, people.sum() - size - c_all + c]),
                    np.array([size, size, people.sum() - size, people.sum() - size]),
                )
                part = np.where(x > 0, x * np.log(np.maximum(x, 1) / y), 0).sum()
                ratio = (
                    part
                    - c_all * np.log(c_all / people.sum())
                    - (people.sum() - c_all) * np.log(1 - c_all / people.sum())
                )
            best = max(best, ratio)
    assert found.clusters[0].log_likelihood_ratio == pytest.approx(best, rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.floats(1e-3, 1e5), st.integers(-1000, 1000))
def test_places_at_the_same_distance_enter_together_in_any_unit(scale, shift):
    grid = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2)
    zones = circles((grid + shift) * scale, np.ones(25), 1.0)
    sizes = np.flatnonzero(zones[12].ends) + 1
    assert sizes.tolist() == [1, 5, 9, 13, 21, 25]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 99), st.floats(0.5, 900), st.integers(-1000, 1000))
def test_units_and_order_do_not_matter(seed, scale, shift):
    e, n, cases, people = _town(30, seed)
    cases[0] += 5
    a = scan_poisson(e, n, cases, people, permutations=0).clusters[0]
    order = np.random.default_rng(seed).permutation(30)
    b = scan_poisson(
        e[order] + shift, n[order], cases[order], people[order] * scale, permutations=0
    ).clusters[0]
    assert b.log_likelihood_ratio == pytest.approx(a.log_likelihood_ratio, rel=1e-9)
    assert sorted(order[b.members].tolist()) == sorted(a.members.tolist())


def test_secondary_clusters_share_no_place():
    found = scan_poisson(*_new_york(), permutations=0)
    places = np.concatenate([cluster.members for cluster in found.clusters])
    assert len(places) == len(set(places.tolist()))
    ratios = [cluster.log_likelihood_ratio for cluster in found.clusters]
    assert ratios == sorted(ratios, reverse=True)
    assert len(scan_poisson(*_new_york(), permutations=0, secondary=False).clusters) == 1


def test_p_values_are_even_without_clusters_and_small_with_one():
    p = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        e, n = rng.uniform(0, 100, (2, 40))
        people = rng.integers(100, 900, 40)
        cases = rng.multinomial(80, people / people.sum())
        p.append(scan_poisson(e, n, cases, people, permutations=99, secondary=False).clusters[0].p_value)
    assert 0.3 < np.mean(p) < 0.7
    e, n, cases, people = _town(60, 1)
    cases[np.hypot(e - e[0], n - n[0]) < 5] *= 5
    assert scan_poisson(e, n, cases, people, permutations=199).clusters[0].p_value == 1 / 200


def test_the_seed_decides_and_not_who_does_the_work():
    town = _town(40, 2)
    here = scan_poisson(*town, permutations=1500, seed=3)
    with ThreadPoolExecutor(2) as executor:
        there = scan_poisson(*town, permutations=1500, seed=3, executor=executor)
    assert here.critical_05 == there.critical_05 != scan_poisson(*town, permutations=1500, seed=4).critical_05


@settings(max_examples=50, deadline=None)
@given(st.floats(-50, 400), st.integers(0, 99))
def test_gumbel_p_values_agree_with_scipy(ratio, seed):
    highest = np.random.default_rng(seed).gumbel(6, 1.3, 99)
    spread = highest.std() * np.sqrt(6) / np.pi
    expected = stats.gumbel_r.sf(ratio, highest.mean() - np.euler_gamma * spread, spread)
    assert gumbel_p_value(ratio, highest) == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert np.isnan(gumbel_p_value(ratio, np.full(9, 3.0)))


def test_many_cases_do_not_run_over():
    e, n, _, _ = _town(20, 5)
    cases = np.full(20, 4000)
    cases[0] = 6000
    found = scan_poisson(e, n, cases, np.full(20, 1e5), permutations=99)
    assert found.cases == 82_000
    assert found.clusters[0].p_value == 0.01
    assert 0 in found.clusters[0].members


def test_nothing_to_look_for_gives_no_cluster():
    assert scan_poisson([0.0, 1], [0.0, 1], [0, 0], [5, 5]).clusters == ()
    assert scan_poisson([0.0], [0.0], [3], [5]).clusters == ()
    assert scan_poisson([], [], [], []).clusters == ()
    assert scan_bernoulli([0.0, 1], [0.0, 1], [2, 3], [0, 0]).clusters == ()
    with pytest.raises(ValueError, match="where none are expected"):
        scan_poisson([0.0, 1], [0.0, 1], [1, 0], [0, 5])
    with pytest.raises(ValueError, match="whole numbers"):
        scan_poisson([0.0, 1], [0.0, 1], [1.5, 0], [3, 5])


def _file(folder: Path, heading: str, rows: list[str]) -> Path:
    path = folder / "rutor.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path


def test_the_method_names_places_and_warns_for_large_circles(tmp_path):
    x, y, cases, people = _new_york()
    rows = [f"A{at},{x[at]},{y[at]},{int(cases[at])},{people[at]}" for at in range(281)]
    path = _file(tmp_path, "id,e,n,cases,population", rows)
    answer = run_on_file("scan", path, {"permutations": "99"})
    assert len(answer.rows) == 1
    assert answer.rows[0]["ids"][0] == "A51"
    assert answer.rows[0]["llr"] == pytest.approx(14.083511, abs=1e-5)
    assert answer.summary["clusters"] == answer.rows
    assert any("--max-share 0.1" in warning for warning in answer.warnings)
    assert len(run_on_file("scan", path, {"permutations": "9", "secondary": "ja"}).rows) > 5


def test_the_method_refuses_what_cannot_be_right(tmp_path):
    with pytest.raises(OptionError, match="population"):
        run_on_file("scan", _file(tmp_path, "id,e,n,cases", ["a,0,0,1"]))
    with pytest.raises(
        FaultyFileError, match=r"rutor\.csv:2:population: population är 0 men det finns 1 fall"
    ):
        run_on_file("scan", _file(tmp_path, "id,e,n,cases,population", ["a,0,0,1,0", "b,1,1,1,9"]))
    none = run_on_file("scan", _file(tmp_path, "id,e,n,cases,controls", ["a,0,0,0,4", "b,1,1,0,9"]))
    assert "inga fall" in none.warnings[-1]
