"""A plan at a glance: its tree, how many measures are where, and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Thing
from lagesbild_web.plans.contracts import (
    MEASURE_STATE_LABELS,
    GoalLevel,
    GoalSummary,
    IndicatorSummary,
    MeasureState,
    MeasureSummary,
    PlanSummary,
)
from lagesbild_web.plans.queries import PlanTexts, goals_of, indicators_of, measures_of, texts_of
from lagesbild_web.plans.standing import picture_label, reads_picture, things_by_id


@dataclass(frozen=True, slots=True)
class GoalBranch:
    """A goal with what measures it and what is done for it."""

    goal: GoalSummary
    steering: Thing | None
    """The council's target that it carries on, if the reader may see it."""
    indicators: tuple[IndicatorSummary, ...]
    measures: tuple[MeasureSummary, ...]


@dataclass(frozen=True, slots=True)
class FocusBranch:
    """A focus area with its goals."""

    area: GoalSummary
    steering: Thing | None
    goals: tuple[GoalBranch, ...]
    measures: tuple[MeasureSummary, ...]
    """Measures of the area itself, without a goal in it."""


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many measures are in a state."""

    state: MeasureState
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a plan's page shows."""

    texts: PlanTexts
    picture: str
    can_read_picture: bool
    tree: tuple[FocusBranch, ...]
    loose: tuple[MeasureSummary, ...]
    """Measures without any goal."""
    states: tuple[StateCount, ...]
    measures: int
    late: int
    """Measures whose last day has passed without them being closed."""
    vacant: int
    """Open measures without anybody who answers for them today."""


def overview_of(actor: Actor, plan: PlanSummary) -> Overview:
    """Return a plan at a glance."""
    goals = goals_of(actor, plan_id=plan.id)
    indicators = indicators_of(actor, plan_id=plan.id)
    measures = measures_of(actor, plan_id=plan.id)
    targets = {goal.steering_goal_id for goal in goals if goal.steering_goal_id}
    steering = things_by_id(actor, plan.municipality_id, "steering_goal", targets)
    counts = Counter(measure.state for measure in measures)
    today = timezone.localdate()
    nobody = [m for m in measures if not m.is_closed and (m.function_id is None or m.is_vacant)]
    return Overview(
        texts=texts_of(actor, plan.id),
        picture=picture_label(actor, plan.picture_id),
        can_read_picture=reads_picture(actor, plan.picture_id),
        tree=tree_of(goals, indicators, measures, steering),
        loose=tuple(measure for measure in measures if not measure.goal_ids),
        states=tuple(
            StateCount(state, str(MEASURE_STATE_LABELS[state]), counts[state]) for state in MeasureState
        ),
        measures=len(measures),
        late=sum(measure.is_late(today) for measure in measures),
        vacant=len(nobody),
    )


def tree_of(
    goals: Sequence[GoalSummary],
    indicators: Sequence[IndicatorSummary],
    measures: Sequence[MeasureSummary],
    steering: Mapping[UUID, Thing],
) -> tuple[FocusBranch, ...]:
    """Put goals, indicators and measures together as a tree."""

    def above(goal: GoalSummary) -> Thing | None:
        return steering.get(goal.steering_goal_id) if goal.steering_goal_id else None

    def branch(goal: GoalSummary) -> GoalBranch:
        return GoalBranch(
            goal,
            above(goal),
            tuple(indicator for indicator in indicators if indicator.goal_id == goal.id),
            tuple(measure for measure in measures if goal.id in measure.goal_ids),
        )

    return tuple(
        FocusBranch(
            area,
            above(area),
            tuple(branch(goal) for goal in goals if goal.parent_id == area.id),
            tuple(measure for measure in measures if area.id in measure.goal_ids),
        )
        for area in goals
        if area.level is GoalLevel.FOCUS_AREA
    )
