"""Change an agreement's row: locked, as the actor saw it, told in its history; for this feature only."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.agreements.lasting import ALIVE, state_of
from lagesbild_web.agreements.models import Agreement, AgreementStep
from lagesbild_web.agreements.queries import row_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid

STALE = (
    "Någon annan har ändrat det här medan du skrev. Öppna sidan i ett nytt fönster, se vad som är nytt, "
    "och spara sedan igen."
)


def managed_row(actor: Actor, agreement_id: UUID) -> Agreement:
    """Return the row, locked, if the actor may work with it."""
    return row_for(actor, agreement_id, right=Right.MANAGE_AGREEMENT, is_locked=True)


def check_version(row: Agreement, version: int) -> None:
    """Stop when somebody else has changed it since the actor looked."""
    if row.version != version:
        raise Invalid(version=_(STALE))


def check_written(row: Agreement) -> None:
    """Stop when the text is signed and nobody has begun a revision."""
    if row.status not in (Agreement.Status.DRAFT, Agreement.Status.CONSULTED) and not row.is_revised:
        raise Invalid(
            state=_(
                "Texten är undertecknad. Börja en ändring först, så att den nya texten också skrivs under."
            )
        )


def check_alive(row: Agreement) -> None:
    """Stop when it is ended, replaced or has run out."""
    if state_of(row, timezone.localdate()) not in ALIVE:
        raise Invalid(state=_("Den gäller inte längre och går inte att ändra. Gör en ny i stället."))


def step(actor: Actor, row: Agreement, text: str, *columns: str) -> None:
    """Save the columns, count up the version, and tell it in the history."""
    row.version += 1
    row.save(update_fields=[*columns, "version"])
    AgreementStep.objects.create(agreement=row, text=text[:1300], by_function=function_of(actor))


def function_of(actor: Actor) -> str:
    """Return what the actor's function is called, to be kept; empty for the system itself."""
    return f"{actor.home.function}, {actor.home.organisation}"[:240] if actor.home else ""
