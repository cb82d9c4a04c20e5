"""Count incidents week by week in the database, so that a million rows become a small table."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Func, IntegerField, Sum
from django.utils import timezone

from lagesbild_web.access.rights import within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Incident

_FIRST_MONDAY: Final = date(1970, 1, 5)
_DATED: Final = ("minute", "span", "day", "week")
"""Incidents of which only the month or the year is known belong to no week."""


@dataclass(frozen=True, slots=True)
class WeeklyCounts:
    """Approved incidents by category, district and week, as far as the reader may read them.

    ``counts`` has the shape (series, weeks). Series ``i`` is about ``categories[i]`` in ``areas[i]``,
    None for incidents outside every district. ``mondays`` are the first days of the weeks, without gaps.
    """

    mondays: tuple[date, ...]
    categories: tuple[UUID, ...]
    areas: tuple[UUID | None, ...]
    counts: npt.NDArray[np.int64]


class _WeekNumber(Func):
    """Whole weeks since the first Monday of 1970, without asking Python about every row."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST((julianday(%(expressions)s) - 2440591.5) / 7 AS INTEGER)"
        )

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="((%(expressions)s - DATE '1970-01-05') / 7)")


def weekly_counts(actor: Actor, municipality_id: UUID, *, last_monday: date, weeks: int) -> WeeklyCounts:
    """Return the counts of the weeks up to and with the one that begins on ``last_monday``."""
    first = last_monday - timedelta(weeks=weeks - 1)
    rows = (
        Incident.objects.filter(
            within(actor, Right.READ_INCIDENT),
            municipality_id=municipality_id,
            state=State.APPROVED,
            time_precision__in=_DATED,
            # The index is in the order of the moment, which is at most a day from the local day.
            starts_at__gte=timezone.make_aware(datetime.combine(first - timedelta(days=1), time())),
            starts_on__gte=first,
            starts_on__lt=last_monday + timedelta(weeks=1),
        )
        .order_by()
        .values_list("category_id", "area_id", _WeekNumber("starts_on"))
        .annotate(n=Sum("count"))
    )
    offset = (first - _FIRST_MONDAY).days // 7
    series: dict[tuple[UUID, UUID | None], npt.NDArray[np.int64]] = {}
    for category, area, week, n in rows:
        counts = series.setdefault((category, area), np.zeros(weeks, dtype=np.int64))
        counts[week - offset] += n
    keys = sorted(series, key=str)
    return WeeklyCounts(
        mondays=tuple(first + timedelta(weeks=n) for n in range(weeks)),
        categories=tuple(category for category, _ in keys),
        areas=tuple(area for _, area in keys),
        counts=np.array([series[key] for key in keys], dtype=np.int64).reshape(len(keys), weeks),
    )
