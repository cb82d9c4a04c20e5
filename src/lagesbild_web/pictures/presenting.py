"""Turn rows into what others may see of them; asks nothing about rights."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lagesbild.picture.context import HEADINGS
from lagesbild.picture.kinds import ALWAYS, KINDS
from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.roles import Sensitivity
from lagesbild_web.base import progress
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.stored_files import read
from lagesbild_web.pictures.chapters import Chapter, chapters_in_words, chapters_of
from lagesbild_web.pictures.content import Content
from lagesbild_web.pictures.contracts import (
    ContactPoint,
    DecidedPicture,
    Download,
    Ordered,
    PictureSummary,
    ProblemTip,
    Remark,
    Review,
    ShownChapter,
    Statement,
    StatementVersion,
)
from lagesbild_web.pictures.law import is_by_law
from lagesbild_web.pictures.models import (
    Composition,
    PictureFile,
    ReviewRemark,
    ReviewRequest,
    SituationPicture,
)
from lagesbild_web.pictures.models import ContactPoint as ContactRow
from lagesbild_web.pictures.models import ProblemTip as TipRow
from lagesbild_web.pictures.models import Statement as StatementRow
from lagesbild_web.pictures.models import StatementVersion as VersionRow
from lagesbild_web.pictures.ordering import Order, label_of

PAGE_SIZE: Final = 20
MOST_OTHERS: Final = 12
Status = SituationPicture.Status
EDITABLE: Final = (Status.DRAFT, Status.REVIEW)

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


def file_of(row: SituationPicture, format: str) -> OutgoingFile:
    """Return a file of a row that has already been asked for."""
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
        kind=row.kind,
        kind_label=KINDS[row.kind].label if row.kind in KINDS else "",
        is_composed=row.is_composed,
        decided_on=row.decided_on,
        decision=_decision(row),
        withdrawn_on=row.withdrawn_on,
        withdrawn_because=row.withdrawn_because,
    )


def _decision(row: SituationPicture) -> str:
    if row.decided_on is None:
        return ""
    where = f" § {row.decision_paragraph}" if row.decision_paragraph else ""
    return f"{row.decision_body} {row.decided_on.isoformat()}{where}"


def ordered(row: Composition) -> Ordered:
    """Return an order as others may see it."""
    order = Order.from_json(row.order)
    label = label_of(order)
    return Ordered(
        id=row.id,
        label=_("Publik version av %(what)s") % {"what": label} if row.public_of_id else label,
        state=row.state,
        state_label=row.get_state_display(),
        failure=row.failure,
        picture_id=row.picture_id,
        order=order,
        progress=progress.told(row.id),
        is_public=row.public_of_id is not None,
    )


def statement_contract(row: StatementRow, *, with_earlier: bool = False) -> Statement:
    """Return a statement as others may see it."""
    earlier = list(row.versions.all()) if with_earlier else []
    ids = [row.function_id, *(version.function_id for version in earlier)]
    return _statement(row, function_labels(f for f in ids if f), earlier)


def statement_sections(row: SituationPicture) -> list[str]:
    """Return the section of each statement that a picture has."""
    return list(row.statements.filter(retired_at__isnull=True).values_list("section", flat=True))


def tip_contracts(rows: Iterable[TipRow]) -> tuple[ProblemTip, ...]:
    """Return recommended problems as others may see them, in the same order."""
    tips = list(rows)
    labels = function_labels(tip.function_id for tip in tips if tip.function_id)
    return tuple(
        ProblemTip(
            tip.id,
            tip.picture_id,
            tip.what,
            tip.why,
            labels.get(tip.function_id, "") if tip.function_id else "",
            tip.written_at,
        )
        for tip in tips
    )


def contact_contract(name: str, row: ContactRow | None) -> ContactPoint:
    """Return the contact point of the municipality with this name as others may see it."""
    if row is None:
        return ContactPoint(name, "", "", "", "", "", 0, None)
    return ContactPoint(
        name,
        row.function,
        row.address,
        row.phone,
        row.email,
        row.text,
        row.version,
        row.changed_at,
        tuple(row.history),
    )


def decided_contract(row: SituationPicture) -> DecidedPicture:
    """Return a decided picture as plans and checks point at it."""
    return DecidedPicture(
        id=row.id,
        title=row.title,
        version=row.version,
        period=row.period,
        decided_on=row.decided_on or row.as_of,
        body=row.decision_body,
        paragraph=row.decision_paragraph,
        is_by_law=is_by_law(row.kind),
        kind=row.kind,
    )


def statements_of(row: SituationPicture, *, removed: bool = False) -> tuple[Statement, ...]:
    """Return what functions have judged about a picture, in the order it was written."""
    rows = list(row.statements.filter(retired_at__isnull=not removed))
    labels = function_labels(s.function_id for s in rows if s.function_id)
    return tuple(_statement(each, labels, ()) for each in rows)


def _statement(row: StatementRow, labels: dict[UUID, str], earlier: Iterable[VersionRow]) -> Statement:
    return Statement(
        id=row.id,
        picture_id=row.picture_id,
        section=row.section,
        finding=row.finding,
        about=row.about,
        text=row.text,
        is_for_everybody=row.is_for_everybody,
        function=_label(labels, row.function_id),
        written_at=row.written_at,
        version=row.version,
        earlier=tuple(
            StatementVersion(v.version, v.text, _label(labels, v.function_id), v.written_at) for v in earlier
        ),
    )


def _label(labels: dict[UUID, str], function_id: UUID | None) -> str:
    return labels.get(function_id, "") if function_id else ""


def shown_chapters(
    row: SituationPicture,
    content: Content,
    document_sha256: str,
    statements: Sequence[Statement],
    *,
    is_editable: bool,
) -> tuple[ShownChapter, ...]:
    """The chapters; while they can be changed, what people have added stands beside and not in them."""
    chapters = _chapters(document_sha256) if document_sha256 else chapters_in_words(content)
    if not is_editable and row.documents == "":
        return tuple(ShownChapter(c.id, c.heading, c.html) for c in chapters)
    findings = {s.id: s.findings for s in content.sections}
    return tuple(
        ShownChapter(
            c.id,
            c.heading,
            c.html if c.id not in row.hidden_sections else mark_safe(""),
            tuple(s for s in statements if s.section == c.id),
            str(row.hidden_sections.get(c.id, {}).get("motive", "")),
            findings.get(c.id, ()),
            c.id not in ALWAYS,
        )
        for c in chapters
    )


def downloads_of(files: dict[str, PictureFile]) -> tuple[Download, ...]:
    """Return the formats that the picture can be had in."""
    return tuple(
        Download(format, _LABELS[format], files[f"picture.{format}"].size)
        for format in _MEDIA_TYPES
        if f"picture.{format}" in files
    )


def reviews_of(row: SituationPicture) -> tuple[Review, ...]:
    """Return who has been asked about a picture, and what they said."""
    rows = list(row.reviews.prefetch_related("remarks"))
    ids = {r.function_id for r in rows} | {m.answered_by_id for r in rows for m in r.remarks.all()}
    labels = function_labels(i for i in ids if i)
    return tuple(_review(r, labels) for r in rows)


def _review(row: ReviewRequest, labels: dict[UUID, str]) -> Review:
    return Review(
        id=row.id,
        function=_label(labels, row.function_id),
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        is_late=row.answered_at is None and row.answer_by < timezone.localdate(),
        remarks=tuple(remark_contract(remark, labels, row) for remark in row.remarks.all()),
    )


def remark_contract(
    row: ReviewRemark, labels: dict[UUID, str], review: ReviewRequest | None = None
) -> Remark:
    """Return a remark as others may see it."""
    of = review or row.review
    return Remark(
        id=row.id,
        picture_id=of.picture_id,
        function=_label(labels, of.function_id),
        section=HEADINGS.get(row.section, ""),
        text=row.text,
        at=row.at,
        answer=row.answer,
        answered_by=_label(labels, row.answered_by_id),
        answered_at=row.answered_at,
    )


@lru_cache(maxsize=32)
def _chapters(document_sha256: str) -> tuple[Chapter, ...]:
    """Documents are kept under the hash of their content, so what was read once can never grow old."""
    return chapters_of(read(document_sha256).decode())
