"""A real Dask cluster for the tests: a scheduler and workers as processes of their own, on loopback."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
_PATIENCE_SECONDS = 60


@dataclass
class Cluster:
    """A running scheduler, and the processes of the workers connected to it."""

    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


@contextmanager
def _running(*words: str, allowed_failures: int = 3) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  # words of our own
        [sys.executable, "-m", "dask", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running_cluster(folder: Path, *, workers: int = 2, allowed_failures: int = 3) -> Iterator[Cluster]:
    """Start a scheduler and workers on free ports of loopback; without a nanny the dead stay dead."""
    note = folder / "scheduler.json"
    where = ("--host", "127.0.0.1", "--scheduler-file", str(note), "--no-dashboard")
    with ExitStack() as running:
        scheduler = _running("scheduler", *where, "--port", "0", allowed_failures=allowed_failures)
        running.enter_context(scheduler)
        own = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
        started = [running.enter_context(_running("worker", *where, *own)) for _ in range(workers)]
        yield Cluster(_address(note, workers), started)


def _address(note: Path, workers: int) -> str:
    """Wait until the scheduler has written where it is and every worker has found it."""
    from distributed import Client

    until = time.monotonic() + _PATIENCE_SECONDS
    while not note.exists() or not note.read_text(encoding="utf-8"):
        assert time.monotonic() < until, "the scheduler did not start"
        time.sleep(0.05)
    address = str(json.loads(note.read_text(encoding="utf-8"))["address"])
    with Client(address, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=_PATIENCE_SECONDS)
    return address
