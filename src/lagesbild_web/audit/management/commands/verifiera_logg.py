"""Check that nobody has changed the log."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.audit.actions import check
from lagesbild_web.base.actor import the_system


class Command(BaseCommand):
    """``lagesbild manage verifiera_logg``: exit code 1 if the log is not whole."""

    help = "Kontrollerar att ingen har ändrat, tagit bort eller lagt till något i loggen."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through the log and say what was found."""
        verdict = check(the_system(uuid4().hex))
        if verdict.faults:
            raise CommandError("\n".join(["Loggen är inte hel:", *verdict.faults]))
        erased = f" I {verdict.erased} av dem är personen raderad." if verdict.erased else ""
        self.stdout.write(f"Loggen är hel: {verdict.records} händelser.{erased}")
        if verdict.records:
            self.stdout.write(f"Kontrollvärde för händelse {verdict.records}: {verdict.last_hash}")
