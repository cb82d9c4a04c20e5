"""Tell those who can do something about it that a key to the API soon stops working."""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from lagesbild_web.access.keys import letter_before
from lagesbild_web.access.letters import send_news_of_ending_key
from lagesbild_web.access.queries.functions import addresses_of_holders, functions_with_role
from lagesbild_web.access.queries.keys import key_row_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor


@action("access.tell_of_ending_key")
def tell_of_ending_key(actor: Actor, key_id: UUID, *, today: date) -> int:
    """Send a letter to whoever holds the key's function and to the administrators; returns how many.

    Each is sent once for each of the times in ``keys.LETTERS_BEFORE``; renewing the key begins anew.
    """
    row = key_row_for(actor, key_id)
    home = row.function.organisation.municipality_id or row.function.organisation_id
    addresses = _addresses(home, row.function_id)
    before = letter_before(row.expires_on - today)
    is_new = before is not None and (row.told_days is None or before.days < row.told_days)
    if not is_new or before is None:
        addresses = []
    else:
        row.told_days = before.days
        row.save(update_fields=["told_days"])
    for address in addresses:
        send_news_of_ending_key(
            address,
            row,
            last_day=row.expires_on - timedelta(days=1),
            url=reverse("api_keys:renew", args=[row.id]),
        )
    record(
        actor,
        "access.api_key_end_told",
        row.id,
        municipality_id=home,
        key=row.name,
        expires_on=row.expires_on,
        letters=len(addresses),
    )
    return len(addresses)


def _addresses(municipality_id: UUID, function_id: UUID) -> list[str]:
    """The holder of the key's function, and whoever can renew it; where nobody can, the coordinator."""
    found = set(addresses_of_holders([function_id]).get(function_id, []))
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
        functions = [function.id for function in functions_with_role(municipality_id, role)]
        held = {address for some in addresses_of_holders(functions).values() for address in some}
        if held:
            return sorted(found | held)
    return sorted(found)
