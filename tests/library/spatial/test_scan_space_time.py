"""The space-time scan agrees with SaTScan and with looking at every cylinder; its p-values are even."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lagesbild.spatial.scan_space_time import (
    SpaceTimeScan,
    Windows,
    scan_permutation,
    scan_space_time_poisson,
)
from lagesbild.spatial.scan_space_time_axis import time_axis
from lagesbild.spatial.scan_space_time_counts import CountedSearch
from lagesbild.spatial.scan_space_time_models import Permutation, SpaceTimePoisson
from lagesbild.spatial.scan_space_time_now import CurrentSearch
from lagesbild.spatial.scan_space_time_replicates import highest_ratios
from lagesbild.spatial.scan_space_time_search import Search
from lagesbild.spatial.scan_space_time_zones import reaches

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "satscan"


def _town(cases: int, places: int, days: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cases on a coarse grid, so that places, distances and dates are shared."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 8, (places, 2)).astype(float)
    chosen = points[rng.integers(0, places, cases)]
    return chosen[:, 0], chosen[:, 1], np.datetime64("2024-01-01") + rng.integers(0, days, cases)


def _ratio(c: float, expected: float, total: float) -> float:
    if c <= expected:
        return 0.0
    rest = (total - c) * np.log((total - c) / (total - expected)) if c < total else 0.0
    return float(c * np.log(c / expected) + rest)


def _every_cylinder(points, people, cases, expected, *, share, max_days, radius=np.inf, prospective=False):
    """Yield ratio, cases, expected, members, start and end; ``cases`` and ``expected`` by place and day."""
    total, days = cases.sum(), cases.shape[1]
    for centre in range(len(points)):
        distance = ((points - points[centre]) ** 2).sum(axis=1)
        for edge in np.unique(distance):
            inside = distance <= edge
            alone = inside.sum() == 1
            if (people[inside].sum() > share * people.sum() and not alone) or edge > radius**2:
                continue
            for start in range(days):
                for end in range(start, min(start + max_days, days)):
                    if (start == 0 and end == days - 1) or (prospective and end != days - 1):
                        continue
                    window = np.ix_(inside, range(start, end + 1))
                    c, mu = cases[window].sum(), expected[window].sum()
                    if c >= 2:
                        yield _ratio(c, mu, total), c, mu, frozenset(np.flatnonzero(inside)), start, end


@pytest.fixture(scope="module")
def arson() -> pl.DataFrame:
    return pl.read_csv(REFERENCE / "input_chicago_arson.csv", try_parse_dates=True).sort("id")


@pytest.fixture(scope="module")
def arson_scan(arson: pl.DataFrame) -> SpaceTimeScan:
    windows = Windows(
        max_radius=5280,
        max_days=28,
        first=date(2016, 1, 1),
        last=date(2016, 12, 29),
        permutations=299,
    )
    return scan_permutation(arson["e"], arson["n"], arson["date"], windows=windows)


def test_arson_in_chicago_agrees_with_satscan(arson, arson_scan):
    expected = json.loads((REFERENCE / "expected_chicago_arson.json").read_text(encoding="utf-8"))
    names = dict(zip(arson_scan.place.tolist(), arson["id"], strict=True))
    assert len(arson_scan.clusters) >= len(expected["clusters"])
    for theirs, ours in zip(expected["clusters"], arson_scan.clusters, strict=False):
        assert {names[place] for place in ours.members.tolist()} == set(theirs["locations"])
        assert names[ours.centre] == theirs["locations"][0]
        assert f"/ {ours.radius:.2f}" in theirs["coordinates_radius"]
        assert f"{ours.start:%Y}/{ours.start.month}/{ours.start.day} to" in theirs["time_frame"]
        assert theirs["time_frame"].endswith(f"to {ours.end:%Y}/{ours.end.month}/{ours.end.day}")
        assert ours.cases == theirs["number_of_cases"]
        assert ours.expected == pytest.approx(theirs["expected_cases"], rel=0.05)
        assert ours.log_likelihood_ratio == pytest.approx(theirs["test_statistic"], abs=1e-6)
        p = theirs["p_value"]
        # Both are drawn: four standard errors of the difference.
        assert abs(ours.p_value - p) < 4 * np.sqrt(p * (1 - p) * (1 / 299 + 1 / 999)) + 1 / 300
    assert arson_scan.critical_05 == pytest.approx(expected["critical"]["0.05"], abs=0.6)
    assert arson_scan.cases == 522
    assert len(arson_scan.points) == 513


def test_the_rows_of_a_cluster_are_its_cases(arson, arson_scan):
    best = arson_scan.clusters[0]
    rows = arson_scan.rows_in(best, arson["date"])
    assert len(rows) == best.cases == 5
    assert set(arson["date"].gather(rows)) == {date(2016, 10, 29)}


@settings(max_examples=25, deadline=None)
@example(10, 0.2, 1, np.inf, True)  # nothing on the only day that is looked at
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.2, 0.5, 1.0]),
    st.integers(1, 9),
    st.sampled_from([np.inf, 2.0]),
    st.booleans(),
)
def test_the_best_cylinder_is_the_best_of_all(seed, share, max_days, radius, prospective):
    e, n, dates = _town(30, 9, 10, seed)
    windows = Windows(
        max_share=share,
        max_days=max_days,
        max_radius=radius,
        prospective=prospective,
        first=date(2024, 1, 1),
        last=date(2024, 1, 10),
        permutations=0,
    )
    found = scan_permutation(e, n, dates, windows=windows)
    cases = np.zeros((len(found.points), 10))
    np.add.at(cases, (found.place, (dates - np.datetime64("2024-01-01")).astype(int)), 1)
    expected = np.outer(cases.sum(axis=1), cases.sum(axis=0)) / cases.sum()
    every = _every_cylinder(
        found.points,
        cases.sum(axis=1),
        cases,
        expected,
        share=share,
        max_days=max_days,
        radius=radius,
        prospective=prospective,
    )
    best = max((one[0] for one in every), default=0.0)
    if best < 1e-9:
        assert found.clusters == ()
    else:
        assert found.clusters[0].log_likelihood_ratio == pytest.approx(best, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_the_best_cylinder_over_a_population_is_the_best_of_all(seed, prospective, changes):
    rng = np.random.default_rng(seed)
    e, n = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(3), np.arange(3)))
    people = rng.integers(10, 90, 9)
    later = people + rng.integers(1, 50, 9) if changes else people
    cases = rng.poisson(0.3, (9, 8))
    cases[4, 5] += 3
    days = np.datetime64("2024-01-01") + np.arange(8)
    rows = [
        (e[place], n[place], days[day], cases[place, day], people[place] + (later - people)[place] * day)
        for place in range(9)
        for day in range(8)
    ]
    east, north, when, count, population = (np.array(column) for column in zip(*rows, strict=True))
    windows = Windows(max_share=0.6, max_days=4, prospective=prospective, permutations=0)
    found = scan_space_time_poisson(east, north, when, count, population, windows=windows)
    base = people[:, None] + (later - people)[:, None] * np.arange(8)
    expected = base * (cases.sum() / base.sum())
    order = [np.flatnonzero((e == x) & (n == y))[0] for x, y in found.points]
    every = _every_cylinder(
        found.points,
        base.mean(axis=1)[order],
        cases[order],
        expected[order],
        share=0.6,
        max_days=4,
        prospective=prospective,
    )
    best = max(one[0] for one in every)
    if best < 1e-9:
        assert found.clusters == ()
        return
    first = found.clusters[0]
    assert first.log_likelihood_ratio == pytest.approx(best, rel=1e-9)
    outside = (cases.sum() - first.cases) / (cases.sum() - first.expected)
    risk = first.cases / first.expected / outside if outside else np.inf
    assert first.relative_risk == pytest.approx(risk)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.floats(0.5, 6))
def test_both_searches_find_the_same(seed, prospective, is_poisson, level):
    e, n, dates = _town(40, 12, 20, seed)
    points, place = np.unique(np.column_stack([e, n]), axis=0, return_inverse=True)
    first = int(np.datetime64("2024-01-01").astype(int))
    axis = time_axis(first, first + 19, aggregate=3, max_days=9, prospective=prospective)
    interval = np.sort(axis.interval_of(dates.astype("datetime64[D]").astype(np.int64)))
    sizes = np.bincount(place).astype(float)
    model = (
        SpaceTimePoisson(40, axis, sizes) if is_poisson else Permutation(axis, sizes, place.ravel(), interval)
    )
    zones = reaches(points, sizes, sizes, max_share=0.5, max_radius=5)
    events = model.draw(30, np.random.default_rng(seed))
    some = np.random.default_rng(seed).random(30) < 0.8
    highest = []
    for kind in (CurrentSearch if prospective else Search, CountedSearch):
        ratio = np.zeros(30)
        for found in kind(model, events, zones, 2).found(level, some):
            np.maximum.at(ratio, found.map, found.ratio)
        highest.append(np.where(ratio < level, 0, ratio))
    assert highest[0] == pytest.approx(highest[1], rel=1e-9)
    assert (highest[0][~some] == 0).all()


def test_replicates_agree_with_looking_at_every_cylinder():
    e, n, dates = _town(30, 9, 10, 5)
    points, place = np.unique(np.column_stack([e, n]), axis=0, return_inverse=True)
    first = int(np.datetime64("2024-01-01").astype(int))
    axis = time_axis(first, first + 9, aggregate=1, max_days=4, prospective=False)
    interval = np.sort(axis.interval_of(dates.astype(np.int64)))
    sizes = np.bincount(place).astype(float)
    model = Permutation(axis, sizes, place.ravel(), interval)
    zones = reaches(points, sizes, sizes, max_share=0.5, max_radius=np.inf)
    highest = highest_ratios(zones, model, 12, 7, least_cases=2)
    drawn = model.draw(12, np.random.default_rng(np.random.SeedSequence(7).spawn(1)[0]))
    expected = np.outer(sizes, np.bincount(interval, minlength=10)) / 30
    for number in range(12):
        cases = np.zeros((len(points), 10))
        np.add.at(cases, (drawn.place[number], drawn.interval[number]), 1)
        assert (cases.sum(axis=1) == sizes).all()
        every = _every_cylinder(points, sizes, cases, expected, share=0.5, max_days=4)
        assert highest[number] == pytest.approx(max(one[0] for one in every), rel=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 500), st.floats(0.1, 900), st.integers(-5000, 5000), st.integers(-900, 900))
def test_units_calendar_and_order_do_not_matter(seed, scale, shift, later):
    e, n, dates = _town(60, 25, 60, seed)
    windows = Windows(max_days=14, permutations=0)
    a = scan_permutation(e, n, dates, windows=windows).clusters[0]
    order = np.random.default_rng(seed).permutation(60)
    b = scan_permutation(
        e[order] * scale + shift, n[order] * scale, dates[order] + later, windows=windows
    ).clusters[0]
    assert b.log_likelihood_ratio == pytest.approx(a.log_likelihood_ratio, rel=1e-9)
    assert (b.cases, len(b.members)) == (a.cases, len(a.members))


def test_what_goes_on_now_is_never_clearer_than_what_ever_went_on():
    for seed in range(10):
        e, n, dates = _town(60, 25, 60, seed)
        ever = scan_permutation(e, n, dates, windows=Windows(permutations=0)).clusters[0]
        now = scan_permutation(e, n, dates, windows=Windows(permutations=0, prospective=True)).clusters
        assert all(c.log_likelihood_ratio <= ever.log_likelihood_ratio * (1 + 1e-9) for c in now)
        assert {c.end for c in now} <= {dates.max().item()}


def test_clusters_share_no_place_at_the_same_time(arson_scan):
    seen: list[tuple[set[int], date, date]] = []
    for cluster in arson_scan.clusters:
        places = set(cluster.members.tolist())
        for other, start, end in seen:
            assert not places & other or cluster.end < start or end < cluster.start
        seen.append((places, cluster.start, cluster.end))
    ratios = [cluster.log_likelihood_ratio for cluster in arson_scan.clusters]
    assert ratios == sorted(ratios, reverse=True)


def test_false_alarms_are_as_rare_as_promised_and_a_real_cluster_is_found():
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        e, n = rng.uniform(0, 100, (2, 40))
        dates = np.datetime64("2024-01-01") + rng.integers(0, 60, 40)
        windows = Windows(max_days=14, permutations=99, seed=seed)
        p.append(scan_permutation(e, n, dates, windows=windows).clusters[0].p_value)
    assert 0.35 < np.mean(p) < 0.65
    assert sum(value <= 0.1 for value in p) <= 10  # 4 expected; more than 10 is one in a thousand
    e[:6], n[:6], dates[:6] = 50, 50, np.datetime64("2024-06-01")
    found = scan_permutation(e, n, dates, windows=Windows(max_days=14, permutations=199)).clusters[0]
    assert found.p_value == 1 / 200
    assert found.p_gumbel < 0.001
    assert np.isnan(found.recurrence_days)


def test_recurrence_is_the_length_of_an_interval_over_the_p_value():
    e, n, dates = _town(60, 25, 60, 3)
    now = scan_permutation(e, n, dates, windows=Windows(prospective=True, permutations=99)).clusters[0]
    assert now.recurrence_days == pytest.approx(1 / now.p_value)
    weekly = Windows(prospective=True, permutations=99, aggregate=7)
    now = scan_permutation(e, n, dates, windows=weekly).clusters[0]
    assert now.recurrence_days == pytest.approx(7 / now.p_value)


def test_the_seed_decides_and_not_who_does_the_work():
    e, n, dates = _town(80, 40, 90, 2)
    here = scan_permutation(e, n, dates, windows=Windows(permutations=600, seed=3))
    with ThreadPoolExecutor(2) as executor:
        there = scan_permutation(e, n, dates, windows=Windows(permutations=600, seed=3), executor=executor)
    other = scan_permutation(e, n, dates, windows=Windows(permutations=600, seed=4))
    assert here.critical_05 == there.critical_05 != other.critical_05
    assert [c.p_value for c in here.clusters] == [c.p_value for c in there.clusters]


def test_cases_in_one_row_and_in_several_are_the_same():
    e, n, dates = _town(40, 12, 30, 8)
    counts = np.random.default_rng(8).integers(0, 4, 40)
    together = scan_permutation(e, n, dates, cases=counts, windows=Windows(permutations=0)).clusters[0]
    again = np.repeat(np.arange(40), counts)
    first, last = dates.min().item(), dates.max().item()
    apart = scan_permutation(
        e[again], n[again], dates[again], windows=Windows(permutations=0, first=first, last=last)
    ).clusters[0]
    assert apart.log_likelihood_ratio == pytest.approx(together.log_likelihood_ratio, rel=1e-12)
    assert apart.cases == together.cases


def test_intervals_are_counted_back_from_the_end_and_follow_the_calendar():
    day = np.datetime64("2024-01-10").astype(int)
    axis = time_axis(int(day), int(day) + 9, aggregate=4, max_days=8, prospective=False)
    assert axis.days.tolist() == [2, 4, 4]
    assert axis.last.tolist() == [1, 2, 2]
    year = time_axis(
        int(np.datetime64("2021-01-01").astype(int)),
        int(np.datetime64("2024-12-31").astype(int)),
        aggregate="year",
        max_days=731,
        prospective=False,
    )
    assert year.days.tolist() == [365, 365, 365, 366]
    assert year.last.tolist() == [1, 2, 3, 3]
    month = time_axis(
        int(np.datetime64("2024-01-15").astype(int)),
        int(np.datetime64("2024-03-30").astype(int)),
        aggregate="month",
        max_days=40,
        prospective=True,
    )
    assert month.edges.astype("datetime64[D]").astype(str).tolist() == [
        "2024-01-15",
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
    ]
    assert month.is_prospective


def test_a_window_never_covers_the_whole_period():
    e, n, dates = _town(50, 12, 20, 4)
    for cluster in scan_permutation(e, n, dates, windows=Windows(max_days=99, permutations=0)).clusters:
        assert (cluster.start, cluster.end) != (dates.min().item(), dates.max().item())


def test_expected_cases_replace_the_population():
    days = ["2024-01-01", "2024-01-02", "2024-01-03"] * 2
    cases, expected = [1, 1, 6, 1, 1, 2], [1, 1, 8, 1, 1, 2]
    e, people = [0, 0, 0, 9, 9, 9], [10, 10, 10, 30, 30, 30]
    windows = Windows(max_days=2, permutations=0)
    crude = scan_space_time_poisson(e, [0] * 6, days, cases, people, windows=windows).clusters[0]
    assert (crude.cases, crude.expected) == (6, pytest.approx(1.0))
    adjusted = scan_space_time_poisson(
        e, [0] * 6, days, cases, people, expected=expected, windows=windows
    ).clusters
    assert all(c.log_likelihood_ratio < 0.5 for c in adjusted)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "nothing"),
        ([(0, 0, "2024-01-01")], "one case"),
        ([(0, 0, "2024-01-01"), (5, 5, "2024-01-01"), (9, 9, "2024-01-01")], "one date"),
        ([(0, 0, "2024-01-01"), (0, 0, "2024-01-05"), (0, 0, "2024-01-09")], "one place"),
    ],
)
def test_nothing_to_look_for_gives_no_cluster(rows, reason):
    e, n, dates = zip(*rows, strict=True) if rows else ((), (), ())
    found = scan_permutation(e, n, np.array(dates, dtype="datetime64[D]"), windows=Windows(permutations=9))
    assert found.clusters == (), reason
    assert np.isnan(found.critical_05)


def test_what_cannot_be_a_case_is_refused():
    day = ["2024-01-01", "2024-01-02"]
    with pytest.raises(ValueError, match="finite"):
        scan_permutation([0, np.nan], [0, 0], day)
    with pytest.raises(ValueError, match="needs a date"):
        scan_permutation([0, 1], [0, 0], np.array(["2024-01-01", "NaT"], dtype="datetime64[D]"))
    with pytest.raises(ValueError, match="whole numbers"):
        scan_permutation([0, 1], [0, 0], day, cases=[1.5, 1])
    with pytest.raises(ValueError, match="where none are expected"):
        scan_space_time_poisson([0, 1], [0, 0], day, [1, 1], [0, 5])
    with pytest.raises(ValueError, match="two populations"):
        scan_space_time_poisson([0, 0], [0, 0], [day[0]] * 2, [1, 1], [4, 5])
    with pytest.raises(ValueError, match="max_share"):
        Windows(max_share=0)
    with pytest.raises(ValueError, match="before it begins"):
        scan_permutation([0, 1], [0, 0], day, windows=Windows(first=date(2024, 1, 5)))
