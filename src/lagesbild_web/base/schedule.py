"""Work that comes back by itself: every feature declares its own; whoever runs a worker starts what is due.

A job is taken by one conditional update, so that two processes never run it at once, on either database. A
run that is not heard of for a quarter of an hour is given up as broken off, and tried again.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db import OperationalError, connections
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lagesbild_web.base.models import ScheduledJob

_log = logging.getLogger(__name__)

WAITS: Final = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""How long to wait after the first, second, third and every later failure in a row."""
LEASE: Final = timedelta(minutes=15)
"""A run that has not been heard of for so long is dead."""
_RENEWED_EVERY_S: Final = 60.0
_IS_LATE_AFTER: Final = timedelta(minutes=15)


class JobFailedError(Exception):
    """A job could not be done, for a reason that a Swedish sentence tells, with what to do about it."""

    def __init__(self, sentence: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        """How long to wait at least; None for the usual waits."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job that comes back, as its feature declares it."""

    name: str
    """Stable: ``feature.job``."""
    label: Promise
    what: Promise
    """One sentence about what it does, and what happens if it is paused."""
    function: Callable[[], str | None]
    """Does the job; may return a sentence about what was done. Can be run again after dying half-way."""
    every: timedelta
    at: time | None
    """Local time of day, for jobs that come every so many whole days."""
    default_on: bool


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How it stands with a job."""

    name: str
    label: str
    what: str
    every: timedelta
    is_on: bool
    is_running: bool
    is_asked: bool
    """Somebody has asked for it and it waits to be started."""
    is_late: bool
    """It should have been started long ago: nobody seems to start anything."""
    started_at: datetime | None
    succeeded_at: datetime | None
    said: str
    failed_at: datetime | None
    failure: str
    failures: int
    """How many times in a row it has failed."""
    next_at: datetime


RECURRING: Final[dict[str, Recurring]] = {}
_runs: Final[set[str]] = set()
"""The runs of this process, to be given up when it is stopped in good order."""


def declare(
    name: str,
    label: Promise,
    function: Callable[[], str | None],
    *,
    every: timedelta,
    what: Promise,
    at: time | None = None,
    default_on: bool = True,
) -> None:
    """Let a job come back by itself; called when the feature is loaded, from its ``apps.py``.

    The function runs outside a transaction, in a worker, and calls actions as ``the_system``. It says that it
    could not be done with :class:`JobFailedError`; anything else that it raises is a fault of the program.
    """
    RECURRING[name] = Recurring(name, label, what, function, every, at, default_on)


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row (1 or more).

    Examples
    --------
    >>> [str(wait_after(n)) for n in (1, 2, 3, 4, 9)]
    ['0:05:00', '0:30:00', '2:00:00', '6:00:00', '6:00:00']
    """
    return WAITS[min(failures, len(WAITS)) - 1]


def start_due() -> list[str]:
    """Run every job that is due, one after the other, and return the names of those that were run here."""
    _lay_up()
    _give_up_dead()
    return [name for name in _due(timezone.now()).values_list("name", flat=True) if _run(name)]


def run_now(name: str) -> bool:
    """Run a job here and now, also if it is paused or not due; false if it is already running somewhere.

    Raises
    ------
    KeyError
        If no feature has declared it.
    """
    ask_for(name)
    _give_up_dead()
    is_run = _run(name)
    ScheduledJob.objects.filter(pk=name).update(is_asked=False)
    return is_run


def statuses() -> list[JobStatus]:
    """Return how it stands with every declared job, by label."""
    _lay_up()
    now = timezone.now()
    rows = ScheduledJob.objects.filter(name__in=RECURRING)
    return sorted((_to_status(row, now) for row in rows), key=lambda status: status.label)


def ask_for(name: str) -> None:
    """Let a job be started as soon as a worker sees it, also if it is paused.

    Raises
    ------
    KeyError
        If no feature has declared it.
    """
    _change(name, is_asked=True, next_at=timezone.now())


def pause(name: str) -> None:
    """Let a job not be started by itself; what is already running goes on.

    Raises
    ------
    KeyError
        If no feature has declared it.
    """
    _change(name, is_on=False, is_asked=False)


def resume(name: str) -> None:
    """Let a job be started by itself again, the next time at its usual hour.

    Raises
    ------
    KeyError
        If no feature has declared it.
    """
    _change(name, is_on=True, failures=0, next_at=_first_time(RECURRING[name], timezone.now()))


def give_up_running() -> None:
    """Say of what runs in this process that it broke off, so that another may begin at once."""
    for run in tuple(_runs):
        _note_broken_off(ScheduledJob.objects.filter(holder=run), next_at=timezone.now())


def _change(name: str, **columns: object) -> None:
    if name not in RECURRING:
        raise KeyError(name)
    _lay_up()
    ScheduledJob.objects.filter(pk=name).update(**columns)


def _lay_up() -> None:
    """Make rows for jobs that are new since last time."""
    known = set(ScheduledJob.objects.values_list("name", flat=True))
    now = timezone.now()
    new = [job for name, job in RECURRING.items() if name not in known]
    ScheduledJob.objects.bulk_create(
        [ScheduledJob(name=j.name, is_on=j.default_on, next_at=_first_time(j, now)) for j in new],
        ignore_conflicts=True,  # another process may be as quick
    )


def _due(now: datetime) -> QuerySet[ScheduledJob]:
    free = Q(held_until=None) | Q(held_until__lt=now)
    wanted = Q(is_on=True) | Q(is_asked=True)
    return ScheduledJob.objects.filter(free, wanted, name__in=RECURRING, next_at__lte=now).order_by("next_at")


def _run(name: str) -> bool:
    """Take the job and do it; false if another process was quicker."""
    job, run, now = RECURRING[name], secrets.token_hex(16), timezone.now()
    taken = (
        _due(now).filter(pk=name).update(holder=run, held_until=now + LEASE, started_at=now, is_asked=False)
    )
    if not taken:
        return False
    with _held(name, run):
        try:
            said = job.function() or ""
        except JobFailedError as error:
            _note_failure(name, run, error.sentence, at_least=error.retry_after)
        except Exception:
            number = secrets.token_hex(4)
            _log.exception("job %s failed, number %s", name, number)
            sentence = _(
                "Det blev ett fel i programmet. "
                "Den som driver tjänsten ser mer i driftloggen, nummer %(number)s."
            )
            _note_failure(name, run, sentence % {"number": number}, at_least=None)
        else:
            _note_success(job, run, said, started_at=now)
    return True


@contextmanager
def _held(name: str, run: str) -> Iterator[None]:
    """Say again and again that the run is alive, for as long as the block lasts."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(_RENEWED_EVERY_S):
                try:
                    _mine(name, run).update(held_until=timezone.now() + LEASE)
                except OperationalError:
                    # The job itself may hold SQLite's only write lock; the lease is long enough to try again.
                    _log.info("job %s could not renew its hold yet", name)
        finally:
            connections.close_all()  # this thread's own

    thread = threading.Thread(target=renew, name=f"hold-{name}", daemon=True)
    _runs.add(run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _runs.discard(run)


def _mine(name: str, run: str) -> QuerySet[ScheduledJob]:
    """The row while this run has it: a run that was given up no longer changes anything."""
    return ScheduledJob.objects.filter(pk=name, holder=run)


def _note_success(job: Recurring, run: str, said: str, *, started_at: datetime) -> None:
    now = timezone.now()
    next_at = _at_hour(job, now) if job.at else max(started_at + job.every, now)
    _mine(job.name, run).update(
        holder="", held_until=None, succeeded_at=now, said=said, failures=0, next_at=next_at
    )


def _note_failure(name: str, run: str, sentence: str, *, at_least: timedelta | None) -> None:
    row = _mine(name, run).first()
    if row is None:
        return
    now = timezone.now()
    wait = max(wait_after(row.failures + 1), at_least or timedelta(0))
    _mine(name, run).update(
        holder="",
        held_until=None,
        failed_at=now,
        failure=sentence,
        failures=F("failures") + 1,
        next_at=now + wait,
    )


def _give_up_dead() -> None:
    now = timezone.now()
    for row in ScheduledJob.objects.filter(held_until__lt=now):
        # A job that takes its process with it must not do so again at once.
        dead = _mine(row.name, row.holder).filter(held_until__lt=now)
        _note_broken_off(dead, next_at=now + wait_after(row.failures + 1))


def _note_broken_off(rows: QuerySet[ScheduledJob], *, next_at: datetime) -> None:
    rows.update(
        holder="",
        held_until=None,
        failed_at=timezone.now(),
        failure=_("Tjänsten stoppades medan arbetet pågick. Det görs om av sig självt."),
        failures=F("failures") + 1,
        next_at=next_at,
    )


def _first_time(job: Recurring, now: datetime) -> datetime:
    return _at_hour(job, now) if job.at else now


def _at_hour(job: Recurring, now: datetime) -> datetime:
    """The first time after now when the clock is so much; for periods of many days, so many days later."""
    today = timezone.localtime(now).date()
    later = max(job.every.days - 1, 0)
    for day in (today, today + timedelta(days=1)):
        moment = timezone.make_aware(datetime.combine(day, job.at or time(0)))
        if moment > now:
            break
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), job.at or time(0)))


def _to_status(row: ScheduledJob, now: datetime) -> JobStatus:
    job = RECURRING[row.name]
    is_running = row.held_until is not None and row.held_until >= now
    is_waiting = (row.is_on or row.is_asked) and not is_running
    return JobStatus(
        name=row.name,
        label=str(job.label),
        what=str(job.what),
        every=job.every,
        is_on=row.is_on,
        is_running=is_running,
        is_asked=row.is_asked and not is_running,
        is_late=is_waiting and row.next_at < now - _IS_LATE_AFTER,
        started_at=row.started_at,
        succeeded_at=row.succeeded_at,
        said=row.said,
        failed_at=row.failed_at,
        failure=row.failure,
        failures=row.failures,
        next_at=row.next_at,
    )
