"""What the invented plan is made of: areas with goals, and measures."""

from dataclasses import dataclass
from typing import Final

POLICE: Final = "Polisen i Exempelköping"
HOME: Final = ""
"""The municipality itself."""


@dataclass(frozen=True, slots=True)
class DemoGoal:
    """A goal with its indicator; ``cut`` is the share of the baseline that the target takes away."""

    title: str
    steering: str
    indicator: str
    definition: str
    unit: str
    better: str
    how: str
    query: str = ""
    cut: float = 0.0
    value: float | None = None
    n: int | None = None
    target: float | None = None
    weakness: str = ""


@dataclass(frozen=True, slots=True)
class DemoArea:
    """A focus area."""

    title: str
    background: str
    goals: tuple[DemoGoal, ...]


@dataclass(frozen=True, slots=True)
class DemoMeasure:
    """A measure. Months count from the plan's first day; ``kr`` and ``hours`` are per year, if known."""

    title: str
    area: int
    goal: int
    organisation: str
    function: str
    nature: str
    level: str
    how: str
    mechanism: str
    cause: str
    months: tuple[int, int]
    state: str = "ongoing"
    reason: str = ""
    place: str = ""
    kr: int | None = None
    funding: str = "own"
    hours: int | None = None
    motive: str = ""
    partners: tuple[str, ...] = ()
    milestones: tuple[tuple[str, int, bool], ...] = ()
    design: str = ""
