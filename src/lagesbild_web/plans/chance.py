"""Is a target outside what chance alone could give? Told before it is decided, with the counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.survey import proportion_changes
from lagesbild_web.plans.contracts import PER_LABELS, PER_MONTHS, Baseline, IndicatorSummary

COUNTED: Final = ("incidents", "count")
"""Ways of measuring that give numbers of events."""
_MONTH_DAYS: Final = 365.25 / 12

Verdict = Literal["outside", "inside", "wrong_way", "unknown"]


@dataclass(frozen=True, slots=True)
class TargetJudgement:
    """Whether reaching the target could be told from chance."""

    verdict: Verdict
    sentence: str
    smallest: float | None
    """The value nearest the baseline that could be told from it, in the unit of the target; None when
    nothing could."""

    @property
    def is_warning(self) -> bool:
        """The target should be thought over."""
        return self.verdict in {"inside", "wrong_way"}


def judge_target(indicator: IndicatorSummary, *, dispersion: float | None = None) -> TargetJudgement | None:
    """Judge a target against its baseline; None when there is no target, or no baseline to hold it against.

    Parameters
    ----------
    indicator
        For counts the baseline is the number in its whole period, and the target the number in one period of
        ``per``. For surveys both are per cent, 0-100, and the next survey is taken to have as many answers.
    dispersion
        How many times wider than Poisson the counts vary (``lagesbild.stats.dispersion``); None is Poisson.

    Notes
    -----
    Counts by the exact conditional test and its interval, shares by Newcombe's; 95 %. A target is outside
    chance when the interval of the change that it asks for excludes no change.
    """
    base, target = indicator.baseline, indicator.target_value
    if base is None or target is None:
        return None
    if indicator.how in COUNTED and base.first_day and base.last_day:
        days = days_of(base.first_day, base.last_day)
        return _judge_count(indicator, base, target, dispersion, days=float(days))
    if base.n:
        return _judge_share(indicator, base, target, base.n)
    if base.low is not None and base.high is not None:
        return _judge_interval(indicator, base.value, target, low=base.low, high=base.high)
    text = _(
        "Det går inte att säga om målet ligger utanför slumpen: utgångsvärdet har varken antal svar eller "
        "intervall."
    )
    return TargetJudgement("unknown", text, None)


def per_days(per: str) -> float:
    """Return how many days a period is, on average."""
    return PER_MONTHS[per] * _MONTH_DAYS


def days_of(first: date, last: date) -> int:
    """Return how many days there are from the first to and with the last."""
    return (last - first).days + 1


def _judge_count(
    indicator: IndicatorSummary,
    base: Baseline,
    target: float,
    dispersion: float | None,
    *,
    days: float,
) -> TargetJudgement:
    before = round(base.value)
    after_days = per_days(indicator.per)
    if abs(days - after_days) <= PER_MONTHS[indicator.per] + 1:
        after_days = days  # a year is a year, whether it has 365 or 366 days
    level = before / days * after_days
    period = str(PER_LABELS[indicator.per])

    def interval(after: int) -> tuple[float, float]:
        found = changes_in_counts(
            [before], [after], exposure_before=days, exposure_after=after_days, dispersion=dispersion
        )
        return float(found.low[0]), float(found.high[0])

    counted = _("%(n)s händelser från %(first)s till %(last)s") % {
        "n": swedish.count(before),
        "first": swedish.day(base.first_day),
        "last": swedish.day(base.last_day),
    }
    if wrong := _wrong_way(indicator, level, target):
        return wrong
    smallest = _nearest(level, indicator.better, interval)
    low, high = interval(round(target))
    if smallest is None:
        text = _(
            "Utgångsvärdet är %(counted)s. Så få händelser räcker inte för att visa någon minskning alls, "
            "inte ens till "
            "noll. Mät över en längre tid eller ett större område."
        ) % {"counted": counted}
        return TargetJudgement("inside", text, None)
    facts = {
        "counted": counted,
        "target": swedish.count(round(target)),
        "interval": swedish.change_interval(low, high),
        "smallest": swedish.count(smallest),
        "change": swedish.change(smallest / level if level else None),
        "period": period,
    }
    if _is_beyond(low, high, indicator.better):
        text = _(
            "Målet ligger utanför slumpen. Utgångsvärdet är %(counted)s. Målet är %(target)s per "
            "%(period)s: en "
            "förändring med intervallet %(interval)s. Den minsta säkra förändringen är till %(smallest)s "
            "per %(period)s "
            "(%(change)s)."
        )
        return TargetJudgement("outside", text % facts, float(smallest))
    text = _(
        "Målet ligger innanför slumpen. Utgångsvärdet är %(counted)s. Blir det %(target)s per %(period)s "
        "kan det lika "
        "gärna vara en tillfällighet: intervallet är %(interval)s. Den minsta säkra förändringen är till "
        "%(smallest)s "
        "per %(period)s (%(change)s)."
    )
    return TargetJudgement("inside", text % facts, float(smallest))


def _judge_share(indicator: IndicatorSummary, base: Baseline, target: float, n: int) -> TargetJudgement:
    before = round(base.value / 100 * n)

    def interval(after: int) -> tuple[float, float]:
        found = proportion_changes([before], [n], [after], [n])
        return float(found.low[0]), float(found.high[0])

    if wrong := _wrong_way(indicator, base.value, target):
        return wrong
    steps = range(before, -1, -1) if indicator.better == "lower" else range(before, n + 1)
    beyond = (k for k in steps if _excludes_zero(*interval(k), indicator.better))
    smallest = next(beyond, None)
    low, high = interval(round(target / 100 * n))
    facts = {
        "base": swedish.percent(base.value / 100),
        "n": swedish.count(n),
        "target": swedish.percent(target / 100),
        "low": swedish.number(low * 100, 1),
        "high": swedish.number(high * 100, 1),
        "smallest": swedish.percent(smallest / n) if smallest is not None else "",
    }
    if _excludes_zero(low, high, indicator.better):
        text = _(
            "Målet ligger utanför slumpen. Utgångsvärdet är %(base)s av %(n)s svar. Med lika många svar "
            "nästa gång ger "
            "%(target)s en skillnad på %(low)s till %(high)s procentenheter. Den minsta säkra "
            "förändringen är till "
            "%(smallest)s."
        )
        return TargetJudgement("outside", text % facts, smallest / n * 100 if smallest is not None else None)
    if smallest is None:
        text = _(
            "Utgångsvärdet är %(base)s av %(n)s svar. Så få svar räcker inte för att visa någon säker "
            "förändring. Fråga "
            "fler."
        )
        return TargetJudgement("inside", text % facts, None)
    text = _(
        "Målet ligger innanför slumpen. Utgångsvärdet är %(base)s av %(n)s svar. Med lika många svar "
        "nästa gång kan "
        "skillnaden till %(target)s vara en tillfällighet: %(low)s till %(high)s procentenheter. Den "
        "minsta säkra "
        "förändringen är till %(smallest)s."
    )
    return TargetJudgement("inside", text % facts, smallest / n * 100)


def _judge_interval(
    indicator: IndicatorSummary, value: float, target: float, *, low: float, high: float
) -> TargetJudgement:
    if wrong := _wrong_way(indicator, value, target):
        return wrong
    edge = low if indicator.better == "lower" else high
    is_outside = target < low or target > high
    facts = {
        "value": swedish.number(value),
        "low": swedish.number(low),
        "high": swedish.number(high),
        "target": swedish.number(target),
    }
    if is_outside:
        text = _(
            "Målet %(target)s ligger utanför utgångsvärdets intervall: %(value)s (%(low)s–%(high)s). "
            "Också nästa värde "
            "får ett intervall, så marginalen bör vara större än så."
        )
        return TargetJudgement("outside", text % facts, edge)
    text = _(
        "Målet %(target)s ligger innanför utgångsvärdets intervall: %(value)s (%(low)s–%(high)s). Det kan "
        "vara uppnått "
        "redan nu."
    )
    return TargetJudgement("inside", text % facts, edge)


def _wrong_way(indicator: IndicatorSummary, level: float, target: float) -> TargetJudgement | None:
    is_lower = indicator.better == "lower"
    if (target < level) if is_lower else (target > level):
        return None
    words = _("lägre") if is_lower else _("högre")
    text = _("Målet %(target)s är inte %(words)s än utgångsvärdet %(level)s, fast %(words)s är bättre.") % {
        "target": swedish.number(target),
        "words": words,
        "level": swedish.number(level),
    }
    return TargetJudgement("wrong_way", text, None)


def _is_beyond(low: float, high: float, better: str) -> bool:
    return high < 1 if better == "lower" else low > 1


def _excludes_zero(low: float, high: float, better: str) -> bool:
    return high < 0 if better == "lower" else low > 0


def _nearest(level: float, better: str, interval: Callable[[int], tuple[float, float]]) -> int | None:
    """Return the count nearest the level whose change could be told from chance, by halving."""
    if better == "lower":
        near, far = int(level), 0
        if not _is_beyond(*interval(far), better):
            return None
    else:
        near, far = int(level) + 1, max(2 * int(level), 10)
        while not _is_beyond(*interval(far), better):
            far *= 2
    while abs(near - far) > 1:
        middle = (near + far) // 2
        if _is_beyond(*interval(middle), better):
            far = middle
        else:
            near = middle
    return near if _is_beyond(*interval(near), better) else far
