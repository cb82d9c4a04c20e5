"""What may leave the feature: plans, goals, indicators and measures as others see them, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class VersionState(StrEnum):
    """Where in its life a version of a plan is. In force is what is decided and has begun."""

    DRAFT = "draft"
    REVIEW = "review"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    FOLLOWED_UP = "followed_up"
    REPLACED = "replaced"


class GoalLevel(StrEnum):
    """How far down in the tree a goal stands; what is above is the council's, in ``steering``."""

    FOCUS_AREA = "focus_area"
    GOAL = "goal"


class MeasureState(StrEnum):
    """Where in its life a measure is."""

    PLANNED = "planned"
    DECIDED = "decided"
    ONGOING = "ongoing"
    DONE = "done"
    ENDED_EARLY = "ended_early"
    NOT_STARTED = "not_started"


VERSION_STATE_LABELS: Final[Mapping[VersionState, Promise]] = {
    VersionState.DRAFT: _("Utkast"),
    VersionState.REVIEW: _("Skickad för granskning"),
    VersionState.DECIDED: _("Beslutad"),
    VersionState.IN_FORCE: _("Gäller"),
    VersionState.FOLLOWED_UP: _("Uppföljd"),
    VersionState.REPLACED: _("Ersatt"),
}
GOAL_LEVEL_LABELS: Final[Mapping[GoalLevel, Promise]] = {
    GoalLevel.FOCUS_AREA: _("Huvudområde"),
    GoalLevel.GOAL: _("Mål"),
}
MEASURE_STATE_LABELS: Final[Mapping[MeasureState, Promise]] = {
    MeasureState.PLANNED: _("Planerad"),
    MeasureState.DECIDED: _("Beslutad"),
    MeasureState.ONGOING: _("Pågår"),
    MeasureState.DONE: _("Genomförd"),
    MeasureState.ENDED_EARLY: _("Avslutad i förtid"),
    MeasureState.NOT_STARTED: _("Blev inte av"),
}
NEXT_STATES: Final[Mapping[MeasureState, tuple[MeasureState, ...]]] = {
    MeasureState.PLANNED: (MeasureState.NOT_STARTED,),
    MeasureState.DECIDED: (MeasureState.ONGOING, MeasureState.DONE, MeasureState.NOT_STARTED),
    MeasureState.ONGOING: (MeasureState.DONE, MeasureState.ENDED_EARLY),
    MeasureState.DONE: (MeasureState.ONGOING,),
    MeasureState.ENDED_EARLY: (MeasureState.ONGOING,),
    MeasureState.NOT_STARTED: (MeasureState.PLANNED, MeasureState.DECIDED),
}
"""The steps that a measure can take. ``planned`` becomes ``decided`` when its plan is."""
CLOSED: Final = (MeasureState.DONE, MeasureState.ENDED_EARLY, MeasureState.NOT_STARTED)

NATURE_LABELS: Final[Mapping[str, Promise]] = {
    "situational": _("Situationell: gör brottet svårare att begå"),
    "social": _("Social: minskar benägenheten att begå brott"),
    "both": _("Både situationell och social"),
}
NATURE_SHORT: Final[Mapping[str, Promise]] = {
    "situational": _("Situationell"),
    "social": _("Social"),
    "both": _("Situationell och social"),
}
LEVEL_LABELS: Final[Mapping[str, Promise]] = {
    "primary": _("Primär: riktas till alla"),
    "secondary": _("Sekundär: riktas dit där risken finns"),
    "tertiary": _("Tertiär: riktas dit där problemen redan finns"),
}
LEVEL_SHORT: Final[Mapping[str, Promise]] = {
    "primary": _("Primär"),
    "secondary": _("Sekundär"),
    "tertiary": _("Tertiär"),
}
COST_KIND_LABELS: Final[Mapping[str, Promise]] = {
    "one_off": _("Engångskostnad, kronor"),
    "yearly": _("Kostnad för året, kronor"),
    "hours": _("Egen arbetstid, timmar"),
}
FUNDING_LABELS: Final[Mapping[str, Promise]] = {
    "own": _("Egen budget"),
    "grant": _("Statsbidrag"),
    "partner": _("Samverkanspart"),
}
DESIGN_LABELS: Final[Mapping[str, Promise]] = {
    "its": _("Tidsserie: före och efter i samma område (avbruten tidsserie)"),
    "wdd": _("Jämförelse: området mot ett annat, med hänsyn till förflyttning (WDD)"),
    "did": _("Jämförelse: skillnad i skillnader mot ett eller flera andra områden (DiD)"),
    "none": _("Ingen effektmätning"),
}
BETTER_LABELS: Final[Mapping[str, Promise]] = {
    "lower": _("Lägre är bättre"),
    "higher": _("Högre är bättre"),
}
HOW_LABELS: Final[Mapping[str, Promise]] = {
    "incidents": _("Räknas ur händelserna här: ett urval per period"),
    "measured": _("Hämtas från ett mått bland indikatorerna"),
    "survey": _("Andel i en enkät, med antal svar"),
    "count": _("Antal som skrivs in för hand, till exempel anmälda brott"),
    "manual": _("Annat värde som skrivs in för hand"),
}
PER_LABELS: Final[Mapping[str, Promise]] = {
    "month": _("månad"),
    "quarter": _("kvartal"),
    "tertial": _("tertial"),
    "half": _("halvår"),
    "year": _("år"),
}
PER_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "tertial": 4, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan as a line in a list."""

    id: UUID
    title: str
    municipality_id: UUID
    state: VersionState
    """The state of the latest version: also the draft of a revision."""
    state_label: str
    number: int
    """The number of the latest version."""
    function_id: UUID | None
    function: str
    starts_on: date
    ends_on: date
    picture_id: UUID | None
    decided_on: date | None
    """When the latest decided version was decided."""
    decision: str
    """The latest decision in words: body, day, paragraph, record number; empty when there is none."""
    decided_number: int | None
    circle_label: str
    revision: int
    is_retired: bool
    retired_on: date | None = None
    """When it was taken out of use."""
    circle: str = "partners"

    @property
    def period(self) -> str:
        """From the first to the last day."""
        return f"{self.starts_on.isoformat()} – {self.ends_on.isoformat()}"

    @property
    def can_be_written(self) -> bool:
        """The latest version is a draft, so the wording can be changed."""
        return self.state is VersionState.DRAFT and not self.is_retired


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a plan in its history."""

    number: int
    state: VersionState
    state_label: str
    opened_on: date
    why: str
    sent_on: date | None
    decided_on: date | None
    decision: str
    followed_up_on: date | None
    followed_up_as: str
    replaced_on: date | None
    is_frozen: bool
    frozen_sha256: str
    kept: tuple[str, ...] = ()
    """The kinds of file that the document is kept as, such as ``pdf``."""


@dataclass(frozen=True, slots=True)
class GoalSummary:
    """A focus area or a goal."""

    id: UUID
    plan_id: UUID
    title: str
    state: str
    """``active`` or ``retired``."""
    state_label: str
    level: GoalLevel
    parent_id: UUID | None
    description: str
    function_id: UUID | None
    function: str
    starts_on: date
    ends_on: date
    problem_ids: tuple[UUID, ...]
    steering_goal_id: UUID | None
    revision: int
    retired_on: date | None = None
    """When it was struck out of the plan."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood; per cent is 0-100."""

    value: float
    low: float | None
    high: float | None
    n: int | None
    first_day: date | None
    last_day: date | None
    method: str


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator with its definition, baseline and target."""

    id: UUID
    plan_id: UUID
    goal_id: UUID
    title: str
    state: str
    """``active`` or ``retired``."""
    state_label: str
    definition: str
    source: str
    unit: str
    better: str
    better_label: str
    delay: str
    weakness: str
    how: str
    how_label: str
    filter_query: str
    measured_id: str
    per: str
    per_label: str
    baseline: Baseline | None
    target_value: float | None
    target_on: date | None
    target_motive: str
    function_id: UUID | None
    """The goal's responsible function."""
    function: str
    problem_ids: tuple[UUID, ...]
    revision: int
    retired_on: date | None = None
    """When it, or its goal, was struck out of the plan."""


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure as a line in a list."""

    id: UUID
    plan_id: UUID
    title: str
    state: MeasureState
    state_label: str
    state_reason: str
    state_since: date
    function_id: UUID | None
    function: str
    is_vacant: bool
    """Nobody holds the responsible function today."""
    starts_on: date | None
    ends_on: date | None
    problem_ids: tuple[UUID, ...]
    cause_ids: tuple[UUID, ...]
    goal_ids: tuple[UUID, ...]
    partner_ids: tuple[UUID, ...]
    area_ids: tuple[UUID, ...]
    has_polygon: bool
    type_code: str
    nature: str
    level: str
    is_camera: bool
    no_problem_motive: str
    indicator_id: UUID | None
    revision: int
    is_retired: bool
    """It has been struck out of the plan."""
    retired_on: date | None = None

    @property
    def is_closed(self) -> bool:
        """It is done, ended or never begun."""
        return self.state in CLOSED

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed without it being closed."""
        return self.ends_on is not None and self.ends_on < today and not self.is_closed

    @property
    def nature_label(self) -> str:
        """Situational or social, in words."""
        return str(NATURE_SHORT[self.nature])

    @property
    def level_label(self) -> str:
        """Primary, secondary or tertiary, in words."""
        return str(LEVEL_SHORT[self.level])


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A step on the way."""

    id: UUID
    measure_id: UUID
    title: str
    due_on: date
    done_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.done_on is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class CostEntry:
    """What a measure costs one year. Kronor, or hours where ``kind`` is ``hours``; None is not known."""

    id: UUID
    measure_id: UUID
    year: int
    kind: str
    kind_label: str
    funding: str
    funding_label: str
    funder: str
    planned: int | None
    reported: int | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What was done with a thing, when, by which function, and why."""

    revision: int
    at: datetime
    function: str
    step: str
    reason: str
    changes: tuple[str, ...]
    """The fields that got another content, in words."""


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure with everything that its page shows."""

    summary: MeasureSummary
    description: str
    mechanism: str
    cause_text: str
    communication: str
    place_text: str
    corners: tuple[tuple[float, float], ...]
    partners: tuple[str, ...]
    areas: tuple[str, ...]
    comparison_area_id: UUID | None
    comparison_area: str
    evaluate_on: date | None
    design: str
    design_label: str
    design_motive: str
    milestones: tuple[MilestoneLine, ...]
    costs: tuple[CostEntry, ...]


@dataclass(frozen=True, slots=True)
class MeasureOnMap:
    """Where a measure is; ``geometry`` is GeoJSON in WGS 84."""

    measure: MeasureSummary
    place: str
    geometry: Mapping[str, object]
