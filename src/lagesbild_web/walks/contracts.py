"""What may leave the feature: walks and findings as others see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from lagesbild_web.base.chain import Thing
from lagesbild_web.walks.kinds import Aspect


@dataclass(frozen=True, slots=True)
class WalkDraft:
    """A walk as somebody plans it."""

    title: str
    starts_at: datetime
    area_id: UUID | None = None
    gathering: str = ""
    purpose: str = ""
    theme: str = ""
    route: str = ""
    line: Sequence[tuple[float, float]] = ()
    """Corners of the route, longitude and latitude in degrees."""
    previous_id: UUID | None = None
    function_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A finding as it is noted on the spot."""

    aspect: str
    is_good: bool
    text: str
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    seriousness: int | None = None
    proposal: str = ""
    repeats_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WalkLine:
    """A walk as a line in a list."""

    id: UUID
    title: str
    starts_at: datetime
    area: str
    state: str
    state_label: str
    findings: int
    open_findings: int


@dataclass(frozen=True, slots=True)
class FindingStepLine:
    """What was said about a finding."""

    at: datetime
    state_label: str
    text: str
    by_function: str


@dataclass(frozen=True, slots=True)
class LinkedThing:
    """What a finding belongs to or has become."""

    link_id: int
    kind_label: str
    label: str
    thing: Thing | None


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as it is read in a table."""

    id: UUID
    walk_id: UUID
    walk: str
    municipality_id: UUID
    number: int
    aspect: str
    aspect_label: str
    is_good: bool
    text: str
    place: str
    lon: float | None
    lat: float | None
    e: float | None
    n: float | None
    seriousness: int | None
    seriousness_label: str
    proposal: str
    function_id: UUID | None
    function: str
    due_on: date | None
    state: str
    state_label: str
    why: str
    repeats_id: UUID | None
    repeats_number: int | None
    version: int
    is_late: bool
    retired_on: date | None = None
    """When it was taken away as noted by mistake; None while it stands."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its history and links."""

    line: FindingLine
    steps: tuple[FindingStepLine, ...]
    links: tuple[LinkedThing, ...]
    can_manage: bool
    can_report: bool
    """The reader answers for it, or manages walks."""
    can_restore: bool = False
    """It was taken away, and the reader may take it back."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A function that is invited."""

    function_id: UUID
    function: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What a walk found of what the walk before found."""

    before: FindingLine
    again: FindingLine | None
    """The same thing seen again; None when it was not."""


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """A protocol that has been made."""

    number: int
    made_at: datetime
    by_function: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayPoint:
    """A point of the drawn way, in degrees, and how far it is from the start along the way, in metres."""

    number: int
    lon: float
    lat: float
    metres: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk with everything that its page shows."""

    line: WalkLine
    municipality_id: UUID
    municipality: str
    version: int
    area_id: UUID | None
    gathering: str
    purpose: str
    theme: str
    places: tuple[str, ...]
    route: tuple[tuple[float, float], ...]
    way: tuple[WayPoint, ...]
    checklist: tuple[Aspect, ...]
    checklist_number: int
    """0 is the list that every municipality begins with."""
    previous: WalkLine | None
    function_id: UUID | None
    function: str
    participants: int | None
    participants_note: str
    invited: tuple[Invited, ...]
    findings: tuple[FindingLine, ...]
    compared: tuple[Compared, ...]
    protocols: tuple[ProtocolLine, ...]
    darkness: str
    """When it gets dark that day, in words."""
    can_manage: bool
    can_note: bool
    map_svg: str = field(default="", repr=False)
