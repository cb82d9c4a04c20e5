"""Photographs for those who review the incident and for the organisation that took them; nobody else."""

from uuid import UUID

from django.db.models import QuerySet

from lagesbild_web.access.rights import Domain, allows, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.incidents.contracts import Guard
from lagesbild_web.incidents.queries import guard_of
from lagesbild_web.photos.contracts import Permission, Photo
from lagesbild_web.photos.models import Photo as PhotoRow
from lagesbild_web.photos.models import PhotoPermission


def permission_of(municipality_id: UUID) -> Permission:
    """Return whether a municipality takes photographs; it does not until somebody has decided so."""
    row = PhotoPermission.objects.filter(pk=municipality_id).first()
    if row is None:
        return Permission(is_allowed=False, motive="", decided_at=None)
    return Permission(row.is_allowed, row.motive, row.decided_at)


def are_allowed(municipality_id: UUID | None) -> bool:
    """Return whether a municipality takes photographs."""
    return municipality_id is not None and permission_of(municipality_id).is_allowed


def photos_of(actor: Actor, incident_id: UUID) -> list[Photo]:
    """Return the photographs of an incident, the first first; none to those who may not see them."""
    if not _may_see(actor, guard_of(incident_id)):
        return []
    rows = _rows().filter(incident_id=incident_id).order_by("made_at", "id")
    return [photo_contract(row, number) for number, row in enumerate(rows, start=1)]


def photo_for(actor: Actor, photo_id: UUID) -> bytes:
    """Return a photograph as JPEG.

    Raises
    ------
    NotFound
        If there is none, or it is outside the actor's circle.
    NotAllowed
        If the actor neither reviews the incident nor reports for the organisation that took it.
    """
    row = _rows().filter(pk=photo_id).first()
    if row is None:
        raise NotFound
    guard = guard_of(row.incident_id)
    if not _may_see(actor, guard):
        require(actor, Right.REVIEW_INCIDENT, guard)
    return read(row.sha256)


def may_remove(actor: Actor, incident_id: UUID) -> bool:
    """Return whether the actor may remove photographs of an incident."""
    return allows(actor, Right.REVIEW_INCIDENT, guard_of(incident_id))


def incident_of(actor: Actor, photo_id: UUID) -> UUID:
    """Return the incident of a photograph, to somebody who reviews it; refuses like :func:`photo_for`."""
    row = row_for(actor, photo_id)
    return row.incident_id


def is_kept(photo_id: UUID, incident_id: UUID) -> bool:
    """Return whether a photograph that is sent has come before."""
    return _rows().filter(pk=photo_id, incident_id=incident_id).exists()


def row_for(actor: Actor, photo_id: UUID) -> PhotoRow:
    """Return the row to somebody who reviews the incident; for this feature's actions."""
    row = _rows().filter(pk=photo_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.REVIEW_INCIDENT, guard_of(row.incident_id))
    return row


def photo_contract(row: PhotoRow, number: int) -> Photo:
    """Return a photograph as others may know it."""
    return Photo(row.id, row.width, row.height, row.made_at, number)


def _may_see(actor: Actor, guard: Guard) -> bool:
    own = Domain(guard.municipality_id, guard.organisation_id, Circle.OWN, Sensitivity.PROTECTED)
    return allows(actor, Right.REVIEW_INCIDENT, guard) or allows(actor, Right.REPORT_INCIDENT, own)


def _rows() -> QuerySet[PhotoRow]:
    return PhotoRow.objects.all()
