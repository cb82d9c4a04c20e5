"""What may leave the feature: paragraphs with their status, answers, register lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.duties.registers import REGISTERS


class Status(StrEnum):
    """How it stands with a paragraph."""

    MET = "met"
    PART = "part"
    MISSING = "missing"
    UNKNOWN = "unknown"


STATUS_LABELS: Final[Mapping[str, Promise]] = {
    Status.MET: _("Uppfyllt"),
    Status.PART: _("Delvis"),
    Status.MISSING: _("Saknas"),
    Status.UNKNOWN: _("Kan inte bedömas"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the system knows, with where it can be followed; ``value`` holds its count or day."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the data say of a paragraph: its status, why, and the facts behind."""

    status: Status
    reason: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteContract:
    """What somebody has said about a paragraph."""

    judgement: str
    motive: str
    function_id: UUID | None
    function: str
    due_on: date | None
    version: int
    changed_at: datetime | None
    changed_by: str
    history: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """A paragraph with what it demands and how it stands."""

    number: int
    heading: str
    demand: str
    """What it asks for, in plain Swedish."""
    judged: Judged
    note: NoteContract
    mend: str
    """What to do when it is not met."""
    mend_url: str = ""

    @property
    def status(self) -> str:
        """The judgement that somebody has made with a motive, otherwise what the data say."""
        return self.note.judgement or self.judged.status.value

    @property
    def status_label(self) -> str:
        """The status in words."""
        return str(STATUS_LABELS[self.status])

    @property
    def is_by_hand(self) -> bool:
        """Somebody has judged it in another way than the data do."""
        return bool(self.note.judgement) and self.note.judgement != self.judged.status.value


@dataclass(frozen=True, slots=True)
class Question:
    """One of the auditors' questions, answered from the system's own data."""

    number: int
    question: str
    answer: str
    facts: tuple[Fact, ...]
    cannot_know: str
    """What the system cannot tell, so that nobody takes silence for an answer."""


@dataclass(frozen=True, slots=True)
class EntryContract:
    """A line of a register; ``cells`` are its values as they are read, in the order of the columns."""

    id: UUID
    register: str
    cells: tuple[str, ...]
    values: Mapping[str, str]
    function_id: UUID | None
    function: str
    happened_on: date | None
    due_on: date | None
    state: str
    is_late: bool
    version: int
    changed_at: datetime
    changed_by: str
    history: Sequence[Mapping[str, object]] = field(default=())
    is_retired: bool = False

    @property
    def labelled(self) -> list[tuple[str, str, bool]]:
        """The label of each value, the value, and whether it is a day, in the order of the columns."""
        fields = REGISTERS[self.register].fields
        return [(str(f.label), cell, f.kind == "day") for f, cell in zip(fields, self.cells, strict=True)]


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """The statuses of a month, by paragraph."""

    month: date
    frozen_at: datetime
    statuses: Mapping[int, str]
    reasons: Mapping[int, str]
