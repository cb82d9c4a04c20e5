"""The form for what tells whether a goal is reached: definition, baseline and target."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.plans.contracts import BETTER_LABELS, HOW_LABELS, PER_LABELS, IndicatorSummary
from lagesbild_web.plans.drafts import IndicatorDraft
from lagesbild_web.plans.forms import Choices, Decimal, Whole, revision_field

GroupedChoices = Sequence[tuple[str, Choices]]
"""Headings with what can be chosen under each."""


class IndicatorForm(forms.Form):
    """An indicator: definition, baseline and target."""

    name = forms.CharField(
        label=_("Indikatorns namn"),
        max_length=200,
        error_messages={"required": _("Skriv vad indikatorn heter.")},
    )
    definition = LongText(
        label=_("Vad räknas?"),
        help_text=_("Skriv så exakt att någon annan räknar likadant om ett år."),
        error_messages={"required": _("Skriv exakt vad som räknas, så att andra räknar likadant.")},
    )
    source = forms.CharField(
        label=_("Källa"), max_length=200, error_messages={"required": _("Skriv varifrån siffran kommer.")}
    )
    unit = forms.CharField(
        label=_("Enhet"),
        max_length=60,
        help_text=_("Till exempel händelser per år, procent eller kronor."),
        error_messages={"required": _("Skriv enheten.")},
    )
    better = forms.ChoiceField(
        label=_("Vilket håll är bättre?"),
        choices=list(BETTER_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilket håll som är bättre.")},
    )
    how = forms.ChoiceField(
        label=_("Hur mäts den?"),
        choices=list(HOW_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur den mäts.")},
    )
    filter_query = forms.CharField(
        label=_("Urval av händelser"),
        required=False,
        max_length=2000,
        help_text=_(
            "Bara om den räknas ur händelserna. Gör urvalet i Karta och utforska och klistra in adressen "
            "här. Dagarna i "
            "adressen räknas inte med."
        ),
    )
    measured_id = forms.ChoiceField(
        label=_("Mått"),
        required=False,
        help_text=_(
            "Bara om värdet hämtas från ett mått. Listan är kommunens indikatorer efter källa, med "
            "senaste värde. "
            "Skriv början av namnet i listan för att hitta."
        ),
        error_messages={
            "invalid_choice": _("Måttet finns inte bland kommunens indikatorer. Välj ett i listan.")
        },
    )
    per = forms.ChoiceField(
        label=_("Räknas per"),
        choices=list(PER_LABELS.items()),
        error_messages={"required": _("Välj en period.")},
    )
    delay = forms.CharField(
        label=_("Eftersläpning"),
        required=False,
        max_length=120,
        help_text=_("Hur lång tid det tar innan värdet är känt. Till exempel sex veckor."),
    )
    weakness = LongText(
        label=_("Svagheter"),
        required=False,
        help_text=_("Vad den inte fångar, och vad som kan ändra siffran utan att verkligheten ändras."),
    )
    baseline_value = Decimal(
        label=_("Utgångsvärde"),
        help_text=_(
            "För antal: hur många i hela perioden nedan. För enkäter: procent. Lämna tomt för händelser "
            "och mått, så räknas det ut eller hämtas."
        ),
    )
    baseline_first = DayField(label=_("Utgångsvärdets första dag"), required=False)
    baseline_last = DayField(label=_("Utgångsvärdets sista dag"), required=False)
    baseline_n = Whole(label=_("Antal svar"), required=False, help_text=_("Bara för enkäter."))
    baseline_low = Decimal(
        label=_("Intervallets nedre gräns"),
        help_text=_("Räknas ut för antal och enkäter. Annars om den är känd."),
    )
    baseline_high = Decimal(label=_("Intervallets övre gräns"))
    baseline_method = forms.CharField(label=_("Metod"), required=False, max_length=300)
    target_value = Decimal(
        label=_("Målvärde"), help_text=_("För antal: hur många per period. För enkäter: procent.")
    )
    target_on = DayField(label=_("Målet ska vara nått"), required=False)
    target_motive = LongText(
        label=_("Skäl till målvärdet"),
        required=False,
        help_text=_("Särskilt om målet ligger innanför slumpen men ändå ska gälla."),
    )
    revision = revision_field()

    def __init__(self, data: Any, *, measured: GroupedChoices, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["measured_id"]
        field.choices = [("", _("Inget mått valt")), *measured]  # type: ignore[attr-defined]  # a choice field
        if not measured:
            field.help_text = _(
                "Kommunen har inga mått ännu. Lägg till dem under Indikatorer, så finns de att välja här."
            )

    def draft(self) -> IndicatorDraft:
        """Return what was written."""
        read = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return IndicatorDraft(**read)


_INDICATOR_TEXTS: Final = (
    "definition", "source", "unit", "better", "how", "filter_query", "measured_id", "per", "delay",
    "weakness",
    "target_value", "target_on", "target_motive", "revision",
)  # fmt: skip


def indicator_initial(indicator: IndicatorSummary) -> dict[str, Any]:
    """Return what the form shows of an indicator."""
    base = indicator.baseline
    shown = {"name": indicator.title} | {name: getattr(indicator, name) for name in _INDICATOR_TEXTS}
    if base is not None:
        shown |= {
            "baseline_value": base.value,
            "baseline_low": base.low,
            "baseline_high": base.high,
            "baseline_n": base.n,
            "baseline_first": base.first_day,
            "baseline_last": base.last_day,
            "baseline_method": base.method,
        }
    return shown
