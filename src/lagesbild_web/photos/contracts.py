"""What others may know of photographs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

MOST_PER_INCIDENT: Final = 3


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of an incident. Removed ones are gone; what is left says that there was one."""

    id: UUID
    width: int
    height: int
    made_at: datetime
    number: int
    """Its place among the incident's, from 1."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a municipality takes photographs, and why."""

    is_allowed: bool
    motive: str
    decided_at: datetime | None
