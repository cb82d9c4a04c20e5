"""Where an indicator stands now: counted out of the incidents, with its interval and what chance allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from lagesbild_web.incidents.boundaries import note_for
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query, read_filter
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.plans.chance import TargetJudgement, days_of, judge_target
from lagesbild_web.plans.contracts import PER_LABELS, PER_MONTHS, IndicatorSummary

COUNT_METHOD: Final = "Antal med exakt Poissonintervall, 95 % (Garwood 1936, Biometrika 28, 437-442)"
METHOD: Final = "Garwood 1936 för antalet; betingat test med Clopper och Pearsons gränser för förändringen"
LAG: Final = timedelta(days=14)
"""Reports come late: a period counts when so long has gone since its end."""
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


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """The incidents of an indicator in a period, with what is needed to compare the count with another."""

    value: PeriodValue
    dispersion: float | None
    """How many times wider than Poisson the periods before vary; None when there are too few of them."""
    query: str
    """The address of the rows, without the question mark."""
    note: str
    """What a reader must know when boundaries have moved; empty when they have not."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one count per day was against another, with 95 % limits (1.0 is unchanged)."""

    ratio: float
    low: float
    high: float
    verdict: str
    """``increase``, ``decrease``, ``unclear``, ``stable`` or ``too_few``."""


def latest_period(per: str, today: date, *, lag: timedelta = LAG) -> tuple[date, date]:
    """Return the latest whole period whose reports have come in, first and last day.

    A period of a quarter, a tertial, a half-year or a year is one of the calendar's.
    """
    months = PER_MONTHS[per]
    known = today - lag
    starts = date(known.year, (known.month - 1) // months * months + 1, 1)
    return months_after(starts, -months), starts - timedelta(days=1)


def count_period(
    actor: Actor, indicator: IndicatorSummary, *, municipality_id: UUID, first: date, last: date
) -> CountedPeriod:
    """Return the incidents of an indicator from the first day to and with the last."""
    wanted = selection_of(indicator.filter_query)
    days = _days_of_incidents(actor, wanted, municipality_id)
    n = int(days.filter(pl.col("day").is_between(first, last))["count"].sum())
    dated = replace(wanted, first_day=first, last_day=last)
    return CountedPeriod(
        _value(first, last, max(n, 0)),
        _dispersion(_periods(days, indicator.per, first)),
        as_query(dated),
        note_for(actor, municipality_id, dated),
    )


def compare_counts(
    before: int, base: tuple[date, date], now: int, period: tuple[date, date], dispersion: float | None
) -> Compared:
    """Return what a count in a period was against one in another, per day; days are first and last.

    Periods that vary more than chance alone would let them widen the limits (``dispersion``).
    """
    found = changes_in_counts(
        [before],
        [now],
        exposure_before=days_of(*base),
        exposure_after=days_of(*period),
        dispersion=dispersion,
    )
    ratio, low, high = (float(part[0]) for part in (found.ratio, found.low, found.high))
    return Compared(ratio, low, high, str(found.verdict[0]))


def development_of(
    actor: Actor, indicator: IndicatorSummary, *, municipality_id: UUID, today: date
) -> Development:
    """Return an indicator's values period by period, as far as the actor may read the incidents."""
    if indicator.how != "incidents":
        return Development((), None, judge_target(indicator), None)
    wanted = selection_of(indicator.filter_query)
    days = _days_of_incidents(actor, wanted, municipality_id)
    values = _periods(days, indicator.per, latest_period(indicator.per, today)[1] + timedelta(days=1))
    dispersion = _dispersion(values[:-1])
    target = judge_target(indicator, dispersion=dispersion)
    current = _against_baseline(indicator, values[-1], dispersion) if values else None
    note = note_for(actor, municipality_id, wanted)
    if current is not None and note:
        current = replace(current, sentence=f"{current.sentence} {note}")
    return Development(tuple(values), current, target, dispersion)


def count_between(actor: Actor, query: str, *, municipality_id: UUID, first: date, last: date) -> int:
    """Return how many incidents a selection holds from the first day to and with the last."""
    days = _days_of_incidents(actor, selection_of(query), municipality_id)
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


def _days_of_incidents(actor: Actor, wanted: IncidentFilter, municipality_id: UUID) -> pl.DataFrame:
    """Return the columns ``day`` and ``count`` of a selection."""
    chosen = incidents_table(actor, wanted, municipality_id=municipality_id)
    local = chosen.incidents.counted().frame.filter(pl.col("start").is_not_null())
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
    found = compare_counts(
        before, (base.first_day, base.last_day), now.count, (now.first_day, now.last_day), dispersion
    )
    text = (
        told
        + " "
        + _("Mot utgångsvärdet, %(before)s händelser: %(words)s (intervall %(interval)s).")
        % {
            "before": swedish.count(before),
            "words": swedish.verdict(found.verdict).words,
            "interval": swedish.change_interval(found.low, found.high),
        }
    )
    return CurrentValue(
        now, found.ratio, found.low, found.high, found.verdict, text, METHOD, before + now.count
    )


def per_words(indicator: IndicatorSummary) -> str:
    """Return what the indicator is counted per, in words."""
    return str(PER_LABELS[indicator.per])
