"""Lay up a municipality or a partner."""

from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.actions import create_organisation
from lagesbild_web.access.models import Organisation
from lagesbild_web.access.queries import municipality_named
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage skapa_organisation NAMN --kind TYP [--municipality NAMN]``."""

    help = "Lägger upp en kommun, eller en organisation som samverkar med en kommun."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("name", help="Vad organisationen heter.")
        parser.add_argument(
            "--kind", required=True, choices=Organisation.Kind.values, help="Vilken sorts organisation."
        )
        parser.add_argument("--municipality", help="Kommunen som den samverkar med. Utelämnas för en kommun.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lay it up and say its id."""
        try:
            home = municipality_named(options["municipality"]).id if options["municipality"] else None
            made = create_organisation(
                the_system(uuid4().hex), name=options["name"], kind=options["kind"], municipality_id=home
            )
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.name} är upplagd med id {made.id}.")
