"""Remember who opened an incident that is protected."""

from uuid import UUID

from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.reading import readable_row


@action("incident.note_opened")
def note_opened(actor: Actor, incident_id: UUID) -> None:
    """Write in the log that somebody opened the page of a protected incident."""
    row = readable_row(actor, incident_id)
    record(actor, "reading.protected_incident", row.id, municipality_id=row.municipality_id)
