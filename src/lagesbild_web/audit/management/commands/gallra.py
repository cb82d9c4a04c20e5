"""Remove what is old."""

from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.core.management.base import BaseCommand

from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.audit.registers import retention_for
from lagesbild_web.audit.retention import RETAINABLE
from lagesbild_web.base.actor import the_system


class Command(BaseCommand):
    """``lagesbild manage gallra [--show]``: run it every night."""

    help = "Tar bort det som är äldre än reglerna säger, och sparar antal. Kör det varje natt."

    def add_arguments(self, parser: Any) -> None:
        """Declare the options."""
        parser.add_argument("--show", action="store_true", help="Visa vad som skulle tas bort. Ta inte bort.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove in every municipality, and say how much."""
        actor = the_system(uuid4().hex)
        for municipality in all_municipalities():
            if options["show"]:
                for entry in retention_for(actor, municipality.id):
                    self.stdout.write(f"{municipality.name}: {entry.label}: {entry.due} är gamla nog.")
                continue
            for name, declared in sorted(RETAINABLE.items()):
                removed = remove_old(actor, municipality.id, name)
                self.stdout.write(f"{municipality.name}: {declared.label}: {removed} togs bort.")
        if not options["show"]:
            call_command("clearsessions")
