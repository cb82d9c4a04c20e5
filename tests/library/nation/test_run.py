"""A national run: the same bytes wherever it is done; goes on where it stopped; never half a result."""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from lagesbild.engine.place import HERE, Place
from lagesbild.nation import plan
from lagesbild.nation.kept import KeptParts
from lagesbild.nation.options import NationError, NationOptions, PartsFailedError
from lagesbild.nation.run import FINDINGS, MANIFEST, WEEKS, NationRun, run_nation
from lagesbild.nation.summary import summary
from lagesbild.sources.base import SourceTables

from ..engine.dask_cluster import running_cluster
from .builders import MONDAY, a_country, row, source_tables
from .builders import WEEKS as ALL_WEEKS

JUDGED = 12
FIRST = MONDAY + timedelta(days=7 * (ALL_WEEKS - JUDGED))
OPTIONS = NationOptions(first=FIRST, permutations=19)
OUTBREAK = {("1280", "stold", ALL_WEEKS - 2): 15}
FILES = (FINDINGS, WEEKS, MANIFEST)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the small country into as many parts as a large one has."""
    monkeypatch.setattr(plan, "SERIES_IN_A_PART", 2)
    monkeypatch.setattr(plan, "WEEKS_IN_A_PART", 4)


@pytest.fixture(scope="module")
def country() -> SourceTables:
    return a_country(added=OUTBREAK)


def run(
    table: SourceTables,
    out: Path,
    options: NationOptions = OPTIONS,
    *,
    place: Place = HERE,
    progress: Callable[[int, int], None] = lambda *_: None,
    told: list[str] | None = None,
) -> NationRun:
    said = [] if told is None else told
    return run_nation([table], out, options, place=place, progress=progress, say=said.append)


def written(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def reference(country: SourceTables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the run writes when everything is done here."""
    out = tmp_path_factory.mktemp("nation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "SERIES_IN_A_PART", 2)
        patch.setattr(plan, "WEEKS_IN_A_PART", 4)
        run(country, out)
    return written(out)


def test_an_outbreak_is_found_and_said_with_what_was_looked_at(country: SourceTables, tmp_path: Path) -> None:
    found = run(country, tmp_path)
    table = pl.read_parquet(tmp_path / FINDINGS)
    assert table.equals(found.found.findings)
    surest = table.filter(kind="alarm").sort("q_value").row(0, named=True)
    assert surest["verdict"] == "increase"
    assert surest["municipality_name"] == "Malmö"
    assert surest["week"] == MONDAY + timedelta(days=7 * (ALL_WEEKS - 2))
    assert surest["looked_at"] == 10
    sentence = surest["sentence"]
    assert sentence.replace("\u00a0", " ").startswith("Malmö, Stöld, v. ")
    assert "10 serier" in sentence.replace("\u00a0", " ")
    weeks = found.found.weeks
    assert weeks.height == JUDGED
    assert weeks["alarms_by_chance"].to_list() == [pytest.approx(0.1)] * JUDGED
    assert weeks["alarms"].sum() == table.filter(kind="alarm").height


@pytest.mark.parametrize("place", [Place(workers=2)])
def test_processes_write_the_same_bytes(
    country: SourceTables, reference: dict[str, bytes], tmp_path: Path, place: Place
) -> None:
    run(country, tmp_path, place=place)
    assert written(tmp_path) == reference


def test_a_cluster_with_a_worker_killed_on_the_way_writes_the_same_bytes(
    country: SourceTables, reference: dict[str, bytes], tmp_path: Path
) -> None:
    with running_cluster(tmp_path, workers=2) as cluster:
        steps: list[int] = []

        def kill_one(done: int, _: int) -> None:
            steps.append(done)
            if done == 1:
                os.kill(cluster.workers[0].pid, signal.SIGKILL)

        run(country, tmp_path / "ut", place=Place(cluster=cluster.address), progress=kill_one)
        assert cluster.workers[0].wait(10) == -signal.SIGKILL
        assert cluster.workers[1].poll() is None
    assert steps == list(range(len(steps)))
    assert written(tmp_path / "ut") == reference


def test_a_stopped_run_goes_on_where_it_was(
    country: SourceTables, reference: dict[str, bytes], tmp_path: Path
) -> None:
    def stop(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(country, tmp_path, progress=stop)
    assert not (tmp_path / FINDINGS).exists()
    steps: list[int] = []
    found = run(country, tmp_path, place=Place(workers=2), progress=lambda done, _: steps.append(done))
    assert found.reused == steps[0] == 4
    assert written(tmp_path) == reference


def test_a_finished_run_is_not_done_again(country: SourceTables, tmp_path: Path) -> None:
    run(country, tmp_path)
    again = run(country, tmp_path)
    assert again.reused == again.parts


def test_other_options_or_files_do_not_reuse_parts_and_it_is_told(
    country: SourceTables, tmp_path: Path
) -> None:
    run(country, tmp_path)
    told: list[str] = []
    other = run(country, tmp_path, replace(OPTIONS, alpha=0.05), told=told)
    assert other.reused == 0
    assert len(told) == 1
    assert "alpha 0.01 i stället för 0.05" in told[0]
    told.clear()
    assert run(a_country(seed=2), tmp_path, told=told).reused == 0
    assert any("andra filer" in sentence for sentence in told)
    assert run(country, tmp_path).reused == other.parts


def test_a_part_that_was_cut_off_or_changed_is_done_again(
    country: SourceTables, reference: dict[str, bytes], tmp_path: Path
) -> None:
    run(country, tmp_path)
    cut, changed = sorted(tmp_path.glob("work/*/larm-*.parquet"))[:2]
    cut.write_bytes(cut.read_bytes()[:100])
    table = pl.read_parquet(changed)
    table.with_columns(pl.lit(True).alias("alarm")).write_parquet(changed)
    again = run(country, tmp_path)
    assert again.reused == again.parts - 2
    assert written(tmp_path) == reference


def test_a_part_that_fails_is_named_the_others_are_kept_and_nothing_is_put_together(
    country: SourceTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(task: object) -> pl.DataFrame:
        raise MemoryError("fullt")

    with monkeypatch.context() as patch:
        patch.setattr("lagesbild.nation.run.scan_part", broken)
        with pytest.raises(PartsFailedError, match=r"kluster-misshandel-.*: MemoryError: fullt"):
            run(country, tmp_path)
    assert not (tmp_path / FINDINGS).exists()
    assert run(country, tmp_path).reused == 5


def test_drawn_counts_are_marked_everywhere(country: SourceTables, tmp_path: Path) -> None:
    options = replace(OPTIONS, scans=False, null_seed=7, alpha=0.5)
    found = run(country, tmp_path, options)
    assert found.found.findings.height
    assert found.found.findings["null_seed"].unique().to_list() == [7]
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["options"]["null_seed"] == "7"
    assert "Inget av detta har hänt" in summary(found, [country])


def test_the_summary_says_what_was_looked_at_and_what_chance_gives(
    country: SourceTables, tmp_path: Path
) -> None:
    text = summary(run(country, tmp_path), [country]).replace("\u00a0", " ")
    assert "120 av 144 serieveckor" in text
    assert "larm i 120 granskade serieveckor" in text
    assert "Av en slump väntas högst 1,0 %, det vill säga 1 larm" in text
    assert "kommunens mittpunkt" in text


def test_a_cluster_that_lasts_is_listed_once_and_with_the_year_before(tmp_path: Path) -> None:
    lasting = {("1480", "misshandel", ALL_WEEKS - back): 11 for back in (1, 2, 3)}
    table = a_country(added=lasting)
    options = NationOptions(first=MONDAY + timedelta(days=7 * (ALL_WEEKS - 3)), permutations=199)
    found = run(table, tmp_path, options)
    clusters = found.found.findings.filter(kind="cluster", category="misshandel")
    assert clusters["areas"].to_list() == ["1480"] * 3
    cell = (pl.col("municipality") == "1480") & (pl.col("category") == "misshandel")
    row_of = found.counts.series.with_row_index().filter(cell)["index"].item()
    surest = clusters.sort("q_value", "p_value", "week").row(0, named=True)
    first, last = ((surest[name] - MONDAY).days // 7 - 52 for name in ("start", "week"))
    assert surest["year_before"] == found.counts.counts[row_of, first : last + 1].sum()
    text = summary(found, [table]).replace("\u00a0", " ")
    listed = [
        line
        for line in text.splitlines()
        if line.startswith("- Göteborg, Misshandel") and "väntades. " in line
    ]
    assert len([line for line in listed if "kategorier" in line]) == 1
    assert f"Samma veckor och platser året före: {surest['year_before']}." in text


def test_a_country_with_almost_nothing_is_said_to_have_too_little(tmp_path: Path) -> None:
    rows = [row(MONDAY + timedelta(days=7 * week)) for week in range(0, 100, 5)]
    table = source_tables(pl.DataFrame([*rows, row(MONDAY + timedelta(days=699))]))
    found = run(table, tmp_path, NationOptions())
    assert found.parts == 0
    assert pl.read_parquet(tmp_path / FINDINGS).height == 0
    assert found.found.weeks["looked_at"].sum() == 0
    assert "Inget kan sägas" in summary(found, [table])


def test_files_without_incidents_leave_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NationError, match="inga händelser"):
        run(source_tables(pl.DataFrame([row(MONDAY)]).clear()), tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_an_unreadable_description_of_another_run_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "work" / "annan").mkdir(parents=True)
    (tmp_path / "work" / "annan" / "run.json").write_text("{", encoding="utf-8")
    assert KeptParts.open(tmp_path, {"a": 1}).others() == []
