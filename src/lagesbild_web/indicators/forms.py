"""Forms for indicators and their values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.indicators.contracts import (
    DIRECTION_LABELS,
    UNIT_LABELS,
    Direction,
    IndicatorDraft,
    ValueDraft,
)

_NUMBER_FAULT = _("Skriv ett tal, till exempel 12,5.")


class SwedishNumber(forms.FloatField):
    """A number with decimal comma or point, and thousands apart."""

    def __init__(self, **options: Any) -> None:
        faults = {"invalid": _NUMBER_FAULT, "required": _("Skriv värdet.")}
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=faults, **options
        )

    def to_python(self, value: Any) -> Any:
        """Read it as it is written in Swedish."""
        text = str(value or "").replace("\xa0", "").replace(" ", "").replace(",", ".").removesuffix("%")
        return super().to_python(text)


class IndicatorForm(forms.Form):
    """What an indicator is."""

    name = forms.CharField(
        label=_("Namn"), max_length=200, error_messages={"required": _("Skriv vad indikatorn heter.")}
    )
    unit = forms.ChoiceField(label=_("Enhet"), choices=list(UNIT_LABELS.items()))
    direction = forms.ChoiceField(
        label=_("Vilket håll är bättre?"), choices=[(d.value, DIRECTION_LABELS[d]) for d in Direction]
    )
    definition = LongText(
        label=_("Definition"),
        help_text=_("Vad som mäts, hur och för vilka. En annan ska kunna mäta likadant."),
        error_messages={"required": _("Skriv vad som mäts och hur.")},
    )
    source = forms.CharField(
        label=_("Källa"),
        max_length=200,
        help_text=_("Vem som mäter, och var värdena finns."),
        error_messages={"required": _("Skriv vem som mäter och var värdena finns.")},
    )
    delay = forms.CharField(
        label=_("Fördröjning"),
        max_length=300,
        required=False,
        help_text=_("Hur lång tid efter perioden värdet kommer, till exempel: i mars året efter."),
    )
    weakness = LongText(
        label=_("Kända svagheter"),
        required=False,
        help_text=_("Vad den inte visar, och vad som kan lura läsaren."),
    )
    misuse = LongText(label=_("Använd den inte så här"), required=False, rows=2)

    def draft(self) -> IndicatorDraft:
        """Return what was written."""
        data = self.cleaned_data
        return IndicatorDraft(**(data | {"direction": Direction(data["direction"])}))


class ValueForm(forms.Form):
    """A value of an indicator."""

    period = forms.CharField(
        label=_("Period"),
        max_length=40,
        help_text=_("2025, 2025-T1, 2025-H1, 2025-Q1, 2025-09 eller 2025-01-01..2025-09-30."),
        error_messages={"required": _("Skriv vilken period värdet gäller.")},
    )
    value = SwedishNumber(label=_("Värde"))
    source = forms.CharField(
        label=_("Var värdet står"),
        max_length=300,
        help_text=_("Rapport och sida, eller vem som räknade. Inga namn på personer."),
        error_messages={"required": _("Skriv var värdet står, så att någon annan hittar det.")},
    )
    known_on = DayField(label=_("Uppgiften är från"))
    n = forms.IntegerField(
        label=_("Antal bakom värdet"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_(
            "Hur många svar eller invånare. Då räknas ett intervall ut för andelar och tal per invånare."
        ),
        error_messages={"invalid": _("Skriv ett heltal."), "min_value": _("Skriv 1 eller mer.")},
    )
    low = SwedishNumber(
        label=_("Lägsta i intervallet"), required=False, help_text=_("Om källan skriver ut ett intervall.")
    )
    high = SwedishNumber(label=_("Högsta i intervallet"), required=False)
    area = forms.CharField(
        label=_("Område"), max_length=60, required=False, help_text=_("Tomt betyder hela kommunen.")
    )
    group = forms.CharField(
        label=_("Grupp"),
        max_length=100,
        required=False,
        help_text=_("Tomt betyder alla. Annars till exempel: årskurs 9."),
    )
    is_preliminary = forms.BooleanField(label=_("Värdet är preliminärt"), required=False)

    def draft(self) -> ValueDraft:
        """Return what was written."""
        data = self.cleaned_data
        return ValueDraft(**(data | {"group": data["group"] or "alla"}))


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = LongText(label=_("Skäl"), max_length=500, error_messages={"required": _("Skriv varför.")})
