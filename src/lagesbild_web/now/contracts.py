"""What the start page shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Finding:
    """A category, in the whole or in one district, whose week had more than its past explains."""

    rank: int
    """1 for what stands out most; the number on the map."""
    category_code: str
    category: str
    area_id: UUID | None
    """None is the whole municipality."""
    area: str
    observed: int
    expected: float
    """Mean that the past leads us to expect."""
    limit: float
    """Counts above this are alarms."""
    p_value: float
    q_value: float
    """The share of false findings to expect among those at least as striking (Benjamini & Hochberg 1995)."""
    is_certain: bool
    """It stands when one remembers how many series were looked at."""
    sentence: str
    url: str
    """The rows behind it."""

    @property
    def query(self) -> str:
        """The rows behind it, as an address's query."""
        return self.url.partition("?")[2]


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """The week and the one before, with the change and its interval."""

    count: int
    before: int
    sentence: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A district's four latest whole weeks; the map's figures as a table."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class StandingOut:
    """What the register says of the latest whole week."""

    monday: date
    week: str
    totals: WeekTotals | None
    findings: tuple[Finding, ...]
    judged: int
    """How many series could be judged."""
    by_chance: float
    """How many alarms chance alone gives among them, on average."""
    method: str
    """How it was judged, or why it could not be."""
    map_svg: SafeString
    map_alt: str
    areas: tuple[AreaCount, ...]
    apart: str = ""
    """What was reported in the week and is no problem, as a sentence; it is in no count."""


@dataclass(frozen=True, slots=True)
class Deviations:
    """Everything that stood out in the latest whole week, for other systems; nothing is left out."""

    monday: date
    findings: tuple[Finding, ...]
    judged: int
    """How many series could be judged."""
    by_chance: float
    """How many alarms chance alone gives among them, on average."""
    method: str
    """How it was judged, or why it could not be."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the reader, with where to do it."""

    text: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The start page of one reader."""

    standing_out: StandingOut | None
    """None for a reader who may not read incidents."""
    tasks: tuple[Task, ...]
    duties: tuple[Task, ...]
    pictures: tuple[Task, ...]
    """The latest pictures that the reader may see."""
    next_steps: tuple[Task, ...]
    """What to do here, when nothing waits."""
