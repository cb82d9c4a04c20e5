"""Which part of the chain to look at; the fields are in the address."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.trail.contracts import GapCount, KindCount


class ThingsForm(forms.Form):
    """Find a thing to begin with."""

    slag = forms.ChoiceField(label=gettext_lazy("Slag"), required=False)
    sok = forms.CharField(label=gettext_lazy("Sök"), required=False, max_length=100)

    def __init__(self, data: QueryDict, kinds: Sequence[KindCount]) -> None:
        super().__init__(data)
        _fields(self)["slag"].choices = [("", _("Alla")), *((kind.kind, kind.label) for kind in kinds)]


class GapsForm(forms.Form):
    """Which gaps to show."""

    lucka = forms.ChoiceField(label=gettext_lazy("Lucka"), required=False)
    motiv = forms.ChoiceField(
        label=gettext_lazy("Motiv"),
        required=False,
        choices=[
            ("", gettext_lazy("Alla")),
            ("nej", gettext_lazy("Utan motiv")),
            ("ja", gettext_lazy("Med motiv")),
        ],
    )

    def __init__(self, data: QueryDict, counts: Sequence[GapCount]) -> None:
        super().__init__(data)
        _fields(self)["lucka"].choices = [("", _("Alla")), *((count.name, count.label) for count in counts)]

    def name(self) -> str:
        """Return the sort of gap that was chosen; empty for all."""
        self.is_valid()
        return str(self.cleaned_data.get("lucka") or "")

    def with_motive(self) -> bool | None:
        """Return whether the gaps must have a motive or none; None for both."""
        self.is_valid()
        return {"ja": True, "nej": False}.get(str(self.cleaned_data.get("motiv") or ""))


def _fields(form: forms.Form) -> dict[str, Any]:
    return cast("dict[str, Any]", form.fields)
