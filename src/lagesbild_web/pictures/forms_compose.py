"""The form that orders a picture: time, part of the municipality, sections and comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.picture.context import HEADINGS
from lagesbild.picture.kinds import ALWAYS, KINDS, PictureKind
from lagesbild.tables.periods import Period
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query, parse_filter
from lagesbild_web.pictures.forms import DayInput
from lagesbild_web.pictures.ordering import EARLIER_YEARS, NOTHING, PERIOD_BEFORE, Order

_DRAWN: Final = "yta:"
_AREA: Final = "omrade:"


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """What can be chosen in the municipality now."""

    periods: Sequence[Period]
    areas: Sequence[tuple[str, str]]
    """Id and name of areas and named places."""
    drawn: Sequence[tuple[str, str]]
    """The query and the name of saved filters with a drawn area."""
    categories: Sequence[tuple[str, str]]

    def with_drawn(self, query: str, name: str) -> "OrderChoices":
        """Return the choices with one more drawn area, when it is not among them."""
        known = {_corners(each) for each, _name in self.drawn}
        is_new = query and _corners(query) not in known
        return replace(self, drawn=[*self.drawn, (query, name)]) if is_new else self


class OrderForm(forms.Form):
    """What a picture is to be about."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    own_period = forms.CharField(
        label=gettext_lazy("Eller en annan period"),
        help_text=gettext_lazy("Skriv 2025, 2025-09, 2025-W36, 2025-T1 eller 2025-01-01..2025-09-30."),
        required=False,
        max_length=40,
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Område"),
        help_text=gettext_lazy(
            "En egen yta ritar du under Karta och utforska. Spara urvalet där, så finns det i listan."
        ),
        required=False,
    )
    category = forms.ChoiceField(label=gettext_lazy("Brottstyp eller sorts händelse"), required=False)
    compare = forms.ChoiceField(
        label=gettext_lazy("Jämför med"),
        widget=forms.RadioSelect,
        initial=EARLIER_YEARS,
        choices=[
            (EARLIER_YEARS, gettext_lazy("Samma period tidigare år, upp till fem")),
            (PERIOD_BEFORE, gettext_lazy("Perioden närmast före")),
            (NOTHING, gettext_lazy("Ingenting")),
        ],
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Avsnitt"),
        help_text=gettext_lazy("Sammanfattning, källor och metoder är alltid med."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, heading) for name, heading in HEADINGS.items() if name not in ALWAYS],
    )
    as_of = forms.DateField(
        label=gettext_lazy("Räkna som om det vore"),
        help_text=gettext_lazy("Lämna tomt för i dag. Med en tidigare dag räknas bara det som var känt då."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Skriv dagen som 2025-03-09.")},
    )

    def __init__(self, *args: Any, kind: PictureKind, choices: OrderChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.offered = kind, choices
        periods = [(str(p), p.label) for p in choices.periods]
        self._offer("period", periods)
        areas = [(_AREA + key, name) for key, name in choices.areas]
        areas += [
            (_DRAWN + query, _("Ritad yta: %(name)s") % {"name": name}) for query, name in choices.drawn
        ]
        self._offer("area", [("", _("Hela kommunen")), *areas])
        self._offer("category", [("", _("Alla")), *choices.categories])
        self.fields["sections"].initial = list(kind.sections)
        if kind.id != "area":
            del self.fields["area"]
        if kind.id != "topic":
            del self.fields["category"]

    def order(self) -> Order:
        """Return the order that was written; its faults are told by ``ordering.faults_in``."""
        written: Mapping[str, Any] = self.cleaned_data
        chosen = str(written.get("area") or "")
        names = dict(self.fields["area"].choices) if "area" in self.fields else {}  # type: ignore[attr-defined]
        categories = dict(self.offered.categories)
        category = str(written.get("category") or "")
        as_of = written.get("as_of")
        return Order(
            kind=self.kind.id,
            period=written["own_period"].strip() or written["period"],
            compare=written["compare"],
            sections=tuple(written["sections"]),
            area_id=chosen.removeprefix(_AREA) if chosen.startswith(_AREA) else "",
            area_name=str(names.get(chosen, "")).removeprefix(_("Ritad yta: %(name)s") % {"name": ""})
            if chosen
            else "",
            polygon=_corners(chosen.removeprefix(_DRAWN)) if chosen.startswith(_DRAWN) else (),
            category=category,
            category_name=categories.get(category, "").strip(),
            as_of=as_of.isoformat() if as_of else "",
        )

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


def initial_of(order: Order, choices: OrderChoices) -> dict[str, object]:
    """Return what the form says for the next version of a picture."""
    offered = {str(period) for period in choices.periods}
    area = _AREA + order.area_id if order.area_id else ""
    if order.polygon:
        area = next((_DRAWN + q for q, _name in choices.drawn if _corners(q) == order.polygon), "")
    return {
        "period": order.period if order.period in offered else "",
        "own_period": "" if order.period in offered else order.period,
        "area": area,
        "category": order.category,
        "compare": order.compare,
        "sections": list(order.sections or KINDS[order.kind].sections),
    }


def initial_of_selection(wanted: IncidentFilter, choices: OrderChoices) -> dict[str, object]:
    """Return what the form says when it begins from a selection of incidents: its days and its place.

    An area picture counts everything in the area, so nothing else in the selection is brought.
    """
    filled: dict[str, object] = {}
    if wanted.first_day and wanted.last_day:
        period = Period.of_days(wanted.first_day, wanted.last_day + timedelta(days=1))
        offered = {str(each) for each in choices.periods}
        filled["period" if str(period) in offered else "own_period"] = str(period)
    if wanted.polygon:
        corners = tuple((c.lon, c.lat) for c in wanted.polygon)
        filled["area"] = next((_DRAWN + q for q, _name in choices.drawn if _corners(q) == corners), "")
    elif len(wanted.areas) == 1 and str(wanted.areas[0]) in dict(choices.areas):
        filled["area"] = _AREA + str(wanted.areas[0])
    return filled


def told_of_selection(wanted: IncidentFilter, filled: Mapping[str, object]) -> str:
    """Return what of a selection the form has, and what it has not, in sentences."""
    told = _("Perioden är hämtad från urvalet.") if wanted.first_day else ""
    if filled.get("area"):
        told = _("Området och perioden är hämtade från urvalet.")
    elif wanted.areas or wanted.polygon:
        told += " " + _("Urvalet har inte ett enda område. Välj vilket område bilden gäller.")
    else:
        told += " " + _("Urvalet gäller hela kommunen. Välj vilket område bilden gäller.")
    place_and_time = IncidentFilter(
        areas=wanted.areas, polygon=wanted.polygon, first_day=wanted.first_day, last_day=wanted.last_day
    )
    if wanted != place_and_time:
        told += " " + _("Resten av urvalet följer inte med: en områdesbild räknar alla händelser i området.")
    return told.strip()


def drawn_area(query: str) -> str:
    """Return the drawn area of a saved filter as it is kept in the form; empty when it has none."""
    try:
        wanted = parse_filter(QueryDict(query))
    except Invalid:
        return ""
    return as_query(IncidentFilter(polygon=wanted.polygon)) if wanted.polygon else ""


def _corners(query: str) -> tuple[tuple[float, float], ...]:
    try:
        return tuple((c.lon, c.lat) for c in parse_filter(QueryDict(query)).polygon)
    except Invalid:
        return ()
