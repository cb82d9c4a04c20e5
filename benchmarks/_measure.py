"""Time and memory of a piece of work, in a process of its own, and the table that shows the ratios."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost. ``peak_mb`` is the whole process, libraries included."""

    name: str
    seconds: float
    peak_mb: float


def cost_of(name: str, work: Callable[[], object], *, repeats: int = 1) -> Cost:
    """Run ``work`` in a new process and return the best time of ``repeats`` and the peak memory.

    The process is started anew (not forked), so one program's memory is never counted as another's.
    ``work`` must be a function at the top of a module.
    """
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, repeats, there))
    process.start()
    there.close()
    seconds, peak_mb = here.recv()
    process.join()
    return Cost(name, seconds, peak_mb)


def show(title: str, costs: list[Cost], *, base: str) -> None:
    """Print the costs as ratios to the one called ``base``; absolute seconds are only for orientation."""
    reference = next(cost for cost in costs if cost.name == base)
    print(f"\n{title}\n")
    print(f"| Program | Time / {base} | Peak memory / {base} | Seconds here | MB here |")
    print("|---|---:|---:|---:|---:|")
    for cost in costs:
        ratios = f"{cost.seconds / reference.seconds:.2f} | {cost.peak_mb / reference.peak_mb:.2f}"
        print(f"| {cost.name} | {ratios} | {cost.seconds:.2f} | {cost.peak_mb:.0f} |")


def _run(work: Callable[[], object], repeats: int, answer: Connection) -> None:
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    answer.send((best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
