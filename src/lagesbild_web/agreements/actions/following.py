"""Follow up, attach files, and hand out documents."""

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.agreements.changing import function_of, managed_row, step
from lagesbild_web.agreements.documents import document_of
from lagesbild_web.agreements.models import AttachedFile, FollowUpNote
from lagesbild_web.agreements.queries import (
    AgreementFilter,
    agreement_for,
    all_agreements_for,
    attached_file,
    row_for,
    takes_part,
)
from lagesbild_web.agreements.sections import Outcome
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.base.stored_files import store
from lagesbild_web.base.table_files import TABLE_FILES, as_table

MOST_BYTES: Final = 25 * 1024 * 1024
_KNOWN: Final = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\x89PNG\r\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"PK\x03\x04", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)
"""How a file begins, whatever it is called."""
_PLAIN: Final = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")


@action("agreement.follow_up")
def note_how_it_goes(
    actor: Actor, agreement_id: UUID, *, day: date, outcome: str, text: str, why: str = ""
) -> None:
    """Tell how it has gone up to a day; what was not kept is told with why.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    row = managed_row(actor, agreement_id)
    faults: dict[str, str] = {}
    if row.status not in (row.Status.SIGNED, row.Status.ENDED, row.Status.REPLACED):
        faults["text"] = _("Den är inte undertecknad än. Det finns inget att följa upp.")
    if not row.starts_on <= day <= timezone.localdate():
        faults["day"] = _("Välj en dag från %(first)s till i dag.") % {"first": row.starts_on.isoformat()}
    if outcome not in list(Outcome):
        faults["outcome"] = _("Välj hur det har gått.")
    if not text.strip():
        faults["text"] = _("Skriv vad som är gjort och vad det ledde till.")
    if outcome in (Outcome.PARTLY, Outcome.NOT_KEPT) and not why.strip():
        faults["why"] = _("Skriv varför det inte blev som ni lovade.")
    if faults:
        raise Invalid(**faults)
    screen(text=text, why=why)
    note = FollowUpNote.objects.create(
        agreement=row,
        day=day,
        outcome=outcome,
        text=text.strip(),
        why=why.strip(),
        by_function=function_of(actor),
    )
    label = str(note.get_outcome_display()).lower()
    step(actor, row, _("Följdes upp till %(day)s: %(how)s.") % {"day": day.isoformat(), "how": label})
    record(
        actor,
        "agreement.followed_up",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        day=day,
        outcome=label,
    )


@action("agreement.attach")
def attach_file(actor: Actor, agreement_id: UUID, *, filename: str, content: bytes) -> None:
    """Keep a file with it, such as the signed paper: PDF, DOCX, PNG or JPEG, at most 25 MB.

    Raises
    ------
    Invalid
        If the file is empty, too large or of another kind.
    """
    row = managed_row(actor, agreement_id)
    if not content:
        raise Invalid(file=_("Filen är tom. Spara den igen och välj den på nytt."))
    if len(content) > MOST_BYTES:
        raise Invalid(file=_("Filen är större än 25 MB. Spara den i mindre storlek."))
    ending, media_type = _kind_of(content)
    kept = store(content)
    name = f"{_plain_stem(filename)}.{ending}"
    AttachedFile.objects.create(
        agreement=row,
        name=name,
        media_type=media_type,
        sha256=kept.sha256,
        size=kept.size,
        by_function=function_of(actor),
    )
    step(actor, row, _("Filen %(name)s lades till.") % {"name": name})
    record(
        actor,
        "agreement.file_attached",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        sha256=kept.sha256,
    )


@action("agreement.retire_file")
def retire_file(actor: Actor, agreement_id: UUID, *, file_id: UUID) -> None:
    """Say that a file does not belong there; it is no longer shown, and still in the archive."""
    row = managed_row(actor, agreement_id)
    file = row.files.filter(pk=file_id, retired_at__isnull=True).first()
    if file is None:
        raise NotFound
    file.retired_at = timezone.now()
    file.save(update_fields=["retired_at"])
    step(actor, row, _("Filen %(name)s togs bort från sidan.") % {"name": file.name})
    record(
        actor,
        "agreement.file_retired",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        sha256=file.sha256,
    )


@action("agreement.hand_out_file")
def hand_out_file(actor: Actor, agreement_id: UUID, *, file_id: UUID) -> OutgoingFile:
    """Hand out an attached file; only those who take part in the municipality get it, never the open page."""
    row = row_for(actor, agreement_id, right=Right.READ_AGREEMENT)
    if not takes_part(actor, row):
        raise NotFound
    file = attached_file(row, file_id)
    record(
        actor,
        "agreement.exported",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        format=file.filename.rpartition(".")[2],
    )
    return file


@action("agreement.export")
def export_agreement(actor: Actor, agreement_id: UUID, *, filetype: str) -> OutgoingFile:
    """Hand out an agreement or a promise as a document."""
    found = agreement_for(actor, agreement_id)
    file = as_document_file(document_of(found), _plain_stem(found.line.title), filetype)
    record(
        actor,
        "agreement.exported",
        agreement_id,
        municipality_id=found.line.municipality_id,
        title=found.line.title,
        format=filetype,
    )
    return file


@action("agreement.export_list")
def export_agreements(actor: Actor, wanted: AgreementFilter, *, filetype: str) -> OutgoingFile:
    """Hand out the list as one sees it."""
    lines = all_agreements_for(actor, wanted)
    home = those_with(actor, Right.READ_AGREEMENT)[0]
    domain = Domain(home.municipality_id, home.organisation_id, sensitivity=Sensitivity.OPEN)
    require(actor, Right.READ_AGREEMENT, domain)
    if filetype not in TABLE_FILES:
        raise NotFound
    headings = (
        _("Namn"),
        _("Slag"),
        _("Läge"),
        _("Parter"),
        _("Från"),
        _("Till"),
        _("Ansvarig"),
        _("Omdöme"),
    )
    cells = [
        (
            line.title,
            line.kind_label,
            line.lasting.state_label,
            ", ".join(line.parties),
            line.lasting.starts_on.isoformat(),
            line.lasting.ends_on.isoformat(),
            line.function,
            line.outcome_label,
        )
        for line in lines
    ]
    record(actor, "agreement.list_exported", rows=len(cells), format=filetype)
    guide = (
        _("Vad överenskommelsen eller löftet heter."),
        _("Samverkansöverenskommelse eller medborgarlöfte."),
        _("Läget dagen då filen hämtades: utkast, samråd hållet, undertecknad, gäller eller slut."),
        _("Organisationerna som är parter."),
        _("Första dagen som den gäller."),
        _("Sista dagen som den gäller."),
        _("Funktionen i kommunen som svarar för den."),
        _("Det senaste omdömet om hur den har hållits. Tomt när ingen har följt upp den."),
    )
    return as_table("overenskommelser", headings, cells, filetype=filetype, guide=guide)


def _kind_of(content: bytes) -> tuple[str, str]:
    for start, ending, media_type in _KNOWN:
        if content.startswith(start):
            return ending, media_type
    raise Invalid(file=_("Välj en PDF, ett Word-dokument (DOCX) eller en bild (PNG, JPEG)."))


def _plain_stem(name: str) -> str:
    """Return a file name that survives every system, without its ending."""
    stem = name.rpartition("/")[2].rpartition("\\")[2]
    stem = stem.rpartition(".")[0] or stem
    return re.sub(r"[^a-z0-9]+", "-", stem.translate(_PLAIN).lower()).strip("-")[:80] or "fil"
