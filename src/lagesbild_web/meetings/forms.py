"""Forms for groups, meetings and decisions."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText, MomentField
from lagesbild_web.meetings.actions.groups import GroupDraft
from lagesbild_web.meetings.kinds import DECISION_LABELS, GROUP_LABELS, RHYTHM_LABELS, GroupKind, Rhythm

Choices = Sequence[tuple[str, str]]


def _chosen(form: forms.Form, field: str, choices: Choices, empty: object = None) -> None:
    choice = form.fields[field]
    assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared as one
    choice.choices = [("", empty), *choices] if empty is not None else list(choices)


class GroupForm(forms.Form):
    """A group."""

    name = forms.CharField(
        label=_("Namn"),
        max_length=120,
        help_text=_("Till exempel EST centrum."),
        error_messages={"required": _("Skriv vad gruppen heter.")},
    )
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=[(kind.value, label) for kind, label in GROUP_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilket slag av grupp det är.")},
    )
    rhythm = forms.ChoiceField(
        label=_("Hur ofta möts den?"), choices=[(r.value, label) for r, label in RHYTHM_LABELS.items()]
    )
    purpose = LongText(label=_("Uppdrag"), required=False)
    areas = forms.MultipleChoiceField(
        label=_("Områden"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Vad läget handlar om. Välj inget för hela kommunen."),
    )
    convener = forms.ChoiceField(label=_("Sammankallande funktion"), required=False)
    escalates_to = forms.ChoiceField(
        label=_("Lyfter frågor till"),
        required=False,
        help_text=_("Gruppen som får det den här inte kan lösa själv."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *,
        areas: Choices,
        functions: Choices,
        groups: Choices,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "areas", areas)
        _chosen(self, "convener", functions, _("Ingen vald"))
        _chosen(self, "escalates_to", groups, _("Ingen"))

    def draft(self) -> GroupDraft:
        """Return what was written."""
        told = self.cleaned_data
        return GroupDraft(
            name=told["name"],
            kind=GroupKind(told["kind"]),
            rhythm=Rhythm(told["rhythm"]),
            purpose=told["purpose"],
            areas=[UUID(key) for key in told["areas"]],
            convener_id=UUID(told["convener"]) if told["convener"] else None,
            escalates_to_id=UUID(told["escalates_to"]) if told["escalates_to"] else None,
        )


class MemberForm(forms.Form):
    """A member."""

    function = forms.ChoiceField(label=_("Funktion"), error_messages={"required": _("Välj en funktion.")})
    is_leading = forms.BooleanField(
        label=_("Ledande ställning"),
        required=False,
        help_text=_("I rådet ska andra aktörer delta med personer i ledande ställning (lag 2023:196, 10 §)."),
    )

    def __init__(self, functions: Choices, data: QueryDict | None = None) -> None:
        super().__init__(data)
        _chosen(self, "function", functions, _("Välj"))


class MeetingForm(forms.Form):
    """When and where."""

    starts_at = MomentField(label=_("Börjar"))
    place = forms.CharField(label=_("Plats"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Länk om mötet är digitalt"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv hela länken, som börjar med https://.")},
    )
    since = DayField(
        label=_("Läget visas från och med"),
        required=False,
        help_text=_("Lämna tomt för dagen efter förra mötets läge."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = LongText(label=_("Varför?"), error_messages={"required": _("Skriv varför.")})


class PointForm(forms.Form):
    """A point of one's own."""

    heading = forms.CharField(
        label=_("Vad handlar punkten om?"),
        max_length=200,
        error_messages={"required": _("Skriv vad punkten handlar om.")},
    )


class AdjustForm(forms.Form):
    """Who adjusts."""

    functions = forms.MultipleChoiceField(
        label=_("Justeras av"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Funktioner, inte namn."),
    )
    adjusted_on = DayField(label=_("Justerat den"))
    reason = LongText(
        label=_("Vad är rättat?"),
        required=False,
        help_text=_("Måste fyllas i när protokollet har justerats förut."),
    )

    def __init__(
        self, functions: Choices, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "functions", functions)


class ReportForm(forms.Form):
    """How it goes."""

    state = forms.ChoiceField(
        label=_("Hur går det?"),
        choices=[(s.value, label) for s, label in DECISION_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det går.")},
    )
    why = LongText(
        label=_("Kommentar"),
        required=False,
        max_length=500,
        help_text=_("Vad som är gjort, eller varför det är försenat eller inte blir av."),
    )
    due_on = DayField(label=_("Klart senast"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """A decision's words and function."""

    text = LongText(
        label=_("Vad ska göras?"), max_length=500, error_messages={"required": _("Skriv vad som ska göras.")}
    )
    function = forms.ChoiceField(
        label=_("Ansvarig funktion"), error_messages={"required": _("Välj en funktion.")}
    )
    follow_up = forms.CharField(label=_("Hur ser vi att det hjälpte?"), max_length=300, required=False)
    is_for_steering = forms.BooleanField(
        label=_("Lyft till gruppen över"),
        required=False,
        help_text=_("Står på nästa dagordning där tills det är klart."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        functions: Choices,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "function", functions)


class LinkForm(forms.Form):
    """What a decision is about."""

    thing = forms.ChoiceField(
        label=_("Handlar om"),
        error_messages={"required": _("Välj något."), "invalid_choice": _("Välj något i listan.")},
    )

    def __init__(
        self, things: Sequence[tuple[str, Sequence[tuple[str, str]]]], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        choice = self.fields["thing"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared above
        choice.choices = [("", _("Välj")), *things]


class TellForm(forms.Form):
    """Which reports an answer is for, and the answer."""

    category = forms.ChoiceField(label=_("Kategori"), required=False)
    area = forms.ChoiceField(label=_("Område eller plats"), required=False)
    first_day = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"))
    text = LongText(
        label=_("Svar till dem som rapporterade"),
        max_length=1000,
        help_text=_("Skriv vad ni har beslutat eller gjort. Tacka. Skriv inga personuppgifter."),
        error_messages={"required": _("Skriv vad som kom ut av det som rapporterades.")},
    )

    def __init__(
        self,
        *,
        categories: Choices,
        areas: Choices,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "category", categories, _("Alla"))
        _chosen(self, "area", areas, _("Hela kommunen"))


class EntryForm(forms.Form):
    """Something that is coming."""

    name = forms.CharField(
        label=_("Vad?"),
        max_length=120,
        help_text=_("Till exempel: sportlov, marknad, derby."),
        error_messages={"required": _("Skriv vad det är.")},
    )
    first_day = DayField(label=_("Första dagen"))
    last_day = DayField(label=_("Sista dagen"))
    is_school_break = forms.BooleanField(label=_("Skollov"), required=False)
