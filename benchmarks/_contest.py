"""Runs jobs, each program in processes of its own by turns, and prints one table of ratios."""

import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from _job import Job, Program

ROUNDS = 3
"""Each program has its turn so many times, by turns with the others, so that a busy moment hits all alike."""
CALLS, SECONDS = 3, 0.5
"""Within a turn the work is done again until so many times or so long."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one process saw. ``peak_mb`` is the whole process, libraries and input included."""

    first: float
    best: float
    peak_mb: float
    answer: Any


@dataclass(frozen=True, slots=True)
class Cost:
    """The best of a program's turns at one size."""

    first: float
    best: float
    peak_mb: float
    answer: Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ratios are the peer's over ours."""

    job: str
    what: str
    peer: str
    size: int
    time: float
    first: float
    memory: float
    difference: float
    agreement: str
    growth: float
    peer_growth: float


class NotInstalledError(Exception):
    """A peer's library is not there; the argument is its name."""


def contest(jobs: Sequence[Job], *, quick: bool) -> Iterator[Row]:
    """Run jobs and yield each one's rows when it is done; what is missing is told on stderr in a sentence."""
    for job in jobs:
        sizes = job.sizes[:1] if quick else job.sizes
        costs: dict[str, dict[int, Cost]] = {}
        for size in sizes:
            print(f"{job.name}: {size:,} …", file=sys.stderr, flush=True)
            able = [p for p in (job.ours, *job.peers) if size <= p.largest]
            for name, cost in _costs(job, able, size, rounds=1 if quick else ROUNDS).items():
                costs.setdefault(name, {})[size] = cost
        yield from _rows(job, costs)


def _costs(job: Job, programs: list[Program], size: int, *, rounds: int) -> dict[str, Cost]:
    turns: dict[str, list[Turn]] = {}
    missing: set[str] = set()
    for _ in range(rounds):
        for program in programs:
            if program.name in missing:
                continue
            try:
                turns.setdefault(program.name, []).append(_turn(job, program, size))
            except NotInstalledError as error:
                missing.add(program.name)
                turns.pop(program.name)
                print(
                    f"{job.name}: {program.name} står över, för {error} är inte installerat. Kör make bench.",
                    file=sys.stderr,
                )
    return {
        name: Cost(
            min(t.first for t in seen),
            min(t.best for t in seen),
            min(t.peak_mb for t in seen),
            seen[0].answer,
        )
        for name, seen in turns.items()
    }


def _turn(job: Job, program: Program, size: int) -> Turn:
    """Run a program in a new process, started afresh, so that no memory or compiled code is shared."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(job, program, size, there))
    process.start()
    there.close()
    try:
        found = here.recv()
    except EOFError:
        raise RuntimeError(f"{job.name}: {program.name} did not answer at {size}") from None
    finally:
        process.join()
    if isinstance(found, str):
        raise NotInstalledError(found)
    assert isinstance(found, Turn)
    return found


def _work(job: Job, program: Program, size: int, answer: Connection) -> None:
    warnings.simplefilter("ignore")  # the peers' own, about versions to come
    given = job.inputs(size)
    times: list[float] = []
    found = None
    while not times or (len(times) < CALLS and sum(times) < SECONDS):
        start = time.perf_counter()
        try:
            found = program.work(given)
        except ModuleNotFoundError as error:
            answer.send(str(error.name))
            return
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send(Turn(times[0], min(times), peak, found))


def _rows(job: Job, costs: dict[str, dict[int, Cost]]) -> list[Row]:
    ours = costs.get(job.ours.name, {})
    rows = []
    for peer in job.peers:
        theirs = costs.get(peer.name, {})
        if not theirs:
            continue
        size = max(theirs)
        mine, other = ours[size], theirs[size]
        rows.append(
            Row(
                job=job.name,
                what=job.what,
                peer=peer.name,
                size=size,
                time=other.best / mine.best,
                first=other.first / mine.first,
                memory=other.peak_mb / mine.peak_mb,
                difference=job.difference(mine.answer, other.answer),
                agreement=job.agreement,
                growth=_exponent(ours),
                peer_growth=_exponent(theirs),
            )
        )
    return rows


def _exponent(costs: dict[int, Cost]) -> float:
    """Return k of time ~ size^k, fitted on the log scale; NaN from one size."""
    if len(costs) < 2:
        return float("nan")
    sizes, times = list(costs), [cost.best for cost in costs.values()]
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def show(rows: Iterable[Row]) -> None:
    """Print the common table, a row as soon as it is there."""
    print(
        "\n| Job | Peer | Size | Time, peer / ours | First call | Memory | Difference | Growth, ours / peer |"
    )
    print("|---|---|---:|---:|---:|---:|---|---:|")
    for row in rows:
        growth = f"{_power(row.growth)} / {_power(row.peer_growth)}"
        print(
            f"| {row.job}: {row.what} | {row.peer} | {row.size:,} | {_ratio(row.time)} | {_ratio(row.first)} "
            f"| {_ratio(row.memory)} | {_amount(row.difference)} {row.agreement} | {growth} |",
            flush=True,
        )
    print("\nOver 1: the peer takes more than we. Growth is k when time grows as size to the power of k.")


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _power(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.1f}"


def _amount(value: float) -> str:
    return "0" if value == 0 else f"{value:.1e}" if value < 1e-3 else f"{value:.3f}"
