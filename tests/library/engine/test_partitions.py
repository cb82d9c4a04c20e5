"""Work in parts: every part is done or named, also when workers die."""

from pathlib import Path

import pytest

from lagesbild.engine.partitions import Done, Failed, Partition, run_partitions
from lagesbild.engine.place import HERE, Place

from .work import dies_once, poison, squared


def answers(found: list[Done[int] | Failed]) -> dict[str, int]:
    return {one.partition.name: one.answer for one in found if isinstance(one, Done)}


def reasons(found: list[Done[int] | Failed]) -> dict[str, str]:
    return {one.partition.name: one.reason for one in found if isinstance(one, Failed)}


@pytest.mark.parametrize("place", [HERE, Place(workers=2)])
def test_a_part_with_a_fault_is_named_and_the_others_are_done(place: Place) -> None:
    parts = [Partition(f"del {n}", n) for n in (1, 13, 4)]
    found = list(run_partitions(squared, parts, place))
    assert answers(found) == {"del 1": 1, "del 4": 16}
    assert reasons(found) == {"del 13": "ValueError: 13 bringar otur"}


@pytest.mark.parametrize("place", [HERE, Place(workers=2)])
def test_no_parts_is_no_work(place: Place) -> None:
    assert list(run_partitions(squared, [], place)) == []


def test_the_part_of_a_worker_that_died_is_done_again(tmp_path: Path) -> None:
    told: list[str] = []
    parts = [Partition(str(n), (n, str(tmp_path))) for n in range(8)]
    found = list(run_partitions(dies_once, parts, Place(workers=2), say=told.append))
    assert (tmp_path / "dog").exists()
    assert answers(found) == {str(n): n * n for n in range(8)}
    assert told == ["En arbetare dog. Det som den räknade på görs om."]


def test_a_part_that_kills_every_worker_is_named_and_the_others_are_done() -> None:
    parts = [Partition(str(n), n) for n in range(6)]
    found = list(run_partitions(poison, parts, Place(workers=2)))
    assert answers(found) == {str(n): n * n for n in range(6) if n != 3}
    assert reasons(found) == {"3": "arbetaren dog varje gång den räknade på den"}
