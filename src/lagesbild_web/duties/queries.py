"""Read the duties: the law's paragraphs with their status, the five answers, the registers."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.duties.contracts import Duty, EntryContract, FrozenMonth, NoteContract, Question
from lagesbild_web.duties.gathering import Known, gather
from lagesbild_web.duties.judging import RULES
from lagesbild_web.duties.law import PARAGRAPHS, Paragraph
from lagesbild_web.duties.models import Entry, Frozen
from lagesbild_web.duties.questions import five_questions
from lagesbild_web.duties.reading import (
    entries_by_register,
    entry_contracts,
    entry_row,
    municipality_for,
    note_contracts,
)
from lagesbild_web.duties.registers import REGISTERS, Register

_NO_NOTE = NoteContract("", "", None, "", None, 0, None, "")


def known_for(actor: Actor, municipality_id: UUID | None = None) -> Known:
    """Return all that the pages are made of.

    Raises
    ------
    NotAllowed
        If no role lets the actor read the duties.
    """
    home = municipality_id or municipality_for(actor, Right.READ_DUTIES)
    require(actor, Right.READ_DUTIES, Domain(home, home))
    return gather(actor, home, timezone.localdate())


def manages_duties(actor: Actor) -> bool:
    """Return whether the actor manages the duties of the municipality itself; a partner's role does not."""
    return any(m.organisation_id == m.municipality_id for m in those_with(actor, Right.MANAGE_DUTIES))


def duties_of(known: Known) -> tuple[Duty, ...]:
    """Return every paragraph with its status, in order."""
    notes = note_contracts(known.municipality_id)
    return tuple(_duty(each, known, notes.get(each.number, _NO_NOTE)) for each in PARAGRAPHS)


def questions_of(known: Known) -> tuple[Question, ...]:
    """Return the auditors' five questions with their answers."""
    return five_questions(known, duties_of(known))


def months_of(actor: Actor) -> list[FrozenMonth]:
    """Return how it has been, month by month, the latest first."""
    home = municipality_for(actor, Right.READ_DUTIES)
    return [
        FrozenMonth(
            row.month,
            row.frozen_at,
            {int(number): kept["status"] for number, kept in row.statuses.items()},
            {int(number): kept["reason"] for number, kept in row.statuses.items()},
        )
        for row in Frozen.objects.filter(municipality_id=home)
    ]


def register_named(slug: str) -> Register:
    """Return what a register is.

    Raises
    ------
    NotFound
        If there is none with that name.
    """
    if slug not in REGISTERS:
        raise NotFound
    return REGISTERS[slug]


def entries_of(
    actor: Actor, slug: str, *, words: str = "", with_retired: bool = False
) -> list[EntryContract]:
    """Return the lines of a register that hold a text, the latest day first."""
    register = register_named(slug)
    home = municipality_for(actor, Right.READ_DUTIES)
    if with_retired:
        rows = Entry.objects.filter(municipality_id=home, register=register.slug, retired_at__isnull=False)
        return entry_contracts(rows.order_by("-retired_at"))
    found = entries_by_register(home)[register.slug]
    wanted = words.casefold().split()
    return [e for e in found if all(word in " ".join(e.cells).casefold() for word in wanted)]


def entry_for(actor: Actor, entry_id: UUID) -> EntryContract:
    """Return a line of a register.

    Raises
    ------
    NotFound
        If there is none for this actor.
    """
    return entry_contracts([entry_row(actor, entry_id, right=Right.READ_DUTIES)])[0]


def _duty(paragraph: Paragraph, known: Known, note: NoteContract) -> Duty:
    url = reverse(paragraph.mend_address) if paragraph.mend_address else ""
    if paragraph.register:
        url = reverse("duties:register", args=[paragraph.register])
    return Duty(
        number=paragraph.number,
        heading=str(paragraph.heading),
        demand=str(paragraph.demand),
        judged=RULES[paragraph.number](known),
        note=note,
        mend=str(paragraph.mend),
        mend_url=url,
    )
