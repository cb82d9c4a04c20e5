"""The worker that runs queued and recurring work beside the server, so that one command is enough.

A larger installation runs ``lagesbild manage db_worker`` and ``lagesbild manage schemalagt`` beside it.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, close_old_connections, connections
from django.utils.crypto import get_random_string

# A folder without __init__.py, which mypy takes for nothing.
from django_tasks_db.management.commands.db_worker import Worker  # type: ignore[import-not-found]

from lagesbild_web.base import schedule

_log = logging.getLogger(__name__)
_INTERVAL_S: Final = 1.0
_SCHEDULE_INTERVAL_S: Final = 5.0


@contextmanager
def running_worker() -> Iterator[None]:
    """Run what is queued in one thread and what is due in another, for as long as the block lasts."""
    worker, over = _worker(batch=False), threading.Event()
    threads = [
        threading.Thread(target=worker.run, name="worker", daemon=True),
        threading.Thread(target=start_due_until, args=(over,), name="schedule", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        worker.running = False
        over.set()
        for thread in threads:
            thread.join(timeout=2 * _INTERVAL_S)
        schedule.give_up_running()


def start_due_until(over: threading.Event, *, interval_s: float = _SCHEDULE_INTERVAL_S) -> None:
    """Start recurring work when it is due, until somebody says that it is over."""
    try:
        while not over.wait(interval_s):
            close_old_connections()
            try:
                schedule.start_due()
            except DatabaseError:
                # A database that is away or locked is there again later, and the work is still due then.
                _log.exception("could not see what is due")
    finally:
        connections.close_all()  # this thread's own


def run_queued() -> None:
    """Run everything that is queued, here and now, and return."""
    _worker(batch=True).run()


def _worker(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=_INTERVAL_S,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
