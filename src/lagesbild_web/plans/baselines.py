"""Complete a baseline: count or fetch it when it can be, and give it its interval."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild.stats.rates import rate_limits
from lagesbild.stats.survey import proportions
from lagesbild_web.base.actor import Actor
from lagesbild_web.indicators.queries import values_for
from lagesbild_web.plans.chance import COUNTED
from lagesbild_web.plans.current import count_between, selection_of
from lagesbild_web.plans.drafts import IndicatorDraft

_DAY: Final = timedelta(days=1)


def completed(actor: Actor, draft: IndicatorDraft, *, municipality_id: UUID) -> IndicatorDraft:
    """Return the draft with what can be worked out: the count of its period, or the latest measured
    value, with its interval and its method.

    Raises
    ------
    Invalid
        If the selection of incidents cannot be read.
    """
    if draft.how == "incidents":
        selection_of(draft.filter_query)
        first, last = draft.baseline_first, draft.baseline_last
        if draft.baseline_value is None and first is not None and last is not None:
            n = count_between(
                actor, draft.filter_query, municipality_id=municipality_id, first=first, last=last
            )
            draft = replace(draft, baseline_value=float(n))
    if draft.how == "measured" and draft.baseline_value is None:
        return _fetched(actor, draft, municipality_id)
    return _with_interval(draft)


def _fetched(actor: Actor, draft: IndicatorDraft, municipality_id: UUID) -> IndicatorDraft:
    """Return the draft with the latest measured value, that of its own period when it says one."""
    values = [v for v in values_for(actor, municipality_id, draft.measured_id) if v.value is not None]
    first, last = draft.baseline_first, draft.baseline_last
    if first is not None and last is not None:
        values = [v for v in values if v.starts_on >= first and v.ends_on - _DAY <= last]
    if not values:
        return draft
    latest = values[-1]
    methods = {"published": _("Intervall från källan"), "computed": _("Intervall ur antal svar (Wilson)")}
    return replace(
        draft,
        baseline_value=latest.value,
        baseline_low=latest.low,
        baseline_high=latest.high,
        baseline_n=latest.n if latest.unit == "percent" else None,
        baseline_first=latest.starts_on,
        baseline_last=latest.ends_on - _DAY,
        baseline_method=draft.baseline_method or methods.get(latest.interval, ""),
    )


def _with_interval(draft: IndicatorDraft) -> IndicatorDraft:
    value = draft.baseline_value
    if value is None:
        return draft
    if draft.how in COUNTED:
        limits = rate_limits([round(value)], [1.0])
        low, high = float(limits.low[0]), float(limits.high[0])
        method = _("Exakt intervall för ett antal (Garwood 1936), 95 %")
    elif draft.baseline_n and draft.how != "measured":  # a measured value brings its own interval
        found = proportions([round(value / 100 * draft.baseline_n)], [draft.baseline_n])
        low, high = float(found.low[0]) * 100, float(found.high[0]) * 100
        method = _("Intervall för en andel (Wilson 1927), 95 %")
    else:
        return draft
    return replace(
        draft, baseline_low=low, baseline_high=high, baseline_method=draft.baseline_method or method
    )
