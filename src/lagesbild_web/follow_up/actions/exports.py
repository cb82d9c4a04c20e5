"""Remember who took the list along."""

from lagesbild_web.access.rights import those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action, note_check
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed


@action("follow_up.export_list")
def note_export(actor: Actor, *, filetype: str) -> None:
    """Write in the log that the list was handed out; what is in it was already chosen by rights."""
    note_check()
    if actor.municipality_id is None or not those_with(actor, Right.READ_PLAN):
        raise NotAllowed
    record(actor, "follow_up.list_exported", municipality_id=actor.municipality_id, format=filetype)
