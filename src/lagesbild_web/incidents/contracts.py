"""What may enter and leave the feature: drafts, receipts, incidents as others see them, and the filter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID, uuid5

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild.tables.incidents import Incidents
from lagesbild_web.incidents.wording import when_in_words

OWN_SOURCE: Final = "rapport"
"""The source of what is reported here."""


class State(StrEnum):
    """Where in its life an incident is. Only what is approved counts."""

    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Final[Mapping[State, Promise]] = {
    State.WAITING: _("Väntar på granskning"),
    State.RETURNED: _("Väntar på svar"),
    State.APPROVED: _("Godkänd"),
    State.MERGED: _("Ihopslagen"),
    State.WITHDRAWN: _("Tillbakadragen"),
}
WITNESSED_LABELS: Final[Mapping[str, Promise]] = {"seen": _("Sett själv"), "heard": _("Hört av någon annan")}
POLICE_REPORT_LABELS: Final[Mapping[str, Promise]] = {
    "yes": _("Ja, polisanmält"),
    "no": _("Nej, inte polisanmält"),
    "unknown": _("Vet inte"),
}
TIME_PRECISION_LABELS: Final[Mapping[str, Promise]] = {
    "minute": _("Klockslag"),
    "span": _("Mellan två tider"),
    "day": _("Bara dagen"),
    "week": _("Bara veckan"),
    "month": _("Bara månaden"),
    "year": _("Bara året"),
    "unknown": _("Okänd tid"),
}
LOCATION_PRECISION_LABELS: Final[Mapping[str, Promise]] = {
    "point": _("Punkt på kartan"),
    "place": _("Namngiven plats"),
    "area": _("Bara området"),
    "municipality": _("Bara kommunen"),
    "unknown": _("Okänd plats"),
}


def reported_id(client_id: UUID, number: int) -> UUID:
    """Return the id of an incident by its sender's number of the report and its place in it, from 0."""
    return uuid5(client_id, str(number))


@dataclass(frozen=True, slots=True)
class Guard:
    """What decides who may see what belongs to an incident; for features that keep such things."""

    municipality_id: UUID
    organisation_id: UUID
    circle: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One incident as somebody writes it, before it is saved. Times are aware; places are WGS 84."""

    category: str
    """A code among the municipality's categories."""
    starts_at: datetime
    ends_at: datetime | None = None
    """The last possible moment, for a span."""
    time_precision: Literal["minute", "span", "day"] = "minute"
    """``day`` means that the hour of ``starts_at`` says nothing."""
    lon: float | None = None
    lat: float | None = None
    uncertainty_m: int | None = None
    place_id: UUID | None = None
    """A named place; its own point is used when none is given."""
    place_name: str = ""
    seriousness: int | None = None
    """1-5; the category's own when not given."""
    witnessed: str = ""
    police_report: str = "unknown"
    text: str = ""
    personal_data_motive: str = ""
    """Why words that look like personal data must stay; without it such a text is not saved."""
    own_circle: bool = False
    """Only the own organisation is to see it, not the partners."""


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """What came of an incident, and who tells."""

    at: datetime
    text: str
    by_function: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An incident of a report, as the reporter sees it."""

    id: UUID
    category: str
    starts_at: datetime
    time_precision: str
    place: str
    state: State
    state_label: str
    question: str
    answer: str
    version: int
    feedback: tuple[FeedbackLine, ...] = ()
    """What came of it, the latest first."""


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the sender gets: proof that the report was received, and what happens to it now."""

    id: UUID
    client_id: UUID
    reference: str
    """Short enough to be read over the telephone."""
    received_at: datetime
    organisation: str
    lines: tuple[ReportLine, ...]
    zero_from: date | None
    zero_to: date | None

    @property
    def is_zero(self) -> bool:
        """It says that nothing had happened."""
        return self.zero_from is not None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an incident was, as exactly as the reader may know.

    ``cell_m`` is the side of the square whose middle ``lon`` and ``lat`` are, None when they are exact.
    """

    lon: float | None
    lat: float | None
    e: float | None
    n: float | None
    cell_m: int | None
    uncertainty_m: int | None
    name: str
    place_id: UUID | None
    area: str
    area_id: UUID | None
    area_generation: str
    precision: str
    precision_label: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as a line in a list."""

    id: UUID
    version: int
    category: str
    category_code: str
    starts_at: datetime
    ends_at: datetime
    time_precision: str
    place: Place
    seriousness: int
    organisation: str
    source: str
    state: State
    state_label: str
    text: str
    registered_at: datetime

    @property
    def when(self) -> str:
        """When it was, as it is read."""
        return when_in_words(self.starts_at, self.ends_at, self.time_precision)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step in an incident's history. ``who`` is a person's name, or the function."""

    at: datetime
    step: str
    who: str
    reason: str
    changes: tuple[str, ...]
    """What the step changed, one Swedish sentence for each field."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident with everything that its page shows."""

    row: IncidentRow
    municipality_id: UUID
    witnessed_label: str
    police_report_label: str
    personal_data_motive: str
    function: str
    """Who reported it: the function, never the name."""
    report_id: UUID | None
    question: str
    answer: str
    merged_into: UUID | None
    merged: tuple[UUID, ...]
    sensitivity_label: str
    is_protected: bool
    """Who opens it is written in the log."""
    circle_label: str
    history: tuple[HistoryLine, ...]
    draft: Draft | None
    """What can be corrected, as it is written now; None for a reader who may not correct it."""
    can_review: bool
    can_answer: bool
    can_withdraw: bool
    can_undo: bool
    undo_label: str


@dataclass(frozen=True, slots=True)
class DuplicateHint:
    """Another incident that may be the same, with what speaks for it.

    ``score`` is 0-1, a judgement and no probability; ``strength`` is it in words.
    """

    row: IncidentRow
    score: float
    strength: str
    distance_m: int | None
    """None when one of them has no point."""
    apart_minutes: int
    """Time between them; 0 when their spans overlap."""
    common_words: int
    words: int
    """How many different words the two texts have together."""
    reasons: tuple[str, ...]
    """What speaks for it, in Swedish, with the numbers."""


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """An organisation, and whether what it reports counts at once."""

    organisation_id: UUID
    name: str
    is_trusted: bool
    since: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class TrustRegister:
    """Every organisation of a municipality with its trust."""

    municipality_id: UUID
    entries: tuple[TrustEntry, ...]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many incidents are in a state."""

    state: State
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of a polygon, degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents: everything that is given must hold; an empty field asks for nothing.

    ``filters.parse_filter`` and ``filters.as_query`` turn it from and into the address of a page.
    """

    categories: tuple[str, ...] = ()
    """Codes; a group stands for everything below it."""
    areas: tuple[UUID, ...] = ()
    """Districts (as frozen on the incident), other areas (by their boundary) and places."""
    polygon: tuple[Corner, ...] = ()
    """Within this ring, three corners or more."""
    sources: tuple[str, ...] = ()
    organisations: tuple[UUID, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    """Local days, both included."""
    hours: tuple[int, ...] = ()
    """Local hours 0-23; asks also that the hour is known."""
    weekdays: tuple[int, ...] = ()
    """1 is Monday, 7 Sunday."""
    seriousness: tuple[int, ...] = ()
    states: tuple[State, ...] = (State.APPROVED,)
    text: str = ""
    """Words that must all be in the text or the name of the place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the list of incidents, the latest first: what comes after it is what is left to read."""

    starts_at: datetime
    incident_id: UUID


@dataclass(frozen=True, slots=True)
class IncidentStretch:
    """A stretch of the list of incidents; ``more`` is where the next begins, None when this was the last."""

    rows: tuple[IncidentRow, ...]
    more: Mark | None


@dataclass(frozen=True, slots=True)
class IncidentSelection:
    """The incidents of a filter as the library's table, and what the table has no room for.

    ``details`` has one row for each row of ``incidents``, in the same order, with the columns id,
    area_id, organisation_id, organisation, state, seriousness, cell_m (null where the place is exact),
    batch, category_code (the municipality's own) and starts_on (the local day).
    """

    incidents: Incidents
    details: pl.DataFrame = field(repr=False)
    note: str = ""
    """What a reader must know when boundaries have moved through the districts that were asked for."""

    @property
    def blurred(self) -> int:
        """How many rows have a coarser place than the incident: the reader may not see the exact one."""
        return int(self.details["cell_m"].is_not_null().sum())
