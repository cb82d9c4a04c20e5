"""What may enter and leave the feature: indicators, their values, and figures from a source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild.document import swedish

WHOLE_MUNICIPALITY: Final = ""
"""The area of a value that is about the municipality as a whole."""
EVERYBODY: Final = "alla"
UNIT_LABELS: Final[Mapping[str, Promise]] = {
    "count": _("antal"),
    "percent": _("procent"),
    "per_1000": _("per 1 000"),
    "per_100000": _("per 100 000"),
    "index_0_6": _("index 0–6"),
    "index": _("index"),
    "days": _("dagar"),
    "sek": _("kronor"),
    "other": _("annan enhet"),
}
DECIMALS: Final = {"count": 0, "days": 0, "sek": 0, "index_0_6": 2}
"""One for the others."""


class Direction(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


DIRECTION_LABELS: Final[Mapping[Direction, Promise]] = {
    Direction.LOWER: _("Lägre är bättre"),
    Direction.HIGHER: _("Högre är bättre"),
    Direction.NEITHER: _("Varken lägre eller högre är bättre i sig"),
}


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator as somebody writes it."""

    name: str
    unit: str
    definition: str
    source: str
    """Who measures it and where it is published."""
    delay: str = ""
    """How long after the period the value comes."""
    weakness: str = ""
    """What it does not tell, and how it can mislead."""
    misuse: str = ""
    """How not to use it."""
    direction: Direction = Direction.NEITHER


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """A value as somebody enters it. ``low`` and ``high`` are limits as the source published them."""

    period: str
    value: float
    source: str
    """Where the value was read, so that somebody else can find it again."""
    known_on: date
    """The day when it was read or measured."""
    n: int | None = None
    """How many answers or residents it stands on."""
    low: float | None = None
    high: float | None = None
    area: str = WHOLE_MUNICIPALITY
    group: str = EVERYBODY
    is_preliminary: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an indicator. Per cent are 0-100; what is missing at the source has no number."""

    id: UUID
    indicator: str
    """The indicator's code."""
    area: str
    area_name: str
    period: str
    starts_on: date
    ends_on: date
    """Exclusive."""
    group: str
    value: float | None
    low: float | None
    high: float | None
    interval: str
    """``published``, ``computed`` (from ``n``), or empty when there is none."""
    n: int | None
    unit: str
    is_preliminary: bool
    source: str
    known_on: date
    entered_at: datetime
    function: str
    """Who entered it: the function as it was called; empty when it was fetched."""
    batch: UUID | None

    @property
    def text(self) -> str:
        """The value as it is printed."""
        return figure(self.value, self.unit)

    @property
    def interval_text(self) -> str:
        """The interval as it is printed; empty when there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{figure(self.low, self.unit)}–{figure(self.high, self.unit)}"

    @property
    def is_entered(self) -> bool:
        """Somebody has entered it by hand."""
        return self.batch is None


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator as a line in the list."""

    id: UUID
    code: str
    name: str
    unit: str
    unit_label: str
    source: str
    direction_label: str
    is_retired: bool
    is_fetched: bool
    """Its values come from a source by themselves."""
    values: int
    latest: Value | None
    """For the whole municipality and everybody."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with everything that its page shows."""

    summary: IndicatorSummary
    municipality_id: UUID
    definition: str
    delay: str
    weakness: str
    misuse: str
    direction: Direction
    retired_reason: str
    values: Sequence[Value]
    """The latest period first."""
    can_change: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as a source tells it."""

    area: str
    area_name: str
    period: str
    value: float | None
    group: str = EVERYBODY
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_preliminary: bool = False


@dataclass(frozen=True, slots=True)
class FigureSet:
    """What a source tells about one indicator: how it is defined, and its values."""

    code: str
    """Stable: ``kolada-n07403``."""
    draft: IndicatorDraft
    """Used the first time; what the municipality has written since then is left alone."""
    figures: Sequence[Figure] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class FiguresOutcome:
    """What became of the figures of a source."""

    new: int
    changed: int
    same: int


def figure(value: float | None, unit: str) -> str:
    """Return a number with the decimals that its unit bears.

    Examples
    --------
    >>> figure(12.34, "per_1000"), figure(12.0, "count"), figure(None, "percent")
    ('12,3', '12', '–')
    """
    return swedish.number(value, DECIMALS.get(unit, 1))
