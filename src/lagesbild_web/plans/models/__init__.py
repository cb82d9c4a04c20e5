"""Plans, goals, indicators and measures. No personal data: functions and organisations, never people."""

from lagesbild_web.plans.models.grant import GrantApplication
from lagesbild_web.plans.models.measure import (
    BalancingTest,
    CostLine,
    Measure,
    MeasureType,
    Milestone,
)
from lagesbild_web.plans.models.plan import Goal, Indicator, Plan, PlanVersion, ThingVersion

__all__ = [
    "BalancingTest",
    "CostLine",
    "Goal",
    "GrantApplication",
    "Indicator",
    "Measure",
    "MeasureType",
    "Milestone",
    "Plan",
    "PlanVersion",
    "ThingVersion",
]
