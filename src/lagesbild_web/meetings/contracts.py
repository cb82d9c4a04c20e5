"""What may leave the feature: groups, meetings and decisions as others see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lagesbild_web.base.chain import Thing
from lagesbild_web.meetings.figures import Figures


@dataclass(frozen=True, slots=True)
class Member:
    """A function that is a member."""

    id: int
    function_id: UUID
    function: str
    is_leading: bool
    is_vacant: bool
    """Nobody holds the function today."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as a line in a list."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    rhythm_label: str
    members: int
    next_at: datetime | None
    open_decisions: int
    is_ended: bool


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as a line in a list."""

    id: UUID
    group_id: UUID
    group: str
    number: int
    starts_at: datetime
    state: str
    state_label: str
    place: str


@dataclass(frozen=True, slots=True)
class DecisionStepLine:
    """What was said about a decision."""

    at: datetime
    meeting_number: int | None
    state_label: str
    text: str
    due_on: date
    by_function: str


@dataclass(frozen=True, slots=True)
class LinkedThing:
    """What a decision is about or became; ``thing`` is None when the reader may not see it."""

    link_id: int
    kind_label: str
    label: str
    thing: Thing | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as it is read on an agenda."""

    id: UUID
    meeting_id: UUID
    meeting_number: int
    group_id: UUID
    group: str
    text: str
    function_id: UUID
    function: str
    due_on: date
    follow_up: str
    is_for_steering: bool
    state: str
    state_label: str
    why: str
    version: int
    is_late: bool
    steps: tuple[DecisionStepLine, ...]
    decided_on: date


@dataclass(frozen=True, slots=True)
class Group:
    """A group with everything that its page shows."""

    line: GroupLine
    municipality_id: UUID
    purpose: str
    rhythm: str
    version: int
    area_ids: tuple[UUID, ...]
    areas: tuple[str, ...]
    convener_id: UUID | None
    convener: str
    escalates_to_id: UUID | None
    escalates_to: str
    members: tuple[Member, ...]
    meetings: tuple[MeetingLine, ...]
    decisions: tuple[DecisionLine, ...]
    """Those that are not done."""
    suggested_at: datetime | None
    """When the latest meeting said that the next is."""
    remarks: tuple[str, ...]
    """What is missing, such as leading positions in the council."""
    can_manage: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A point of the agenda; ``code`` says what is shown under it."""

    id: int
    code: str
    heading: str
    help: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class Presence:
    """A member, and whether the function was present."""

    function_id: UUID
    function: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """A version of the minutes."""

    number: int
    adjusted_by: str
    adjusted_on: date
    reason: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with everything that its pages show."""

    line: MeetingLine
    municipality_id: UUID
    municipality: str
    version: int
    link: str
    since: date
    until: date | None
    figures: Figures | None
    is_frozen: bool
    next_at: datetime | None
    items: tuple[ItemLine, ...]
    members: tuple[Presence, ...]
    carried: tuple[DecisionLine, ...]
    """Decided at earlier meetings and open when this one was, with those that groups below have passed on."""
    decided: tuple[DecisionLine, ...]
    """Decided at this meeting."""
    minutes: tuple[MinutesLine, ...]
    previous: MeetingLine | None
    can_manage: bool
    can_write: bool
    """Notes and decisions can be written."""

    @property
    def heading(self) -> str:
        """What the meeting is called."""
        return f"{self.line.group}, möte {self.line.number}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with everything that its page shows."""

    line: DecisionLine
    municipality_id: UUID
    links: tuple[LinkedThing, ...]
    can_manage: bool
    can_report: bool
    """The reader answers for it, or manages meetings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something written in the calendar by hand."""

    id: int
    name: str
    first_day: date
    last_day: date
    is_school_break: bool
