"""What is asked for when a picture is made here: its kind, time, part of the municipality and sections."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild.picture.context import HEADINGS
from lagesbild.picture.kinds import ALWAYS, KINDS
from lagesbild.tables.periods import Period, PeriodError, comparison_periods, containing

EARLIER_YEARS: Final = "years"
PERIOD_BEFORE: Final = "before"
NOTHING: Final = "none"
"""What a picture is compared with, besides a range that somebody writes."""
DRAWN: Final = "*ritad"
"""The code of an area that somebody has drawn."""
SLUGS: Final = {
    "vecka": "week",
    "manad": "month",
    "tertial": "tertial",
    "ar": "year",
    "omrade": "area",
    "fordjupning": "topic",
}
"""The word in the address → the library's kind."""
_MOST_CORNERS: Final = 200


@dataclass(frozen=True, slots=True)
class Order:
    """An order for a picture, as it is kept and as the next version begins."""

    kind: str
    period: str
    """As the library writes it: ``2025``, ``2025-W36``."""
    compare: str = EARLIER_YEARS
    sections: tuple[str, ...] = ()
    """Empty is the kind's own choice."""
    area_id: str = ""
    """An area or a named place of the municipality."""
    area_name: str = ""
    polygon: tuple[tuple[float, float], ...] = ()
    """A drawn area: corners as longitude and latitude."""
    category: str = ""
    """A code in the library's tree, with all below it."""
    category_name: str = ""
    as_of: str = ""
    """The day whose knowledge it shows; empty is the day when it is made."""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Order":
        """Return what was kept; what a later version of the program has added is its default."""
        kept = {key: data[key] for key in cls.__slots__ if key in data}
        order = cls(**{"kind": "", "period": "", **kept})
        corners = tuple((float(lon), float(lat)) for lon, lat in order.polygon)
        return replace(order, sections=tuple(order.sections), polygon=corners)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is about one area."""
        return bool(self.area_id or self.polygon)

    def day(self, today: date) -> date:
        """Return the day whose knowledge the picture shows."""
        return date.fromisoformat(self.as_of) if self.as_of else today

    def periods(self) -> tuple[Period, tuple[Period, ...] | None]:
        """Return the period, and those that it is compared with; None lets the library choose."""
        period = Period.parse(self.period)
        if self.compare == EARLIER_YEARS:
            return period, None
        if self.compare == NOTHING:
            return period, ()
        if self.compare == PERIOD_BEFORE:
            return period, (_before(period),)
        return period, comparison_periods(self.compare, period)


def faults_in(order: Order, today: date) -> dict[str, str]:
    """Return one sentence for each field of an order that must change."""
    faults: dict[str, str] = {}
    kind = KINDS.get(order.kind)
    if kind is None:
        return {"kind": _("Välj vilken sorts lägesbild det ska bli.")}
    faults |= _fault_in_time(order, today)
    if any(section not in HEADINGS for section in order.sections):
        faults["sections"] = _("Välj avsnitt i listan.")
    if kind.id == "area" and not order.is_narrowed:
        faults["area"] = _("Välj vilket område bilden gäller, eller en sparad ritad yta.")
    if order.polygon and not 3 <= len(order.polygon) <= _MOST_CORNERS:
        faults["area"] = _("En ritad yta behöver mellan 3 och 200 hörn. Rita om den på kartan.")
    if kind.id == "topic" and not order.category:
        faults["category"] = _("Välj vilken brottstyp eller sorts händelser fördjupningen gäller.")
    return faults


def chosen_sections(order: Order) -> tuple[str, ...]:
    """Return the ids of the sections that the picture gets."""
    chosen = order.sections or KINDS[order.kind].sections
    return tuple(name for name in HEADINGS if name in chosen or name in ALWAYS)


def label_of(order: Order) -> str:
    """Return what the order is called before the picture is there: "Veckobild, v. 36 2025"."""
    about = [KINDS[order.kind].label if order.kind in KINDS else order.kind]
    about += [name for name in (order.category_name, order.area_name) if name]
    try:
        return ", ".join([*about, Period.parse(order.period).label])
    except PeriodError:
        return ", ".join([*about, order.period])


def area_of(order: Order) -> UUID | None:
    """Return the id of the area, None when there is none or it is drawn."""
    return UUID(order.area_id) if order.area_id else None


def _fault_in_time(order: Order, today: date) -> dict[str, str]:
    try:
        period = Period.parse(order.period)
    except PeriodError as error:
        return {"period": str(error)}
    if period.start > today:
        return {"period": _("Perioden har inte börjat. Välj en som är slut, eller som pågår.")}
    try:
        known = date.fromisoformat(order.as_of) if order.as_of else today
    except ValueError:
        return {"as_of": _("Skriv dagen som 2025-03-09.")}
    if not period.start <= known <= today:
        return {"as_of": _("Välj en dag som har varit, och som inte ligger före perioden.")}
    try:
        order.periods()
    except PeriodError as error:
        return {"compare": str(error)}
    return {}


def _before(period: Period) -> Period:
    """The period of the same length just before."""
    if period.kind in ("week", "month", "tertial", "quarter", "half", "year"):
        return containing(period.start - timedelta(days=1), period.kind)
    return Period.of_days(period.start - (period.end - period.start), period.start)
