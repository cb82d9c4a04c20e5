"""What may leave the feature: statuses, values, effects, lessons and reports as others see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.follow_up.quarters import Quarter
from lagesbild_web.plans.contracts import IndicatorSummary, MeasureSummary


class Progress(StrEnum):
    """How a measure goes, as the one who answers for it says."""

    ON_TRACK = "on_track"
    LATE = "late"
    STOPPED = "stopped"
    NOT_BEGUN = "not_begun"
    DONE = "done"


class Judgement(StrEnum):
    """What a comparison allows one to say; for an indicator against where it stood, or for an effect."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"
    NOT_COMPARABLE = "not_comparable"


class ReportState(StrEnum):
    """Where in its life a report to the board is."""

    DRAFT = "draft"
    READY = "ready"
    GIVEN = "given"


PROGRESS_LABELS: Final[Mapping[Progress, Promise]] = {
    Progress.ON_TRACK: _("Går som planerat"),
    Progress.LATE: _("Försenad"),
    Progress.STOPPED: _("Står stilla"),
    Progress.NOT_BEGUN: _("Inte påbörjad"),
    Progress.DONE: _("Genomförd"),
}
NEEDS_WHY: Final = (Progress.LATE, Progress.STOPPED)
"""Statuses that a reader will ask the reason for."""
JUDGEMENT_LABELS: Final[Mapping[Judgement, Promise]] = {
    Judgement.BETTER: _("Säkert bättre"),
    Judgement.WORSE: _("Säkert sämre"),
    Judgement.UNCLEAR: _("Kan vara en slump"),
    Judgement.TOO_FEW: _("För få för att bedöma"),
    Judgement.NOT_COMPARABLE: _("Går inte att jämföra"),
}
EFFECT_LABELS: Final[Mapping[Judgement, Promise]] = {
    Judgement.BETTER: _("Säker förbättring"),
    Judgement.WORSE: _("Säker försämring"),
    Judgement.UNCLEAR: _("Ingen slutsats"),
    Judgement.TOO_FEW: _("Ingen slutsats: för få händelser"),
    Judgement.NOT_COMPARABLE: _("Ingen slutsats: går inte att mäta"),
}
REPORT_STATE_LABELS: Final[Mapping[ReportState, Promise]] = {
    ReportState.DRAFT: _("Utkast"),
    ReportState.READY: _("Färdig"),
    ReportState.GIVEN: _("Lämnad"),
}
REMINDER_LABELS: Final[Mapping[str, Promise]] = {
    "weekly": _("Varje måndag, när något väntar på mig"),
    "monthly": _("Den första måndagen i månaden, när något väntar på mig"),
    "never": _("Aldrig: jag ser det på startsidan"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """How a measure went one quarter."""

    id: UUID
    measure_id: UUID
    quarter: Quarter
    progress: Progress
    progress_label: str
    done: str
    """What has been done."""
    obstacle: str
    """What stands in the way, or why it is late."""
    next_step: str
    function: str
    at: datetime
    number: int
    """1 for the first that was said about the quarter; the highest is what holds."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with what is known of how it goes."""

    measure: MeasureSummary
    quarter: Quarter
    """The one that is asked about."""
    is_asked: bool
    """Somebody is to tell how it went that quarter."""
    status: Status | None
    """For the quarter that is asked about."""
    latest: Status | None
    is_mine: bool
    """The reader may tell."""
    due_on: date

    def is_overdue(self, today: date) -> bool:
        """Whether the status should have been told by now."""
        return self.is_asked and self.status is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator's value for a period. Per cent is 0-100; a limit that is None is not known."""

    id: UUID
    indicator_id: UUID
    first_day: date
    last_day: date
    value: float
    low: float | None
    high: float | None
    n: int | None
    how: str
    """``computed`` from the incidents here, ``fetched`` from the indicators, or ``entered`` by hand."""
    method: str
    version: str
    query: str
    """For a computed value: the address of its rows, without the question mark."""
    source: str
    note: str
    function: str
    at: datetime
    number: int
    dispersion: float | None = None
    """How many times wider than Poisson the periods before varied, where that was known."""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its latest value, judged against where it stood and where it shall stand."""

    indicator: IndicatorSummary
    latest: Value | None
    judgement: Judgement
    judgement_label: str
    sentence: str
    """What the comparison says, with counts and interval."""
    reached: str
    """Whether the target is reached, in words; empty without a target or a value."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure led to, as far as it can be told."""

    id: UUID
    measure_id: UUID
    measure: str
    design: str
    design_label: str
    judgement: Judgement
    judgement_label: str
    sentence: str
    """For the board, with counts and interval."""
    comment: str
    """What the coordinator adds."""
    warnings: tuple[str, ...]
    method: str
    source: str
    version: str
    seed: int | None
    n: int
    settings: Mapping[str, Any]
    """What was compared with what, when; ``queries`` are the addresses of the rows."""
    answer: Mapping[str, Any]
    """The method's whole answer."""
    strength: int | None
    """On the Maryland scale, 1-5."""
    function: str
    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt from a measure."""

    id: UUID
    measure_id: UUID
    measure: str
    text: str
    function: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report to the board, as a line in a list."""

    id: UUID
    municipality_id: UUID
    plan_id: UUID
    title: str
    body: str
    first_day: date
    last_day: date
    state: ReportState
    state_label: str
    function: str
    ready_at: datetime | None
    given_on: date | None
    section: str
    record_number: str
    revision: int
    measure_ids: tuple[UUID, ...]
    """The measures that it tells of; known when it is ready."""
    effect_ids: tuple[UUID, ...]
    indicator_ids: tuple[UUID, ...]

    @property
    def period(self) -> str:
        """From the first to the last day."""
        return f"{self.first_day.isoformat()} – {self.last_day.isoformat()}"
