"""Lay up an account with a function."""

import secrets
from argparse import ArgumentParser
from typing import Any
from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lagesbild_web.access.actions import create_account, create_function, give_function
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import open_function_named, organisation_named
from lagesbild_web.access.roles import ROLE_LABELS, Role
from lagesbild_web.base.actor import Actor, the_system
from lagesbild_web.base.refusals import Invalid


class Command(BaseCommand):
    """``lagesbild manage skapa_konto ADRESS --name NAMN --organisation NAMN --role ROLL``."""

    help = "Lägger upp ett konto med en funktion. Lösenordet skrivs ut en gång. Den som får det bör byta det."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("adress", help="E-postadressen som personen loggar in med.")
        parser.add_argument("--name", required=True, help="Personens namn, som andra ser det.")
        parser.add_argument("--municipality", required=True, help="Kommunen.")
        parser.add_argument("--organisation", help="Organisationen i kommunen. Utelämnas för kommunen själv.")
        roles = [role.value for role in Role if role is not Role.PUBLIC]
        parser.add_argument("--role", required=True, choices=roles, help="Rollen.")
        parser.add_argument(
            "--function", help="Funktionen, till exempel Rektor. Utelämnas: samma namn som rollen."
        )

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
                function_id = _function(actor, organisation, options["function"], Role(options["role"]))
                give_function(actor, function_id, account.id, starts_on=timezone.localdate())
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kontot {account.email} är upplagt med id {account.id}. Lösenord: {password}")


def _function(actor: Actor, organisation: Organisation, name: str | None, role: Role) -> UUID:
    """Return the function of that name in the organisation; lay it up if there is none."""
    called = name or str(ROLE_LABELS[role])
    known = open_function_named(organisation.id, called)
    if known is None:
        today = timezone.localdate()
        return create_function(actor, organisation.id, name=called, role=role, starts_on=today).id
    if known.role != role:
        raise Invalid(
            role=f"Funktionen ”{called}” finns redan med rollen {known.role}. "
            "Välj den rollen eller ett annat namn."
        )
    return known.id
