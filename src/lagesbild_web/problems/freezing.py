"""Count a selection for the evidence of a problem, and freeze what comes out."""

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild.document import swedish
from lagesbild.stats.change import changes_in_counts
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.queries import latest_sequence
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import IncidentFilter, IncidentSelection
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.problems.frozen import FrozenFinding
from lagesbild_web.problems.selecting import in_words

METHOD: Final = "Exakt jämförelse av två antal (Przyborowski & Wilenski 1940), 95 % intervall"
DEFAULT_DAYS: Final = 365
YEAR: Final = timedelta(days=364)
"""Whole weeks, so that the same weekdays are compared."""
_WHAT_CHANGES: Final = ("incident.", "areas.", "category.")


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    def earlier(self, by: timedelta) -> "Period":
        """Return as many days so much earlier."""
        return Period(self.first - by, self.last - by)


def may_count(actor: Actor) -> bool:
    """Return whether the actor may read incidents at all, and so can freeze and recompute counts."""
    return has_somewhere(actor, Right.READ_INCIDENT)


def period_of(wanted: IncidentFilter, today: date) -> Period:
    """Return the days of a selection; the year until yesterday when it names none."""
    last = wanted.last_day or today - timedelta(days=1)
    return Period(wanted.first_day or last - timedelta(days=DEFAULT_DAYS - 1), last)


def freeze_selection(
    actor: Actor, wanted: IncidentFilter, *, municipality_id: UUID, frozen_by: str
) -> FrozenFinding:
    """Count a selection as the actor may read it, beside the same days a year before, and freeze it.

    A period longer than a year is compared with the one of the same length just before.
    """
    period = period_of(wanted, timezone.localdate())
    earlier = period.earlier(YEAR if period.days <= YEAR.days + 1 else timedelta(days=period.days))
    chosen = _during(actor, wanted, period, municipality_id)
    then = _during(actor, wanted, earlier, municipality_id)
    now, before = count_of(chosen), count_of(then)
    change = changes_in_counts([before], [now])
    verdict = str(change.verdict[0])
    ratio, low, high = (_finite(float(x[0])) for x in (change.ratio, change.low, change.high))
    return FrozenFinding(
        kind="selection",
        sentence=sentence(now, before, period, earlier, verdict, low, high),
        frozen_at=timezone.now().isoformat(),
        frozen_by=frozen_by,
        source=_("Godkända händelser i Lägesbild"),
        about=in_words(replace(wanted, first_day=None, last_day=None), municipality_id),
        query=as_query(replace(wanted, first_day=period.first, last_day=period.last)),
        first_day=period.first.isoformat(),
        last_day=period.last.isoformat(),
        count=now,
        before=before,
        before_first=earlier.first.isoformat(),
        before_last=earlier.last.isoformat(),
        ratio=ratio,
        low=low,
        high=high,
        verdict=verdict,
        seriousness=seriousness_of(chosen),
        n=now + before,
        method=" ".join(filter(None, (METHOD + ".", chosen.note))) if chosen.note else METHOD,
        version=__version__,
        data_revision=latest_sequence(municipality_id, _WHAT_CHANGES),
        rows_sha256=hash_of_rows(chosen),
    )


def sentence(
    now: int,
    before: int,
    period: Period,
    earlier: Period,
    verdict: str,
    low: float | None,
    high: float | None,
) -> str:
    """Return what two counts say, always with both and with the interval when there is one."""
    facts = {
        "count": swedish.plural(now, "händelse", "händelser"),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "before": swedish.count(before),
        "before_first": earlier.first.isoformat(),
        "before_last": earlier.last.isoformat(),
        "interval": swedish.change_interval(low, math.inf if high is None else high),
    }
    told = _("%(count)s %(first)s–%(last)s, mot %(before)s %(before_first)s–%(before_last)s.") % facts
    judged = {
        "increase": _("Det är en säker ökning (%(interval)s)."),
        "decrease": _("Det är en säker minskning (%(interval)s)."),
        "stable": _("Det är oförändrat (%(interval)s)."),
        "too_few": _("Det är för få för att bedöma om det har ändrats."),
    }.get(verdict, _("Skillnaden kan vara en slump (%(interval)s)."))
    return f"{told} {judged % facts}"


def count_of(chosen: IncidentSelection) -> int:
    """Return how many incidents the rows stand for."""
    return int(chosen.incidents.frame.filter(pl.col("excluded").is_null())["count"].sum())


def seriousness_of(chosen: IncidentSelection) -> tuple[int, ...]:
    """Return the number of rows of each seriousness, 1 to 5."""
    values = chosen.details["seriousness"]
    return tuple(int((values == level).sum()) for level in range(1, 6))


def hash_of_rows(chosen: IncidentSelection) -> str:
    """Return SHA-256 over the ids, categories, times and counts of the rows, in the order of the ids."""
    frame = chosen.incidents.frame.select("id", "category", "start", "end", "count").sort("id")
    lines = "\n".join(
        ";".join("" if cell is None else str(cell) for cell in row) for row in frame.iter_rows()
    )
    return hashlib.sha256(lines.encode()).hexdigest()


def _during(actor: Actor, wanted: IncidentFilter, period: Period, municipality_id: UUID) -> IncidentSelection:
    return incidents_table(
        actor,
        replace(wanted, first_day=period.first, last_day=period.last),
        municipality_id=municipality_id,
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def latest_days(wanted: IncidentFilter, today: date) -> IncidentFilter:
    """Return the same selection over as many days until yesterday."""
    days = period_of(wanted, today).days
    last = today - timedelta(days=1)
    return replace(wanted, first_day=last - timedelta(days=days - 1), last_day=last)
