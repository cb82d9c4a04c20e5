"""Allow photographs or not, take one with a report, and remove one for good."""

from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base import stored_files
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents.contracts import reported_id
from lagesbild_web.incidents.queries import guard_of, receipt_numbered
from lagesbild_web.photos.cleaning import clean_photo
from lagesbild_web.photos.contracts import MOST_PER_INCIDENT, Photo
from lagesbild_web.photos.models import Photo as PhotoRow
from lagesbild_web.photos.models import PhotoPermission
from lagesbild_web.photos.queries import are_allowed, photo_contract, row_for

LONGEST_MOTIVE = 500


@action("photos.decide")
def decide(actor: Actor, *, municipality_id: UUID, is_allowed: bool, motive: str) -> None:
    """Let reports have photographs, or stop it. What has been taken goes when it is old all the same."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    written = motive.strip()
    if not written:
        raise Invalid(motive=_("Skriv varför. Skälet sparas i loggen."))
    if len(written) > LONGEST_MOTIVE:
        raise Invalid(motive=_("Skälet får ha högst 500 tecken."))
    screen(motive=written)
    PhotoPermission.objects.update_or_create(
        municipality_id=municipality_id, defaults={"is_allowed": is_allowed, "motive": written}
    )
    event = "photos.allowed" if is_allowed else "photos.forbidden"
    record(actor, event, municipality_id, municipality_id=municipality_id, reason=written)


@action("photos.add")
def add_photo(
    actor: Actor, photo_id: UUID, *, client_id: UUID, number: int, content: bytes, is_checked: bool
) -> Photo:
    """Keep a photograph of an incident that the actor has reported.

    Parameters
    ----------
    photo_id
        Made by the sender before sending; sent again it must be asked for with ``queries.is_kept`` first.
    client_id, number
        The sender's number of the report, and the incident's place in it, from 0.
    content
        The file as it was sent. Only its pixels are kept.
    is_checked
        The sender has said that no faces or number plates are seen.

    Raises
    ------
    Invalid
        If the municipality takes none, nobody has checked it, there are enough, or it cannot be used.
    NotFound
        If the actor has sent no such report.
    """
    receipt = receipt_numbered(actor, client_id)
    incident_id = reported_id(client_id, number)
    guard = guard_of(incident_id)
    require(actor, Right.REPORT_INCIDENT, Domain(guard.municipality_id, guard.organisation_id))
    if incident_id not in {line.id for line in receipt.lines}:
        raise Invalid(photo=_("Bilden hör inte till någon händelse i rapporten."))
    if not are_allowed(guard.municipality_id):
        raise Invalid(photo=_("Kommunen tar inte emot bilder. Beskriv med ord i stället."))
    if not is_checked:
        raise Invalid(photo=_("Intyga att bilden inte visar ansikten eller registreringsskyltar."))
    if PhotoRow.objects.filter(incident_id=incident_id).count() >= MOST_PER_INCIDENT:
        raise Invalid(photo=_("En händelse har högst 3 bilder. Ta bort någon först."))
    clean = clean_photo(content)
    kept = stored_files.store(clean.content)
    row = PhotoRow.objects.create(
        id=photo_id,
        incident_id=incident_id,
        municipality_id=guard.municipality_id,
        sha256=kept.sha256,
        width=clean.width,
        height=clean.height,
        size=kept.size,
    )
    record(actor, "photos.added", incident_id, municipality_id=guard.municipality_id, size=kept.size)
    return photo_contract(row, PhotoRow.objects.filter(incident_id=incident_id).count())


@action("photos.remove")
def remove_photo(actor: Actor, photo_id: UUID, *, reason: str) -> UUID:
    """Erase a photograph for good, file and all; returns the incident's id. It cannot be undone."""
    row = row_for(actor, photo_id)
    written = reason.strip()
    if not written:
        raise Invalid(reason=_("Skriv varför bilden tas bort. Skälet sparas i loggen."))
    screen(reason=written)
    incident_id, municipality_id = row.incident_id, row.municipality_id
    row.delete()
    record(actor, "photos.removed", incident_id, municipality_id=municipality_id, reason=written[:500])
    return incident_id
