"""The one filter form that drives map, times, development, areas and list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import organisations_of
from lagesbild_web.areas.queries import categories_of, choosable_areas
from lagesbild_web.explore.addresses import LAYER_KEY, STEP_KEY, address_query
from lagesbild_web.explore.contracts import Exploration
from lagesbild_web.incidents.filters import as_query

WEEKDAYS: Final = (
    gettext_lazy("mån"), gettext_lazy("tis"), gettext_lazy("ons"), gettext_lazy("tors"), gettext_lazy("fre"),
    gettext_lazy("lör"), gettext_lazy("sön"),
)  # fmt: skip
SERIOUSNESS: Final = (
    gettext_lazy("1 minst"), gettext_lazy("2"), gettext_lazy("3"), gettext_lazy("4"), gettext_lazy("5 mest"),
)  # fmt: skip
PERIODS: Final[Sequence[tuple[Promise, int]]] = (
    (gettext_lazy("4 veckor"), 28),
    (gettext_lazy("13 veckor"), 91),
    (gettext_lazy("1 år"), 365),
    (gettext_lazy("3 år"), 3 * 365 + 1),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from."""

    value: str
    label: str
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """A list to choose several from, folded while nothing is chosen."""

    key: str
    label: str
    choices: Sequence[Choice]
    fault: str = ""

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A period that is chosen with one press."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """Everything that the filter's template shows."""

    lists: Sequence[Choices]
    shortcuts: Sequence[Shortcut]
    first_day: str
    last_day: str
    hours: str
    text: str
    polygon: str
    hidden: Mapping[str, str]
    """Parts of the address that are not in the form but must be kept."""
    faults: Mapping[str, str]
    cleared: str
    """The address's query without any filter."""
    told: Sequence[str]
    """What is chosen, in words, for the page's heading and for print."""


def filter_form(
    municipality_id: UUID, exploration: Exploration, faults: Mapping[str, str], *, today: date
) -> FilterForm:
    """Return the form filled with the address's filter."""
    wanted = exploration.filter
    query = dict(parse_qsl(as_query(wanted)))
    lists = (
        Choices("kategori", _("Vad"), _categories(municipality_id, wanted.categories)),
        Choices("omrade", _("Område"), _areas(municipality_id, wanted.areas), faults.get("omrade", "")),
        Choices(
            "veckodagar",
            _("Veckodag"),
            [Choice(str(i), str(day), i in wanted.weekdays) for i, day in enumerate(WEEKDAYS, start=1)],
            faults.get("veckodagar", ""),
        ),
        Choices(
            "allvar",
            _("Allvar"),
            [
                Choice(str(i), str(word), i in wanted.seriousness)
                for i, word in enumerate(SERIOUSNESS, start=1)
            ],
            faults.get("allvar", ""),
        ),
        Choices(
            "organisation", _("Vem som rapporterat"), _organisations(municipality_id, wanted.organisations)
        ),
    )
    hidden = {
        key: value
        for key, value in (
            (LAYER_KEY, exploration.layer),
            (STEP_KEY, "manad" if exploration.by_month else ""),
        )
        if value
    }
    return FilterForm(
        lists=lists,
        shortcuts=[_shortcut(exploration, str(label), days, today) for label, days in PERIODS],
        first_day=exploration.first_day.isoformat(),
        last_day=exploration.last_day.isoformat(),
        hours=query.get("timmar", ""),
        text=wanted.text,
        polygon=query.get("yta", ""),
        hidden=hidden,
        faults=faults,
        cleared="&".join(f"{key}={value}" for key, value in hidden.items()),
        told=_told(exploration, lists, query),
    )


def _categories(municipality_id: UUID, chosen: Sequence[str]) -> list[Choice]:
    return [
        Choice(c.code, c.name, c.code in chosen, c.depth)
        for c in categories_of(municipality_id, with_retired=True)
        if not c.is_retired or c.code in chosen
    ]


def _areas(municipality_id: UUID, chosen: Sequence[UUID]) -> list[Choice]:
    found = choosable_areas(municipality_id, kept=chosen)
    return [Choice(str(a.id), a.label, a.id in chosen) for a in found]


def _organisations(municipality_id: UUID, chosen: Sequence[UUID]) -> list[Choice]:
    return [Choice(str(o.id), o.name, o.id in chosen) for o in organisations_of(municipality_id)]


def _shortcut(exploration: Exploration, label: str, days: int, today: date) -> Shortcut:
    first = today - timedelta(days=days - 1)
    wanted = replace(exploration.filter, first_day=first, last_day=today)
    is_chosen = (exploration.first_day, exploration.last_day) == (first, today)
    return Shortcut(label, address_query(replace(exploration, filter=wanted)), is_chosen)


def _told(exploration: Exploration, lists: Sequence[Choices], query: Mapping[str, str]) -> list[str]:
    told = [f"{exploration.first_day} – {exploration.last_day}"]
    for each in lists:
        if each.chosen:
            names = [choice.label for choice in each.choices if choice.is_chosen]
            told.append(f"{each.label}: {', '.join(names)}")
    if "timmar" in query:
        told.append(_("Klockan %(hours)s") % {"hours": query["timmar"]})
    if "yta" in query:
        told.append(_("Inom ett ritat område"))
    if exploration.filter.text:
        told.append(_("Innehåller ”%(text)s”") % {"text": exploration.filter.text})
    return told
