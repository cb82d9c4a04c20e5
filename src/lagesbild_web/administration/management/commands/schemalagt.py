"""Start the recurring work that is due, see how it stands, pause and resume it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lagesbild_web.administration.actions import pause_job, resume_job
from lagesbild_web.base import schedule
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.base.schedule import JobStatus


class Command(BaseCommand):
    """``lagesbild manage schemalagt``: for cron or a timer, where ``lagesbild serve`` is not what runs."""

    help = "Startar det återkommande arbete som det är dags för, och slutar. Kör det var femte minut."

    def add_arguments(self, parser: Any) -> None:
        """Declare the options."""
        one = parser.add_mutually_exclusive_group()
        one.add_argument(
            "--show", action="store_true", help="Visa arbetena och hur det står till. Starta inget."
        )
        one.add_argument("--run", metavar="NAMN", help="Kör ett arbete nu, även om det är pausat.")
        one.add_argument("--pause", metavar="NAMN", help="Pausa ett arbete.")
        one.add_argument("--resume", metavar="NAMN", help="Låt ett pausat arbete gå igen.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked, and say how it went."""
        if options["show"]:
            for status in schedule.statuses():
                self.stdout.write(_line(status))
        elif options["pause"]:
            self._change(pause_job, options["pause"], "pausat")
        elif options["resume"]:
            self._change(resume_job, options["resume"], "igång")
        elif options["run"]:
            self._run(_known(options["run"]))
        else:
            self._tell(schedule.start_due())

    def _run(self, name: str) -> None:
        if not schedule.run_now(name):
            raise CommandError(f"{name} pågår redan. Vänta tills det är klart.")
        self._tell([name])

    def _change(self, act: Callable[[Actor, str], None], name: str, done: str) -> None:
        act(the_system(uuid4().hex), _known(name))
        self.stdout.write(f"{name}: {done}.")

    def _tell(self, names: list[str]) -> None:
        failed = []
        for status in schedule.statuses():
            if status.name not in names:
                continue
            if status.failures:
                failed.append(f"{status.name}: {status.failure}")
            else:
                self.stdout.write(f"{status.name}: {status.said or 'klart'}")
        if failed:
            raise CommandError("\n".join(failed))


def _known(name: str) -> str:
    if name not in schedule.RECURRING:
        raise CommandError(
            f"Det finns inget arbete som heter ”{name}”. Finns: {', '.join(sorted(schedule.RECURRING))}."
        )
    return name


def _line(status: JobStatus) -> str:
    state = "pågår" if status.is_running else "på" if status.is_on else "pausat"
    parts = [f"{status.name} ({status.label}): {state}"]
    if status.succeeded_at:
        parts.append(f"lyckades {_moment(status.succeeded_at)}")
    if status.failures and status.failed_at:
        parts.append(f"misslyckades {_moment(status.failed_at)}: {status.failure}")
    if status.is_on:
        parts.append(f"nästa gång {_moment(status.next_at)}")
    return "; ".join(parts)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
