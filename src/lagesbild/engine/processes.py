"""Processes on this machine, started only when the work is longer than their start."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import connection
from typing import Any, TypeVar

T = TypeVar("T")

START_SECONDS = 3.0
"""What it takes to start processes and import the numerical libraries in them, measured on two busy cores."""


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes that do not listen to Ctrl-C: whoever started them decides when they end.

    Notes
    -----
    Processes and not threads: on two cores, drawing maps for a scan took 1.0 of its single time with two
    threads (the small numpy calls hold the interpreter's lock) and 0.6 with two processes. They are spawned,
    since a forked copy of a program with threads (polars, BLAS) can hang.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a new process: deaf to Ctrl-C, and gone when whoever started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A pool's process would wait for work for ever if its starter were killed.
        connection.wait([parent.sentinel])
        os._exit(1)


class LazyProcesses(Executor):
    """An executor that does the first task here and starts processes only when the rest is worth it.

    A command that answers in 0.3 s must not wait 3 s for processes that it does not need.
    """

    def __init__(self, workers: int, *, at_once: bool = False) -> None:
        """Take the number of ``workers``; ``at_once`` starts them with the first task, however short."""
        self.workers = workers
        self._at_once = at_once
        self._pool: ProcessPoolExecutor | None = None

    @property
    def is_started(self) -> bool:
        """True once there are processes."""
        return self._pool is not None

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Send one task to a process; they are started if they are not yet."""
        return self._started().submit(fn, *args, **kwargs)

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[T]:
        """Return the answers in the order of the tasks, as the built-in ``map`` does."""
        tasks = list(zip(*iterables, strict=False))
        if self._at_once or self.is_started or not tasks:
            return self._map(fn, tasks, timeout, chunksize)
        start = time.perf_counter()
        first = fn(*tasks[0])
        alone = (time.perf_counter() - start) * (len(tasks) - 1)
        rest = tasks[1:]
        if alone - alone / self.workers <= START_SECONDS:
            return _in_order(first, (fn(*task) for task in rest))
        return _in_order(first, self._map(fn, rest, timeout, chunksize))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, if any were started."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _map(
        self, fn: Callable[..., T], tasks: list[tuple[Any, ...]], timeout: float | None, chunksize: int
    ) -> Iterator[T]:
        if not tasks:
            return iter(())
        return self._started().map(fn, *zip(*tasks, strict=True), timeout=timeout, chunksize=chunksize)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = process_pool(self.workers)
        return self._pool


def _in_order(first: T, rest: Iterable[T]) -> Iterator[T]:
    yield first
    yield from rest
