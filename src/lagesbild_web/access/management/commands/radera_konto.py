"""Erase a person's account."""

from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.actions import erase_account
from lagesbild_web.access.queries import municipality_named
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage radera_konto ADRESS --municipality NAMN --reason TEXT``."""

    help = "Raderar ett konto och dess roller. Det går inte att ångra."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("adress", help="E-postadressen som personen loggar in med.")
        parser.add_argument(
            "--municipality", required=True, help="Kommunen där personen har eller har haft en roll."
        )
        parser.add_argument("--reason", required=True, help="Varför kontot raderas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase it and say which id to erase from the log as well."""
        try:
            municipality = municipality_named(options["municipality"])
            user_id = erase_account(
                the_system(uuid4().hex),
                options["adress"],
                municipality_id=municipality.id,
                reason=options["reason"],
            )
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Kontot är raderat. Loggen visar ”Raderat konto”. Radera också kopplingen i loggen med: "
            f"radera_person_i_loggen {user_id}"
        )
