"""Write in the log. Called by actions; knows nothing of rights."""

import secrets
from datetime import date
from typing import TypeAlias
from uuid import UUID

from django.utils import timezone

from lagesbild_web.audit.chain import hash_of, who_hash
from lagesbild_web.audit.events import EVENTS
from lagesbild_web.audit.models import ChainEnd, Record, WhoDidIt
from lagesbild_web.base.action import note_record
from lagesbild_web.base.actor import Actor

Fact: TypeAlias = str | int | bool | date | UUID | None


def record(
    actor: Actor,
    event: str,
    object_id: UUID | None = None,
    *,
    municipality_id: UUID | None = None,
    **facts: Fact,
) -> None:
    """Add a record to the log, in the transaction of the running action.

    Parameters
    ----------
    actor
        Who did it.
    event
        A name from :data:`lagesbild_web.audit.events.EVENTS`.
    object_id
        What it was done to.
    municipality_id
        Whose log it belongs to; the actor's own municipality when not given.
    facts
        Exactly the facts that the event declares.

    Raises
    ------
    KeyError
        If there is no such event.
    TypeError
        If a fact is missing or is not declared.
    RuntimeError
        If no action is running.
    """
    declared = EVENTS[event]
    if facts.keys() != declared.keys:
        raise TypeError(f"{event} holds {sorted(declared.keys)}, got {sorted(facts)}")
    note_record()
    end, _ = ChainEnd.objects.select_for_update().get_or_create(pk=1)
    salt = secrets.token_hex(32)
    who = actor.user_id or actor.key_id
    row = Record(
        sequence=end.sequence + 1,
        at=timezone.now(),
        event=event,
        object_id=object_id,
        municipality_id=municipality_id or actor.municipality_id,
        request_id=actor.request_id,
        actor_kind=actor.kind,
        who_hash=who_hash(who, salt) if who else "",
        facts={key: _storable(value) for key, value in facts.items()},
        previous_hash=end.hash,
    )
    row.hash = hash_of(row)
    row.save(force_insert=True)
    if who:
        WhoDidIt(record=row, user_id=who, salt=salt).save(force_insert=True)
    end.sequence, end.hash = row.sequence, row.hash
    end.save(update_fields=["sequence", "hash"])


def _storable(value: Fact) -> str | int | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
