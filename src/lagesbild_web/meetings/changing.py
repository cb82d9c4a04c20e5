"""What the actions of meetings share: who did it, and that nobody else did it in the meantime."""

from typing import Final, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.meetings.kinds import MeetingState
from lagesbild_web.meetings.models import Meeting

WRITABLE: Final = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD)


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
                "är nytt, "
                "och spara sedan igen."
            )
        )


def check_writable(row: Meeting) -> None:
    """Stop when the minutes are adjusted or the meeting is called off."""
    if row.state not in WRITABLE:
        raise Invalid(state=_("Protokollet är justerat eller mötet inställt. Öppna protokollet igen först."))


def check_function(function_id: UUID | None, municipality_id: UUID, field: str = "function") -> None:
    """Stop when somebody must answer for it and nobody can."""
    if function_id is None or not is_choosable(function_id, municipality_id):
        raise Invalid(**{field: _("Välj en funktion som finns och inte är avslutad.")})
