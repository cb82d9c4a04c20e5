"""Reach notes and register lines on behalf of somebody, and turn them into what others may see."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.duties.contracts import EntryContract, NoteContract
from lagesbild_web.duties.models import Entry, Note
from lagesbild_web.duties.registers import CLOSED, REGISTERS, STATES, Field


def municipality_for(actor: Actor, right: Right) -> UUID:
    """Return the municipality whose duties the actor reads or manages.

    Raises
    ------
    NotAllowed
        If it is none; a partner's role is about the partner's own.
    """
    for membership in those_with(actor, right):
        if membership.organisation_id == membership.municipality_id:
            require(actor, right, Domain(membership.municipality_id, membership.municipality_id))
            return membership.municipality_id
    raise NotAllowed


def entry_row(actor: Actor, entry_id: UUID, *, right: Right, is_locked: bool = False) -> Entry:
    """Return a line of a register that the actor has the right to."""
    rows = Entry.objects.filter(pk=entry_id)
    row = (rows.select_for_update() if is_locked else rows).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def entries_by_register(municipality_id: UUID) -> dict[str, list[EntryContract]]:
    """Return the lines that hold, by register, the latest day first; asked for with a right before."""
    rows = Entry.objects.filter(municipality_id=municipality_id, retired_at__isnull=True)
    found: dict[str, list[EntryContract]] = {slug: [] for slug in REGISTERS}
    for entry in entry_contracts(rows.order_by("-happened_on", "-changed_at", "id")):
        found[entry.register].append(entry)
    return found


def entry_contracts(rows: Iterable[Entry]) -> list[EntryContract]:
    """Return lines as others may see them, asking for the functions' names once."""
    kept = list(rows)
    ids = {row.function_id for row in kept} | {row.changed_by_id for row in kept}
    labels = function_labels(i for i in ids if i)
    today = timezone.localdate()
    return [_entry(row, labels, today) for row in kept]


def note_contracts(municipality_id: UUID) -> dict[int, NoteContract]:
    """Return the notes by paragraph."""
    rows = list(Note.objects.filter(municipality_id=municipality_id))
    ids = {row.function_id for row in rows} | {row.changed_by_id for row in rows}
    labels = function_labels(i for i in ids if i)
    return {
        row.paragraph: NoteContract(
            row.judgement,
            row.motive,
            row.function_id,
            label_in(labels, row.function_id),
            row.due_on,
            row.version,
            row.changed_at,
            label_in(labels, row.changed_by_id),
            tuple(row.history),
        )
        for row in rows
    }


def label_in(labels: Mapping[UUID, str], function_id: UUID | None) -> str:
    """Return a function's label, empty when there is none."""
    return labels.get(function_id, "") if function_id else ""


def _entry(row: Entry, labels: Mapping[UUID, str], today: date) -> EntryContract:
    register = REGISTERS[row.register]
    function = label_in(labels, row.function_id)
    is_closed = row.state in CLOSED or bool(row.values.get("ended_on"))
    return EntryContract(
        id=row.id,
        register=row.register,
        cells=tuple(_cell(field, row, function) for field in register.fields),
        values=row.values,
        function_id=row.function_id,
        function=function,
        happened_on=row.happened_on,
        due_on=row.due_on,
        state=row.state,
        is_late=row.due_on is not None and row.due_on < today and not is_closed,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=label_in(labels, row.changed_by_id),
        history=tuple(row.history),
        is_retired=row.retired_at is not None,
    )


def _cell(field: Field, row: Entry, function: str) -> str:
    if field.kind == "function":
        return function
    value = str(row.values.get(field.name, ""))
    if field.kind == "yes":
        return _("ja") if value else _("nej")
    if field.kind == "state":
        return str(STATES.get(value, ""))
    return value
