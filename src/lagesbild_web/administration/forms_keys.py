"""Forms for keys to the API."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.administration.forms import DayField


class ChooseFunctionForm(forms.Form):
    """Whose rights a new key is to have."""

    funktion = forms.ChoiceField(
        label=_("Funktion som nyckeln ska höra till"),
        help_text=_(
            "Nyckeln får aldrig göra mer än funktionens roll. Lägg gärna upp en egen funktion för systemet, "
            "till exempel Väktarnas journalsystem."
        ),
    )

    def __init__(self, functions: list[tuple[str, str]]) -> None:
        super().__init__()
        self.fields["funktion"].choices = functions  # type: ignore[attr-defined]  # a ChoiceField


class LastDayForm(forms.Form):
    """How long a key works."""

    last_day = DayField(
        label=_("Sista dagen nyckeln fungerar"),
        help_text=_("Högst tretton månader fram. Förnya nyckeln innan dess, så märks inget avbrott."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"last_day": timezone.localdate() + timedelta(days=365)})

    def expires_on(self) -> date:
        """Return the first day when it no longer works."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class NewKeyForm(LastDayForm):
    """A new key: which system, why, and what it may do."""

    name = forms.CharField(
        label=_("Vilket system är nyckeln till?"),
        max_length=80,
        help_text=_("Till exempel Väktarnas journalsystem. Skriv ingen persons namn."),
        error_messages={"required": _("Skriv vilket system nyckeln är till.")},
    )
    purpose = forms.CharField(
        label=_("Vad behövs den till?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Till exempel: skickar nattens händelser varje morgon, enligt avtalet."),
        error_messages={"required": _("Skriv vad nyckeln behövs till.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Vad ska nyckeln kunna?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Välj bara det som behövs. Här visas det som funktionens roll får."),
        error_messages={"required": _("Välj minst en sak som nyckeln ska kunna.")},
    )
    field_order = ("name", "purpose", "scopes", "last_day")

    def __init__(self, scopes: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]  # a MultipleChoiceField


class EndKeyForm(forms.Form):
    """Why a key is ended."""

    reason = forms.CharField(
        label=_("Varför avslutas nyckeln?"),
        help_text=_("Till exempel: avtalet är slut. Sparas i loggen. Skriv inga personuppgifter."),
        max_length=300,
        error_messages={"required": _("Skriv varför nyckeln avslutas.")},
    )
