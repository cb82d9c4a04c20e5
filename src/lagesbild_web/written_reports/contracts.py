"""What the pages for reports in running text show, and what is sent from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class WrittenState(StrEnum):
    """Where in its life a text is."""

    OPEN = "open"
    SAVED = "saved"
    DISCARDED = "discarded"
    REMOVED = "removed"


WRITTEN_STATE_LABELS: Final[Mapping[WrittenState, Promise]] = {
    WrittenState.OPEN: _("Att gå igenom"),
    WrittenState.SAVED: _("Inläst"),
    WrittenState.DISCARDED: _("Kastad"),
    WrittenState.REMOVED: _("Gallrad"),
}


@dataclass(frozen=True, slots=True)
class WrittenSummary:
    """A text as a line in the list."""

    id: UUID
    organisation: str
    report_day: date
    received_at: datetime
    state: WrittenState
    state_label: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that look like personal data, and why."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text as it is proposed to be kept."""

    id: UUID
    words: str
    category: str
    day: date | None
    first: time | None
    last: time | None
    place_id: UUID | None
    place_name: str
    is_left_out: bool
    is_heading: bool
    marks: Sequence[Mark]
    lines: Sequence[tuple[int, str]]
    """Where it can be divided: the place of a line in ``words``, and how the line begins."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text with everything that its page shows."""

    summary: WrittenSummary
    municipality_id: UUID
    text: str
    pieces: Sequence[Piece]
    marked: int
    """Pieces to be kept that hold what looks like personal data."""

    @property
    def kept(self) -> Sequence[Piece]:
        """The pieces that become incidents."""
        return [piece for piece in self.pieces if not piece.is_left_out]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a reviewer has written about a piece."""

    words: str
    category: str
    day: date | None
    first: time | None
    last: time | None
    place_id: UUID | None
    place_name: str


@dataclass(frozen=True, slots=True)
class Step:
    """Done with a piece: ``merge`` (with the next), ``split``, ``leave_out``, ``take_in``, ``mask``."""

    name: str
    piece_id: UUID | None = None
    """None for ``mask`` of all pieces."""
    at: int = 0
    """For ``split``: the place of the line that begins the second part."""
