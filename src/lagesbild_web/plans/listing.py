"""How the list of measures is filtered and ordered: read from the address, so that a link shows the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.plans.contracts import (
    MEASURE_STATE_LABELS,
    GoalLevel,
    GoalSummary,
    MeasureState,
    MeasureSummary,
)

ORDERS: Final[Mapping[str, Callable[[MeasureSummary], Any]]] = {
    "start": lambda m: (m.starts_on or date.max, m.title.casefold()),
    "slut": lambda m: (m.ends_on or date.max, m.title.casefold()),
    "namn": lambda m: m.title.casefold(),
    "ansvarig": lambda m: (m.function.casefold(), m.title.casefold()),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the filter: its key, its label, what can be chosen, and what is."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked for of the list."""

    text: str = ""
    state: str = ""
    """A state, or ``sen`` (late), ``utan`` (without anybody responsible), ``problem`` (without a problem)."""
    area: UUID | None = None
    """A focus area, with the goals in it."""
    function: UUID | None = None
    order: str = "start"

    @property
    def query(self) -> str:
        """The listing as an address's query, without the question mark."""
        pairs = {
            "sok": self.text,
            "lage": self.state,
            "omrade": str(self.area or ""),
            "ansvarig": str(self.function or ""),
            "ordning": self.order if self.order != "start" else "",
        }
        return urlencode({key: value for key, value in pairs.items() if value})

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.state or self.area or self.function)

    def chosen(
        self, measures: Iterable[MeasureSummary], goals: Iterable[GoalSummary]
    ) -> list[MeasureSummary]:
        """Return what is asked for, in the order that is asked for."""
        inside = {goal.id for goal in goals if self.area in (goal.id, goal.parent_id)}
        today = timezone.localdate()
        kept = [
            m
            for m in measures
            if self.text.casefold() in m.title.casefold()
            and self._has_state(m, today)
            and (self.area is None or inside & set(m.goal_ids))
            and (self.function is None or m.function_id == self.function)
        ]
        return sorted(kept, key=ORDERS[self.order])

    def fields(self, goals: list[GoalSummary], measures: list[MeasureSummary]) -> list[Field]:
        """Return the fields of the filter with what can be chosen."""
        states = [(state.value, str(label)) for state, label in MEASURE_STATE_LABELS.items()]
        states += [
            ("sen", _("Försenade")),
            ("utan", _("Utan ansvarig")),
            ("problem", _("Utan problem")),
        ]
        areas = [(str(g.id), g.title) for g in goals if g.level is GoalLevel.FOCUS_AREA]
        functions = sorted({(str(m.function_id), m.function) for m in measures if m.function_id}, key=_label)
        orders = [
            ("start", _("Börjar")),
            ("slut", _("Klar senast")),
            ("namn", _("Namn")),
            ("ansvarig", _("Ansvarig")),
        ]
        every = ("", _("Alla"))
        return [
            Field("lage", _("Läge"), (every, *states), self.state),
            Field("omrade", _("Huvudområde"), (every, *areas), str(self.area or "")),
            Field("ansvarig", _("Ansvarig"), (every, *functions), str(self.function or "")),
            Field("ordning", _("Ordna efter"), tuple(orders), self.order),
        ]

    def _has_state(self, measure: MeasureSummary, today: date) -> bool:
        special = {
            "": True,
            "sen": measure.is_late(today),
            "utan": not measure.is_closed and (measure.function_id is None or measure.is_vacant),
            "problem": not measure.problem_ids,
        }
        return special.get(self.state, measure.state.value == self.state)


def read_listing(query: Mapping[str, str]) -> Listing:
    """Return what an address asks for; what cannot be read asks for nothing."""
    states = {*(state.value for state in MeasureState), "sen", "utan", "problem"}
    order, state = query.get("ordning", "start"), query.get("lage", "")
    return Listing(
        text=query.get("sok", "").strip()[:100],
        state=state if state in states else "",
        area=_id(query.get("omrade", "")),
        function=_id(query.get("ansvarig", "")),
        order=order if order in ORDERS else "start",
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _label(option: tuple[str, str]) -> str:
    return option[1].casefold()
