"""What an agenda shows of the picture since last time: frozen values, written and read as JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a comparison: the count now, beside the period before and the same period a year ago.

    ``low`` and ``high`` are the limits of the change since the period before, as a ratio (1 = unchanged);
    None when both are 0. The verdicts are the document tree's codes.
    """

    name: str
    now: int
    before: int
    low: float | None
    high: float | None
    verdict: str
    year_ago: int
    year_verdict: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """What an organisation has told since last time."""

    name: str
    is_police: bool
    incidents: int
    zero_reports: int
    last_on: str
    """The day it last told anything, ISO; empty when never."""

    @property
    def is_silent(self) -> bool:
        """Nothing came, not even that nothing had happened."""
        return not self.incidents and not self.zero_reports


@dataclass(frozen=True, slots=True)
class Coming:
    """Something on the way: its days (ISO) and name."""

    first_day: str
    last_day: str
    name: str


@dataclass(frozen=True, slots=True)
class Prioritised:
    """An open problem with its score."""

    label: str
    url: str
    state: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the agenda shows, with how it was computed. Days are ISO."""

    since: str
    until: str
    before_since: str
    before_until: str
    year_since: str
    year_until: str
    n: int
    total: Line
    categories: tuple[Line, ...]
    areas: tuple[Line, ...]
    grown: tuple[str, ...]
    """Places with a certainly larger share than in the period before, as sentences."""
    shrunk: tuple[str, ...]
    hours: tuple[str, ...]
    police: tuple[Line, ...]
    """What came from the police's organisations or files, by category."""
    reporters: tuple[Reporter, ...]
    coming: tuple[Coming, ...]
    darkness: str
    problems: tuple[Prioritised, ...]
    method: str
    version: str
    seed: int
    made_at: str

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def figures_from_json(kept: dict[str, Any]) -> Figures | None:
    """Read what :meth:`Figures.to_json` wrote; None when nothing has been computed yet."""
    if not kept:
        return None
    return Figures(
        **{
            **kept,
            "total": Line(**kept["total"]),
            "categories": tuple(Line(**line) for line in kept["categories"]),
            "areas": tuple(Line(**line) for line in kept["areas"]),
            "police": tuple(Line(**line) for line in kept["police"]),
            "grown": tuple(kept["grown"]),
            "shrunk": tuple(kept["shrunk"]),
            "hours": tuple(kept["hours"]),
            "reporters": tuple(Reporter(**line) for line in kept["reporters"]),
            "coming": tuple(Coming(**line) for line in kept["coming"]),
            "problems": tuple(Prioritised(**line) for line in kept["problems"]),
        }
    )


def day(text: str) -> date:
    """Read a day of the figures."""
    return date.fromisoformat(text)
