"""Everything that a report to a board tells, gathered once and then frozen, with where it comes from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up.contracts import IndicatorLine, MeasureLine, Status
from lagesbild_web.follow_up.quarters import Quarter, quarter_of
from lagesbild_web.follow_up.queries.effects import latest_effects, lessons_of
from lagesbild_web.follow_up.queries.statuses import measure_lines, statuses_of_quarters
from lagesbild_web.follow_up.queries.values import indicator_lines
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.plans.contracts import (
    CostEntry,
    GoalLevel,
    GoalSummary,
    IndicatorSummary,
    MeasureCard,
    PlanSummary,
)
from lagesbild_web.plans.current import selection_of
from lagesbild_web.plans.queries import cards_of, goals_of
from lagesbild_web.plans.standing import picture_label

Content = dict[str, Any]


def quarters_within(first: date, last: date) -> list[Quarter]:
    """Return the quarters that end between two days, both included, the earliest first."""
    quarter, found = quarter_of(first), []
    while quarter.last_day <= last:
        if quarter.last_day >= first:
            found.append(quarter)
        quarter = quarter.next
    return found


def gather(actor: Actor, plan: PlanSummary, *, first_day: date, last_day: date, today: date) -> Content:
    """Gather what is to be told about a plan in a period, as plain values that can be kept as JSON."""
    goals = goals_of(actor, plan_id=plan.id)
    lines = measure_lines(actor, today=today, plan_id=plan.id, municipality_id=plan.municipality_id)
    cards = {card.summary.id: card for card in cards_of(actor, plan.id)}
    statuses = _latest_within(lines, quarters_within(first_day, last_day))
    ids = [line.measure.id for line in lines]
    return {
        "version": __version__,
        "made_at": timezone.now().isoformat(),
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        "plan": {
            "id": str(plan.id),
            "title": plan.title,
            "number": plan.decided_number,
            "decision": plan.decision,
            "period": plan.period,
            "picture_id": str(plan.picture_id) if plan.picture_id else "",
            "picture": picture_label(actor, plan.picture_id),
        },
        "indicators": _indicators(indicator_lines(actor, plan_id=plan.id), goals),
        "measures": [_measure(line, statuses.get(line.measure.id), goals, last_day) for line in lines],
        "counts": _counts(lines, statuses),
        "effects": _effects(actor, plan.municipality_id, ids),
        "costs": _costs(list(cards.values()), first_day, last_day),
        "lessons": [
            {"measure_id": str(x.measure_id), "measure": x.measure, "text": x.text, "function": x.function}
            for x in lessons_of(actor, municipality_id=plan.municipality_id)
            if x.measure_id in cards and first_day <= timezone.localdate(x.at) <= max(last_day, today)
        ],
    }


def _latest_within(lines: Sequence[MeasureLine], quarters: Sequence[Quarter]) -> dict[UUID, Status]:
    found: dict[UUID, Status] = {}
    for status in statuses_of_quarters([line.measure.id for line in lines], set(quarters)):
        known = found.get(status.measure_id)
        if known is None or known.quarter < status.quarter:
            found[status.measure_id] = status
    return found


def _focus(goal_ids: Sequence[UUID], goals: Sequence[GoalSummary]) -> str:
    by_id = {goal.id: goal for goal in goals}
    for key in goal_ids:
        goal = by_id.get(key)
        while goal is not None and goal.level is not GoalLevel.FOCUS_AREA:
            goal = by_id.get(goal.parent_id) if goal.parent_id else None
        if goal is not None:
            return goal.title
    return _("Utan huvudområde")


def _indicators(lines: Sequence[IndicatorLine], goals: Sequence[GoalSummary]) -> list[Content]:
    titles = {goal.id: goal.title for goal in goals}
    return [_indicator(line, titles, goals) for line in lines]


def _indicator(line: IndicatorLine, titles: Mapping[UUID, str], goals: Sequence[GoalSummary]) -> Content:
    indicator, value, base = line.indicator, line.latest, line.indicator.baseline
    return {
        "id": str(indicator.id),
        "focus": _focus([indicator.goal_id], goals),
        "goal": titles.get(indicator.goal_id, ""),
        "goal_id": str(indicator.goal_id),
        "title": indicator.title,
        "unit": indicator.unit,
        "source": indicator.source,
        "weakness": indicator.weakness,
        "baseline": None if base is None else base.value,
        "baseline_period": _span(base.first_day, base.last_day) if base else "",
        "baseline_query": _baseline_rows(indicator),
        "target": indicator.target_value,
        "target_on": indicator.target_on.isoformat() if indicator.target_on else "",
        "value": None if value is None else value.value,
        "low": None if value is None else value.low,
        "high": None if value is None else value.high,
        "n": None if value is None else value.n,
        "period": _span(value.first_day, value.last_day) if value else "",
        "method": "" if value is None else value.method,
        "note": "" if value is None else value.note,
        "query": "" if value is None else value.query,
        "judgement": line.judgement.value if value else "",
        "judgement_label": line.judgement_label,
        "sentence": line.sentence,
        "reached": line.reached,
    }


def _baseline_rows(indicator: IndicatorSummary) -> str:
    """Return the address of the rows behind a baseline that was counted out of the incidents, or nothing."""
    base = indicator.baseline
    if indicator.how != "incidents" or base is None or base.first_day is None or base.last_day is None:
        return ""
    try:
        wanted = selection_of(indicator.filter_query)
    except Invalid:
        return ""
    return as_query(replace(wanted, first_day=base.first_day, last_day=base.last_day))


def _measure(
    line: MeasureLine, status: Status | None, goals: Sequence[GoalSummary], last_day: date
) -> Content:
    measure = line.measure
    return {
        "id": str(measure.id),
        "title": measure.title,
        "focus": _focus(measure.goal_ids, goals),
        "function": measure.function,
        "is_vacant": measure.is_vacant,
        "state": measure.state.value,
        "state_label": measure.state_label,
        "state_reason": measure.state_reason,
        "ends_on": measure.ends_on.isoformat() if measure.ends_on else "",
        "is_late": measure.is_late(last_day),
        "is_asked": line.is_asked,
        "quarter": str(status.quarter) if status else "",
        "progress": status.progress.value if status else "",
        "progress_label": status.progress_label if status else "",
        "done": status.done if status else "",
        "obstacle": status.obstacle if status else "",
        "next_step": status.next_step if status else "",
        "problems": [str(key) for key in measure.problem_ids],
        "no_problem_motive": measure.no_problem_motive,
    }


def _counts(lines: Sequence[MeasureLine], statuses: Mapping[UUID, Status]) -> Content:
    told = Counter(status.progress.value for status in statuses.values())
    states = Counter(line.measure.state.value for line in lines)
    return {
        "measures": len(lines),
        "told": len(statuses),
        "progress": dict(told),
        "states": dict(states),
        "vacant": sum(not line.measure.is_closed and line.measure.is_vacant for line in lines),
    }


def _effects(actor: Actor, municipality_id: UUID, ids: Sequence[UUID]) -> list[Content]:
    return [
        {
            "id": str(effect.id),
            "measure_id": str(effect.measure_id),
            "measure": effect.measure,
            "design": effect.design_label,
            "judgement": effect.judgement.value,
            "judgement_label": effect.judgement_label,
            "sentence": effect.sentence,
            "comment": effect.comment,
            "warnings": list(effect.warnings),
            "method": effect.method,
            "source": effect.source,
            "version": effect.version,
            "seed": effect.seed,
            "n": effect.n,
            "strength": effect.strength,
            "queries": effect.settings.get("queries", {}),
            "on": timezone.localdate(effect.at).isoformat(),
        }
        for effect in latest_effects(actor, municipality_id=municipality_id, measure_ids=ids)
    ]


def _costs(cards: Sequence[MeasureCard], first_day: date, last_day: date) -> Content:
    """Sum what is known, and say for how many measures nothing is: what is missing is never added as zero."""
    years = range(first_day.year, last_day.year + 1)
    lines = [line for card in cards for line in card.costs if line.year in years]
    without = [card.summary for card in cards if not any(line.year in years for line in card.costs)]
    return {
        "years": [first_day.year, last_day.year],
        "kronor": _sums([line for line in lines if line.kind != "hours"]),
        "hours": _sums([line for line in lines if line.kind == "hours"]),
        "measures": len(cards),
        "without": [{"id": str(m.id), "title": m.title} for m in without],
    }


def _sums(lines: Sequence[CostEntry]) -> Content:
    planned = [line.planned for line in lines if line.planned is not None]
    reported = [line.reported for line in lines if line.reported is not None]
    return {
        "planned": sum(planned) if planned else None,
        "planned_lines": len(planned),
        "reported": sum(reported) if reported else None,
        "reported_lines": len(reported),
        "lines": len(lines),
    }


def _span(first: date | None, last: date | None) -> str:
    return f"{first.isoformat()} – {last.isoformat()}" if first and last else ""
