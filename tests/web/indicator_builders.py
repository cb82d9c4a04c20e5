"""Indicators and values for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.indicators.actions import define_indicator, enter_value
from lagesbild_web.indicators.contracts import IndicatorDraft, ValueDraft


def an_indicator(actor: Actor, **changes: Any) -> UUID:
    """An indicator of the actor's municipality."""
    told = {
        "name": "Otrygga kvällstid",
        "unit": "percent",
        "definition": "Andel som svarar ganska eller mycket otrygg.",
        "source": "Trygghetsmätningen",
    }
    return define_indicator(actor, IndicatorDraft(**(told | changes)))


def a_value(actor: Actor, indicator_id: UUID, **changes: Any) -> UUID:
    """A value of the indicator."""
    told = {"period": "2024", "value": 36.0, "source": "Rapporten, sidan 4", "known_on": date(2025, 3, 9)}
    return enter_value(actor, indicator_id, ValueDraft(**(told | changes)))


def indicator_things(actor: Actor) -> dict[str, UUID]:
    """What the access matrix is about."""
    indicator = an_indicator(actor)
    return {"figure": indicator, "measured": a_value(actor, indicator)}
