"""Forms about photographs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    """Whether reports may have photographs, and why."""

    is_allowed = forms.TypedChoiceField(
        label=_("Får rapporter ha bilder?"),
        choices=(("nej", _("Nej, beskriv med ord")), ("ja", _("Ja, högst tre för varje händelse"))),
        coerce=lambda written: written == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ja eller nej.")},
    )
    motive = forms.CharField(
        label=_("Varför?"),
        help_text=_(
            "Till exempel vilket behov som ord inte räcker till, och vem som har beslutat. Sparas i loggen."
        ),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Skriv varför. Skälet sparas i loggen.")},
    )


class RemoveForm(forms.Form):
    """Why a photograph is removed."""

    reason = forms.CharField(
        label=_("Varför tas bilden bort?"),
        help_text=_("Till exempel: Ett ansikte syns. Skälet sparas i loggen."),
        max_length=500,
        error_messages={"required": _("Skriv varför bilden tas bort. Skälet sparas i loggen.")},
    )
