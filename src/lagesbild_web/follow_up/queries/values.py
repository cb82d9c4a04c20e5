"""Read the values of a plan's indicators, judged against where they stood."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lagesbild_web.access.queries import function_labels
from lagesbild_web.base.actor import Actor
from lagesbild_web.follow_up.contracts import JUDGEMENT_LABELS, IndicatorLine, Judgement, Value
from lagesbild_web.follow_up.measuring import judge, reached
from lagesbild_web.follow_up.models import IndicatorValue
from lagesbild_web.plans.contracts import IndicatorSummary
from lagesbild_web.plans.queries import indicator_for, indicators_of


def indicator_lines(
    actor: Actor, *, plan_id: UUID | None = None, municipality_id: UUID | None = None
) -> list[IndicatorLine]:
    """Return the indicators that the actor may read with their latest values, in the order of the plan."""
    indicators = indicators_of(actor, plan_id=plan_id, municipality_id=municipality_id)
    latest = _latest(indicator.id for indicator in indicators)
    return [_line(indicator, latest.get(indicator.id)) for indicator in indicators]


def indicator_line_for(actor: Actor, indicator_id: UUID) -> IndicatorLine:
    """Return an indicator with its latest value.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    indicator = indicator_for(actor, indicator_id)
    return _line(indicator, _latest([indicator.id]).get(indicator.id))


def values_of(actor: Actor, indicator_id: UUID, *, with_replaced: bool = False) -> list[Value]:
    """Return an indicator's values, the latest period first; raises as :func:`indicator_line_for`.

    ``with_replaced`` gives also those that have been corrected.
    """
    indicator = indicator_for(actor, indicator_id)
    values = _contracts(IndicatorValue.objects.filter(indicator_id=indicator.id))
    if with_replaced:
        return values
    seen: set[tuple[object, object]] = set()
    kept = []
    for value in values:
        period = (value.first_day, value.last_day)
        if period not in seen:
            kept.append(value)
        seen.add(period)
    return kept


def _line(indicator: IndicatorSummary, latest: Value | None) -> IndicatorLine:
    if latest is None:
        return IndicatorLine(indicator, None, Judgement.NOT_COMPARABLE, "", "", "")
    judgement, sentence = judge(indicator, latest)
    return IndicatorLine(
        indicator, latest, judgement, str(JUDGEMENT_LABELS[judgement]), sentence, reached(indicator, latest)
    )


def _latest(indicator_ids: Iterable[UUID]) -> dict[UUID, Value]:
    found: dict[UUID, Value] = {}
    for value in _contracts(IndicatorValue.objects.filter(indicator_id__in=list(indicator_ids))):
        found.setdefault(value.indicator_id, value)
    return found


def _contracts(rows: "QuerySet[IndicatorValue]") -> list[Value]:
    known = list(rows.order_by("-last_day", "-first_day", "-number"))
    labels = function_labels(row.function_id for row in known if row.function_id)
    return [
        Value(
            id=row.id,
            indicator_id=row.indicator_id,
            first_day=row.first_day,
            last_day=row.last_day,
            value=row.value,
            low=row.low,
            high=row.high,
            n=row.n,
            how=row.how,
            method=row.method,
            version=row.version,
            query=row.query,
            source=row.source,
            note=row.note,
            function=labels.get(row.function_id, "") if row.function_id else "",
            at=row.at,
            number=row.number,
            dispersion=row.dispersion,
        )
        for row in known
    ]
