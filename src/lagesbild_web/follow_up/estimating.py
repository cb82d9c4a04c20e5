"""Estimate what a measure led to, from the incidents here, with the library's methods.

Nothing is decided here: the method says what can be said, and that no conclusion can be drawn is an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, cast
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from lagesbild.methods.answer import MethodAnswer
from lagesbild.methods.options import read_options
from lagesbild.methods.registry import method
from lagesbild_web.areas.queries import areas_by_id, areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up.contracts import Judgement
from lagesbild_web.incidents.boundaries import note_for
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.incidents.queries import incidents_table

LAG: Final = timedelta(days=14)
"""The latest days are not counted: reports still come in."""
LONGEST: Final = 60
"""Months back that a series begins at most."""
_LEAST_EVENTS: Final = 10
"""Fewer incidents than this, before and after together, say nothing whatever the method."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared with what.

    ``wanted`` chooses the incidents, without days and areas; ``treated`` and ``control`` are areas;
    ``polygon`` is used where the measure has a drawn surface and no area.
    """

    design: str
    """``its``, ``wdd`` or ``did``."""
    wanted: IncidentFilter
    starts_on: date
    treated: tuple[UUID, ...]
    control: tuple[UUID, ...]
    polygon: tuple[Any, ...] = ()
    lower_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """What came out: the method's answer, what it allows one to say, and how it was set up."""

    judgement: Judgement
    sentence: str
    answer: Mapping[str, Any]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Side:
    """The incidents of one side of a comparison, by day; ``query`` is the address of its rows."""

    days: pl.DataFrame
    query: str

    def within(self, first: date, last: date) -> int:
        """Return how many lie between two days, both included."""
        return int(self.days.filter(pl.col("day").is_between(first, last))["count"].sum())


def estimate(actor: Actor, wanted: Comparison, *, municipality_id: UUID, today: date) -> Estimate:
    """Estimate the effect.

    Raises
    ------
    Invalid
        If the comparison cannot be made: no area, no days after the start, or nothing to compare with.
    """
    last = last_whole_month(today)
    if wanted.starts_on >= last:
        raise Invalid(
            starts_on=_(
                "Det finns ingen hel månad efter starten än. Räkna effekten när det har gått minst en månad."
            )
        )
    if not wanted.treated and not wanted.polygon:
        raise Invalid(treated=_("Välj det område där åtgärden gjordes."))
    if wanted.design == "wdd" and not wanted.control:
        raise Invalid(control=_("Välj ett område att jämföra med."))
    make = {"its": _series, "wdd": _pair, "did": _panel}[wanted.design]
    made = make(actor, wanted, municipality_id, last)
    areas = tuple(dict.fromkeys((*wanted.treated, *wanted.control)))
    if note := note_for(actor, municipality_id, replace(_where(wanted, areas), last_day=last)):
        return replace(made, answer={**made.answer, "warnings": [*made.answer["warnings"], note]})
    return made


def last_whole_month(today: date) -> date:
    """Return the last day of the latest month whose reports have come in.

    Examples
    --------
    >>> last_whole_month(date(2026, 11, 21)).isoformat(), last_whole_month(date(2026, 11, 10)).isoformat()
    ('2026-10-31', '2026-09-30')
    """
    known = today - LAG
    return known.replace(day=1) - timedelta(days=1)


def _series(actor: Actor, wanted: Comparison, home: UUID, last: date) -> Estimate:
    side = _side(actor, wanted, home, wanted.treated, last)
    months = _months(side.days, _first_month(side.days, last), last)
    answer = _run("effect-its", months, {"start": wanted.starts_on.isoformat()})
    summary = cast("Mapping[str, Any]", answer.summary)
    low, high = summary.get("level_low"), summary.get("level_high")
    judgement = _of_ratio(low, high, wanted.lower_is_better)
    if summary.get("sentence") and "Ingen slutsats" in str(summary["sentence"]):
        judgement = Judgement.UNCLEAR
    if int(months["count"].sum()) < _LEAST_EVENTS:
        judgement = Judgement.TOO_FEW
    return _estimate(answer, judgement, wanted, last, {"treated": side.query})


def _pair(actor: Actor, wanted: Comparison, home: UUID, last: date) -> Estimate:
    treated = _side(actor, wanted, home, wanted.treated, last)
    control = _side(actor, wanted, home, wanted.control, last)
    before, after = windows(wanted.starts_on, last)
    counts = [side.within(*span) for side in (treated, control) for span in (before, after)]
    frame = pl.DataFrame(
        {
            "case": [_("Åtgärden")],
            **{
                name: [count]
                for name, count in zip(
                    ("treated_before", "treated_after", "control_before", "control_after"),
                    counts,
                    strict=True,
                )
            },
        }
    )
    answer = _run("effect-wdd", frame, {})
    row = cast("Mapping[str, Any]", answer.rows[0])
    judgement = _of_difference(row.get("low"), row.get("high"), wanted.lower_is_better)
    if sum(counts) < _LEAST_EVENTS:
        judgement = Judgement.TOO_FEW
    queries = {"treated": treated.query, "control": control.query}
    spans = {"before": [d.isoformat() for d in before], "after": [d.isoformat() for d in after]}
    return _estimate(answer, judgement, wanted, last, queries, counts=counts, **spans)


def _panel(actor: Actor, wanted: Comparison, home: UUID, last: date) -> Estimate:
    control = wanted.control or tuple(
        area.id for area in areas_of(home, kind="district") if area.id not in wanted.treated
    )
    if not control:
        raise Invalid(control=_("Det finns inga andra områden att jämföra med."))
    names = {area.id: area.name for area in areas_by_id(home, {*wanted.treated, *control}).values()}
    sides = {area: _side(actor, wanted, home, (area,), last) for area in (*wanted.treated, *control)}
    filled = [side.days for side in sides.values() if side.days.height]
    first = min((_first_month(days, last) for days in filled), default=last.replace(day=1))
    parts = [
        _months(side.days, first, last).with_columns(
            pl.lit(names.get(area, str(area))).alias("unit"), pl.lit(area in wanted.treated).alias("treated")
        )
        for area, side in sides.items()
    ]
    answer = _run("effect-did", pl.concat(parts), {"start": _month_after(wanted.starts_on).isoformat()})
    summary = cast("Mapping[str, Any]", answer.summary)
    queries = {
        "treated": _side_query(wanted, wanted.treated),
        "control": _side_query(wanted, control),
    }
    return _estimate(answer, _of_verdict(summary, wanted.lower_is_better), wanted, last, queries)


def windows(starts_on: date, last: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the days before and after that are compared: whole months, and the same months of the year.

    Up to a year after the start is compared with the same months a year earlier; longer, in whole years.

    Examples
    --------
    >>> before, after = windows(date(2026, 3, 15), date(2026, 8, 31))
    >>> [day.isoformat() for day in (*before, *after)]
    ['2025-04-01', '2025-08-31', '2026-04-01', '2026-08-31']
    """
    first = _month_after(starts_on)
    months = _count_months(first, last)
    years = max(1, months // 12)
    end = last if months < 12 else _add_months(first, 12 * years) - timedelta(days=1)
    back = 12 * years
    before_last = _add_months(end + timedelta(days=1), -back) - timedelta(days=1)
    return (_add_months(first, -back), before_last), (first, end)


def _side(actor: Actor, wanted: Comparison, home: UUID, areas: tuple[UUID, ...], last: date) -> _Side:
    chosen = _where(wanted, areas)
    first = _add_months(last.replace(day=1), -LONGEST)
    frame = incidents_table(actor, replace(chosen, first_day=first, last_day=last), municipality_id=home)
    days = pl.DataFrame(
        {
            "day": frame.details["starts_on"],
            "count": frame.incidents.frame["count"],
            "excluded": frame.incidents.frame["excluded"],
        }
    )
    days = days.filter(pl.col("excluded").is_null(), pl.col("day").is_not_null())
    return _Side(days.group_by("day").agg(pl.col("count").sum()).sort("day"), as_query(chosen))


def _where(wanted: Comparison, areas: tuple[UUID, ...]) -> IncidentFilter:
    polygon = wanted.polygon if not areas else ()
    return replace(wanted.wanted, areas=areas, polygon=polygon, first_day=None, last_day=None)


def _side_query(wanted: Comparison, areas: tuple[UUID, ...]) -> str:
    return as_query(_where(wanted, areas))


def _months(days: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """Counts by month from ``first`` to ``last``, months without anything as 0."""
    whole = pl.DataFrame({"date": pl.date_range(first, last, "1mo", eager=True)})
    counted = days.group_by(pl.col("day").dt.truncate("1mo").alias("date")).agg(pl.col("count").sum())
    return whole.join(counted, on="date", how="left").with_columns(
        pl.col("count").fill_null(0).cast(pl.Int64)
    )


def _first_month(days: pl.DataFrame, last: date) -> date:
    """The first whole month of the series: reports that begin in the middle of a month leave it out."""
    if not days.height:
        return last.replace(day=1)
    first = cast("date", days["day"].min())
    return first if first.day == 1 else _add_months(first.replace(day=1), 1)


def _run(name: str, frame: pl.DataFrame, options: Mapping[str, str]) -> MethodAnswer:
    chosen = method(name)
    return chosen.run(frame, read_options(chosen, options))


def _estimate(
    answer: MethodAnswer,
    judgement: Judgement,
    wanted: Comparison,
    last: date,
    queries: Mapping[str, str],
    **more: object,
) -> Estimate:
    summary = cast("Mapping[str, Any]", answer.summary)
    told = summary.get("sentence") or (answer.rows[0].get("sentence") if answer.rows else None)
    sentence = str(told or " ".join(answer.warnings) or _("Underlaget räcker inte. Ingen slutsats kan dras."))
    if judgement is Judgement.TOO_FEW:
        sentence = _("%(told)s Antalen är så små att ingen slutsats kan dras.") % {"told": sentence}
    return Estimate(
        judgement=judgement,
        sentence=sentence,
        answer={
            "method": answer.method,
            "source": answer.source,
            "version": answer.version,
            "seed": answer.seed,
            "n": answer.n,
            "options": answer.options,
            "summary": answer.summary,
            "rows": list(answer.rows),
            "warnings": list(answer.warnings),
        },
        settings={
            "design": wanted.design,
            "starts_on": wanted.starts_on.isoformat(),
            "last_day": last.isoformat(),
            "treated": [str(area) for area in wanted.treated],
            "control": [str(area) for area in wanted.control],
            "queries": dict(queries),
            **more,
        },
    )


def _of_ratio(low: object, high: object, lower_is_better: bool) -> Judgement:
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return Judgement.NOT_COMPARABLE
    return _side_of(float(low) - 1, float(high) - 1, lower_is_better)


def _of_difference(low: object, high: object, lower_is_better: bool) -> Judgement:
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return Judgement.NOT_COMPARABLE
    return _side_of(float(low), float(high), lower_is_better)


def _side_of(low: float, high: float, lower_is_better: bool) -> Judgement:
    if low <= 0 <= high:
        return Judgement.UNCLEAR
    return Judgement.BETTER if (high < 0) == lower_is_better else Judgement.WORSE


def _of_verdict(summary: Mapping[str, Any], lower_is_better: bool) -> Judgement:
    verdict = summary.get("verdict")
    if verdict in ("decrease", "increase"):
        return Judgement.BETTER if (verdict == "decrease") == lower_is_better else Judgement.WORSE
    return {
        "too_few": Judgement.TOO_FEW,
        None: Judgement.NOT_COMPARABLE,
    }.get(verdict, Judgement.UNCLEAR)


def _month_after(day: date) -> date:
    """The first month that lies wholly after the start."""
    return day if day.day == 1 else _add_months(day.replace(day=1), 1)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def _count_months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
