"""Forms for the notes and for the lines of the registers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.duties.contracts import STATUS_LABELS
from lagesbild_web.duties.registers import STATES, Field, Register

_NOBODY = ("", gettext_lazy("Ingen angiven"))


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NoteForm(forms.Form):
    """Who answers for a paragraph, until when, and a judgement of one's own."""

    function_id = forms.ChoiceField(label=gettext_lazy("Ansvarig funktion"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Klart senast"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Skriv dagen som 2025-03-09.")},
    )
    judgement = forms.ChoiceField(
        label=gettext_lazy("Egen bedömning"),
        help_text=gettext_lazy("Välj bara om systemets bedömning inte stämmer. Då krävs ett motiv."),
        required=False,
        choices=[("", gettext_lazy("Låt uppgifterna avgöra")), *STATUS_LABELS.items()],
    )
    motive = forms.CharField(
        label=gettext_lazy("Anteckning eller motiv"),
        help_text=gettext_lazy("Skriv inga personuppgifter. Den som reviderar ser anteckningen."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, functions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function_id"].choices = [_NOBODY, *functions]  # type: ignore[attr-defined]  # a choice field


class EntryForm(forms.Form):
    """A line of a register; its fields are the register's own."""

    def __init__(
        self, *args: Any, register: Register, functions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in register.fields:
            self.fields[field.name] = _made(field, functions)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class RetireForm(forms.Form):
    """Why a line is taken out."""

    reason = forms.CharField(
        label=gettext_lazy("Varför tas raden bort?"),
        help_text=gettext_lazy("Raden sparas bland de borttagna och kan läggas tillbaka."),
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv varför raden tas bort.")},
    )


def _made(field: Field, functions: Sequence[tuple[str, str]]) -> forms.Field:
    about: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": field.is_required,
        "error_messages": {"required": _("Fyll i %(what)s.") % {"what": str(field.label).lower()}},
    }
    match field.kind:
        case "day":
            about["error_messages"]["invalid"] = _("Skriv dagen som 2025-03-09.")
            return forms.DateField(widget=DayInput, **about)
        case "text":
            return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **about)
        case "yes":
            return forms.BooleanField(**about)
        case "function":
            return forms.ChoiceField(choices=[_NOBODY, *functions], **about)
        case "state":
            return forms.ChoiceField(choices=list(STATES.items()), **about)
        case _:
            return forms.CharField(max_length=200, **about)
