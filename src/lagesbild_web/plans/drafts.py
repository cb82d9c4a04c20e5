"""What somebody writes, on its way in: plans, goals, indicators and measures before they are saved."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lagesbild_web.access.roles import Circle
from lagesbild_web.plans.contracts import GoalLevel


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as somebody writes it."""

    title: str
    starts_on: date
    ends_on: date
    picture_id: UUID | None = None
    background: str = ""
    other_statutes: str = ""
    function_id: UUID | None = None
    circle: Circle = Circle.PARTNERS


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A focus area, or a goal in one."""

    title: str
    level: GoalLevel
    parent_id: UUID | None = None
    description: str = ""
    steering_goal_id: UUID | None = None
    function_id: UUID | None = None
    problem_ids: tuple[UUID, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator. Per cent is 0-100; counts are per period."""

    name: str
    definition: str
    source: str
    unit: str
    better: str
    how: str
    per: str = "year"
    delay: str = ""
    weakness: str = ""
    filter_query: str = ""
    measured_id: str = ""
    baseline_value: float | None = None
    baseline_low: float | None = None
    baseline_high: float | None = None
    baseline_n: int | None = None
    baseline_first: date | None = None
    baseline_last: date | None = None
    baseline_method: str = ""
    target_value: float | None = None
    target_on: date | None = None
    target_motive: str = ""


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure card as somebody writes it."""

    title: str
    description: str
    nature: str
    level: str
    type_code: str = ""
    function_id: UUID | None = None
    partner_ids: tuple[UUID, ...] = ()
    goal_ids: tuple[UUID, ...] = ()
    problem_ids: tuple[UUID, ...] = ()
    cause_ids: tuple[UUID, ...] = ()
    cause_text: str = ""
    no_problem_motive: str = ""
    mechanism: str = ""
    area_ids: tuple[UUID, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()
    """Longitude and latitude, degrees."""
    place_text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    communication: str = ""
    indicator_id: UUID | None = None
    comparison_area_id: UUID | None = None
    evaluate_on: date | None = None
    design: str = ""
    design_motive: str = ""
    is_camera: bool = False


@dataclass(frozen=True, slots=True)
class CostDraft:
    """What a measure costs one year; kronor, or hours where ``kind`` is ``hours``."""

    year: int
    kind: str
    funding: str
    funder: str = ""
    planned: int | None = None
    reported: int | None = None
