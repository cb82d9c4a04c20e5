"""Give somebody who has forgotten their password a new one."""

import secrets
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.actions import reset_password
from lagesbild_web.access.queries import municipality_named
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage nytt_losenord ADRESS --municipality NAMN``."""

    help = "Sätter ett nytt lösenord och skriver ut det en gång. Den som får det bör byta det."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("adress", help="E-postadressen som personen loggar in med.")
        parser.add_argument("--municipality", required=True, help="Kommunen där personen har sin roll.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Set the password and print it."""
        password = secrets.token_urlsafe(12)
        try:
            municipality = municipality_named(options["municipality"])
            reset_password(
                the_system(uuid4().hex), options["adress"], municipality_id=municipality.id, password=password
            )
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Nytt lösenord för {options['adress']}: {password}")
