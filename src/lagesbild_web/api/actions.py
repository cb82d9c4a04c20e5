"""Remember what was fetched through the API. What is changed goes through the features' own actions."""

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed


@action("api.record_reading")
def record_reading(actor: Actor, *, what: str, rows: int, selection: str) -> None:
    """Write in the log that a key fetched rows that are about incidents.

    Parameters
    ----------
    what
        ``incidents``, ``incident``, ``counts`` or ``deviations``.
    selection
        The filter as an address, without what was searched for in texts.
    """
    home = actor.home
    if home is None:
        raise NotAllowed
    own = Domain(home.municipality_id, home.organisation_id, Circle.OWN, Sensitivity.OPEN)
    require(actor, Right.READ_INCIDENT, own)
    record(actor, "api.read", fetched=what, rows=rows, selection=selection)
