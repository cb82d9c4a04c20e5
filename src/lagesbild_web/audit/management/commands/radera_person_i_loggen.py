"""Erase a person from the log without breaking it."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.queries import municipality_named
from lagesbild_web.audit.actions import erase_person
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage radera_person_i_loggen KONTO --municipality NAMN --reason TEXT``."""

    help = "Raderar vem som står bakom händelser i loggen. Händelserna finns kvar. Det går inte att ångra."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("konto", type=UUID, help="Kontots id.")
        parser.add_argument("--municipality", required=True, help="Kommunen vars logg det gäller.")
        parser.add_argument("--reason", required=True, help="Varför personen raderas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase and say how many records it concerned."""
        try:
            municipality = municipality_named(options["municipality"])
            erased = erase_person(
                the_system(uuid4().hex),
                options["konto"],
                municipality_id=municipality.id,
                reason=options["reason"],
            )
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kopplingen till personen raderades från {erased} händelser.")
