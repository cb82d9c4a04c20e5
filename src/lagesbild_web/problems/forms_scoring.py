"""Forms for scoring, for the criteria and for the steering group's decision."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.problems.contracts import RankedProblem, ScoringLine
from lagesbild_web.problems.criteria import HIGHEST, LOWEST, MOST_WEIGHT, CriteriaSet, Criterion, Value

_PLAIN = str.maketrans("åäö", "aao")
NEW = "ny"
"""The code of the row for a criterion that does not exist yet."""


class ScoreForm(forms.Form):
    """A value and a motive for each criterion; nothing is chosen from the start but what one said last."""

    def __init__(self, criteria: CriteriaSet, own: ScoringLine | None, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.criteria = criteria.used
        said = {value.code: value for value in own.values} if own else {}
        for criterion in self.criteria:
            before = said.get(criterion.code)
            self.fields[f"value_{criterion.code}"] = forms.TypedChoiceField(
                label=_("%(name)s, 1–5") % {"name": criterion.name},
                choices=[(n, _label(n, criterion)) for n in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                initial=before.value if before else None,
                error_messages={"required": _("Välj ett värde 1–5 för %(name)s.") % {"name": criterion.name}},
            )
            self.fields[f"motive_{criterion.code}"] = LongText(
                label=_("Motiv för %(name)s") % {"name": criterion.name.lower()},
                rows=2,
                max_length=500,
                initial=before.motive if before else "",
                error_messages={"required": _("Skriv ett motiv för %(name)s.") % {"name": criterion.name}},
            )

    def values(self) -> list[Value]:
        """Return what was said."""
        told = self.cleaned_data
        return [Value(c.code, told[f"value_{c.code}"], told[f"motive_{c.code}"]) for c in self.criteria]

    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Return each criterion with its two fields."""
        return [(c, self[f"value_{c.code}"], self[f"motive_{c.code}"]) for c in self.criteria]


def _label(value: int, criterion: Criterion) -> str:
    anchor = {LOWEST: criterion.low, 3: criterion.middle, HIGHEST: criterion.high}.get(value, "")
    return f"{value} – {anchor}" if anchor else str(value)


def _parts(told: Mapping[str, Any], code: str) -> dict[str, Any]:
    """What the form says in words of a criterion."""
    return {part: told[f"{code}_{part}"].strip() for part, _label in _PARTS}


class CriteriaForm(forms.Form):
    """Every criterion with its words and weight, and a row for one more."""

    reason = forms.CharField(
        label=gettext_lazy("Varför ändras kriterierna?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv varför kriterierna ändras.")},
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, criteria: CriteriaSet, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"number": criteria.number})
        self.known = criteria.criteria
        blank = Criterion(NEW, "", "", "", "", "", 1)
        for criterion in (*self.known, blank):
            is_new = criterion.code == NEW
            for part, label in _PARTS:
                self.fields[f"{criterion.code}_{part}"] = forms.CharField(
                    label=label,
                    max_length=200,
                    initial=getattr(criterion, part),
                    required=part != "help" and not is_new,
                    error_messages={"required": _("Rutan är tom. Skriv något, eller sätt vikten till 0.")},
                )
            self.fields[f"{criterion.code}_weight"] = forms.TypedChoiceField(
                label=_("Vikt"),
                choices=[(n, _weight_label(n)) for n in range(MOST_WEIGHT + 1)],
                coerce=int,
                initial=criterion.weight,
            )

    def criteria(self) -> list[Criterion]:
        """Return the criteria as written; the row for one more only when it has a name."""
        told = self.cleaned_data
        found = [
            Criterion(c.code, **_parts(told, c.code), weight=told[f"{c.code}_weight"], fact=c.fact)
            for c in self.known
        ]
        name = told[f"{NEW}_name"].strip()
        if name:
            code = re.sub(r"[^a-z0-9]+", "_", name.lower().translate(_PLAIN)).strip("_")[:30]
            found.append(Criterion(code, **_parts(told, NEW), weight=told[f"{NEW}_weight"]))
        return found

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Return each criterion's heading and fields."""
        names = [*((c.code, c.name) for c in self.known), (NEW, _("Lägg till ett kriterium"))]
        parts = [*(part for part, _label in _PARTS), "weight"]
        return [(name, [self[f"{code}_{part}"] for part in parts]) for code, name in names]


_PARTS = (
    ("name", gettext_lazy("Namn")),
    ("help", gettext_lazy("Frågan som bedömaren svarar på")),
    ("low", gettext_lazy("1 betyder")),
    ("middle", gettext_lazy("3 betyder")),
    ("high", gettext_lazy("5 betyder")),
)


def _weight_label(weight: int) -> str:
    return _("0 – används inte") if weight == 0 else str(weight)


class DecisionForm(forms.Form):
    """Which problems a steering group puts first, in order."""

    body = forms.CharField(
        label=gettext_lazy("Vem beslutade?"),
        help_text=gettext_lazy("Till exempel: Styrgruppen för lokalt brottsförebyggande arbete."),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv vem som beslutade.")},
    )
    decided_on = DayField(label=gettext_lazy("När?"))
    paragraph = forms.CharField(label=gettext_lazy("Paragraf i protokollet"), max_length=60, required=False)
    note_text = LongText(
        label=gettext_lazy("Vad sade styrgruppen?"),
        help_text=gettext_lazy("Särskilt varför ordningen blev en annan än bedömningarna, om den blev det."),
        required=False,
    )

    def __init__(
        self, ranking: Sequence[RankedProblem], data: QueryDict | None = None, *, chosen: UUID | None = None
    ) -> None:
        super().__init__(data, initial={"decided_on": timezone.localdate()})
        self.ranking = ranking
        for line in ranking:
            self.fields[f"place_{line.summary.id}"] = forms.IntegerField(
                label=line.summary.title,
                required=False,
                min_value=1,
                max_value=999,
                initial=1 if line.summary.id == chosen else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages={"invalid": _("Skriv platsen som ett helt tal, eller lämna rutan tom.")},
            )

    def problem_ids(self) -> list[UUID]:
        """Return the chosen problems in the order of their places."""
        told = self.cleaned_data
        chosen = [(told[f"place_{r.summary.id}"], r.summary.title, r.summary.id) for r in self.ranking]
        return [key for place, _title, key in sorted((c for c in chosen if c[0]), key=lambda c: (c[0], c[1]))]

    def places(self) -> list[tuple[RankedProblem, Any]]:
        """Return each problem with its field."""
        return [(line, self[f"place_{line.summary.id}"]) for line in self.ranking]
