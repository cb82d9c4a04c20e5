"""What the pages may know about the log."""

from dataclasses import dataclass
from datetime import datetime
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
