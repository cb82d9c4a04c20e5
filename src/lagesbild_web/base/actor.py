"""Who acts: a person with memberships, another system with a key, the public, or the system itself."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ActiveMembership:
    """A function that the actor holds today: a role in an organisation of a municipality."""

    organisation_id: UUID
    organisation: str
    municipality_id: UUID
    municipality: str
    role: str
    is_demo: bool = False
    function_id: UUID | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A municipality where a person holds functions."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Everything that a use case needs to know about who asks; never the request itself."""

    kind: Literal["person", "key", "public", "system"]
    request_id: str
    user_id: UUID | None = None
    name: str = ""
    memberships: tuple[ActiveMembership, ...] = ()
    """What the actor holds in the municipality where the actor works now, the earliest first."""
    workplaces: tuple[Workplace, ...] = ()
    """Every municipality where the actor could work, by name."""
    needs_second_factor: bool = False
    """Whether one of the actor's roles, in any municipality, demands more than a password."""
    key_id: UUID | None = None
    """The key to the API that another system came in with; it has one membership, its function's."""

    @property
    def home(self) -> ActiveMembership | None:
        """The function that the actor acts in when nothing else is said: the earliest one."""
        return self.memberships[0] if self.memberships else None

    @property
    def municipality_id(self) -> UUID | None:
        """The municipality that the actor works in now, if any."""
        return self.home.municipality_id if self.home else None


def the_public(request_id: str = "") -> Actor:
    """Return the actor of somebody who is not logged in."""
    return Actor("public", request_id)


def the_system(request_id: str) -> Actor:
    """Return the actor of a command that is run by whoever runs the server; it may do everything."""
    return Actor("system", request_id)


def the_system_in(request_id: str, *, municipality_id: UUID, municipality: str) -> Actor:
    """Return the system's actor at work in one municipality, for what is asked of one at a time."""
    place = ActiveMembership(municipality_id, municipality, municipality_id, municipality, role="")
    return Actor("system", request_id, memberships=(place,))
