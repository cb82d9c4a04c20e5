"""What the pages for reports in running text show, and what is sent from them."""

import hashlib
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
    version: str
    """Of what it says; the form carries it, so that two reviewers do not write over each other."""


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

    @property
    def version(self) -> str:
        """The version that a piece has that says this."""
        return version_of(
            words=self.words,
            category=self.category,
            day=self.day,
            first=self.first,
            last=self.last,
            place_id=self.place_id,
            place_name=self.place_name,
            is_left_out=False,
        )


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of what a reviewer wrote, when somebody else may have written meanwhile."""

    collided: frozenset[UUID]
    """Pieces that both have changed: what the reviewer wrote about them is not kept."""
    changed: frozenset[UUID]
    """Pieces that somebody else has changed, made or taken away since the reviewer looked."""
    step_faults: Mapping[str, str]
    """Why the step was not taken; empty when it was, or none was asked for."""
    version: str
    """Of the whole text, as it is now."""


@dataclass(frozen=True, slots=True)
class Step:
    """Done with a piece: ``merge`` (with the next), ``split``, ``leave_out``, ``take_in``, ``mask``."""

    name: str
    piece_id: UUID | None = None
    """None for ``mask`` of all pieces."""
    at: int = 0
    """For ``split``: the place of the line that begins the second part."""


def version_of(
    *,
    words: str,
    category: str,
    day: date | None,
    first: time | None,
    last: time | None,
    place_id: UUID | None,
    place_name: str,
    is_left_out: bool,
) -> str:
    """Return a short name for what a piece says, as far as its form shows it: the same for the same words."""
    clocks = [clock.strftime("%H:%M") if clock else "" for clock in (first, last)]
    told = (
        words.strip(),
        category,
        str(day or ""),
        *clocks,
        str(place_id or ""),
        place_name,
        str(is_left_out),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def version_of_all(pieces: Mapping[UUID, str]) -> str:
    """Return the version of a whole text, from those of its pieces."""
    told = sorted((str(piece), version) for piece, version in pieces.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
