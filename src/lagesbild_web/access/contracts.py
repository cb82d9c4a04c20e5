"""What the rest of the house may know about organisations and rights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.actor import Actor


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
    function: str
    """What the work is called; empty for what everybody may do."""


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as another part of the house points at it."""

    id: UUID
    name: str
    role: str
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """An app on a phone, or a passkey with the name that its owner gave it."""

    id: int
    is_key: bool
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seer:
    """A function that may see a thing, and how many people hold it now."""

    function: str
    organisation: str
    role: str
    people: int


class Span(StrEnum):
    """Where something stands in time."""

    COMING = "coming"
    NOW = "now"
    PAST = "past"
    TAKEN_BACK = "taken_back"


SPAN_LABELS: Final[Mapping[Span, Promise]] = {
    Span.COMING: _("Kommande"),
    Span.NOW: _("Nu"),
    Span.PAST: _("Tidigare"),
    Span.TAKEN_BACK: _("Togs tillbaka"),
}


def span_of(starts_on: date, ends_on: date | None, today: date) -> Span:
    """Return where a time from a day until the day before another stands today."""
    if ends_on is not None and ends_on <= starts_on:
        return Span.TAKEN_BACK
    if ends_on is not None and ends_on <= today:
        return Span.PAST
    return Span.NOW if starts_on <= today else Span.COMING


@dataclass(frozen=True, slots=True)
class Held:
    """That a person holds a function; ``person`` is empty when the account was erased."""

    id: UUID
    person_id: UUID | None
    person: str
    function_id: UUID
    function: str
    organisation: str
    role: str
    starts_on: date
    ends_on: date | None
    is_substitute: bool
    source: str
    span: Span

    @property
    def span_label(self) -> str:
        """The state in words."""
        return str(SPAN_LABELS[self.span])

    @property
    def last_day(self) -> date | None:
        """The last day when it held; None while nobody knows, or when it never held."""
        return self.ends_on - timedelta(days=1) if self.ends_on and self.span is not Span.TAKEN_BACK else None


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """A function in the register, with those who hold it now."""

    id: UUID
    name: str
    role: str
    role_label: str
    area: str
    organisation_id: UUID
    organisation: str
    starts_on: date
    ends_on: date | None
    span: Span
    holders: tuple[Held, ...]
    """Those who hold it today in the register; everybody who ever did on the function's own page."""


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation in the register, with what it holds today."""

    id: UUID
    name: str
    kind_label: str
    is_municipality: bool
    ends_on: date | None
    functions: int
    people: int


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A line of the table of groups: whose members hold which function."""

    id: UUID
    provider: str
    group: str
    function: str
    organisation: str
    role_label: str


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """Whether a role must show a second factor, and how many of those who hold it have one."""

    role: str
    label: str
    is_demanded: bool
    people: int
    with_second_factor: int


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in the register, with all that the person holds or has held in the municipality."""

    id: UUID
    full_name: str
    email: str
    is_active: bool
    is_invited: bool
    """Has not chosen a password yet."""
    last_log_in: datetime | None
    holdings: tuple[Held, ...]
    has_second_factor: bool = False

    @property
    def current(self) -> tuple[Held, ...]:
        """What the person holds today or will hold."""
        return tuple(held for held in self.holdings if held.span in {Span.NOW, Span.COMING})

    @property
    def state_label(self) -> str:
        """Whether the person can log in, in words."""
        if not self.is_active or not self.current:
            return str(_("Avslutad"))
        return str(_("Inbjuden")) if self.is_invited else str(_("Aktiv"))


class KeyState(StrEnum):
    """Whether a key to the API works, and if not, why."""

    WORKS = "works"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHOUT_FUNCTION = "without_function"


KEY_STATE_LABELS: Final[Mapping[KeyState, Promise]] = {
    KeyState.WORKS: _("Gäller"),
    KeyState.EXPIRED: _("Har gått ut"),
    KeyState.REVOKED: _("Avslutad"),
    KeyState.WITHOUT_FUNCTION: _("Funktionen gäller inte"),
}


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A key to the API as the administrator sees it: everything but the key."""

    id: UUID
    name: str
    purpose: str
    hint: str
    function: str
    organisation: str
    role_label: str
    scope_labels: tuple[str, ...]
    created_on: date
    expires_on: date
    last_used_on: date | None
    old_until: date | None
    """Until the day before this the key from before the renewal works too; None when there is none."""
    state: KeyState
    ends_soon: bool
    """It works, and should be renewed now."""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(KEY_STATE_LABELS[self.state])

    @property
    def last_day(self) -> date:
        """The last day when it works."""
        return self.expires_on - timedelta(days=1)

    @property
    def works(self) -> bool:
        """It can be used today."""
        return self.state is KeyState.WORKS


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was just made. The only time that the whole of it is known."""

    id: UUID
    name: str
    secret: str = field(repr=False)
    expires_on: date


@dataclass(frozen=True, slots=True)
class EnteredKey:
    """A key that works, and the actor that it stands for."""

    id: UUID
    name: str
    scopes: frozenset[str]
    actor: Actor
    expires_on: date
    is_first_today: bool
