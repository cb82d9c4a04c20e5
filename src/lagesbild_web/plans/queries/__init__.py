"""Read plans, goals, indicators and measures; the only place that decides which ones an actor gets."""

from lagesbild_web.plans.queries.cameras import camera_for, tested_measures
from lagesbild_web.plans.queries.goals import (
    goal_for,
    goals_of,
    indicator_for,
    indicators_of,
    order_of,
)
from lagesbild_web.plans.queries.history import history_of
from lagesbild_web.plans.queries.measures import (
    card_for,
    cards_in,
    cards_of,
    may_follow_up,
    measure_for,
    measure_of_cost,
    measure_of_milestone,
    measures_of,
    measures_on_map,
    milestones_of,
)
from lagesbild_web.plans.queries.plans import (
    frozen_version,
    kept_sha256,
    managed_among,
    may_manage,
    municipality_planned_by,
    plan_for,
    plans_of,
    versions_of,
)
from lagesbild_web.plans.queries.texts import PlanTexts, texts_of

__all__ = [
    "PlanTexts",
    "camera_for",
    "card_for",
    "cards_in",
    "cards_of",
    "frozen_version",
    "goal_for",
    "goals_of",
    "history_of",
    "indicator_for",
    "indicators_of",
    "kept_sha256",
    "managed_among",
    "may_follow_up",
    "may_manage",
    "measure_for",
    "measure_of_cost",
    "measure_of_milestone",
    "measures_of",
    "measures_on_map",
    "milestones_of",
    "municipality_planned_by",
    "order_of",
    "plan_for",
    "plans_of",
    "tested_measures",
    "texts_of",
    "versions_of",
]
