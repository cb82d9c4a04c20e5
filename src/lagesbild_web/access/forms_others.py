"""What to ask when one wonders who else can see a thing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import (
    CIRCLE_LABELS,
    RIGHT_LABELS,
    SENSITIVITY_LABELS,
    Circle,
    Right,
    Sensitivity,
)


class OthersForm(forms.Form):
    """A right, a thing's owner, who it is shown to and how sensitive it is; the fields are in the address."""

    ratt = forms.ChoiceField(label=_("Vad ska de få göra?"), choices=list(RIGHT_LABELS.items()))
    agare = forms.ChoiceField(label=_("Vem hör det till?"))
    krets = forms.ChoiceField(label=_("Vem visas det för?"), choices=list(CIRCLE_LABELS.items()))
    kanslighet = forms.ChoiceField(label=_("Hur känsligt är det?"), choices=list(SENSITIVITY_LABELS.items()))

    def __init__(self, organisations: list[tuple[str, str]], chosen: Any) -> None:
        start = {
            "ratt": Right.READ_PICTURE.value,
            "agare": organisations[0][0] if organisations else "",
            "krets": Circle.PARTNERS.value,
            "kanslighet": Sensitivity.LIMITED.value,
        }
        super().__init__({name: chosen.get(name) or value for name, value in start.items()})
        self.fields["agare"].choices = organisations  # type: ignore[attr-defined]  # a ChoiceField
