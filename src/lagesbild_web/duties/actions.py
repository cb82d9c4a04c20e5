"""Write notes about the paragraphs and lines in the registers, freeze the statuses, hand out the document."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels, is_choosable
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.document_files import as_document_file
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.duties.contracts import STATUS_LABELS, EntryContract
from lagesbild_web.duties.document import auditors_document
from lagesbild_web.duties.law import FIRST, LAST
from lagesbild_web.duties.models import Entry, Frozen, Kept, Note
from lagesbild_web.duties.queries import duties_of, entries_of, known_for, register_named
from lagesbild_web.duties.reading import entry_contracts, entry_row, municipality_for
from lagesbild_web.duties.registers import CLOSED, REGISTERS, STATES, Register

LONGEST_TEXT: Final = 4000


@action("duties.note")
def write_note(
    actor: Actor,
    paragraph: int,
    *,
    judgement: str,
    motive: str,
    function_id: UUID | None,
    due_on: date | None,
    version: int,
    municipality_id: UUID | None = None,
) -> None:
    """Say who answers for a paragraph and until when, and judge it otherwise than the data with a motive.

    Raises
    ------
    Invalid
        If a judgement has no motive, or somebody else has written meanwhile.
    """
    home = municipality_id or municipality_for(actor, Right.MANAGE_DUTIES)
    require(actor, Right.MANAGE_DUTIES, Domain(home, home))
    screen(motive=motive)
    faults = _faults_in_note(home, paragraph, judgement, motive, function_id)
    row = Note.objects.select_for_update().filter(municipality_id=home, paragraph=paragraph).first()
    if (row.version if row else 0) != version:
        faults["motive"] = _("Någon annan har ändrat anteckningen. Läs den och spara igen.")
    if faults:
        raise Invalid(**faults)
    if row is None:
        row = Note(municipality_id=home, organisation_id=home, paragraph=paragraph, version=0)
    else:
        before = {"judgement": str(STATUS_LABELS.get(row.judgement, "")), "motive": row.motive}
        _remember(actor, row, before | {"due_on": row.due_on.isoformat() if row.due_on else ""})
    row.judgement, row.motive = judgement, motive.strip()[:LONGEST_TEXT]
    row.function_id, row.due_on = function_id, due_on
    _save(actor, row)
    said = str(STATUS_LABELS.get(judgement, _("ingen"))).lower()
    record(actor, "duties.noted", row.id, municipality_id=home, paragraph=paragraph, judgement=said)


@action("duties.add_entry")
def add_entry(
    actor: Actor, slug: str, values: Mapping[str, Any], *, municipality_id: UUID | None = None
) -> EntryContract:
    """Write a line in a register.

    Raises
    ------
    Invalid
        With a sentence for each value that must change.
    """
    register = register_named(slug)
    home = municipality_id or municipality_for(actor, Right.MANAGE_DUTIES)
    require(actor, Right.MANAGE_DUTIES, Domain(home, home))
    row = Entry(municipality_id=home, organisation_id=home, register=slug, version=0)
    _fill(row, register, values)
    _save(actor, row)
    record(actor, "duties.entry_added", row.id, municipality_id=home, register=str(register.label))
    return entry_contracts([row])[0]


@action("duties.change_entry")
def change_entry(actor: Actor, entry_id: UUID, values: Mapping[str, Any], *, version: int) -> EntryContract:
    """Change a line; what it said before is kept.

    Raises
    ------
    Invalid
        If somebody else has changed it, or a value must change.
    """
    row = entry_row(actor, entry_id, right=Right.MANAGE_DUTIES, is_locked=True)
    register = REGISTERS[row.register]
    if row.version != version:
        first = register.fields[0].name
        raise Invalid(**{first: _("Någon annan har ändrat raden. Läs den och spara igen.")})
    _remember(actor, row, dict(zip(register.names, entry_contracts([row])[0].cells, strict=True)))
    _fill(row, register, values)
    _save(actor, row)
    record(
        actor,
        "duties.entry_changed",
        row.id,
        municipality_id=row.municipality_id,
        register=str(register.label),
    )
    return entry_contracts([row])[0]


@action("duties.retire_entry")
def retire_entry(actor: Actor, entry_id: UUID, *, reason: str) -> EntryContract:
    """Take a line out of its register; it is kept, with why.

    Raises
    ------
    Invalid
        If the reason is missing.
    """
    row = entry_row(actor, entry_id, right=Right.MANAGE_DUTIES, is_locked=True)
    screen(reason=reason)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför raden tas bort. Den sparas bland de borttagna."))
    row.retired_at, row.retired_because = timezone.now(), reason.strip()[:300]
    row.save(update_fields=["retired_at", "retired_because"])
    label = str(REGISTERS[row.register].label)
    record(actor, "duties.entry_retired", row.id, municipality_id=row.municipality_id, register=label)
    return entry_contracts([row])[0]


@action("duties.restore_entry")
def restore_entry(actor: Actor, entry_id: UUID) -> EntryContract:
    """Put a line back in its register."""
    row = entry_row(actor, entry_id, right=Right.MANAGE_DUTIES, is_locked=True)
    row.retired_at, row.retired_because = None, ""
    row.save(update_fields=["retired_at", "retired_because"])
    label = str(REGISTERS[row.register].label)
    record(actor, "duties.entry_changed", row.id, municipality_id=row.municipality_id, register=label)
    return entry_contracts([row])[0]


@action("duties.freeze")
def freeze_month(actor: Actor, municipality_id: UUID, *, month: date) -> bool:
    """Keep how it stands with every paragraph, the first time in a month; false when it is kept already."""
    require(actor, Right.MANAGE_DUTIES, Domain(municipality_id, municipality_id))
    statuses = {
        str(duty.number): {"status": duty.status, "reason": duty.judged.reason}
        for duty in duties_of(known_for(actor, municipality_id))
    }
    _row, is_new = Frozen.objects.get_or_create(
        municipality_id=municipality_id, month=month.replace(day=1), defaults={"statuses": statuses}
    )
    record(actor, "duties.frozen", municipality_id=municipality_id, month=month.replace(day=1))
    return is_new


@action("duties.export")
def export_document(actor: Actor, *, filetype: str) -> OutgoingFile:
    """Hand out everything that an auditor asks for as one document.

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    known = known_for(actor)
    file = as_document_file(auditors_document(actor, known), "lagkoll", filetype)
    record(actor, "duties.exported", municipality_id=known.municipality_id, format=filetype)
    return file


@action("duties.export_register")
def export_register(actor: Actor, slug: str, *, filetype: str, words: str = "") -> OutgoingFile:
    """Hand out the lines of a register that a list shows, as a table.

    Raises
    ------
    NotFound
        If there is no such register or kind of file.
    """
    register = register_named(slug)
    rows = [entry.cells for entry in entries_of(actor, slug, words=words)]
    headings = [str(field.label) for field in register.fields]
    kind = filetype if filetype in TABLE_FILES else "csv"
    file = as_table(slug, headings, rows, filetype=kind, guide=register.guide)
    home = municipality_for(actor, Right.READ_DUTIES)
    record(actor, "duties.exported", municipality_id=home, format=f"{slug} {filetype}")
    return file


def _faults_in_note(
    home: UUID, paragraph: int, judgement: str, motive: str, function_id: UUID | None
) -> dict[str, str]:
    faults = {}
    if not FIRST <= paragraph <= LAST:
        faults["judgement"] = _("Paragrafen finns inte i lagkollen.")
    if judgement and judgement not in STATUS_LABELS:
        faults["judgement"] = _("Välj en bedömning i listan.")
    if judgement and not motive.strip():
        faults["motive"] = _("Skriv varför du bedömer paragrafen på ett annat sätt än systemet gör.")
    if function_id is not None and not is_choosable(function_id, home):
        faults["function_id"] = _("Funktionen finns inte längre. Välj en annan.")
    return faults


def _fill(row: Entry, register: Register, values: Mapping[str, Any]) -> None:
    """Put what was written on the row.

    Raises
    ------
    Invalid
        With a sentence for each value that must change.
    """
    texts = {
        f.name: str(values.get(f.name) or "").strip() for f in register.fields if f.kind in ("line", "text")
    }
    screen(**texts)
    faults = {
        f.name: _("Fyll i %(what)s.") % {"what": str(f.label).lower()}
        for f in register.fields
        if f.is_required and not values.get(f.name)
    }
    function = values.get("function") or None
    if function is not None and not is_choosable(UUID(str(function)), row.municipality_id):
        faults["function"] = _("Funktionen finns inte längre. Välj en annan.")
    state = str(values.get("state") or "")
    if state and state not in STATES:
        faults["state"] = _("Välj läge i listan.")
    if state in CLOSED and "evidence" in register.names and not texts["evidence"]:
        faults["evidence"] = _("Skriv vad som visar att det är gjort, eller varför det inte genomförs.")
    if faults:
        raise Invalid(**faults)
    row.values = {f.name: _kept(values.get(f.name)) for f in register.fields if f.kind != "function"}
    row.function_id = UUID(str(function)) if function else None
    row.happened_on = values.get(register.day) or None
    row.due_on = values.get(register.due) or None if register.due else None
    row.state = state


def _kept(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if value is True:
        return "1"
    return str(value or "").strip()[:LONGEST_TEXT]


def _remember(actor: Actor, row: Kept, before: Mapping[str, str]) -> None:
    who = actor.home.function_id if actor.home else None
    label = next(iter(function_labels([who] if who else []).values()), "")
    row.history = [{**before, "until": timezone.localdate().isoformat(), "by": label}, *row.history]


def _save(actor: Actor, row: Kept) -> None:
    row.version += 1
    row.changed_at = timezone.now()
    row.changed_by_id = actor.home.function_id if actor.home else None
    row.save()
