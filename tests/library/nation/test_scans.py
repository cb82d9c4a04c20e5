"""Clusters: a rise in neighbouring municipalities is found where it is, and chance is not."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lagesbild.engine.partitions import Partition
from lagesbild.nation.clumps import clumps
from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.options import NationOptions
from lagesbild.nation.plan import alarm_parts, scan_parts
from lagesbild.nation.scans import CLUSTER_SCHEMA, ScanTask, scan_part
from lagesbild.tables.municipalities import municipalities

from .builders import MONDAY, WEEKS, Cell, a_country, row, source_tables

LAST = WEEKS - 1
NEIGHBOURS = ("0123", "0126", "0136", "0180")
FAR_APART = tuple(m.code for m in municipalities() if m.code.endswith("80") and m.code != "0180")


def counts(added: dict[Cell, int] | None = None) -> WeeklyCounts:
    return weekly_counts([a_country(added=added)], level="category")


@cache
def small_country() -> WeeklyCounts:
    return counts()


def scan_of(category: str, found: WeeklyCounts, weeks: list[int], **options: int) -> pl.DataFrame:
    parts = scan_parts(found, np.array(weeks), NationOptions(permutations=99, **options))
    tasks = [part.task for part in parts if part.task.category == category]
    return pl.concat([pl.DataFrame(schema=CLUSTER_SCHEMA), *(scan_part(task) for task in tasks)])


def test_a_rise_in_neighbouring_places_is_found_there_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    # Four of some twenty places are more than a tenth of this small country.
    monkeypatch.setattr("lagesbild.nation.scans.MAX_SHARE", 0.3)
    risen = {(place, "stold", week): 6 for place in NEIGHBOURS for week in (LAST - 1, LAST)}
    table = a_country(added=risen, busy=(*NEIGHBOURS, *FAR_APART))
    found = scan_of("stold", weekly_counts([table], level="category"), [LAST])
    cluster = found.row(0, named=True)
    assert cluster["p_value"] == 0.01  # the least that 99 permutations can give
    assert cluster["areas"] == ",".join(NEIGHBOURS)
    assert cluster["municipality"] in NEIGHBOURS
    assert cluster["observed"] >= 48 > 1.4 * cluster["expected"]
    assert cluster["start"] == LAST - 1
    assert cluster["radius_km"] < 100
    assert cluster["recurrence_days"] == pytest.approx(700)


def test_more_of_everything_everywhere_is_no_cluster() -> None:
    busy = ("0114", "0180", "0380", "1280", "1480")
    found = scan_of("stold", counts(dict.fromkeys([(code, "stold", LAST) for code in busy], 4)), [LAST])
    assert found["p_value"][0] > 0.05


def test_unruly_weeks_without_clusters_give_no_more_than_chance() -> None:
    """Twice the variance of Poisson in every series: events one by one would give clusters in many weeks."""
    rng = np.random.default_rng(8)
    base = counts()
    unruly = replace(base, counts=rng.negative_binomial(2.0, 0.5, base.counts.shape).astype(float))
    weeks = list(range(60, WEEKS, 2))
    p_values = scan_of("stold", unruly, weeks)["p_value"].to_numpy()
    assert len(p_values) == 40
    assert (p_values <= 0.05).sum() <= stats.binom.isf(0.001, len(weeks), 0.05)
    # The same events, each for itself.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lagesbild.nation.plan.clumps", lambda given, **_: given.counts.astype(np.int64))
        one_by_one = scan_of("stold", unruly, weeks)["p_value"].to_numpy()
    assert (one_by_one <= 0.05).sum() > (p_values <= 0.05).sum()


def test_clumps_are_as_many_as_events_that_come_one_by_one() -> None:
    base = counts()
    even = replace(base, counts=np.tile([1.0, 2.0], (base.counts.shape[0], WEEKS // 2)))
    assert (clumps(even, seed=1) == even.counts).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_clumps_are_at_least_one_and_at_most_the_events(seed: int) -> None:
    base = small_country()
    drawn = np.random.default_rng(seed).negative_binomial(0.5, 0.2, base.counts.shape).astype(float)
    found = clumps(replace(base, counts=drawn), seed=seed)
    assert (found <= drawn).all()
    assert ((found > 0) == (drawn > 0)).all()
    assert (found == clumps(replace(base, counts=drawn), seed=seed)).all()


def test_what_is_scanned_decides_the_seed_and_not_what_else_is() -> None:
    alone = scan_of("stold", counts(), [LAST - 3])
    among = scan_of("stold", counts(), [LAST - 20, LAST - 3, LAST]).filter(week=LAST - 3)
    assert alone.equals(among)
    assert not alone.equals(scan_of("stold", counts(), [LAST - 3], seed=2))


def test_a_week_without_half_a_year_before_it_is_not_scanned() -> None:
    assert scan_of("stold", counts(), [10, 25]).height == 0
    assert scan_of("stold", counts(), [26]).height == 1


def test_a_rare_category_is_not_scanned() -> None:
    days = [row(MONDAY + timedelta(days=7 * week), "1280", "ran") for week in range(WEEKS)]
    rare = weekly_counts(
        [source_tables(pl.DataFrame([*days, row(MONDAY + timedelta(days=7 * WEEKS - 1))]))], level="category"
    )
    assert scan_of("ran", rare, [LAST]).height == 0


def test_an_invented_municipality_has_no_place_on_the_map() -> None:
    weeks = [MONDAY + timedelta(days=d) for d in range(7 * 40)]
    rows = [row(day, "9901") for day in weeks for _ in range(2)]
    assert (
        scan_of("stold", weekly_counts([source_tables(pl.DataFrame(rows))], level="category"), [39]).height
        == 0
    )


def test_no_scans_when_they_are_not_wanted() -> None:
    found = counts()
    assert scan_parts(found, found.judged(NationOptions()), NationOptions(scans=False)) == []


def test_parts_have_names_of_their_own_and_cover_every_week() -> None:
    found, options = counts(), NationOptions(permutations=99)
    judged = found.judged(options)
    parts: list[Partition] = alarm_parts(found, judged, options) + scan_parts(found, judged, options)
    assert len({part.name for part in parts}) == len(parts) == 1 + 2 * 4
    scanned = [part.task for part in parts if isinstance(part.task, ScanTask)]
    weeks = [week for task in scanned if task.category == "stold" for week in task.judged]
    assert weeks == judged.tolist()


def test_every_municipality_has_a_centre() -> None:
    rows = [
        row(MONDAY + timedelta(days=d), code) for d in (0, 6) for code in [m.code for m in municipalities()]
    ]
    national = weekly_counts([source_tables(pl.DataFrame(rows))], level="category")
    assert national.series.height == 290
