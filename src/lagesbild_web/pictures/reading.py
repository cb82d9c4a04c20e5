"""Reach pictures on behalf of somebody: who may read one, who may work on it, and who has been asked."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, allows, require, within
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.pictures.models import (
    Composition,
    ProblemTip,
    ReviewRemark,
    ReviewRequest,
    SituationPicture,
    Statement,
)

Status = SituationPicture.Status
OFFICIAL = (Status.DECIDED, Status.PUBLISHED, Status.REPLACED)
"""What somebody has decided or published is read by those who may read pictures; the rest are drafts."""


ROWS = Q(name__endswith=".parquet")
"""Among a picture's files those with the incidents themselves; they are removed when they are old."""


def visible(actor: Actor) -> QuerySet[SituationPicture]:
    """Return the pictures that the actor may read: the same answer as :func:`readable_row`."""
    official = Q(status__in=OFFICIAL) & within(actor, Right.READ_PICTURE)
    drafts = ~Q(status__in=OFFICIAL) & within(actor, Right.READ_DRAFT)
    asked = ReviewRequest.objects.filter(picture=OuterRef("pk"), function_id__in=_functions(actor))
    invited = Q(status=Status.REVIEW, municipality_id=actor.municipality_id) & Exists(asked)
    rows = SituationPicture.objects.filter(official | drafts | invited)
    return rows.select_related("municipality", "organisation")


def readable_row(actor: Actor, picture_id: UUID) -> SituationPicture:
    """Return the row if the actor may read it."""
    row = _row(picture_id)
    if review_of(actor, row) is not None:
        require(actor, Right.READ_PICTURE, _as_shared(row))
        return row
    require(actor, Right.READ_PICTURE if row.status in OFFICIAL else Right.READ_DRAFT, row)
    return row


def row_for(actor: Actor, picture_id: UUID, *, right: Right, is_locked: bool = False) -> SituationPicture:
    """Return the row if the actor has the right to it, locked until the action is done when asked for."""
    row = _row(picture_id, is_locked=is_locked)
    require(actor, right, row)
    return row


def fault_without_rows(row: SituationPicture) -> str:
    """Return why nothing more can be made of a picture whose incidents have been removed; empty otherwise."""
    # The borders that belong to them stay: without both there was never anything to make it of here.
    if row.files.filter(ROWS).exists() or not row.files.filter(name__startswith="underlag/").exists():
        return ""
    return _(
        "Händelserna som lägesbilden är gjord av är gallrade, så det går inte att göra nya dokument av den. "
        "Gör en ny lägesbild."
    )


def row_to_work_on(actor: Actor, picture_id: UUID) -> SituationPicture:
    """Return the row, locked, for changing what people have added to it.

    Raises
    ------
    Invalid
        If it is frozen, or was loaded from files.
    """
    row = row_for(actor, picture_id, right=Right.IMPORT_PICTURE, is_locked=True)
    if row.frozen_at is not None:
        raise Invalid(
            text=_("Lägesbilden är beslutad eller publicerad och kan inte ändras. Gör en ny version.")
        )
    if not row.is_composed or row.public_of_id is not None:
        raise Invalid(
            text=_("Den här lägesbilden är inte gjord här. Gör en lägesbild och skriv bedömningarna i den.")
        )
    return row


def review_of(actor: Actor, row: SituationPicture) -> ReviewRequest | None:
    """Return what one of the actor's functions has been asked about a picture on review, if anything."""
    if row.status != Status.REVIEW or actor.municipality_id != row.municipality_id:
        return None
    found = row.reviews.filter(function_id__in=_functions(actor)).order_by("answered_at", "id").first()
    return found if found is not None and allows(actor, Right.READ_PICTURE, _as_shared(row)) else None


def asked_row(actor: Actor, picture_id: UUID) -> ReviewRequest:
    """Return what one of the actor's functions has been asked.

    Raises
    ------
    NotAllowed
        If nothing has been asked of the actor.
    """
    row = readable_row(actor, picture_id)
    found = review_of(actor, row)
    if found is None:
        raise NotAllowed
    return found


def statement_row(actor: Actor, statement_id: UUID) -> Statement:
    """Return a statement, and its picture locked, for changing it."""
    row = Statement.objects.filter(pk=statement_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound
    row.picture = row_to_work_on(actor, row.picture_id)
    return row


def tip_row(actor: Actor, tip_id: UUID) -> ProblemTip:
    """Return a recommended problem, and its picture locked, for changing it."""
    row = ProblemTip.objects.filter(pk=tip_id, retired_at__isnull=True).first()
    if row is None:
        raise NotFound
    row.picture = row_to_work_on(actor, row.picture_id)
    return row


def remark_row(actor: Actor, remark_id: UUID) -> ReviewRemark:
    """Return a remark to somebody who answers for the picture."""
    row = ReviewRemark.objects.select_related("review__picture").filter(pk=remark_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.IMPORT_PICTURE, row.review.picture)
    return row


def order_row(actor: Actor, order_id: UUID, *, is_locked: bool = False) -> Composition:
    """Return an order to somebody who may make pictures."""
    rows = Composition.objects.filter(pk=order_id)
    row = (rows.select_for_update() if is_locked else rows).first()
    if row is None:
        raise NotFound
    require(actor, Right.IMPORT_PICTURE, row)
    return row


def function_of(actor: Actor) -> UUID | None:
    """Return the function that the actor writes in."""
    return actor.home.function_id if actor.home else None


def _as_shared(row: SituationPicture) -> Domain:
    """Being asked widens the circle to the partners, for those who are asked and nobody else."""
    return Domain(row.municipality_id, row.organisation_id, Circle.PARTNERS, row.sensitivity)


def _functions(actor: Actor) -> list[UUID]:
    return [m.function_id for m in actor.memberships if m.function_id is not None]


def _row(picture_id: UUID, *, is_locked: bool = False) -> SituationPicture:
    rows = SituationPicture.objects.select_related("municipality", "organisation")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=picture_id).first()
    if row is None:
        raise NotFound
    return row
