"""A real Dask scheduler with two workers gives the same answers; one that is not there gives a sentence."""

import builtins
import socket
from pathlib import Path

import numpy as np
import pytest

from lagesbild.engine import cluster as engine_cluster
from lagesbild.engine.cluster import ClusterError, is_cluster_address
from lagesbild.engine.partitions import Done, Failed, Partition, run_partitions
from lagesbild.engine.place import HERE, Place
from lagesbild.spatial.near_repeat import near_repeats

from .dask_cluster import Cluster, running_cluster
from .work import drawn, poison, squared


def test_random_work_on_a_cluster_gives_what_it_gives_here(cluster: Cluster) -> None:
    seeds = np.random.SeedSequence(7).spawn(6)
    with Place(cluster=cluster.address).executor() as executor:
        assert executor is not None
        assert list(executor.map(drawn, seeds)) == [drawn(seed) for seed in seeds]


def test_near_repeats_on_a_cluster_have_the_same_p_values(cluster: Cluster) -> None:
    rng = np.random.default_rng(3)
    e, n, day = rng.uniform(0, 2000, 80), rng.uniform(0, 2000, 80), rng.integers(0, 60, 80)

    def found(place: Place) -> object:
        with place.executor() as executor:
            return near_repeats(e, n, day, permutations=499, seed=4, executor=executor)

    assert repr(found(Place(cluster=cluster.address))) == repr(found(HERE))


def test_a_part_with_a_fault_is_named_on_a_cluster_too(cluster: Cluster) -> None:
    parts = [Partition(str(n), n) for n in (2, 13)]
    found = list(run_partitions(squared, parts, Place(cluster=cluster.address)))
    assert {one.partition.name: one.answer for one in found if isinstance(one, Done)} == {"2": 4}
    assert [one.reason for one in found if isinstance(one, Failed)] == ["ValueError: 13 bringar otur"]


def test_other_versions_on_the_workers_are_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = engine_cluster.versions()
    told: list[str] = []
    # The workers find the real function by its name; only this process believes that it is newer.
    monkeypatch.setattr(engine_cluster, "_own_versions", lambda: {**ours, "numpy": "99.0"})
    with Place(cluster=cluster.address).executor(say=told.append):
        pass
    assert len(told) == 1
    assert "numpy" in told[0]
    assert "99.0" in told[0]


def test_same_versions_are_not_mentioned(cluster: Cluster) -> None:
    told: list[str] = []
    with Place(cluster=cluster.address).executor(say=told.append):
        pass
    assert told == []


def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with (
        running_cluster(tmp_path, workers=0) as lonely,
        Place(cluster=lonely.address).executor(say=told.append),
    ):
        pass
    assert len(told) == 1
    assert "inga arbetare" in told[0]


def test_a_scheduler_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cluster, "CONNECT_SECONDS", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with pytest.raises(ClusterError, match=f"{address} svarar inte.*dask scheduler"):
        Place(cluster=address).executor().__enter__()


def test_without_dask_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.split(".")[0] == "distributed":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ClusterError, match=r"pip install 'lagesbild\[cluster\]'"):
        Place(cluster="tcp://127.0.0.1:1").executor().__enter__()


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("tcp://10.0.0.5:8786", True),
        ("tls://scheduler.kommun.example:8786", True),
        ("10.0.0.5:8786", False),
        ("tcp://10.0.0.5", False),
        ("http://10.0.0.5:8786", False),
        ("", False),
    ],
)
def test_an_address_has_a_protocol_and_a_port(text: str, is_address: bool) -> None:
    assert is_cluster_address(text) is is_address


def test_a_part_that_kills_its_worker_is_named_and_no_part_is_lost(tmp_path: Path) -> None:
    parts = [Partition(str(n), n) for n in range(12)]
    with running_cluster(tmp_path, allowed_failures=0) as own:
        found = list(run_partitions(poison, parts, Place(cluster=own.address)))
    done = {one.partition.name: one.answer for one in found if isinstance(one, Done)}
    named = {one.partition.name: one.reason for one in found if isinstance(one, Failed)}
    assert named["3"] == "flera arbetare dog när de räknade på den"
    # With no failure allowed, whatever stood in the dead worker's queue may be named with it.
    assert done == {str(n): n * n for n in range(12) if str(n) not in named}
    assert len(named) <= 3
