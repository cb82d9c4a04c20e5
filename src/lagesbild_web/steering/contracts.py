"""What may leave the feature: documents, targets, definitions and the committees' duties, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_LABELS: Final[Mapping[str, Promise]] = {
    "programme": _("Program"),
    "policy": _("Policy"),
    "action_plan": _("Handlingsplan"),
    "guideline": _("Riktlinje"),
    "routine": _("Rutin"),
    "other": _("Annat"),
}
KIND_HELP: Final[Mapping[str, Promise]] = {
    "programme": _("Säger vart kommunen vill, i stort."),
    "policy": _("Säger hur kommunen förhåller sig till en fråga, och vem som ansvarar."),
    "action_plan": _("Säger vad som ska göras, av vem och när."),
    "guideline": _("Säger hur något ska göras."),
    "routine": _("Säger steg för steg hur en verksamhet gör."),
}
LEVEL_LABELS: Final[Mapping[str, Promise]] = {
    "council": _("Kommunfullmäktige"),
    "board": _("Kommunstyrelsen"),
    "committee": _("Nämnd"),
    "office": _("Förvaltning eller enhet"),
    "company": _("Kommunalt bolag"),
}


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A steering document as somebody writes it."""

    title: str
    kind: str
    level: str
    body: str = ""
    decided_on: date | None = None
    section: str = ""
    record_number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day when it holds."""
    review_on: date | None = None
    function_id: UUID | None = None
    replaces_id: UUID | None = None
    link: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SteeringDocument:
    """A steering document as others see it."""

    id: UUID
    municipality_id: UUID
    draft: DocumentDraft
    kind_label: str
    level_label: str
    function: str
    replaces: str
    replaced_by: str
    replaced_by_id: UUID | None
    file_name: str
    file_size: int
    revision: int
    is_retired: bool
    state_label: str

    @property
    def decision(self) -> str:
        """By whom, when and where it was decided."""
        draft = self.draft
        day = draft.decided_on.isoformat() if draft.decided_on else ""
        parts = [draft.body, day, draft.section, f"dnr {draft.record_number}" if draft.record_number else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Target:
    """A political target, from the council's downwards. ``depth`` is 0 at the top."""

    id: UUID
    municipality_id: UUID
    parent_id: UUID | None
    document_id: UUID | None
    document: str
    title: str
    description: str
    depth: int
    order: int
    revision: int
    is_retired: bool
    retired_on: date | None = None
    """When it was struck; None while it holds."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a word means from a day on."""

    id: UUID
    term: str
    text: str
    source: str
    valid_from: date
    valid_to: date | None
    """The day when a later wording began to hold; None for the one that holds."""


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee, a board or a company that must have documents of its own."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one committee has of one required document."""

    requirement_id: UUID
    committee_id: UUID
    state: str
    """``missing``, ``has`` or ``not_needed``."""
    document_id: UUID | None
    document: str
    motive: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document that committees must have, with the law when a law asks for it."""

    id: UUID
    title: str
    kind_label: str
    law: str
    cells: tuple[Cell, ...]
    """One for each committee, in their order."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which documents each committee must have, and has."""

    committees: tuple[Committee, ...]
    requirements: tuple[Requirement, ...]

    @property
    def missing(self) -> int:
        """How many documents are missing."""
        return sum(cell.state == "missing" for row in self.requirements for cell in row.cells)
