"""Write steering documents, targets, definitions and the matrix."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen, screen_numbers
from lagesbild_web.base.stored_files import read, store
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.steering.contracts import DocumentDraft
from lagesbild_web.steering.models import (
    Committee,
    Definition,
    DocumentVersion,
    MatrixCell,
    Requirement,
    SteeringDocument,
    Target,
)
from lagesbild_web.steering.queries import (
    COLUMNS,
    document_for,
    document_row,
    file_sha256_of,
    home_of,
    target_row,
)
from lagesbild_web.steering.suggested import COMMITTEES, SUGGESTED
from lagesbild_web.steering.tables import TABLES

SOMEBODY_ELSE_SAVED = gettext_lazy(
    "Någon annan har sparat sedan du öppnade sidan. Det du skrev står kvar. Jämför och spara igen."
)
_TEXTS = ("title", "body", "section", "record_number", "text")


@action("steering.add_document")
def add_document(actor: Actor, draft: DocumentDraft, *, municipality_id: UUID) -> UUID:
    """Add a steering document."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    _check(draft, municipality_id)
    row = SteeringDocument.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        **{name: getattr(draft, name) for name in COLUMNS},
    )
    record(actor, "steering.saved", row.id, municipality_id=municipality_id, title=row.title)
    return row.id


@action("steering.change_document")
def change_document(
    actor: Actor, document_id: UUID, draft: DocumentDraft, *, revision: int | None = None
) -> UUID:
    """Change a document's entry; what it said before is kept."""
    row = document_row(actor, document_id, right=Right.MANAGE_PLAN)
    if revision is not None and row.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))
    if draft.replaces_id == document_id:
        raise Invalid(replaces=_("Ett dokument kan inte ersätta sig självt."))
    _check(draft, row.municipality_id)
    before = {name: str(getattr(row, name)) for name in COLUMNS if getattr(row, name) != getattr(draft, name)}
    for name in COLUMNS:
        setattr(row, name, getattr(draft, name))
    row.revision += 1
    row.save(update_fields=[*COLUMNS, "revision"])
    function_id = actor.home.function_id if actor.home else None
    DocumentVersion.objects.create(document=row, function_id=function_id, before=before)
    record(actor, "steering.saved", row.id, municipality_id=row.municipality_id, title=row.title)
    return row.id


@action("steering.attach_file")
def attach_file(actor: Actor, document_id: UUID, *, name: str, content: bytes) -> UUID:
    """Keep the document itself as a file; an earlier file stays in the store."""
    row = document_row(actor, document_id, right=Right.MANAGE_PLAN)
    if not name.lower().endswith((".pdf", ".docx", ".odt")):
        raise Invalid(file=_("Välj en PDF, ett Word-dokument eller en ODT-fil."))
    kept = store(content)
    row.file_name, row.file_sha256, row.file_size = name[-200:], kept.sha256, kept.size
    row.save(update_fields=["file_name", "file_sha256", "file_size"])
    record(actor, "steering.saved", row.id, municipality_id=row.municipality_id, title=row.title)
    return row.id


@action("steering.retire_document")
def retire_document(actor: Actor, document_id: UUID, *, reason: str) -> UUID:
    """Take a document out of use; it can be taken up again."""
    row = document_row(actor, document_id, right=Right.MANAGE_PLAN)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    record(
        actor,
        "steering.retired",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return row.id


@action("steering.restore_document")
def restore_document(actor: Actor, document_id: UUID) -> UUID:
    """Take a document up again."""
    row = document_row(actor, document_id, right=Right.MANAGE_PLAN)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    record(actor, "steering.restored", row.id, municipality_id=row.municipality_id, title=row.title)
    return row.id


@action("steering.add_target")
def add_target(
    actor: Actor,
    *,
    municipality_id: UUID,
    title: str,
    description: str = "",
    parent_id: UUID | None = None,
    document_id: UUID | None = None,
    order: int = 0,
) -> UUID:
    """Add a target, at the top or under another."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    _check_target(municipality_id, title, parent_id, document_id)
    screen(title=title, description=description)
    row = Target.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        title=title.strip(),
        description=description.strip(),
        parent_id=parent_id,
        document_id=document_id,
        order=order,
    )
    record(actor, "steering.goal_saved", row.id, municipality_id=municipality_id, title=row.title)
    return row.id


@action("steering.change_target")
def change_target(
    actor: Actor,
    target_id: UUID,
    *,
    title: str,
    description: str = "",
    document_id: UUID | None = None,
    order: int = 0,
    revision: int | None = None,
) -> UUID:
    """Change a target; plan goals go on pointing at it."""
    row = target_row(actor, target_id, right=Right.MANAGE_PLAN)
    if revision is not None and row.revision != revision:
        raise Invalid(revision=str(SOMEBODY_ELSE_SAVED))
    _check_target(row.municipality_id, title, None, document_id)
    screen(title=title, description=description)
    row.title, row.description, row.document_id = title.strip(), description.strip(), document_id
    row.order, row.revision = order, row.revision + 1
    row.save(update_fields=["title", "description", "document", "order", "revision"])
    record(actor, "steering.goal_saved", row.id, municipality_id=row.municipality_id, title=row.title)
    return row.id


@action("steering.retire_target")
def retire_target(actor: Actor, target_id: UUID, *, reason: str) -> UUID:
    """Strike a target that no longer holds."""
    row = target_row(actor, target_id, right=Right.MANAGE_PLAN)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    if row.children.filter(retired_at__isnull=True).exists():
        raise Invalid(reason=_("Målet har mål under sig. Stryk dem först."))
    screen(reason=reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    record(
        actor,
        "steering.goal_retired",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip(),
    )
    return row.id


@action("steering.define")
def define(
    actor: Actor, *, municipality_id: UUID, term: str, text: str, source: str = "", valid_from: date
) -> UUID:
    """Write what a word means from a day on; earlier wordings stay."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    faults = {}
    if not term.strip():
        faults["term"] = _("Skriv ordet.")
    if not text.strip():
        faults["text"] = _("Skriv vad ordet betyder.")
    known = Definition.objects.filter(
        municipality_id=municipality_id, term=term.strip(), valid_from=valid_from
    )
    if known.exists():
        faults["valid_from"] = _("Ordet har redan en betydelse från den dagen. Välj en annan dag.")
    if faults:
        raise Invalid(**faults)
    screen(term=term, text=text, source=source)
    row = Definition.objects.create(
        municipality_id=municipality_id,
        term=term.strip(),
        text=text.strip(),
        source=source.strip(),
        valid_from=valid_from,
    )
    record(
        actor,
        "steering.definition_saved",
        row.id,
        municipality_id=municipality_id,
        term=row.term,
        valid_from=valid_from,
    )
    return row.id


@action("steering.add_committee")
def add_committee(actor: Actor, *, municipality_id: UUID, name: str) -> UUID:
    """Add a committee to the matrix, or take it up again."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    if not name.strip():
        raise Invalid(name=_("Skriv vad nämnden heter."))
    screen_numbers(name=name)
    row, _made = Committee.objects.update_or_create(
        municipality_id=municipality_id, name=name.strip(), defaults={"retired_at": None}
    )
    record(actor, "steering.committee_saved", row.id, municipality_id=municipality_id, name=row.name)
    return row.id


@action("steering.add_requirement")
def add_requirement(actor: Actor, *, municipality_id: UUID, title: str, kind: str, law: str = "") -> UUID:
    """Add a document that committees must have, or take it up again."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    if not title.strip():
        raise Invalid(title=_("Skriv vilket dokument som ska finnas."))
    screen_numbers(title=title, law=law)
    row, _made = Requirement.objects.update_or_create(
        municipality_id=municipality_id,
        title=title.strip(),
        defaults={"kind": kind, "law": law.strip(), "retired_at": None},
    )
    record(actor, "steering.requirement_saved", row.id, municipality_id=municipality_id, title=row.title)
    return row.id


@action("steering.suggest")
def suggest_matrix(actor: Actor, *, municipality_id: UUID) -> int:
    """Lay in the usual committees and the documents that laws ask for; what is there stays as it is."""
    require(actor, Right.MANAGE_PLAN, Domain(municipality_id, municipality_id))
    for n, name in enumerate(COMMITTEES):
        Committee.objects.get_or_create(
            municipality_id=municipality_id, name=str(name), defaults={"order": n}
        )
    for n, item in enumerate(SUGGESTED):
        Requirement.objects.get_or_create(
            municipality_id=municipality_id,
            title=str(item.title),
            defaults={"kind": item.kind, "law": item.law, "order": n},
        )
    record(
        actor, "steering.requirement_saved", municipality_id=municipality_id, title=_("den föreslagna listan")
    )
    return len(SUGGESTED)


@action("steering.set_cell")
def set_cell(
    actor: Actor,
    requirement_id: UUID,
    committee_id: UUID,
    *,
    document_id: UUID | None = None,
    is_needed: bool = True,
    motive: str = "",
) -> UUID:
    """Say what a committee has of a required document, or why it needs none."""
    requirement = Requirement.objects.filter(pk=requirement_id).first()
    committee = Committee.objects.filter(pk=committee_id).first()
    if requirement is None or committee is None or committee.municipality_id != requirement.municipality_id:
        raise NotFound
    home = requirement.municipality_id
    require(actor, Right.MANAGE_PLAN, Domain(home, home))
    if not is_needed and not motive.strip():
        raise Invalid(motive=_("Skriv varför nämnden inte behöver dokumentet."))
    screen(motive=motive)
    if document_id is not None and document_for(actor, document_id).municipality_id != home:
        raise NotFound
    MatrixCell.objects.update_or_create(
        requirement=requirement,
        committee=committee,
        defaults={"document_id": document_id, "is_needed": is_needed, "motive": motive.strip()},
    )
    record(
        actor,
        "steering.cell_saved",
        requirement.id,
        municipality_id=home,
        committee=committee.name,
        title=requirement.title,
    )
    return requirement.id


@action("steering.export")
def export_steering(actor: Actor, *, what: str, filetype: str) -> OutgoingFile:
    """Hand out what a page shows as a table; ``what`` is a key of ``tables.TABLES``.

    Raises
    ------
    NotFound
        If there is no such table or kind of file.
    """
    home = home_of(actor)
    require(actor, Right.READ_PLAN, Domain(home, home, circle="partners", sensitivity="open"))
    if filetype not in TABLE_FILES or what not in TABLES:
        raise NotFound
    table = TABLES[what](actor, home)
    record(actor, "steering.exported", municipality_id=home, what=what, format=filetype)
    name = f"styrning-{what}-{timezone.localdate().isoformat()}"
    return as_table(name, table.headings, table.rows, filetype=filetype, guide=table.guide)


@action("steering.download_file")
def download_file(actor: Actor, document_id: UUID) -> OutgoingFile:
    """Hand out the file of a document."""
    found = document_for(actor, document_id)
    content = read(file_sha256_of(actor, document_id))
    ending = found.file_name.rpartition(".")[2].lower()
    record(
        actor, "steering.exported", found.id, municipality_id=found.municipality_id, what="fil", format=ending
    )
    return OutgoingFile(f"styrdokument.{ending}", "application/octet-stream", content)


def _check(draft: DocumentDraft, municipality_id: UUID) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad dokumentet heter.")
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        faults["valid_to"] = _("Dokumentet kan inte sluta gälla innan det börjar.")
    if draft.decided_on and not draft.body.strip():
        faults["body"] = _("Skriv vem som beslutade.")
    if draft.function_id and not is_choosable(draft.function_id, municipality_id):
        faults["function"] = _("Funktionen finns inte längre. Välj en annan i listan.")
    here = SteeringDocument.objects.filter(municipality_id=municipality_id)
    if draft.replaces_id and not here.filter(pk=draft.replaces_id).exists():
        faults["replaces"] = _("Dokumentet som ersätts finns inte. Välj bland dem som står i listan.")
    if faults:
        raise Invalid(**faults)
    screen(**{name: getattr(draft, name) for name in _TEXTS})


def _check_target(
    municipality_id: UUID, title: str, parent_id: UUID | None, document_id: UUID | None
) -> None:
    faults = {}
    if not title.strip():
        faults["title"] = _("Skriv målet.")
    here = Target.objects.filter(municipality_id=municipality_id)
    if parent_id and not here.filter(pk=parent_id).exists():
        faults["parent"] = _("Målet ovanför finns inte. Välj bland dem som står i listan.")
    documents = SteeringDocument.objects.filter(municipality_id=municipality_id)
    if document_id and not documents.filter(pk=document_id).exists():
        faults["document"] = _("Dokumentet finns inte. Välj bland dem som står i listan.")
    if faults:
        raise Invalid(**faults)
