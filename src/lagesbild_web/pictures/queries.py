"""Read pictures; the only place that decides which ones an actor gets."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Q

from lagesbild_web.access.queries import function_labels, organisation_name
from lagesbild_web.access.rights import allows
from lagesbild_web.access.roles import Right
from lagesbild_web.base import progress
from lagesbild_web.base.actor import Actor, the_public
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.pictures.content import Content, read_content
from lagesbild_web.pictures.contracts import (
    ContactPoint,
    DecidedPicture,
    FrozenFinding,
    LawPart,
    Ordered,
    Picture,
    PictureSummary,
    ProblemTip,
    Remark,
    Statement,
)
from lagesbild_web.pictures.law import is_by_law, law_parts
from lagesbild_web.pictures.models import ContactPoint as ContactRow
from lagesbild_web.pictures.models import ProblemTip as TipRow
from lagesbild_web.pictures.models import ReviewRemark, SituationPicture
from lagesbild_web.pictures.models import Statement as StatementRow
from lagesbild_web.pictures.ordering import SLUGS, Order
from lagesbild_web.pictures.presenting import (
    contact_contract,
    decided_contract,
    downloads_of,
    file_of,
    ordered,
    remark_contract,
    reviews_of,
    shown_chapters,
    statement_contract,
    statements_of,
    summary_of,
    tip_contracts,
)
from lagesbild_web.pictures.reading import order_row, readable_row, review_of, visible

PAGE_SIZE: Final = 20
MOST_OTHERS: Final = 12
Status = SituationPicture.Status
STATUSES: Final = tuple(Status.choices)
"""Every state that a picture can be in, with its label, for choosing in a list."""
EDITABLE: Final = (Status.DRAFT, Status.REVIEW)


def pictures_for(
    actor: Actor, *, number: int, kind: str = "", status: str = "", words: str = ""
) -> Page[PictureSummary]:
    """Return one page of the pictures that the actor may see, the latest first.

    Those that a newer version has replaced are only shown when they are asked for by ``status``.
    """
    rows = visible(actor).filter(status=status) if status else visible(actor).exclude(status=Status.REPLACED)
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(period__icontains=word))
    return page_of(
        rows.order_by("-as_of", "title", "-period", "-version", "id"), number, size=PAGE_SIZE, to=summary_of
    )


def picture_for(actor: Actor, picture_id: UUID) -> Picture:
    """Return a picture with its content and what people have added to it.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = readable_row(actor, picture_id)
    files = {file.name: file for file in row.files.all()}
    content = read_content(read(row.content_sha256))
    document = files.get("picture.html")
    statements = statements_of(row)
    review = review_of(actor, row)
    publishes, makes = allows(actor, Right.PUBLISH_PICTURE, row), allows(actor, Right.IMPORT_PICTURE, row)
    is_editable = row.is_composed and row.frozen_at is None and row.public_of_id is None
    sees_work = allows(actor, Right.READ_DRAFT, row)
    law: tuple[LawPart, ...] = ()
    if is_by_law(row.kind) or (row.decided_on and not row.kind):
        law = law_parts(content, statements=[s.section for s in statements], hidden=row.hidden_sections)
    return Picture(
        summary=summary_of(row),
        content=content,
        chapters=shown_chapters(
            row, content, document.sha256 if document else "", statements, is_editable=is_editable
        ),
        downloads=downloads_of(files) if row.documents == "" else (),
        has_document=document is not None,
        can_be_published=publishes and row.status not in (Status.PUBLISHED, Status.REPLACED),
        can_be_withdrawn=publishes and row.status in (Status.PUBLISHED, Status.DECIDED),
        snapshot_sha256=row.snapshot_sha256,
        problems=tip_contracts(row.problem_tips.filter(retired_at__isnull=True)),
        removed=statements_of(row, removed=True) if makes and is_editable else (),
        reviews=reviews_of(row) if sees_work or review else (),
        law=law,
        revision=row.revision,
        is_frozen=not is_editable,
        can_be_worked_on=makes and is_editable,
        is_closed_as_loaded=makes and not row.is_composed and row.status in EDITABLE and not row.public_of_id,
        can_be_decided=publishes
        and row.status in EDITABLE
        and row.frozen_at is None
        and not row.public_of_id,
        can_be_sent=publishes and row.status in EDITABLE and not row.public_of_id,
        can_be_renewed=makes and row.is_composed and not row.public_of_id,
        can_be_made_public=makes and row.is_composed and row.frozen_at is not None and not row.public_of_id,
        is_asked=review is not None and review.answered_at is None,
        documents=row.documents,
        failure=row.failure,
        progress=progress.told(row.id) if row.documents else None,
        replaced_by=_readable_id(actor, row.replaced_by_id),
        public_of=_readable_id(actor, row.public_of_id),
        public_versions=tuple(
            summary_of(p) for p in visible(actor).filter(public_of=row).order_by("-version")
        ),
        others=_others(actor, row),
        decision_diary_number=row.decision_diary_number,
        kind_slug=next((slug for slug, kind in SLUGS.items() if kind == row.kind), ""),
        hash=row.content_sha256,
    )


def picture_file(actor: Actor, picture_id: UUID, format: str) -> OutgoingFile:
    """Return the picture in one format. Downloads by people go through ``actions.export_picture``."""
    return file_of(readable_row(actor, picture_id), format)


def content_for(actor: Actor, picture_id: UUID) -> Content:
    """Return what a picture says, for comparing it with another."""
    return read_content(read(readable_row(actor, picture_id).content_sha256))


def statements_for(actor: Actor, picture_id: UUID) -> tuple[Statement, ...]:
    """Return what functions have judged about a picture, in the order it was written."""
    return statements_of(readable_row(actor, picture_id))


def statement_for(actor: Actor, statement_id: UUID) -> Statement:
    """Return a statement with what it said before.

    Raises
    ------
    NotFound
        If there is none, or the actor may not read its picture.
    """
    row = StatementRow.objects.filter(pk=statement_id).prefetch_related("versions").first()
    if row is None:
        raise NotFound
    readable_row(actor, row.picture_id)
    return statement_contract(row, with_earlier=True)


def remark_for(actor: Actor, remark_id: UUID) -> Remark:
    """Return a remark of a review.

    Raises
    ------
    NotFound
        If there is none, or the actor may not read its picture.
    """
    row = ReviewRemark.objects.select_related("review").filter(pk=remark_id).first()
    if row is None:
        raise NotFound
    readable_row(actor, row.review.picture_id)
    return remark_contract(row, function_labels(f for f in (row.review.function_id, row.answered_by_id) if f))


def order_for(actor: Actor, order_id: UUID) -> Ordered:
    """Return an order for a picture, and how far it has come."""
    return ordered(order_row(actor, order_id))


def order_of(actor: Actor, picture_id: UUID) -> Order:
    """Return what was asked for when a picture was made here, for asking again.

    Raises
    ------
    NotFound
        If it was not made here.
    """
    row = readable_row(actor, picture_id)
    if not row.is_composed:
        raise NotFound
    return Order.from_json(row.order)


def decided_pictures(actor: Actor, municipality_id: UUID) -> list[DecidedPicture]:
    """Return the pictures that somebody has decided and that the actor may read, the latest decision first.

    Public versions are left out, since the decision is about what they were made from, and so are those
    that have been withdrawn.
    """
    rows = visible(actor).filter(
        municipality_id=municipality_id,
        decided_on__isnull=False,
        public_of__isnull=True,
        status__in=[Status.DECIDED, Status.PUBLISHED, Status.REPLACED],
    )
    return [decided_contract(row) for row in rows.order_by("-decided_on", "-version", "id")]


def readable_pictures(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the pictures that the actor may read."""
    return set(visible(actor).filter(pk__in=ids).values_list("id", flat=True))


def withdrawn_pictures(actor: Actor, municipality_id: UUID) -> set[UUID]:
    """Return the pictures that the actor may read and that have been taken back."""
    rows = visible(actor).filter(municipality_id=municipality_id, status=Status.WITHDRAWN)
    return set(rows.values_list("id", flat=True))


def undecided_published(actor: Actor, municipality_id: UUID) -> list[PictureSummary]:
    """Return what is published without anybody having decided it, the latest first."""
    rows = visible(actor).filter(
        municipality_id=municipality_id, decided_on__isnull=True, status=Status.PUBLISHED
    )
    return [summary_of(row) for row in rows.order_by("-as_of", "-version", "id")]


def public_pictures(municipality_id: UUID) -> list[PictureSummary]:
    """Return what is published for everybody about a municipality, the latest first."""
    rows = visible(the_public()).filter(municipality_id=municipality_id, status=Status.PUBLISHED)
    return [summary_of(row) for row in rows.order_by("-as_of", "-version", "id")]


def open_beside(picture: Picture) -> list[PictureSummary]:
    """Return what everybody can read already, beside a picture that may be published for everybody.

    Each picture hides its own small numbers. Two whose periods overlap can tell them together: what one
    has more than the other.
    """
    if not picture.summary.is_open:
        return []
    rows = SituationPicture.objects.filter(pk=picture.summary.id).values_list("municipality_id", flat=True)
    return [other for other in public_pictures(rows.get()) if other.id != picture.summary.id]


def frozen_findings(actor: Actor, picture_id: UUID) -> list[FrozenFinding]:
    """Return the findings of a picture with where they come from, to point at as evidence.

    Raises
    ------
    NotFound
        If there is no such picture for the actor.
    """
    row = readable_row(actor, picture_id)
    content = read_content(read(row.content_sha256))
    return [
        FrozenFinding(
            row.id,
            f"{row.title}, {row.period}",
            row.version,
            row.as_of,
            row.snapshot_sha256,
            content.version,
            finding,
        )
        for finding in content.findings
    ]


def problem_tips(actor: Actor, municipality_id: UUID) -> list[ProblemTip]:
    """Return the problems that the actor's readable pictures recommend to go on with, the latest first."""
    rows = TipRow.objects.filter(
        picture__in=visible(actor).filter(municipality_id=municipality_id), retired_at__isnull=True
    )
    return list(tip_contracts(rows.order_by("-written_at", "id")))


def contact_point_of(municipality_id: UUID) -> ContactPoint:
    """Return where the coordination is reached (12 §), empty while nobody has said; it is public."""
    row = ContactRow.objects.filter(pk=municipality_id).first()
    return contact_contract(organisation_name(municipality_id), row)


def contact_point_for_picture(picture_id: UUID) -> ContactPoint:
    """Return the contact point of the municipality that a public picture is about."""
    row = readable_row(the_public(), picture_id)
    return contact_point_of(row.municipality_id)


def contact_points() -> list[ContactPoint]:
    """Return every municipality's contact point, by municipality; they are public."""
    rows = ContactRow.objects.select_related("municipality").order_by("municipality__name")
    return [contact_contract(row.municipality.name, row) for row in rows]


def _others(actor: Actor, row: SituationPicture) -> tuple[PictureSummary, ...]:
    """Other versions first, then the same kind of picture of other times."""
    same = Q(title=row.title) | (Q(kind=row.kind) if row.kind else Q(pk__in=[]))
    rows = visible(actor).filter(same, municipality_id=row.municipality_id, sensitivity=row.sensitivity)
    found = list(rows.exclude(pk=row.pk).order_by("-as_of", "-version", "id")[: 3 * MOST_OTHERS])
    found.sort(key=lambda other: (other.period != row.period, other.title != row.title))
    return tuple(summary_of(other) for other in found[:MOST_OTHERS])


def _readable_id(actor: Actor, picture_id: UUID | None) -> UUID | None:
    """An id to lead to, only for those who may read what is there."""
    return picture_id if picture_id and visible(actor).filter(pk=picture_id).exists() else None
