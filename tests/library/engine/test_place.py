"""Where work runs does not change the answer, and costs nothing when there is little to do."""

import os
import subprocess
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import pytest

from lagesbild.engine.place import HERE, Place, cores
from lagesbild.engine.processes import LazyProcesses
from lagesbild.spatial.scan import scan_poisson

from .work import drawn, process_id, squared


def test_one_worker_is_the_process_we_are_in() -> None:
    with HERE.executor() as executor:
        assert executor is None
    assert HERE.is_here


def test_default_is_as_many_processes_as_cores() -> None:
    assert Place().processes == cores() >= 1


@pytest.mark.parametrize("workers", [0, -1])
def test_less_than_one_worker_is_refused(workers: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Place(workers=workers)


def test_short_work_starts_no_processes() -> None:
    with LazyProcesses(2) as executor:
        assert list(executor.map(process_id, range(5))) == [os.getpid()] * 5
        assert not executor.is_started


def test_workers_that_were_asked_for_do_the_work_in_order() -> None:
    with LazyProcesses(2, at_once=True) as executor:
        assert list(executor.map(squared, range(8))) == [n * n for n in range(8)]
        assert os.getpid() not in set(executor.map(process_id, range(4)))
        assert executor.submit(squared, 5).result() == 25


def test_long_work_is_shared_out_after_the_first_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lagesbild.engine.processes.START_SECONDS", -1.0)
    with LazyProcesses(2) as executor:
        pids = list(executor.map(process_id, range(4)))
        assert executor.is_started
    assert pids[0] == os.getpid()
    assert os.getpid() not in pids[1:]


def test_no_task_gives_no_answer() -> None:
    with LazyProcesses(2, at_once=True) as executor:
        assert list(executor.map(squared, [])) == []
        assert not executor.is_started


def test_random_work_does_not_depend_on_the_number_of_workers() -> None:
    seeds = np.random.SeedSequence(7).spawn(6)
    answers = []
    for place in (HERE, Place(workers=2), Place()):
        with place.executor() as executor:
            answers.append(list(map(drawn, seeds) if executor is None else executor.map(drawn, seeds)))
    assert answers[0] == answers[1] == answers[2]


def test_a_scan_gives_the_same_p_values_here_and_in_processes() -> None:
    rng = np.random.default_rng(2)
    e, n = rng.uniform(0, 1000, (2, 30))
    people = rng.integers(50, 500, 30)
    cases = rng.poisson(people / 50)

    def scanned(executor: Executor | None) -> list[float]:
        found = scan_poisson(e, n, cases, people, permutations=1999, executor=executor, seed=5)
        return [cluster.p_value for cluster in found.clusters]

    with Place(workers=2).executor() as executor:
        assert scanned(executor) == scanned(None)


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    script = (
        "import sys, time\n"
        "from lagesbild.engine.place import Place\n"
        "from tests.library.engine.work import process_id\n"
        "if __name__ == '__main__':\n"
        "    with Place(workers=1).pool() as pool:\n"
        "        print(pool.submit(process_id, 0).result(), flush=True)\n"
        "        time.sleep(60)\n"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(  # noqa: S603  # a script of our own
        [sys.executable, "-c", script],
        cwd=root,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as starter:
        assert starter.stdout is not None
        worker = int(starter.stdout.readline())
        starter.kill()
    until = time.monotonic() + 20
    while is_running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
