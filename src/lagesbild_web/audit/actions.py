"""Change what can be changed about the log: only who, and only by erasing it."""

from uuid import UUID

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.audit.models import WhoDidIt
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid


@action("audit.erase_person")
def erase_person(actor: Actor, user_id: UUID, *, municipality_id: UUID, reason: str) -> int:
    """Erase which records a person stands behind, in one municipality's log; returns how many.

    What happened stays, and the log can still be checked. It cannot be undone.
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if not reason.strip():
        raise Invalid(reason="Skriv varför personen raderas ur loggen.")
    erased, _ = WhoDidIt.objects.filter(user_id=user_id, record__municipality_id=municipality_id).delete()
    record(
        actor, "audit.person_erased", municipality_id=municipality_id, records=erased, reason=reason.strip()
    )
    return erased
