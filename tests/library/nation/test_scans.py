"""Clusters: a rise in neighbouring municipalities is found where it is, and chance is not."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from lagesbild.engine.partitions import Partition
from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.options import NationOptions
from lagesbild.nation.plan import alarm_parts, scan_parts
from lagesbild.nation.scans import CLUSTER_SCHEMA, ScanTask, scan_part
from lagesbild.tables.municipalities import municipalities

from .builders import MONDAY, WEEKS, Cell, a_country, row, source_tables

LAST = WEEKS - 1


def counts(added: dict[Cell, int] | None = None) -> WeeklyCounts:
    return weekly_counts([a_country(added=added)], level="category")


def scan_of(category: str, found: WeeklyCounts, weeks: list[int], **options: int) -> pl.DataFrame:
    parts = scan_parts(found, np.array(weeks), NationOptions(permutations=99, **options))
    tasks = [part.task for part in parts if part.task.category == category]
    return pl.concat([pl.DataFrame(schema=CLUSTER_SCHEMA), *(scan_part(task) for task in tasks)])


def test_a_rise_in_one_place_is_found_there_and_then() -> None:
    found = scan_of("stold", counts({("1280", "stold", LAST): 14, ("1280", "stold", LAST - 1): 12}), [LAST])
    cluster = found.row(0, named=True)
    assert cluster["p_value"] == 0.01  # the least that 99 permutations can give
    assert cluster["areas"] == cluster["municipality"] == "1280"
    assert cluster["observed"] >= 26 > 1.5 * cluster["expected"]
    assert cluster["start"] == LAST - 1
    assert cluster["recurrence_days"] == pytest.approx(700)


def test_more_of_everything_everywhere_is_no_cluster() -> None:
    busy = ("0114", "0180", "0380", "1280", "1480")
    found = scan_of("stold", counts(dict.fromkeys([(code, "stold", LAST) for code in busy], 4)), [LAST])
    assert found["p_value"][0] > 0.05


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
