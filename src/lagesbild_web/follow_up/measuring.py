"""What an indicator is worth in a period, and what the difference from where it stood allows one to say."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild.document import swedish
from lagesbild.stats.survey import proportion_changes
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up.contracts import Judgement, Value
from lagesbild_web.indicators.queries import values_for
from lagesbild_web.plans.chance import days_of
from lagesbild_web.plans.contracts import Baseline, IndicatorSummary
from lagesbild_web.plans.current import COUNT_METHOD, compare_counts, count_period, latest_period

CHANGE_METHOD: Final = "Exakt jämförelse av två antal (Przyborowski & Wilenski 1940), 95 % intervall"
SHARE_METHOD: Final = "Skillnad mellan två andelar (Newcombe 1998, metod 10), 95 % intervall"


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as it was computed or fetched. Limits are None when nothing is known of the uncertainty."""

    first_day: date
    last_day: date
    value: float
    low: float | None
    high: float | None
    n: int | None
    how: str
    method: str
    version: str
    query: str
    source: str
    note: str = ""
    """What a reader must keep in mind."""
    dispersion: float | None = None
    """How many times wider than Poisson the periods before varied, where that is known."""


def measure_indicator(
    actor: Actor, indicator: IndicatorSummary, *, municipality_id: UUID, today: date
) -> Measured:
    """Count or fetch an indicator's latest value.

    Raises
    ------
    Invalid
        If it is one that must be entered by hand, or there is nothing to fetch.
    """
    if indicator.how == "incidents":
        return _counted(actor, indicator, municipality_id, *latest_period(indicator.per, today))
    if indicator.how == "measured":
        return _fetched(actor, indicator, municipality_id)
    raise Invalid(value=_("Det här måttet skrivs in för hand: det räknas inte ur uppgifter som finns här."))


def _counted(
    actor: Actor, indicator: IndicatorSummary, municipality_id: UUID, first: date, last: date
) -> Measured:
    found = count_period(actor, indicator, municipality_id=municipality_id, first=first, last=last)
    return Measured(
        first_day=first,
        last_day=last,
        value=float(found.value.count),
        low=found.value.low,
        high=found.value.high,
        n=found.value.count,
        how="computed",
        method=COUNT_METHOD,
        version=__version__,
        query=found.query,
        source=_("Godkända händelser i Lägesbild"),
        note=found.note,
        dispersion=found.dispersion,
    )


def judge(indicator: IndicatorSummary, value: Value) -> tuple[Judgement, str]:
    """Hold a value against the baseline; returns what that allows one to say, and the sentence.

    Counts are compared per day with the exact conditional test; shares with Newcombe's interval when both
    have their number of answers; other values by their intervals when both have one.
    """
    base = indicator.baseline
    if base is None:
        return Judgement.NOT_COMPARABLE, _("Det finns inget utgångsvärde att jämföra med.")
    if base.last_day is not None and value.last_day <= base.last_day:
        told = _("Värdet är inte nyare än utgångsvärdet (till och med %(day)s). Vänta på nästa period.")
        return Judgement.NOT_COMPARABLE, told % {"day": base.last_day.isoformat()}
    if indicator.how in ("incidents", "count") and base.first_day and base.last_day:
        return _judge_counts(indicator, round(base.value), (base.first_day, base.last_day), value)
    if base.n and value.n and indicator.how == "survey":
        return _judge_shares(indicator, (base.value, base.n), (value.value, value.n))
    return _judge_limits(indicator, base, value)


def reached(indicator: IndicatorSummary, value: Value) -> str:
    """Return in words whether the target is reached, with how sure that is; empty without a target."""
    target = indicator.target_value
    if target is None:
        return ""
    is_lower = indicator.better == "lower"
    is_there = value.value <= target if is_lower else value.value >= target
    words = {"target": _number(target), "value": _number(value.value)}
    edge = value.high if is_lower else value.low
    if not is_there:
        return _("Målet %(target)s är inte nått: värdet är %(value)s.") % words
    if edge is not None and (edge <= target if is_lower else edge >= target):
        return _("Målet %(target)s är säkert nått: värdet är %(value)s.") % words
    return _("Målet %(target)s är nått, men det kan vara en slump: värdet är %(value)s.") % words


def _judge_counts(
    indicator: IndicatorSummary, before: int, span: tuple[date, date], value: Value
) -> tuple[Judgement, str]:
    period = (value.first_day, value.last_day)
    after = round(value.value)
    found = compare_counts(before, span, after, period, value.dispersion)
    told = _("%(after)s %(first)s–%(last)s, mot %(before)s %(base_first)s–%(base_last)s") % {
        "after": swedish.plural(after, "händelse", "händelser"),
        "first": value.first_day.isoformat(),
        "last": value.last_day.isoformat(),
        "before": swedish.count(before),
        "base_first": span[0].isoformat(),
        "base_last": span[1].isoformat(),
    }
    if days_of(*span) != days_of(*period):
        told += " " + _("(räknat per dag, eftersom perioderna är olika långa)")
    if found.verdict == "too_few":
        return Judgement.TOO_FEW, _("%(told)s. Det är för få för att bedöma.") % {"told": told}
    size = swedish.change_interval(found.low, found.high)
    judgement = _side({"decrease": -1, "increase": 1}.get(found.verdict, 0), indicator.better)
    return judgement, f"{told}. {_told(judgement, size)}"


def _judge_shares(
    indicator: IndicatorSummary, before: tuple[float, int], after: tuple[float, int]
) -> tuple[Judgement, str]:
    (share1, n1), (share2, n2) = before, after
    found = proportion_changes([round(share1 / 100 * n1)], [n1], [round(share2 / 100 * n2)], [n2])
    low, high = 100 * float(found.low[0]), 100 * float(found.high[0])
    told = _("%(after)s av %(n2)s svar, mot %(before)s av %(n1)s") % {
        "after": swedish.percent(share2 / 100),
        "n2": swedish.count(n2),
        "before": swedish.percent(share1 / 100),
        "n1": swedish.count(n1),
    }
    size = _("%(low)s till %(high)s procentenheter") % {
        "low": swedish.number(low, 1),
        "high": swedish.number(high, 1),
    }
    judgement = _side(-1 if high < 0 else 1 if low > 0 else 0, indicator.better)
    return judgement, f"{told}. {_told(judgement, size)}"


def _judge_limits(indicator: IndicatorSummary, base: Baseline, value: Value) -> tuple[Judgement, str]:
    told = _("%(after)s, mot %(before)s från början") % {
        "after": _number(value.value),
        "before": _number(base.value),
    }
    if base.low is None or base.high is None or value.low is None or value.high is None:
        why = _("Osäkerheten i värdena är inte känd, så det går inte att säga om skillnaden är säker.")
        return Judgement.NOT_COMPARABLE, f"{told}. {why}"
    apart = -1 if value.high < base.low else 1 if value.low > base.high else 0
    judgement = _side(apart, indicator.better)
    size = f"{_number(value.low)}–{_number(value.high)}"
    return judgement, f"{told}. {_told(judgement, size)}"


def _number(value: float) -> str:
    whole = float(value).is_integer() or abs(value) >= 100  # a decimal would say nothing
    return swedish.number(value, 0 if whole else 1)


def _side(direction: int, better: str) -> Judgement:
    if direction == 0:
        return Judgement.UNCLEAR
    return Judgement.BETTER if (direction < 0) == (better == "lower") else Judgement.WORSE


def _told(judgement: Judgement, size: str) -> str:
    told = {
        Judgement.BETTER: _("Det är säkert bättre (%(size)s)."),
        Judgement.WORSE: _("Det är säkert sämre (%(size)s)."),
    }.get(judgement, _("Skillnaden kan vara en slump (%(size)s)."))
    return told % {"size": size}


def _fetched(actor: Actor, indicator: IndicatorSummary, municipality_id: UUID) -> Measured:
    values = values_for(actor, municipality_id, indicator.measured_id)
    latest = next((value for value in reversed(values) if value.value is not None), None)
    if latest is None or latest.value is None:
        raise Invalid(
            value=_("Det finns inget värde att hämta för måttet. Skriv in det bland indikatorerna först.")
        )
    method = {"published": _("Intervall från källan"), "computed": _("Intervall ur antal svar (Wilson)")}
    return Measured(
        first_day=latest.starts_on,
        last_day=latest.ends_on - timedelta(days=1),
        value=latest.value,
        low=latest.low,
        high=latest.high,
        n=latest.n,
        how="fetched",
        method=method.get(latest.interval, ""),
        version=__version__,
        query="",
        source=latest.source,
    )
