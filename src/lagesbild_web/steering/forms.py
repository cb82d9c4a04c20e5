"""Forms for steering documents, targets, definitions and the matrix."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.steering.contracts import KIND_LABELS, LEVEL_LABELS, DocumentDraft

Choices = Sequence[tuple[str, str]]


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


class DocumentForm(forms.Form):
    """A steering document."""

    title = forms.CharField(
        label=_("Dokumentets namn"),
        max_length=200,
        error_messages={"required": _("Skriv vad dokumentet heter.")},
    )
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=list(KIND_LABELS.items()),
        help_text=_(
            "Ett program säger vart kommunen vill. En policy säger hur den förhåller sig. En "
            "handlingsplan säger vad "
            "som ska göras. En riktlinje och en rutin säger hur."
        ),
    )
    level = forms.ChoiceField(label=_("Beslutad på nivån"), choices=list(LEVEL_LABELS.items()))
    body = forms.CharField(label=_("Vem beslutade?"), required=False, max_length=120)
    decided_on = DayField(label=_("Beslutets dag"), required=False)
    section = forms.CharField(label=_("Paragraf"), required=False, max_length=40)
    record_number = forms.CharField(label=_("Diarienummer"), required=False, max_length=60)
    valid_from = DayField(label=_("Gäller från"), required=False)
    valid_to = DayField(label=_("Gäller till och med"), required=False)
    review_on = DayField(
        label=_("Ses över senast"), required=False, help_text=_("Då påminns den ansvariga funktionen.")
    )
    function = forms.TypedChoiceField(
        label=_("Ansvarig funktion"), required=False, coerce=_id, empty_value=None
    )
    replaces = forms.TypedChoiceField(label=_("Ersätter"), required=False, coerce=_id, empty_value=None)
    link = forms.URLField(
        label=_("Länk"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv hela adressen, till exempel https://exempel.se/policy.")},
    )
    text = LongText(label=_("Text"), required=False, rows=8, help_text=_("Det viktigaste ur dokumentet."))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, functions: Choices, documents: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        none = [("", _("Ingen vald"))]
        self.fields["function"].choices = [*none, *functions]  # type: ignore[attr-defined]  # it has choices
        self.fields["replaces"].choices = [*none, *documents]  # type: ignore[attr-defined]  # it has choices

    def draft(self) -> DocumentDraft:
        """Return what was written."""
        read = dict(self.cleaned_data)
        read.pop("revision")
        function_id, replaces_id = read.pop("function"), read.pop("replaces")
        return DocumentDraft(**read, function_id=function_id, replaces_id=replaces_id)


class FileForm(forms.Form):
    """The document itself."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("PDF, Word eller ODT."),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom. Välj en annan.")},
    )


class ReasonForm(forms.Form):
    """Why something is taken out of use."""

    reason = LongText(
        label=_("Varför?"),
        help_text=_("Skälet sparas i loggen."),
        error_messages={"required": _("Skriv varför.")},
    )


class TargetForm(forms.Form):
    """A political target."""

    title = forms.CharField(label=_("Målet"), max_length=200, error_messages={"required": _("Skriv målet.")})
    description = LongText(label=_("Vad det innebär"), required=False)
    parent = forms.TypedChoiceField(label=_("Ligger under"), required=False, coerce=_id, empty_value=None)
    document = forms.TypedChoiceField(label=_("Står i"), required=False, coerce=_id, empty_value=None)
    order = forms.IntegerField(label=_("Ordning"), required=False, min_value=0, max_value=999, initial=0)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, parents: Choices | None, documents: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        none = [("", _("Inget valt"))]
        self.fields["document"].choices = [*none, *documents]  # type: ignore[attr-defined]  # it has choices
        if parents is None:
            del self.fields["parent"]
        else:
            self.fields["parent"].choices = [*none, *parents]  # type: ignore[attr-defined]  # it has choices


class DefinitionForm(forms.Form):
    """What a word means."""

    term = forms.CharField(label=_("Ord"), max_length=80, error_messages={"required": _("Skriv ordet.")})
    text = LongText(label=_("Betydelse"), error_messages={"required": _("Skriv vad ordet betyder.")})
    source = forms.CharField(label=_("Källa"), required=False, max_length=200)
    valid_from = DayField(label=_("Gäller från"))


class CommitteeForm(forms.Form):
    """A committee."""

    name = forms.CharField(
        label=_("Nämnd, styrelse eller bolag"),
        max_length=120,
        error_messages={"required": _("Skriv namnet.")},
    )


class RequirementForm(forms.Form):
    """A document that committees must have."""

    title = forms.CharField(
        label=_("Dokument som ska finnas"),
        max_length=200,
        error_messages={"required": _("Skriv vilket dokument.")},
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=list(KIND_LABELS.items()), initial="routine")
    law = forms.CharField(
        label=_("Lag"),
        required=False,
        max_length=200,
        help_text=_("Tomt om kommunen själv kräver det."),
    )


class CellForm(forms.Form):
    """What a committee has of a required document."""

    document = forms.TypedChoiceField(
        label=_("Dokument som uppfyller kravet"), required=False, coerce=_id, empty_value=None
    )
    is_not_needed = forms.BooleanField(label=_("Nämnden behöver inte dokumentet"), required=False)
    motive = forms.CharField(label=_("Varför inte?"), required=False, max_length=300)

    def __init__(self, data: Any, *, documents: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", _("Inget: det saknas")), *documents]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]  # it has choices
