"""What the page of sources shows, and what a fetch has brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lagesbild_web.sources.kinds import SourceKind


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be fetched, for whom."""

    feed_id: UUID
    municipality_id: UUID
    source: str
    municipality_code: str
    user_agent: str
    asks_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what a source told."""

    new: int
    changed: int
    same: int
    remark: str = ""
    """A Swedish sentence about something to know, such as a key figure that is closed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One fetch in the history."""

    id: UUID
    started_at: datetime
    ended_at: datetime | None
    is_well: bool
    new: int
    changed: int
    sentence: str
    undone_at: datetime | None = None
    undone_reason: str = ""

    @property
    def can_be_undone(self) -> bool:
        """It brought something, and that is still here."""
        return self.is_well and self.undone_at is None and self.new + self.changed > 0


@dataclass(frozen=True, slots=True)
class Feed:
    """A source as its municipality has it."""

    kind: SourceKind
    is_on: bool
    municipality_code: str
    municipality_name: str
    contact: str
    every_minutes: int
    every_label: str
    asks_for: tuple[str, ...]
    started_at: datetime | None
    succeeded_at: datetime | None
    failed_at: datetime | None
    failure: str
    failures: int
    next_at: datetime | None
    new: int
    changed: int
    rows: int
    remark: str
    is_asked: bool
    limits: Sequence[str]
    runs: Sequence[Run] = ()

    @property
    def is_resting(self) -> bool:
        """It is on, but not asked again before somebody says so: a fetch was taken back."""
        return self.is_on and self.next_at is None


@dataclass(frozen=True, slots=True)
class Feeds:
    """Every source of a municipality."""

    municipality_id: UUID
    feeds: Sequence[Feed]
    can_switch: bool
    can_undo: bool
    """May take back what a fetch brought."""
    is_stopped: bool
    """Whoever runs the server has said that nothing is fetched."""
    is_demo: bool
    """An invented municipality never asks anybody anything."""
