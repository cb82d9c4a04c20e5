"""Forms for organisations, functions and those who hold them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.kinds import PARTNER_KINDS
from lagesbild_web.access.roles import ROLE_LABELS, Role
from lagesbild_web.base.refusals import Invalid

FARTHEST = timedelta(days=3660)
"""Nobody plans functions ten years ahead: farther away is a slip of the finger."""


def carried_out(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do it; when it cannot be done, put each sentence on its field, or first on the page."""
    try:
        act()
    except Invalid as error:
        for field, sentence in error.faults.items():
            form.add_error(field if field in form.fields else None, sentence)
        return False
    return True


class DayField(forms.DateField):
    """A day, written or chosen, with faults in sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "required": _("Skriv vilken dag, till exempel 2025-03-09."),
                "invalid": _("Skriv dagen som år-månad-dag, till exempel 2025-03-09."),
            },
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Stop days that nobody can have meant."""
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day is not None and not date(1990, 1, 1) <= day <= today + FARTHEST:
            raise forms.ValidationError(
                _("%(day)s ligger för långt bort. Kontrollera året.") % {"day": day.isoformat()}
            )
        return day


class OrganisationForm(forms.Form):
    """A new partner."""

    name = forms.CharField(
        label=_("Namn"),
        max_length=200,
        help_text=_("Till exempel Polisen i Exempelköping eller Björkskolan."),
        error_messages={"required": _("Skriv vad organisationen heter.")},
    )
    kind = forms.ChoiceField(
        label=_("Sorts organisation"),
        choices=PARTNER_KINDS,
        error_messages={"required": _("Välj vilken sorts organisation det är.")},
    )


class NameForm(forms.Form):
    """Another name for an organisation."""

    name = forms.CharField(
        label=_("Namn"),
        max_length=200,
        error_messages={"required": _("Skriv vad organisationen heter.")},
    )


class EndForm(forms.Form):
    """From which day something no longer holds."""

    ends_on = DayField(
        label=_("Gäller inte från och med"),
        help_text=_("Första dagen som det inte längre gäller. Skriv dagens datum för att det ska sluta nu."),
    )


class NewFunctionForm(forms.Form):
    """A new function."""

    organisation = forms.ChoiceField(
        label=_("Organisation"),
        error_messages={"required": _("Välj vilken organisation funktionen hör till.")},
    )
    name = forms.CharField(
        label=_("Funktion"),
        max_length=120,
        help_text=_("Vad arbetet heter, till exempel Rektor eller Kommunpolis. Skriv ingen persons namn."),
        error_messages={"required": _("Skriv vad funktionen heter.")},
    )
    role = forms.ChoiceField(
        label=_("Roll"),
        choices=[(role.value, ROLE_LABELS[role]) for role in Role if role is not Role.PUBLIC],
        widget=forms.RadioSelect,
        help_text=_("Rollen avgör vad den som har funktionen får se och göra. Den går inte att ändra sedan."),
        error_messages={"required": _("Välj en roll.")},
    )
    area = forms.CharField(
        label=_("Område, om det inte är hela kommunen"),
        max_length=200,
        required=False,
        help_text=_("Till exempel Norrängen och Centrum. Området styr inte vad man får se."),
    )
    starts_on = DayField(label=_("Finns från och med"))

    def __init__(self, organisations: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]  # a ChoiceField


class ChangeFunctionForm(forms.Form):
    """Another name or area for a function."""

    name = forms.CharField(
        label=_("Funktion"), max_length=120, error_messages={"required": _("Skriv vad funktionen heter.")}
    )
    area = forms.CharField(label=_("Område, om det inte är hela kommunen"), max_length=200, required=False)


class GroupForm(forms.Form):
    """A group in a log-in elsewhere, and the function that its members hold."""

    provider = forms.ChoiceField(label=_("Inloggning"))
    group = forms.CharField(
        label=_("Grupp"),
        max_length=200,
        help_text=_("Gruppens namn eller id, precis som det står i kommunens katalog."),
        error_messages={"required": _("Skriv gruppens namn eller id.")},
    )
    function = forms.ChoiceField(label=_("Ger funktionen"))

    def __init__(
        self, providers: list[tuple[str, str]], functions: list[tuple[str, str]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["function"].choices = functions  # type: ignore[attr-defined]  # a ChoiceField


class ResetForm(forms.Form):
    """How an administrator knows who asks."""

    reason = forms.CharField(
        label=_("Hur vet du att det är rätt person som ber om det?"),
        help_text=_(
            "Till exempel: ringde upp på jobbets växel. Sparas i loggen. Skriv inga personuppgifter."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hur du vet att det är rätt person som ber om det.")},
    )


class GiveFunctionForm(forms.Form):
    """Who is to hold a function, and when."""

    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Den som inte har ett konto får ett brev med en länk att börja med."),
        error_messages={
            "required": _("Skriv personens e-postadress."),
            "invalid": _("Skriv hela e-postadressen, till exempel namn@kommun.example."),
        },
    )
    full_name = forms.CharField(
        label=_("Namn"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Behövs bara för den som inte har ett konto. Annars behåller vi namnet på kontot."),
    )
    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(
        label=_("Sista dagen, om den är känd"),
        required=False,
        help_text=_("Lämna tom om det gäller tills vidare."),
    )
    is_substitute = forms.BooleanField(
        label=_("Är vikarie för den som vanligen har funktionen"), required=False
    )

    def ends_on(self) -> date | None:
        """Return the first day when it no longer holds."""
        last: date | None = self.cleaned_data["last_day"]
        return last + timedelta(days=1) if last else None
