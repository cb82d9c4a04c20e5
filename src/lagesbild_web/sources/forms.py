"""The form that switches a source on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import LongText
from lagesbild_web.sources.kinds import EVERY_LABELS, SourceKind


class ReasonForm(forms.Form):
    """Why what was fetched is taken back."""

    reason = LongText(label=_("Skäl"), max_length=500, error_messages={"required": _("Skriv varför.")})


class SwitchForm(forms.Form):
    """Whose figures, how often, and who is asking."""

    municipality_code = forms.CharField(
        label=_("Kommun"),
        max_length=60,
        help_text=_("Namnet eller kommunkoden, till exempel Upplands-Bro eller 0139."),
        error_messages={"required": _("Skriv vilken kommun det gäller.")},
    )
    contact = forms.CharField(
        label=_("Kontaktadress"),
        max_length=200,
        help_text=_(
            "E-postadress till en funktion. Den skickas med varje fråga, så att källan vet vem som frågar."
        ),
        error_messages={"required": _("Skriv en e-postadress till en funktion.")},
    )
    every_minutes = forms.TypedChoiceField(label=_("Hur ofta"), coerce=int)
    asks_for = LongText(
        label=_("Nyckeltal"),
        required=False,
        help_text=_("Ett på varje rad, som N07403. Sök på kolada.se. Tomt: de förvalda om anmälda brott."),
    )

    def __init__(self, kind: SourceKind, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = self.fields["every_minutes"]
        assert isinstance(every, forms.TypedChoiceField)  # noqa: S101  # declared above
        every.choices = [(minutes, EVERY_LABELS[minutes]) for minutes in kind.every]
        if not kind.asks_for:
            del self.fields["asks_for"]

    def asked_for(self) -> Sequence[str]:
        """Return the key figures that were written, if the source has such."""
        return str(self.cleaned_data.get("asks_for", "")).split()
