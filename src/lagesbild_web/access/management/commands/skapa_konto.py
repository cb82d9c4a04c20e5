"""Lay up an account with a role."""

import secrets
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lagesbild_web.access.actions import create_account, give_membership
from lagesbild_web.access.queries import organisation_named
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage skapa_konto ADRESS --name NAMN --organisation NAMN --role ROLL``."""

    help = "Lägger upp ett konto med en roll. Lösenordet skrivs ut en gång. Den som får det bör byta det."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("adress", help="E-postadressen som personen loggar in med.")
        parser.add_argument("--name", required=True, help="Personens namn, som andra ser det.")
        parser.add_argument("--municipality", required=True, help="Kommunen.")
        parser.add_argument("--organisation", help="Organisationen i kommunen. Utelämnas för kommunen själv.")
        roles = [role.value for role in Role if role is not Role.PUBLIC]
        parser.add_argument("--role", required=True, choices=roles, help="Rollen.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lay it up, all or nothing, and print the password."""
        actor, password = the_system(uuid4().hex), secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                organisation = organisation_named(
                    options["organisation"] or options["municipality"], options["municipality"]
                )
                account = create_account(
                    actor,
                    email=options["adress"],
                    full_name=options["name"],
                    password=password,
                    municipality_id=organisation.municipality_id,
                )
                give_membership(
                    actor, account.id, organisation.id, role=options["role"], starts_on=timezone.localdate()
                )
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kontot {account.email} är upplagt med id {account.id}. Lösenord: {password}")
