"""Open an incident's page: what is protected is not read without a trace."""

from uuid import UUID

from lagesbild_web.audit.queries import was_noted_today
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.actions.opening import note_opened
from lagesbild_web.incidents.contracts import Incident
from lagesbild_web.incidents.queries import incident_for


def opened(actor: Actor, incident_id: UUID) -> Incident:
    """Return an incident for its page; refuses like :func:`incident_for`.

    A protected incident leaves a line in the log: who opened it, once for each person and day.
    """
    found = incident_for(actor, incident_id)
    if found.is_protected and not was_noted_today(actor, "reading.protected_incident", incident_id):
        note_opened(actor, incident_id)
    return found
