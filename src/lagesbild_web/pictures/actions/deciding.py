"""Decide a picture: nothing in it can be changed after that, and its documents are kept with their hashes."""

import hashlib
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.base.stored_files import read, store
from lagesbild_web.pictures.actions.loading import keep
from lagesbild_web.pictures.actions.publishing import replace_earlier
from lagesbild_web.pictures.content import read_content
from lagesbild_web.pictures.contracts import PictureSummary
from lagesbild_web.pictures.law import is_by_law, law_parts
from lagesbild_web.pictures.models import SituationPicture
from lagesbild_web.pictures.presenting import statement_sections, summary_of
from lagesbild_web.pictures.reading import fault_without_rows, row_for

Status = SituationPicture.Status
Documents = SituationPicture.Documents


@action("picture.decide")
def decide_picture(
    actor: Actor,
    picture_id: UUID,
    *,
    body: str,
    decided_on: date,
    paragraph: str = "",
    diary_number: str = "",
    revision: int,
) -> PictureSummary:
    """Register that a body has decided the picture; a job makes its final documents.

    A year's picture must have every part that § 4 demands: there is no motive for leaving one out.

    Raises
    ------
    Invalid
        If the decision cannot be registered as it is written; each field has its sentence.
    """
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    screen(body=body, diary_number=diary_number)
    faults = _faults_in_decision(body, decided_on, row) | _faults_in_picture(row, revision)
    if faults:
        raise Invalid(**faults)
    row.status, row.frozen_at = Status.DECIDED, timezone.now()
    row.decided_on, row.decision_body = decided_on, body.strip()
    row.decision_paragraph, row.decision_diary_number = paragraph.strip().lstrip("§ "), diary_number.strip()
    row.documents = Documents.MAKING if row.is_composed else Documents.READY
    row.save()
    replace_earlier(row, (Status.DECIDED,))
    record(
        actor,
        "picture.decided",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        version=row.version,
        body=row.decision_body,
        decided_on=decided_on,
        paragraph=row.decision_paragraph,
        content=row.content_sha256,
    )
    return summary_of(row)


@action("picture.finish_documents")
def finish_documents(actor: Actor, picture_id: UUID, files: dict[str, bytes]) -> PictureSummary:
    """Keep the final documents of a picture that was decided or published."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    if row.documents != Documents.READY:
        keep({name: store(data) for name, data in files.items()}, row)
        row.content_sha256 = hashlib.sha256(files["picture.json"]).hexdigest()
        row.documents, row.failure = Documents.READY, ""
        row.save(update_fields=["content_sha256", "documents", "failure"])
    record(
        actor,
        "picture.documents_kept",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        content=row.content_sha256,
    )
    return summary_of(row)


@action("picture.fail_documents")
def fail_documents(actor: Actor, picture_id: UUID, *, why: str) -> PictureSummary:
    """Say why the final documents could not be made; they can be tried again."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    row.documents, row.failure = Documents.FAILED, why[:500]
    row.save(update_fields=["documents", "failure"])
    record(actor, "picture.documents_failed", row.id, municipality_id=row.municipality_id, title=row.title)
    return summary_of(row)


@action("picture.documents_again")
def documents_again(actor: Actor, picture_id: UUID) -> PictureSummary:
    """Ask for the final documents again when they could not be made."""
    row = row_for(actor, picture_id, right=Right.PUBLISH_PICTURE, is_locked=True)
    if row.documents != Documents.FAILED:
        raise Invalid(documents=_("Dokumenten är redan klara, eller på väg."))
    row.documents, row.failure = Documents.MAKING, ""
    row.save(update_fields=["documents", "failure"])
    record(actor, "picture.documents_asked", row.id, municipality_id=row.municipality_id, title=row.title)
    return summary_of(row)


def _faults_in_decision(body: str, decided_on: date, row: SituationPicture) -> dict[str, str]:
    faults = {}
    if not body.strip():
        faults["body"] = _("Skriv vilket organ som beslutade, till exempel kommunstyrelsen.")
    if decided_on > timezone.localdate():
        faults["decided_on"] = _("Beslutsdagen har inte kommit än. Registrera beslutet när det är fattat.")
    elif decided_on < row.as_of:
        faults["decided_on"] = _(
            "Lägesbilden visar läget den %(day)s, så den kan inte ha beslutats före dess."
        ) % {"day": row.as_of.isoformat()}
    return faults


def _faults_in_picture(row: SituationPicture, revision: int) -> dict[str, str]:
    if row.status not in (Status.DRAFT, Status.REVIEW) or row.frozen_at is not None or row.public_of_id:
        return {"body": _("Lägesbilden är redan beslutad eller publicerad. Gör en ny version av den.")}
    if row.revision != revision:
        return {
            "body": _("Någon har ändrat lägesbilden sedan du öppnade sidan. Läs den igen innan du beslutar.")
        }
    if fault := fault_without_rows(row):
        return {"body": fault}
    if not is_by_law(row.kind):
        return {}
    parts = law_parts(
        read_content(read(row.content_sha256)), statements=statement_sections(row), hidden=row.hidden_sections
    )
    missing = [part.demand.lower() for part in parts if not part.is_there]
    if not missing:
        return {}
    return {
        "body": _("Lägesbilden kan inte beslutas enligt 4 § än. Det fattas: %(parts)s.")
        % {"parts": "; ".join(missing)}
    }
