"""Load pictures from folders that ``lagesbild picture`` wrote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from lagesbild_web.access.queries import municipality_named
from lagesbild_web.access.roles import Circle
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.pictures.actions import import_picture, publish_picture


class Command(BaseCommand):
    """``lagesbild manage ladda_lagesbild DIR… --municipality NAMN [--publish KRETS]``."""

    help = "Laddar in lägesbilder från kataloger som lagesbild picture har skrivit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "kataloger", metavar="DIR", nargs="+", type=Path, help="Katalogen som gavs till --out."
        )
        parser.add_argument("--municipality", required=True, help="Kommunen som lägesbilden hör till.")
        parser.add_argument(
            "--publish",
            choices=[circle.value for circle in Circle],
            help="Publicera den också, för den här kretsen.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load each folder by itself, and say what happened to it."""
        actor = the_system(uuid4().hex)
        try:
            municipality = municipality_named(options["municipality"])
            for folder in options["kataloger"]:
                picture = import_picture(actor, folder, municipality_id=municipality.id)
                if options["publish"] and picture.status != "published":
                    picture = publish_picture(actor, picture.id, circle=Circle(options["publish"]))
                self.stdout.write(
                    f"{picture.title}, version {picture.version}: {picture.status_label.lower()}. "
                    f"Id {picture.id}."
                )
        except Invalid as error:
            raise CommandError(str(error)) from error
