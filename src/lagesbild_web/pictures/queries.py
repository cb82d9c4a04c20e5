"""Read pictures; the only place that decides which ones an actor gets."""

from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from lagesbild_web.access.rights import allows, require, within
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.pictures.chapters import Chapter, chapters_in_words, chapters_of
from lagesbild_web.pictures.content import read_content
from lagesbild_web.pictures.contracts import Download, Picture, PictureSummary
from lagesbild_web.pictures.models import SituationPicture

PAGE_SIZE: Final = 20
Status = SituationPicture.Status

_MEDIA_TYPES: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
_LABELS: Final[dict[str, str]] = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "Webbsida",
    "json": "JSON",
}


def pictures_for(actor: Actor, *, number: int) -> Page[PictureSummary]:
    """Return one page of the pictures that the actor may see, the latest first."""
    return page_of(_visible(actor), number, size=PAGE_SIZE, to=summary_of)


def picture_for(actor: Actor, picture_id: UUID) -> Picture:
    """Return a picture with its content.

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
    may_publish = allows(actor, Right.PUBLISH_PICTURE, row)
    return Picture(
        summary=summary_of(row),
        content=content,
        chapters=_chapters(document.sha256) if document else chapters_in_words(content),
        downloads=tuple(
            Download(format, _LABELS[format], files[f"picture.{format}"].size)
            for format in _MEDIA_TYPES
            if f"picture.{format}" in files
        ),
        has_document=document is not None,
        can_be_published=may_publish and row.status != Status.PUBLISHED,
        can_be_withdrawn=may_publish and row.status == Status.PUBLISHED,
        snapshot_sha256=row.snapshot_sha256,
    )


def picture_file(actor: Actor, picture_id: UUID, format: str) -> OutgoingFile:
    """Return the picture in one format. Downloads by people go through ``actions.export_picture``."""
    return file_of(readable_row(actor, picture_id), format)


def readable_row(actor: Actor, picture_id: UUID) -> SituationPicture:
    """Return the row if the actor may read it; for this feature only."""
    row = _row(picture_id)
    require(actor, _right_to_read(row), row)
    return row


def row_for(actor: Actor, picture_id: UUID, *, right: Right) -> SituationPicture:
    """Return the row if the actor has the right to it; for this feature only."""
    row = _row(picture_id)
    require(actor, right, row)
    return row


def file_of(row: SituationPicture, format: str) -> OutgoingFile:
    """Return a file of a row that has already been asked for; for this feature only."""
    file = row.files.filter(name=f"picture.{format}").first() if format in _MEDIA_TYPES else None
    if file is None:
        raise NotFound
    name = slugify(f"lagesbild {row.municipality.name} {row.period} v{row.version}".translate(_PLAIN))
    return OutgoingFile(f"{name}.{format}", _MEDIA_TYPES[format], read(file.sha256))


_PLAIN: Final = str.maketrans("åäöÅÄÖ.", "aaoAAO-")
"""File names survive every system when they are plain."""


def summary_of(row: SituationPicture) -> PictureSummary:
    """Return the row as others may see it."""
    return PictureSummary(
        id=row.id,
        title=row.title,
        municipality=row.municipality.name,
        organisation=row.organisation.name,
        period=row.period,
        as_of=row.as_of,
        version=row.version,
        status=row.status,
        status_label=row.get_status_display(),
        circle=row.circle,
        circle_label=row.get_circle_display(),
        sensitivity_label=row.get_sensitivity_display(),
        is_open=row.sensitivity == Sensitivity.OPEN,
        is_demo=row.municipality.is_demo,
        published_at=row.published_at,
    )


@lru_cache(maxsize=32)
def _chapters(document_sha256: str) -> tuple[Chapter, ...]:
    """Documents are kept under the hash of their content, so what was read once can never grow old."""
    return chapters_of(read(document_sha256).decode())


def _visible(actor: Actor) -> QuerySet[SituationPicture]:
    published = Q(status=Status.PUBLISHED) & within(actor, Right.READ_PICTURE)
    others = ~Q(status=Status.PUBLISHED) & within(actor, Right.READ_DRAFT)
    rows = SituationPicture.objects.filter(published | others).select_related("municipality", "organisation")
    return rows.order_by("-as_of", "title", "-version", "id")


def _row(picture_id: UUID) -> SituationPicture:
    rows = SituationPicture.objects.select_related("municipality", "organisation")
    row = rows.filter(pk=picture_id).first()
    if row is None:
        raise NotFound
    return row


def _right_to_read(row: SituationPicture) -> Right:
    return Right.READ_PICTURE if row.status == Status.PUBLISHED else Right.READ_DRAFT
