"""Forms for publishing, withdrawing and deciding a picture, and for what people add to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild.picture.context import HEADINGS
from lagesbild_web.access.roles import Circle


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PublishForm(forms.Form):
    """Who is to see the picture."""

    circle = forms.TypedChoiceField(
        label=_("Vem ska se lägesbilden?"),
        coerce=Circle,
        choices=[
            (Circle.OWN.value, _("Bara den egna organisationen")),
            (Circle.PARTNERS.value, _("Samverkansparterna: alla organisationer som samverkar med kommunen")),
            (Circle.PUBLIC.value, _("Alla: den läggs på den öppna sidan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som ska se lägesbilden.")},
    )


class WithdrawForm(forms.Form):
    """Why the picture is withdrawn."""

    reason = forms.CharField(
        label=_("Varför dras lägesbilden tillbaka?"),
        help_text=_(
            "Till exempel: antalet i Norrby var fel. Skälet syns på sidan och sparas i loggen. "
            "Skriv inga personuppgifter."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför lägesbilden dras tillbaka. Skälet sparas i loggen.")},
    )


class StatementForm(forms.Form):
    """What one's function judges about a section or a finding."""

    text = forms.CharField(
        label=_("Din bedömning"),
        help_text=_(
            "Skriv vad siffrorna betyder, vad som kan ligga bakom och hur säkert det är. En tom rad börjar "
            "ett nytt stycke, ett bindestreck först på raden gör en punkt. Skriv inga personuppgifter. "
            "Bedömningen skrivs under med din funktion, inte ditt namn."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Skriv bedömningen.")},
    )
    is_for_everybody = forms.BooleanField(
        label=_("Får stå även i den publika versionen"),
        help_text=_("Kryssa bara i det som alla kan läsa, utan små antal och utan att peka ut någon."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HideForm(forms.Form):
    """Why a section is not shown."""

    motive = forms.CharField(
        label=_("Varför ska avsnittet inte visas?"),
        help_text=_("Motivet står i lägesbilden i stället för avsnittet, och i loggen."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv varför avsnittet inte visas.")},
    )


class TipForm(forms.Form):
    """A problem that the picture recommends to go on with."""

    what = forms.CharField(
        label=_("Problemet i en mening"),
        help_text=_("Vad, var och när: ”Skadegörelse vid Björkskolan på kvällar, mest i september”."),
        max_length=200,
        error_messages={"required": _("Skriv problemet i en mening.")},
    )
    why = forms.CharField(
        label=_("Varför just det?"),
        help_text=_("Vad i lägesbilden som talar för det, och vad som är osäkert. Frivilligt."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SendForm(forms.Form):
    """Who is to look at the picture before it is decided, and until when."""

    functions = forms.TypedMultipleChoiceField(
        label=_("Vilka funktioner ska läsa och svara?"),
        help_text=_(
            "De ser lägesbilden medan den är på granskning, även om de arbetar hos en samverkanspart."
        ),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en funktion.")},
    )
    answer_by = forms.DateField(
        label=_("Svar senast"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2025-03-09.")},
    )

    def __init__(self, *args: Any, functions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["functions"].choices = functions  # type: ignore[attr-defined]  # a choice field


class RemarkForm(forms.Form):
    """What a reviewing function thinks."""

    section = forms.ChoiceField(
        label=_("Gäller"), required=False, choices=[("", _("Hela lägesbilden")), *HEADINGS.items()]
    )
    text = forms.CharField(
        label=_("Din synpunkt"),
        help_text=_("Vad saknas, vad stämmer inte, hur ser det ut från er sida? Skriv inga personuppgifter."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv din synpunkt.")},
    )


class AnswerForm(forms.Form):
    """What a remark is answered."""

    answer = forms.CharField(
        label=_("Ditt svar"),
        help_text=_("Vad ni ändrade, eller varför inget ändrades."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv vad ni ändrade, eller varför inget ändrades.")},
    )


class DecideForm(forms.Form):
    """The decision, as it stands in the minutes."""

    body = forms.CharField(
        label=_("Beslutat av"),
        help_text=_("Organet: kommunstyrelsen, en nämnd eller kommunfullmäktige."),
        max_length=120,
        error_messages={"required": _("Skriv vilket organ som beslutade.")},
    )
    decided_on = forms.DateField(
        label=_("Beslutsdag"),
        widget=DayInput,
        error_messages={
            "required": _("Skriv dagen för beslutet."),
            "invalid": _("Skriv dagen som 2025-03-09."),
        },
    )
    paragraph = forms.CharField(label=_("Paragraf i protokollet"), required=False, max_length=20)
    diary_number = forms.CharField(label=_("Diarienummer"), required=False, max_length=60)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class ContactForm(forms.Form):
    """Where the coordination is reached."""

    function = forms.CharField(
        label=_("Funktionens namn"),
        help_text=_("Till exempel Trygghetssamordnare. Skriv funktionen, aldrig en persons namn."),
        max_length=120,
        error_messages={"required": _("Skriv vad funktionen heter.")},
    )
    address = forms.CharField(label=_("Adress"), required=False, max_length=300)
    phone = forms.CharField(
        label=_("Telefon till funktionen"),
        help_text=_("Ett nummer som följer funktionen, eller kommunens växel."),
        required=False,
        max_length=60,
    )
    email = forms.CharField(
        label=_("E-post till funktionen"),
        help_text=_("En brevlåda för funktionen, inte en persons."),
        required=False,
        max_length=254,
    )
    text = forms.CharField(
        label=_("Vad kan man vända sig hit med?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
