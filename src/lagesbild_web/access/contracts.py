"""What the rest of the house may know about organisations and rights."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; a municipality is its own municipality."""

    id: UUID
    name: str
    kind: str
    municipality_id: UUID
    municipality: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account, as the person and the administrator see it."""

    id: UUID
    email: str
    full_name: str


@dataclass(frozen=True, slots=True)
class GrantedRight:
    """A line of "Vad får jag se?" in words: a right, how far it reaches, how sensitive the content may be."""

    right: str
    reach: str
    up_to: str


@dataclass(frozen=True, slots=True)
class GrantedRole:
    """A role that the actor holds now, and what it gives."""

    role: str
    organisation: str
    municipality: str
    rights: tuple[GrantedRight, ...]
