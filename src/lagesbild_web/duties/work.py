"""What is known of the work itself, for the auditors: money, time, statuses, values and effects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.follow_up.contracts import Effect, IndicatorLine, Judgement, MeasureLine, Progress
from lagesbild_web.follow_up.queries import indicator_lines, latest_effects
from lagesbild_web.follow_up.queries.statuses import measure_lines
from lagesbild_web.plans.contracts import CostEntry, GoalLevel, GoalSummary, MeasureCard, PlanSummary
from lagesbild_web.plans.queries import cards_in, goals_of
from lagesbild_web.steering.contracts import Matrix
from lagesbild_web.steering.queries import matrix_of


@dataclass(frozen=True, slots=True)
class Work:
    """The measures of the plans in use, what they cost, how they go and what is known of their effect."""

    lines: Sequence[MeasureLine]
    cards: Sequence[MeasureCard]
    """Of plans that have been decided."""
    goals: Sequence[GoalSummary]
    indicators: Sequence[IndicatorLine]
    effects: Sequence[Effect]
    matrix: Matrix
    today: date

    @property
    def late(self) -> int:
        """How many measures that should have been finished."""
        return sum(line.measure.is_late(self.today) for line in self.lines)

    @property
    def without_anybody(self) -> int:
        """How many open measures that nobody answers for today."""
        open_ones = [line.measure for line in self.lines if not line.measure.is_closed]
        return sum(measure.function_id is None or measure.is_vacant for measure in open_ones)

    @property
    def open(self) -> int:
        """How many measures that are not closed."""
        return sum(not line.measure.is_closed for line in self.lines)

    @property
    def asked(self) -> int:
        """How many measures that are asked about for the latest quarter."""
        return sum(line.is_asked for line in self.lines)

    @property
    def told(self) -> int:
        """For how many of those somebody has told how it goes."""
        return sum(line.is_asked and line.status is not None for line in self.lines)

    @property
    def quarter(self) -> str:
        """The quarter that is asked about; empty without measures."""
        return str(self.lines[0].quarter) if self.lines else ""

    @property
    def standing_still(self) -> int:
        """How many measures that stand still, according to those who answer for them."""
        return sum(
            line.status is not None and line.status.progress is Progress.STOPPED for line in self.lines
        )

    @property
    def functions(self) -> int:
        """How many functions that answer for measures."""
        return len({line.measure.function_id for line in self.lines if line.measure.function_id})

    @property
    def with_partners(self) -> int:
        """How many measures that are done together with another organisation."""
        return sum(bool(line.measure.partner_ids) for line in self.lines)

    @property
    def costed(self) -> int:
        """How many of the decided plans' measures that have a line of costs."""
        return sum(bool(card.costs) for card in self.cards)

    @property
    def measured(self) -> int:
        """How many indicators that have a value after where they stood."""
        return sum(line.latest is not None for line in self.indicators)

    @property
    def carrying(self) -> int:
        """How many goals that carry on one of the council's targets."""
        return sum(goal.steering_goal_id is not None for goal in self.only_goals)

    @property
    def only_goals(self) -> list[GoalSummary]:
        """The goals without the focus areas."""
        return [goal for goal in self.goals if goal.level is GoalLevel.GOAL]

    def judged(self, judgement: Judgement) -> int:
        """Return how many effects that are judged so."""
        return sum(effect.judgement is judgement for effect in self.effects)

    def planned(self, year: int, *, hours: bool) -> int:
        """Return what is planned for a year, kronor or hours; lines without an amount are not in it."""
        return sum(cost.planned or 0 for cost in self._costs(year, hours=hours))

    def reported(self, year: int, *, hours: bool) -> int:
        """Return what has been reported for a year, kronor or hours."""
        return sum(cost.reported or 0 for cost in self._costs(year, hours=hours))

    def from_grants(self, year: int) -> int:
        """Return how much of a year's planned kronor that are grants."""
        return sum(c.planned or 0 for c in self._costs(year, hours=False) if c.funding == "grant")

    def _costs(self, year: int, *, hours: bool) -> list[CostEntry]:
        every = [cost for card in self.cards for cost in card.costs]
        return [cost for cost in every if cost.year == year and (cost.kind == "hours") == hours]


def work_of(actor: Actor, municipality_id: UUID, plans: Sequence[PlanSummary], today: date) -> Work:
    """Return what the actor may read of the work; asked about the plans in use."""
    decided = {plan.id for plan in plans if plan.decided_on is not None}
    return Work(
        lines=measure_lines(actor, today=today, municipality_id=municipality_id),
        cards=[card for card in cards_in(actor, municipality_id) if card.summary.plan_id in decided],
        goals=[g for g in goals_of(actor, municipality_id=municipality_id) if g.plan_id in decided],
        indicators=indicator_lines(actor, municipality_id=municipality_id),
        effects=latest_effects(actor, municipality_id=municipality_id),
        matrix=matrix_of(actor, municipality_id),
        today=today,
    )
