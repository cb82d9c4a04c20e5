"""Near repeats agree with R NearRepeat, with exact expectations and half-open bands."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import run_on_file
from lagesbild.spatial.near_repeat import chains, near_repeats

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "knox"


def _arson() -> list[np.ndarray]:
    frame = pl.read_csv(REFERENCE / "input_chicago_arson.csv", infer_schema_length=0).cast(pl.Float64)
    return [frame[name].to_numpy() for name in ("x", "y", "day")]


def _random(events: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    e, n = rng.integers(0, 600, (2, events)).astype(float)
    return e, n, rng.integers(0, 40, events)


def test_arson_in_chicago_agrees_with_nearrepeat():
    table = pl.read_csv(REFERENCE / "expected_nearrepeat.csv")
    found = near_repeats(*_arson(), distances=(0, 0.1, 500, 1000, 1500), day_bands=(0, 8, 15, 22, 29))
    assert found.observed.ravel().tolist() == table["observed"].to_list()
    np.testing.assert_allclose(found.expected.ravel(), table["expected_exact"].to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(found.ratio.ravel(), table["knox_ratio_exact"].to_numpy(), rtol=1e-9)
    p = table["p_sim"].to_numpy()
    error = np.sqrt(2 * p * (1 - p) / 999) + 0.002
    assert (np.abs(found.p_value.ravel() - p) < 4 * error).all()


def test_chains_of_arson_agree_with_near_strings():
    found = chains(*_arson(), distance=1000, within_days=7)
    reference = pl.read_csv(REFERENCE / "expected_arson_strings_1000_7.csv")["CompId"].to_list()
    assert len(found.sizes) == len(set(reference)) == 466
    assert len(set(zip(found.chain.tolist(), reference, strict=True))) == 466
    assert int(found.sizes[found.sizes > 1].sum()) == 97
    assert int(found.sizes.max()) == 5


def test_a_pair_on_the_border_of_two_bands_belongs_to_the_outer_one():
    found = near_repeats([0, 0], [0, 100], [0, 3], distances=(0, 100, 200), day_bands=(0, 3, 6))
    assert found.observed.tolist() == [[0, 0], [0, 1]]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 40),
    st.integers(0, 99),
    st.sampled_from(["euclidean", "manhattan"]),
    st.sampled_from([(0, 0), (30, 0.5)]),
)
def test_every_pair_is_counted_once_in_its_band(events, seed, metric, least):
    e, n, day = _random(events, seed)
    distances, bands = (least[0], 50, 120, 300), (least[1], 1, 7.5, 20)
    found = near_repeats(e, n, day, distances=distances, day_bands=bands, metric=metric, permutations=0)
    by_hand = np.zeros((3, 3), dtype=int)
    for i in range(events):
        for j in range(i):
            east, north = abs(e[i] - e[j]), abs(n[i] - n[j])
            far = east + north if metric == "manhattan" else np.hypot(east, north)
            row, column = (
                np.searchsorted(distances, far, "right") - 1,
                np.searchsorted(bands, abs(day[i] - day[j]), "right") - 1,
            )
            if 0 <= row < 3 and 0 <= column < 3:
                by_hand[row, column] += 1
    assert found.observed.tolist() == by_hand.tolist()
    assert np.isnan(found.p_value).all()


@pytest.mark.parametrize("least", [0, 1])
def test_expectation_and_p_values_agree_with_all_exchanges_of_the_dates(least):
    e, n, day = np.array([0.0, 50, 90, 400, 450, 800]), np.zeros(6), np.array([0, 1, 9, 3, 3, 30])
    chosen = {"distances": (least, 100, 500), "day_bands": (least, 2, 10)}
    every = [
        near_repeats(e, n, list(order), permutations=0, **chosen).observed for order in permutations(day)
    ]
    found = near_repeats(e, n, day, permutations=4000, **chosen)
    np.testing.assert_allclose(found.expected, np.mean(every, axis=0), rtol=1e-12)
    exact = np.mean([table >= found.observed for table in every], axis=0)
    np.testing.assert_allclose(found.p_value, exact, atol=4 * np.sqrt(0.25 / 4000))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 99), st.floats(-1e4, 1e4))
def test_moving_the_map_and_the_calendar_changes_nothing(seed, shift):
    e, n, day = _random(80, seed)
    a = near_repeats(e, n, day, permutations=99)
    b = near_repeats(e + round(shift), n - round(shift), day + 20_000, permutations=99)
    assert a.observed.tolist() == b.observed.tolist()
    assert a.p_value.tolist() == b.p_value.tolist()


def test_the_seed_decides_and_not_who_does_the_work():
    e, n, day = _random(200, 3)
    here = near_repeats(e, n, day, permutations=600, seed=7)
    with ThreadPoolExecutor(3) as executor:
        there = near_repeats(e, n, day, permutations=600, seed=7, executor=executor)
    other = near_repeats(e, n, day, permutations=600, seed=8)
    assert here.p_value.tolist() == there.p_value.tolist()
    assert here.p_value.tolist() != other.p_value.tolist()


def test_many_pairs_in_one_band_do_not_run_over():
    # 600 events at one place: 179,700 pairs, all in the first bands.
    found = near_repeats(np.zeros(600), np.zeros(600), np.zeros(600), permutations=9)
    assert found.observed[0, 0] == 600 * 599 // 2
    assert found.p_value[0, 0] == 1


def test_days_a_century_apart_are_counted():
    found = near_repeats(
        [0.0, 1, 2], [0.0, 0, 0], [0, 40_000, 40_003], day_bands=(0, 7, 50_000), permutations=9
    )
    assert found.observed[0].tolist() == [1, 2]


def test_few_events_and_bad_numbers():
    assert near_repeats([], [], []).observed.sum() == 0
    assert near_repeats([0.0], [0.0], [5]).expected.sum() == 0
    with pytest.raises(ValueError, match="rising"):
        near_repeats([0.0], [0.0], [5], distances=(0, 5, 5))
    with pytest.raises(ValueError, match="whole day"):
        near_repeats([0.0], [0.0], [5.5])
    with pytest.raises(ValueError, match="finite"):
        near_repeats([np.nan], [0.0], [5])


def _file(folder: Path, rows: list[str]) -> Path:
    path = folder / "brott.csv"
    path.write_text("\n".join(["e,n,date", *rows]), encoding="utf-8")
    return path


def test_the_method_tells_repeats_at_one_address_and_gives_the_chains(tmp_path):
    rows = [
        "0,0,2025-01-01",
        "0,0,2025-01-03",
        "5000,0,2025-02-01",
        "0,60,2025-01-04",
        "9000,9000,2025-03-01",
    ]
    answer = run_on_file("near-repeat", _file(tmp_path, rows), {"chain-distance": "100", "chain-days": "7"})
    assert answer.rows[0]["space"] == "[0,100)"
    assert answer.rows[0]["observed"] == 3
    assert answer.summary["chains"]["rows"] == [[2, 3, 5]]
    assert any("2 händelser ligger på samma plats" in warning for warning in answer.warnings)
    assert answer.seed == 1


def test_the_method_says_when_there_is_nothing_to_say(tmp_path):
    assert (
        "minst två händelser" in run_on_file("near-repeat", _file(tmp_path, ["0,0,2025-01-01"])).warnings[-1]
    )
    same = _file(tmp_path, ["0,0,2025-01-01", "5,5,2025-01-01"])
    assert any("samma datum" in warning for warning in run_on_file("near-repeat", same).warnings)
    far = _file(tmp_path, ["0,0,2025-01-01", "5000,5,2025-01-01"])
    answer = run_on_file("near-repeat", far)
    assert {row["ratio"] for row in answer.rows} == {row["p_value"] for row in answer.rows} == {None}
    assert any("Inga händelser ligger nära" in warning for warning in answer.warnings)


@pytest.mark.parametrize("given", [{"distances": "0,200,100"}, {"days": "7"}, {"chain-days": "7"}])
def test_wrong_options_say_what_to_write(tmp_path, given):
    with pytest.raises(OptionError, match=r"Skriv till exempel|både --chain-distance"):
        run_on_file("near-repeat", _file(tmp_path, ["0,0,2025-01-01", "5,5,2025-01-02"]), given)
