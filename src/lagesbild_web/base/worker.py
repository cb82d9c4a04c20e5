"""The worker that runs queued work beside the server, so that one command is enough on a laptop.

A larger installation runs ``lagesbild manage db_worker`` as a service of its own, as many as it likes.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.crypto import get_random_string

# A folder without __init__.py, which mypy takes for nothing.
from django_tasks_db.management.commands.db_worker import Worker  # type: ignore[import-not-found]

_INTERVAL_S: Final = 1.0


@contextmanager
def running_worker() -> Iterator[None]:
    """Run a worker in a thread of its own for as long as the block lasts."""
    worker = _worker(batch=False)
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.running = False
        thread.join(timeout=2 * _INTERVAL_S)


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
