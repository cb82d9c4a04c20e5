"""Remove what is old."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.audit.nightly import remove_all_old
from lagesbild_web.audit.registers import retention_for
from lagesbild_web.base.actor import the_system


class Command(BaseCommand):
    """``lagesbild manage gallra [--show]``: what the scheduled job does every night, here and now."""

    help = (
        "Tar bort det som är äldre än reglerna säger, och sparar antal. Görs annars av sig självt varje natt."
    )

    def add_arguments(self, parser: Any) -> None:
        """Declare the options."""
        parser.add_argument("--show", action="store_true", help="Visa vad som skulle tas bort. Ta inte bort.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove in every municipality, and say how much."""
        if options["show"]:
            self._show()
            return
        failed = False
        for entry in remove_all_old():
            told = "gick inte att ta bort" if entry.count is None else f"{entry.count} togs bort"
            self.stdout.write(f"{entry.municipality}: {entry.label}: {told}.")
            failed |= entry.count is None
        if failed:
            raise CommandError("Allt gick inte att gallra. Driftloggen säger varför.")

    def _show(self) -> None:
        actor = the_system(uuid4().hex)
        for municipality in all_municipalities():
            for entry in retention_for(actor, municipality.id):
                self.stdout.write(f"{municipality.name}: {entry.label}: {entry.due} är gamla nog.")
