"""The criteria that problems are scored by, and what a score comes to."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
MOST_WEIGHT: Final = 5
DISAGREEMENT: Final = 2
"""Values of a criterion that differ by this or more are a disagreement to talk about."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something to judge a problem by, 1-5, with what 1, 3 and 5 mean."""

    code: str
    name: str
    help: str
    low: str
    """What 1 means."""
    middle: str
    """What 3 means."""
    high: str
    """What 5 means."""
    weight: int
    """How much it counts, 0-5; 0 is not used any more."""
    fact: str = ""
    """Which figures are shown beside it: ``extent``, ``seriousness``, ``trend`` or nothing."""


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """The criteria from a day until the next version; number 0 is the program's own."""

    number: int
    criteria: tuple[Criterion, ...]
    active_from: date | None = None
    active_to: date | None = None
    """The first day when they no longer hold."""
    reason: str = ""
    by_function: str = ""

    @property
    def used(self) -> tuple[Criterion, ...]:
        """Those that count."""
        return tuple(c for c in self.criteria if c.weight)


_DEFAULTS: Final[Sequence[tuple[str, Promise, Promise, Promise, Promise, Promise, str]]] = (
    (
        "extent", _("Omfattning"), _("Hur mycket händer, och hur många berörs?"),
        _("Enstaka händelser. Få berörs."),
        _("Händer varje vecka, eller berör många som rör sig på platsen."),
        _("Händer varje dag, eller berör en stor del av området."), "extent",
    ),
    (
        "harm", _("Konsekvens och allvar"), _("Hur stor är skadan för den som drabbas och för samhället?"),
        _("Störande, men ingen kommer till skada."),
        _("Egendom förstörs, eller några avstår från att vara på platsen."),
        _("Fara för liv eller hälsa, eller varaktig skada."), "seriousness",
    ),
    (
        "trend", _("Utveckling"), _("Åt vilket håll går det, säkert eller kanske?"),
        _("Minskar säkert."), _("Oförändrat, eller oklart åt vilket håll."), _("Ökar säkert."), "trend",
    ),
    (
        "unsafety", _("Otrygghet"), _("Hur mycket påverkar det känslan av trygghet?"),
        _("Nämns sällan i undersökningar och samtal."),
        _("Återkommer i samtal, vandringar eller undersökningar."),
        _("Många undviker platsen eller låter bli att göra något på grund av det."), "",
    ),
    (
        "control", _("Rådighet"), _("Hur mycket kan kommunen och samverkansparterna påverka det?"),
        _("Nästan inte alls."), _("En del, tillsammans med andra."), _("Till stor del, med egna medel."), "",
    ),
    (
        "ongoing", _("Pågående insatser"), _("Görs det redan något? Högt värde när det behövs mer."),
        _("Det som behövs görs redan."), _("En del görs, men det räcker inte."), _("Inget görs."), "",
    ),
)  # fmt: skip


def default_criteria() -> CriteriaSet:
    """Return the program's own six criteria, for a municipality that has not chosen others."""
    return CriteriaSet(
        0,
        tuple(
            Criterion(code, str(name), str(help_), str(low), str(middle), str(high), 1, fact)
            for code, name, help_, low, middle, high, fact in _DEFAULTS
        ),
    )


def to_json(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Return criteria as they are kept."""
    return [asdict(criterion) for criterion in criteria]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """Return kept criteria."""
    names = {field.name for field in fields(Criterion)}
    return tuple(Criterion(**{key: item[key] for key in item if key in names}) for item in kept)


@dataclass(frozen=True, slots=True)
class Value:
    """What one function said of one criterion."""

    code: str
    value: int
    motive: str


def weighted_score(criteria: Sequence[Criterion], values: Sequence[Value]) -> float:
    """Return the weighted mean of the values, 1-5.

    Examples
    --------
    >>> c = [Criterion("a", "", "", "", "", "", 1), Criterion("b", "", "", "", "", "", 3)]
    >>> weighted_score(c, [Value("a", 5, ""), Value("b", 1, "")])
    2.0
    """
    weights = {criterion.code: criterion.weight for criterion in criteria}
    total = sum(weights[v.code] for v in values)
    return sum(v.value * weights[v.code] for v in values) / total


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """What the latest scores of every function come to together."""

    median: float
    low: float
    high: float
    scorers: int
    step: float
    """How much a score moves when one value is changed by one in the heaviest criterion."""

    @property
    def reach(self) -> tuple[float, float]:
        """Between which scores the problem could lie: what was said, and one step around the median."""
        return min(self.low, self.median - self.step), max(self.high, self.median + self.step)


@dataclass(frozen=True, slots=True)
class CriterionSummary:
    """What the functions said of one criterion."""

    criterion: Criterion
    median: float
    low: int
    high: int

    @property
    def is_disagreement(self) -> bool:
        """They differ so much that it should be talked about."""
        return self.high - self.low >= DISAGREEMENT


def summary_of_scores(scores: Sequence[float], criteria: Sequence[Criterion]) -> ScoreSummary | None:
    """Return the median with its spread; None when nobody has scored.

    Examples
    --------
    >>> summary_of_scores([2.0, 4.0, 3.0], [Criterion("a", "", "", "", "", "", 1)]).median
    3.0
    """
    if not scores:
        return None
    weights = [criterion.weight for criterion in criteria]
    step = max(weights) / sum(weights) if sum(weights) else 0.0
    return ScoreSummary(statistics.median(scores), min(scores), max(scores), len(scores), step)


def possible_places(summaries: Sequence[ScoreSummary]) -> list[tuple[int, int]]:
    """Return for each problem the first and last place it could have in the list.

    Two problems can change places when their reaches meet; the order between them says nothing.

    Examples
    --------
    >>> one = [Criterion("a", "", "", "", "", "", 1), Criterion("b", "", "", "", "", "", 1)]
    >>> possible_places([summary_of_scores([s], one) for s in (5.0, 4.5, 2.0)])
    [(1, 2), (1, 2), (3, 3)]
    """
    reaches = [summary.reach for summary in summaries]
    places = []
    for low, high in reaches:
        surely_before = sum(other[0] > high for other in reaches)
        surely_after = sum(other[1] < low for other in reaches)
        places.append((surely_before + 1, len(reaches) - surely_after))
    return places
