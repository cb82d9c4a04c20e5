"""What the pages may know about the log, what is removed when, and what was handed out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A record as it is read: who is empty when the link to the person was erased or there was none."""

    sequence: int
    at: datetime
    sentence: str
    who: str
    object_id: UUID | None
    hash: str


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which part of the log to show. Empty parts leave nothing out; days are whole, both included."""

    group: str = ""
    """The first part of the events' names, such as ``access``."""
    first_day: date | None = None
    last_day: date | None = None
    object_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChainState:
    """The last time somebody went through the whole log, and what was found."""

    at: datetime
    records: int
    faults: tuple[str, ...]
    added_since: int


@dataclass(frozen=True, slots=True)
class RetentionEntry:
    """A kind of record: how long it is kept, and what is removed next."""

    name: str
    label: str
    counted_from: str
    remains: str
    keep_months: int
    basis: str
    is_decided: bool
    """The municipality has decided; otherwise it is what the program begins with."""
    due: int
    next_on: date | None
    """The first day when something will be due; None when there is nothing."""
    removed: int
    """How many have been removed so far."""
    last_removed_at: datetime | None
    goes_with: str
    """What it belongs to and is never kept longer than; empty when it stands by itself."""


@dataclass(frozen=True, slots=True)
class DisclosureEntry:
    """Something that was handed out."""

    id: UUID
    disclosed_on: date
    what: str
    receiver: str
    ground: str
    ground_label: str
    ground_text: str
    diary_number: str
    function: str
    registered_at: datetime
    is_corrected: bool
    corrects: UUID | None
