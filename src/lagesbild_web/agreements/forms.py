"""Forms for agreements and promises; the parts come from the table in ``sections``."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import Circle
from lagesbild_web.agreements.actions.writing import Written
from lagesbild_web.agreements.sections import KIND_LABELS, OUTCOME_LABELS, PARTS, Kind
from lagesbild_web.base.form_page import DayField, LongText


class KindForm(forms.Form):
    """What to begin."""

    kind = forms.TypedChoiceField(
        label=_("Vad vill du skriva?"),
        coerce=Kind,
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad du vill skriva.")},
    )


class AgreementForm(forms.Form):
    """An agreement or a promise, part by part. Empty parts can be filled in later."""

    title = forms.CharField(
        label=_("Namn"),
        max_length=200,
        help_text=_("Till exempel: Samverkan mellan kommunen och polisen 2026–2027."),
        error_messages={"required": _("Skriv vad den heter.")},
    )
    starts_on = DayField(label=_("Gäller från och med"))
    ends_on = DayField(
        label=_("Gäller till och med"),
        help_text=_("Ofta två år. Den kan förlängas med högst två år i taget."),
    )
    function = forms.ChoiceField(
        label=_("Ansvarig funktion"),
        help_text=_("Får påminnelser om samråd och uppföljning."),
        required=False,
    )

    def __init__(
        self,
        kind: Kind,
        functions: Sequence[tuple[str, str]],
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._kind = kind
        field = self.fields["function"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", _("Min egen funktion")), *functions]
        for part in PARTS[kind]:
            required = " " + _("Krävs för att skriva under.") if part.is_required else ""
            self.fields[f"part_{part.name}"] = LongText(
                label=part.label, help_text=f"{part.help}{required}", required=False, rows=part.rows
            )
        if kind is Kind.AGREEMENT:
            self.fields["consultation_months"] = forms.IntegerField(
                label=_("Samråd senast så här många månader före slutet"),
                min_value=1,
                max_value=24,
                initial=6,
                error_messages={"required": _("Skriv ett antal månader, till exempel 6.")},
            )

    def written(self) -> Written:
        """Return what was written."""
        told = self.cleaned_data
        return Written(
            title=told["title"],
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            texts={part.name: told[f"part_{part.name}"] for part in PARTS[self._kind]},
            function_id=UUID(told["function"]) if told["function"] else None,
            consultation_months=told.get("consultation_months", 6),
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """Put a part's fault on its field."""
        super().add_error(f"part_{field}" if f"part_{field}" in self.fields else field, error)


class ChangeForm(AgreementForm):
    """The same, with the version that the writer looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PartyForm(forms.Form):
    """A party."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    name = forms.CharField(
        label=_("Annan part"),
        max_length=200,
        required=False,
        help_text=_("Fyll i om parten inte finns i listan."),
    )
    signatory = forms.CharField(
        label=_("Funktion som skriver under"),
        max_length=120,
        help_text=_("Till exempel: Kommunstyrelsens ordförande. Skriv inget namn."),
        error_messages={"required": _("Skriv vilken funktion som skriver under.")},
    )

    def __init__(self, organisations: Sequence[tuple[str, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", _("Välj")), *organisations]


class ConsultForm(forms.Form):
    """That the parties have talked."""

    held_on = DayField(label=_("Samrådet hölls"))
    with_whom = forms.CharField(
        label=_("Med vilka"),
        max_length=500,
        help_text=_("Funktioner och organisationer, inga namn."),
        error_messages={"required": _("Skriv med vilka.")},
    )
    result = LongText(
        label=_("Vad ni kom fram till"),
        help_text=_("Till exempel: parterna vill förlänga i två år och lägga till narkotika som område."),
        error_messages={"required": _("Skriv vad ni kom fram till.")},
    )


class SignForm(forms.Form):
    """When a party signed."""

    signed_on = DayField(label=_("Undertecknad den"))


class ReviseForm(forms.Form):
    """Why it is changed."""

    reason = LongText(
        label=_("Varför ändras den?"), error_messages={"required": _("Skriv varför den ändras.")}
    )


class ExtendForm(forms.Form):
    """Until when."""

    until = DayField(label=_("Förläng till och med"))
    decided_on = DayField(label=_("Beslutet fattades"))
    reason = LongText(
        label=_("Skäl"),
        required=False,
        help_text=_("Måste fyllas i om samrådet hölls för sent."),
    )


class EndForm(forms.Form):
    """When and why it ends."""

    ended_on = DayField(label=_("Avslutas den"))
    reason = LongText(label=_("Varför?"), error_messages={"required": _("Skriv varför den avslutas.")})


class ReplaceForm(forms.Form):
    """Which one holds instead."""

    by = forms.ChoiceField(
        label=_("Ersätts av"), error_messages={"required": _("Välj vilken som gäller i stället.")}
    )

    def __init__(self, others: Sequence[tuple[str, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", _("Välj")), *others]


class ShareForm(forms.Form):
    """Who sees it."""

    circle = forms.TypedChoiceField(
        label=_("Vem ska se den?"),
        coerce=Circle,
        choices=[
            (Circle.OWN.value, _("Bara kommunen")),
            (Circle.PARTNERS.value, _("Samverkansparterna: alla organisationer som samverkar med kommunen")),
            (Circle.PUBLIC.value, _("Alla: den läggs på den öppna sidan, med hur det går")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som ska se den.")},
    )


class FollowUpForm(forms.Form):
    """How it has gone."""

    day = DayField(label=_("Gäller till och med"))
    outcome = forms.ChoiceField(
        label=_("Hur har det gått?"),
        choices=[(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det har gått.")},
    )
    text = LongText(
        label=_("Vad som är gjort och vad det ledde till"),
        help_text=_("Skriv så att en invånare förstår. Ta med siffror och var de kommer ifrån."),
        error_messages={"required": _("Skriv vad som är gjort.")},
    )
    why = LongText(
        label=_("Varför inte hela vägen?"),
        required=False,
        help_text=_("Måste fyllas i om svaret inte är ”hållet”."),
    )


class FileForm(forms.Form):
    """A file to keep with it."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("PDF, Word (DOCX) eller bild, högst 25 MB. Till exempel den undertecknade sidan."),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en annan."),
        },
    )


class LinkForm(forms.Form):
    """What it stands on."""

    thing = forms.ChoiceField(
        label=_("Bygger på"),
        error_messages={
            "required": _("Välj vad den bygger på."),
            "invalid_choice": _("Välj något i listan."),
        },
    )

    def __init__(
        self, things: Sequence[tuple[str, Sequence[tuple[str, str]]]], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        field = self.fields["thing"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", _("Välj")), *things]
