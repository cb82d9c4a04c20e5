"""Where an indicator stands now: counted out of the incidents, with its interval and what chance allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.dispersion import FEWEST_PERIODS, estimate_dispersion
from lagesbild.stats.rates import rate_limits
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.months import months_after
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import read_filter
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.plans.chance import TargetJudgement, days_of, judge_target
from lagesbild_web.plans.contracts import PER_LABELS, PER_MONTHS, IndicatorSummary

METHOD: Final = "Garwood 1936 för antalet; betingat test med Clopper och Pearsons gränser för förändringen"
_MOST_PERIODS: Final = 12


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """The count of one period, with 95 % limits of what it could have been."""

    first_day: date
    last_day: date
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The latest whole period against the baseline."""

    period: PeriodValue
    ratio: float | None
    """Now over the baseline, per day (1.0 is unchanged); None without a baseline."""
    low: float | None
    high: float | None
    verdict: str
    """``increase``, ``decrease``, ``unclear``, ``stable``, ``too_few``, or empty without a baseline."""
    sentence: str
    method: str
    n: int
    """Incidents counted, in both periods."""


@dataclass(frozen=True, slots=True)
class Development:
    """An indicator's whole periods so far, the latest value, and the target held against chance."""

    values: tuple[PeriodValue, ...]
    """The oldest first; the period that goes on now is not among them."""
    current: CurrentValue | None
    target: TargetJudgement | None
    dispersion: float | None
    """How many times wider than Poisson the periods before vary; None when there are too few of them."""


def current_value(
    actor: Actor, indicator: IndicatorSummary, *, municipality_id: UUID, today: date
) -> CurrentValue | None:
    """Return where an indicator that is counted out of the incidents stands; None for other indicators.

    Only whole periods count: the latest that ended before ``today``.
    """
    return development_of(actor, indicator, municipality_id=municipality_id, today=today).current


def development_of(
    actor: Actor, indicator: IndicatorSummary, *, municipality_id: UUID, today: date
) -> Development:
    """Return an indicator's values period by period, as far as the actor may read the incidents."""
    if indicator.how != "incidents":
        return Development((), None, judge_target(indicator), None)
    days = _days_of_incidents(actor, indicator.filter_query, municipality_id)
    values = _periods(days, indicator.per, today)
    dispersion = _dispersion(values[:-1])
    target = judge_target(indicator, dispersion=dispersion)
    current = _against_baseline(indicator, values[-1], dispersion) if values else None
    return Development(tuple(values), current, target, dispersion)


def count_between(actor: Actor, query: str, *, municipality_id: UUID, first: date, last: date) -> int:
    """Return how many incidents a selection holds from the first day to and with the last."""
    days = _days_of_incidents(actor, query, municipality_id)
    return int(days.filter(pl.col("day").is_between(first, last))["count"].sum())


def selection_of(query: str) -> IncidentFilter:
    """Return the filter of an indicator: an address or its query, without its days.

    Raises
    ------
    Invalid
        If it cannot be read; the sentence is on ``filter_query``.
    """
    read = read_filter(QueryDict(query.partition("?")[2] or query))
    faults = {key: text for key, text in read.faults.items() if key not in {"fran", "till"}}
    if faults:
        raise Invalid(filter_query=" ".join(faults.values()))
    found = read.filter
    return IncidentFilter(
        categories=found.categories,
        areas=found.areas,
        polygon=found.polygon,
        sources=found.sources,
        organisations=found.organisations,
        hours=found.hours,
        weekdays=found.weekdays,
        seriousness=found.seriousness,
        states=found.states,
        text=found.text,
    )


def _days_of_incidents(actor: Actor, query: str, municipality_id: UUID) -> pl.DataFrame:
    """Return the columns ``day`` and ``count`` of a selection."""
    chosen = incidents_table(actor, selection_of(query), municipality_id=municipality_id)
    local = chosen.incidents.frame.filter(pl.col("start").is_not_null())
    day = pl.col("start").dt.convert_time_zone(chosen.incidents.timezone).dt.date().alias("day")
    return local.select(day, "count")


def _periods(days: pl.DataFrame, per: str, today: date) -> list[PeriodValue]:
    """Return the whole periods from the first incident on, at most a dozen."""
    if not days.height:
        return []
    earliest = days["day"].min()
    months = PER_MONTHS[per]
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    starts: list[date] = []
    while len(starts) < _MOST_PERIODS and (begin := months_after(start, -months)) >= earliest:  # type: ignore[operator]  # a column of days
        starts.append(begin)
        start = begin
    values = []
    for begin in reversed(starts):
        last = months_after(begin, months) - timedelta(days=1)
        n = int(days.filter(pl.col("day").is_between(begin, last))["count"].sum())
        values.append(_value(begin, last, max(n, 0)))
    return values


def _value(first: date, last: date, n: int) -> PeriodValue:
    limits = rate_limits([n], [1.0])
    return PeriodValue(first, last, n, float(limits.low[0]), float(limits.high[0]))


def _dispersion(earlier: Sequence[PeriodValue]) -> float | None:
    if len(earlier) < FEWEST_PERIODS:
        return None
    found = estimate_dispersion(np.array([[value.count for value in earlier]], dtype=np.float64))
    return float(found.factor[0])


def _against_baseline(
    indicator: IndicatorSummary, now: PeriodValue, dispersion: float | None
) -> CurrentValue:
    period = f"{now.first_day.isoformat()} – {now.last_day.isoformat()}"
    told = _("%(n)s händelser %(period)s (mellan %(low)s och %(high)s om slumpen räknas in).") % {
        "n": swedish.count(now.count),
        "period": period,
        "low": swedish.count(now.low),
        "high": swedish.count(now.high),
    }
    base = indicator.baseline
    if base is None or base.first_day is None or base.last_day is None:
        text = told + " " + _("Utgångsvärde saknas, så det går inte att säga om det har ändrats.")
        return CurrentValue(now, None, None, None, "", text, METHOD, now.count)
    before = round(base.value)
    found = changes_in_counts(
        [before],
        [now.count],
        exposure_before=days_of(base.first_day, base.last_day),
        exposure_after=days_of(now.first_day, now.last_day),
        dispersion=dispersion,
    )
    ratio, low, high = (float(part[0]) for part in (found.ratio, found.low, found.high))
    verdict = str(found.verdict[0])
    text = (
        told
        + " "
        + _("Mot utgångsvärdet, %(before)s händelser: %(words)s (intervall %(interval)s).")
        % {
            "before": swedish.count(before),
            "words": swedish.verdict(verdict).words,
            "interval": swedish.change_interval(low, high),
        }
    )
    return CurrentValue(now, ratio, low, high, verdict, text, METHOD, before + now.count)


def per_words(indicator: IndicatorSummary) -> str:
    """Return what the indicator is counted per, in words."""
    return str(PER_LABELS[indicator.per])
