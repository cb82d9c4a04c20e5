"""What the actions of walks share."""

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid


class Versioned(Protocol):
    """A row that is counted up at each change."""

    version: int


def function_of(actor: Actor) -> str:
    """Return what the actor's function is called, to be kept; empty for the system itself."""
    return f"{actor.home.function}, {actor.home.organisation}"[:240] if actor.home else ""


def check_version(row: Versioned, version: int) -> None:
    """Stop when somebody else has changed it since the actor looked."""
    if row.version != version:
        raise Invalid(
            version=_(
                "Någon annan har ändrat det här medan du skrev. Öppna sidan i ett nytt fönster, se vad som "
                "är nytt, och spara sedan igen."
            )
        )


def check_function(function_id: UUID | None, municipality_id: UUID) -> None:
    """Stop when the function cannot answer for anything."""
    if function_id is not None and not is_choosable(function_id, municipality_id):
        raise Invalid(function=_("Välj en funktion som finns och inte är avslutad."))
