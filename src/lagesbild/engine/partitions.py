"""Long work in many parts: dead workers are replaced, and a part that kills them is named."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    as_completed,
    wait,
)
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lagesbild.engine.place import Place, Say

T = TypeVar("T")

_TRIES_ALONE = 2
"""A part that was at work when a worker died is tried this often with nothing beside it."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A part of the work: ``task`` is all that it needs, and its answer depends on nothing else."""

    name: str
    task: Any


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A finished part."""

    partition: Partition
    answer: T


@dataclass(frozen=True, slots=True)
class Failed:
    """A part that cannot be done, and why, in a Swedish sentence."""

    partition: Partition
    reason: str


def run_partitions(
    work: Callable[[Any], T], partitions: Sequence[Partition], place: Place, *, say: Say | None = None
) -> Iterator[Done[T] | Failed]:
    """Do every part and yield each as soon as it is done, in any order.

    Parameters
    ----------
    work
        A function at the top of a module, called with each partition's ``task`` wherever the part runs.
    partitions
        The parts.
    place
        Where they run.
    say
        Told when a worker has died and what happens then.

    Notes
    -----
    An exception in a part is its answer: trying again would give the same. A dead worker (out of memory,
    killed, a fault in compiled code) says nothing about the part, so the parts that were at work are done
    again, one at a time in a process of their own; one that dies there too is named. On a cluster Dask does
    the same: a part that has seen ``distributed.scheduler.allowed-failures`` workers die is named.

    Raises
    ------
    ClusterError
        If the cluster cannot be used.
    """
    if place.is_here:
        yield from (_called(work, partition) for partition in partitions)
        return
    if place.cluster is not None:
        with place.pool(say=say) as pool:
            yield from _on_cluster(work, partitions, pool)
        return
    yield from _in_processes(work, list(partitions), place, say)


def _called(work: Callable[[Any], T], partition: Partition) -> Done[T] | Failed:
    try:
        return Done(partition, work(partition.task))
    except Exception as error:  # one part's fault must not take the others with it; it is told by name
        return Failed(partition, _in_words(error))


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _on_cluster(
    work: Callable[[Any], T], partitions: Sequence[Partition], pool: Executor
) -> Iterator[Done[T] | Failed]:
    from distributed import KilledWorker

    futures = {pool.submit(work, partition.task): partition for partition in partitions}
    try:
        for future in as_completed(futures):
            try:
                yield Done(futures[future], future.result())
            except KilledWorker:
                yield Failed(futures[future], "flera arbetare dog när de räknade på den")
            except CancelledError:
                yield Failed(futures[future], "klustret svarar inte längre")
            except Exception as error:  # as in _called
                yield Failed(futures[future], _in_words(error))
    finally:
        for future in futures:
            future.cancel()


def _in_processes(
    work: Callable[[Any], T], partitions: Sequence[Partition], place: Place, say: Say | None
) -> Iterator[Done[T] | Failed]:
    waiting, suspects = deque(partitions), list[Partition]()
    while waiting:
        known = len(suspects)
        with place.pool() as pool:
            try:
                yield from _until_a_death(work, waiting, suspects, pool, place.processes)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        if len(suspects) > known and say is not None:
            say("En arbetare dog. Det som den räknade på görs om.")
    for partition in suspects:
        yield _alone(work, partition)


def _until_a_death(
    work: Callable[[Any], T],
    waiting: "deque[Partition]",
    suspects: list[Partition],
    pool: Executor,
    processes: int,
) -> Iterator[Done[T] | Failed]:
    """Take parts from ``waiting`` until it is empty or a worker dies; what was at work is then suspected.

    No more parts are sent than there are processes: a pool does not say which of its parts had begun.
    """
    running: dict[Future[T], Partition] = {}
    is_broken = False
    while (waiting and not is_broken) or running:
        while waiting and not is_broken and len(running) < processes:
            try:
                running[pool.submit(work, waiting[0].task)] = waiting[0]
            except BrokenExecutor:
                is_broken = True
            else:
                waiting.popleft()
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            partition = running.pop(future)
            outcome = _outcome(partition, future)
            if outcome is None:
                is_broken = True
                suspects.append(partition)
            else:
                yield outcome


def _outcome(partition: Partition, future: "Future[T]") -> Done[T] | Failed | None:
    """Return what became of a part; None when a worker died and nothing is known."""
    try:
        return Done(partition, future.result())
    except BrokenExecutor:
        return None
    except Exception as error:  # as in _called
        return Failed(partition, _in_words(error))


def _alone(work: Callable[[Any], T], partition: Partition) -> Done[T] | Failed:
    for _ in range(_TRIES_ALONE):
        with Place(workers=1).pool() as pool:
            outcome = _outcome(partition, pool.submit(work, partition.task))
        if outcome is not None:
            return outcome
    return Failed(partition, "arbetaren dog varje gång den räknade på den")
