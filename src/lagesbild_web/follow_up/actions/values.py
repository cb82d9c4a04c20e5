"""Take the value of an indicator: counted here, fetched from the indicators, or entered by hand."""

import math
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.stats.rates import rate_limits
from lagesbild.stats.survey import wilson_limits
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.follow_up.contracts import Value
from lagesbild_web.follow_up.measuring import Measured, measure_indicator
from lagesbild_web.follow_up.models import IndicatorValue
from lagesbild_web.follow_up.queries.values import values_of
from lagesbild_web.plans.contracts import IndicatorSummary
from lagesbild_web.plans.current import COUNT_METHOD
from lagesbild_web.plans.queries import indicator_for, may_manage, plan_for


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """A value as somebody enters it. Per cent is 0-100; limits and ``n`` may be unknown."""

    first_day: date
    last_day: date
    value: float
    source: str
    n: int | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


@action("follow_up.measure")
def take_value(actor: Actor, indicator_id: UUID, *, today: date | None = None) -> Value:
    """Count or fetch the indicator's latest value; the same value again changes nothing.

    Raises
    ------
    Invalid
        If it must be entered by hand, or there is nothing to fetch.
    """
    indicator, home = _managed(actor, indicator_id)
    day = today or timezone.localdate()
    found = measure_indicator(actor, indicator, municipality_id=home, today=day)
    return _keep(actor, indicator, home, found)


@action("follow_up.enter_value")
def enter_value(actor: Actor, indicator_id: UUID, draft: ValueDraft) -> Value:
    """Write down a value; one for the same period takes the place of the earlier, which is kept.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    indicator, home = _managed(actor, indicator_id)
    _check(indicator, draft)
    screen(source=draft.source, note=draft.note)
    low, high, method = draft.low, draft.high, _("Intervall från källan") if draft.low is not None else ""
    if low is None and high is None and draft.n and indicator.how == "survey":
        limits = wilson_limits([draft.value / 100], [draft.n])  # type: ignore[arg-type]  # takes any sequence
        low, high = 100 * float(limits[0][0]), 100 * float(limits[1][0])
        method = "Wilson 1927, Journal of the American Statistical Association 22, 209-212, 95 %"
    elif low is None and high is None and indicator.how == "count" and float(draft.value).is_integer():
        counted = rate_limits([int(draft.value)], [1.0])
        low, high, method = float(counted.low[0]), float(counted.high[0]), COUNT_METHOD
    found = Measured(
        first_day=draft.first_day,
        last_day=draft.last_day,
        value=draft.value,
        low=low,
        high=high,
        n=draft.n,
        how="entered",
        method=method,
        version="",
        query="",
        source=draft.source.strip(),
        note=draft.note.strip(),
    )
    return _keep(actor, indicator, home, found)


def _check(indicator: IndicatorSummary, draft: ValueDraft) -> None:
    faults: dict[str, str] = {}
    if draft.last_day < draft.first_day:
        faults["last_day"] = _("Sista dagen ligger före den första. Byt plats på dem.")
    if draft.last_day > timezone.localdate():
        faults.setdefault("last_day", _("Perioden är inte slut än. Skriv in värdet när den är det."))
    if not math.isfinite(draft.value):
        faults["value"] = _("Skriv värdet som ett tal.")
    elif indicator.how == "count" and (draft.value < 0 or not float(draft.value).is_integer()):
        faults["value"] = _("Ett antal är ett helt tal, 0 eller mer.")
    elif indicator.how == "survey" and not 0 <= draft.value <= 100:
        faults["value"] = _("En andel ligger mellan 0 och 100 procent. Du skrev %(value)s.") % {
            "value": swedish.number(draft.value)
        }
    if (draft.low is None) != (draft.high is None):
        faults["low"] = _("Skriv både den lägsta och den högsta gränsen, eller ingen.")
    elif draft.low is not None and draft.high is not None and not draft.low <= draft.value <= draft.high:
        faults["low"] = _("Värdet ligger utanför sina gränser. Rätta värdet eller gränserna.")
    if not draft.source.strip():
        faults["source"] = _("Skriv varifrån värdet kommer, så att någon annan hittar det.")
    if faults:
        raise Invalid(**faults)


def _keep(actor: Actor, indicator: IndicatorSummary, home: UUID, found: Measured) -> Value:
    rows = IndicatorValue.objects.filter(
        indicator_id=indicator.id, first_day=found.first_day, last_day=found.last_day
    )
    latest = rows.order_by("-number").first()
    same = ("value", "low", "high", "n", "how", "source", "query")
    is_new = latest is None or any(getattr(latest, name) != getattr(found, name) for name in same)
    if is_new or (latest is not None and found.note != latest.note):
        latest = IndicatorValue.objects.create(
            indicator_id=indicator.id,
            municipality_id=home,
            number=1 if latest is None else latest.number + 1,
            function_id=actor.home.function_id if actor.home else None,
            at=timezone.now(),
            **{name: getattr(found, name) for name in Measured.__slots__},
        )
    record(
        actor,
        "follow_up.value_taken",
        indicator.id,
        municipality_id=home,
        title=indicator.title,
        period=f"{found.first_day} – {found.last_day}",
        value=swedish.number(found.value),
    )
    kept = values_of(actor, indicator.id, with_replaced=True)
    return next(value for value in kept if latest is not None and value.id == latest.id)


def _managed(actor: Actor, indicator_id: UUID) -> tuple[IndicatorSummary, UUID]:
    indicator = indicator_for(actor, indicator_id)
    plan = plan_for(actor, indicator.plan_id)
    home = plan.municipality_id
    require(actor, Right.MANAGE_PLAN, Domain(home, home, circle="partners", sensitivity="limited"))
    if not may_manage(actor, plan.id):
        raise NotAllowed
    return indicator, home
