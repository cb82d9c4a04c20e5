"""The form that narrows the list; its fields are the keys of the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.incidents.contracts import STATE_LABELS, State
from lagesbild_web.incidents.filters import STATE_WORDS


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What can be chosen in the municipality; no states for a reader who sees only what is approved."""

    categories: Sequence[Category]
    areas: Sequence[Area]
    organisations: Sequence[Organisation]
    has_states: bool


class FilterForm(forms.Form):
    """What is asked of the list. Every field may be left empty."""

    kategori = forms.ChoiceField(label=gettext_lazy("Vad"), required=False)
    omrade = forms.ChoiceField(label=gettext_lazy("Var"), required=False)
    fran = forms.CharField(
        label=gettext_lazy("Från och med"), required=False, widget=forms.TextInput({"type": "date"})
    )
    till = forms.CharField(
        label=gettext_lazy("Till och med"), required=False, widget=forms.TextInput({"type": "date"})
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Från vem"), required=False)
    allvar = forms.ChoiceField(
        label=gettext_lazy("Allvar"),
        choices=[
            ("", gettext_lazy("Alla")),
            ("2-5", gettext_lazy("2 eller mer")),
            ("3-5", gettext_lazy("3 eller mer")),
            ("4-5", gettext_lazy("4 eller mer")),
        ],
        required=False,
    )
    lage = forms.ChoiceField(label=gettext_lazy("Läge"), required=False)
    sok = forms.CharField(label=gettext_lazy("Ord i text eller plats"), max_length=100, required=False)

    def __init__(self, query: QueryDict, choices: FilterChoices) -> None:
        super().__init__(initial={name: query.get(name, "") for name in self.base_fields})
        fields = cast("dict[str, Any]", self.fields)
        fields["kategori"].choices = [("", _("Alla kategorier")), *_categories(choices.categories)]
        fields["omrade"].choices = [("", _("Hela kommunen")), *_areas(choices.areas)]
        fields["organisation"].choices = [
            ("", _("Alla")),
            *((str(organisation.id), organisation.name) for organisation in choices.organisations),
        ]
        if choices.has_states:
            words = [
                (STATE_WORDS[state], STATE_LABELS[state]) for state in State if state is not State.APPROVED
            ]
            fields["lage"].choices = [("", STATE_LABELS[State.APPROVED]), *words, ("alla", _("Alla lägen"))]
        else:
            del fields["lage"]
        self.kept = [(key, value) for key, value in _beyond_the_form(query, self.fields)]
        """What the address asks for and the form has no field for; sent along, so that nothing is lost."""


def _beyond_the_form(query: QueryDict, fields: Iterable[str]) -> Iterable[tuple[str, str]]:
    for key in query:
        values = query.getlist(key)
        if key != "sida":
            yield from ((key, value) for value in (values[1:] if key in fields else values) if value)


def _categories(categories: Sequence[Category]) -> list[Any]:
    groups: list[Any] = []
    for category in categories:
        if category.depth == 0:
            groups.append((category.name, [(category.code, _("%(name)s, alla") % {"name": category.name})]))
        elif groups:
            groups[-1][1].append((category.code, category.name))
    return groups


def _areas(areas: Sequence[Area]) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in areas:
        groups.setdefault(area.kind_label, []).append((str(area.id), area.name))
    return list(groups.items())
