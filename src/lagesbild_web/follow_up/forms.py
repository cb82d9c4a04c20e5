"""Forms for statuses, values, effects, lessons and reports."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.follow_up.actions import ReportDraft, ValueDraft
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, REMINDER_LABELS, Progress
from lagesbild_web.plans.contracts import DESIGN_LABELS

Choices = Sequence[tuple[str, str]]
_NOT_A_NUMBER = {
    "required": _("Skriv värdet som ett tal, till exempel 12,5."),
    "invalid": _("Det är inget tal. Skriv till exempel 12,5."),
}


class StatusForm(forms.Form):
    """How a measure goes, with words for those who want to say more."""

    progress = forms.ChoiceField(
        label=_("Hur går det?"),
        choices=[(p.value, PROGRESS_LABELS[p]) for p in Progress],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det går."), "invalid_choice": _("Välj hur det går.")},
    )
    done = LongText(label=_("Vad har ni gjort?"), required=False, rows=3)
    obstacle = LongText(
        label=_("Vad står i vägen?"),
        required=False,
        rows=2,
        help_text=_("Är åtgärden försenad eller står stilla: skriv varför. Det är det styrgruppen frågar."),
    )
    next_step = LongText(label=_("Vad händer härnäst?"), required=False, rows=2)


class LessonForm(forms.Form):
    """What was learnt."""

    text = LongText(
        label=_("Lärdom"),
        rows=4,
        help_text=_("Vad fungerade, och vad skulle ni göra annorlunda nästa gång?"),
        error_messages={"required": _("Skriv vad ni har lärt er.")},
    )


class NoEffectForm(forms.Form):
    """Why the effect cannot be measured."""

    reason = LongText(
        label=_("Varför går effekten inte att mäta?"),
        rows=3,
        help_text=_("Till exempel: åtgärden når hela kommunen, så det finns inget att jämföra med."),
        error_messages={"required": _("Skriv varför effekten inte går att mäta.")},
    )


class EffectForm(forms.Form):
    """What is compared with what."""

    design = forms.ChoiceField(
        label=_("Hur ska effekten mätas?"),
        choices=[(name, label) for name, label in DESIGN_LABELS.items() if name != "none"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur effekten ska mätas.")},
    )
    starts_on = DayField(label=_("När började åtgärden märkas?"))
    categories = forms.MultipleChoiceField(
        label=_("Vilka händelser?"),
        help_text=_("Välj det som åtgärden ska påverka, inte allt. Inget valt betyder alla kategorier."),
        required=False,
    )
    treated = forms.MultipleChoiceField(
        label=_("Område där åtgärden gjordes"),
        error_messages={"required": _("Välj det område där åtgärden gjordes.")},
    )
    control = forms.MultipleChoiceField(
        label=_("Område att jämföra med"),
        required=False,
        help_text=_(
            "Ett område som liknar åtgärdens men som inte fick den. Utan val jämför skillnad i skillnader "
            "med alla andra distrikt."
        ),
    )
    comment = LongText(
        label=_("Din kommentar"), required=False, rows=2, help_text=_("Vad mer hände samtidigt?")
    )

    def __init__(self, *args: Any, areas: Choices, categories: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("treated", areas), ("control", areas), ("categories", categories)):
            field = cast("forms.MultipleChoiceField", self.fields[name])
            field.choices = list(choices)
            field.widget.attrs["size"] = "8"

    def clean(self) -> dict[str, Any]:
        """Stop an area that is compared with itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        both = set(cleaned.get("treated", ())) & set(cleaned.get("control", ()))
        if both:
            self.add_error("control", _("Samma område står på båda sidor. Ta bort det på den ena."))
        return cleaned

    def ids(self, name: str) -> tuple[UUID, ...]:
        """Return the chosen areas of a field."""
        return tuple(UUID(value) for value in self.cleaned_data[name])


class ValueForm(forms.Form):
    """A value of an indicator, entered by hand."""

    first_day = DayField(label=_("Periodens första dag"))
    last_day = DayField(label=_("Periodens sista dag"))
    value = forms.FloatField(label=_("Värde"), localize=True, error_messages=_NOT_A_NUMBER)
    n = forms.IntegerField(
        label=_("Antal svar"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("För enkäter. Då räknas intervallet ut."),
        error_messages={"invalid": _("Skriv antalet som ett helt tal."), "min_value": _("Skriv minst 1.")},
    )
    low = forms.FloatField(
        label=_("Lägsta gräns"),
        required=False,
        localize=True,
        error_messages=_NOT_A_NUMBER,
        help_text=_("Om källan anger ett intervall."),
    )
    high = forms.FloatField(
        label=_("Högsta gräns"), required=False, localize=True, error_messages=_NOT_A_NUMBER
    )
    source = forms.CharField(
        label=_("Källa"),
        max_length=300,
        help_text=_("Var du läste värdet, så att någon annan hittar det."),
        error_messages={"required": _("Skriv varifrån värdet kommer.")},
    )
    note = LongText(label=_("Att tänka på"), required=False, rows=2)

    def draft(self) -> ValueDraft:
        """Return what was written."""
        return ValueDraft(**self.cleaned_data)


class ReportForm(forms.Form):
    """A report to a board."""

    plan = forms.ChoiceField(
        label=_("Åtgärdsplan"), error_messages={"required": _("Välj vilken plan rapporten gäller.")}
    )
    title = forms.CharField(
        label=_("Rubrik"), max_length=200, error_messages={"required": _("Skriv en rubrik.")}
    )
    body = forms.CharField(
        label=_("Till"),
        max_length=120,
        help_text=_("Till exempel kommunstyrelsen."),
        error_messages={"required": _("Skriv vem som ska ha rapporten.")},
    )
    first_day = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"))
    introduction = LongText(label=_("Inledning"), required=False, rows=4)
    assessment = LongText(
        label=_("Din bedömning"),
        required=False,
        rows=5,
        help_text=_("Vad siffrorna betyder, och vad de inte säger. Siffrorna själva fylls i av systemet."),
    )
    proposal = LongText(label=_("Förslag till beslut"), required=False, rows=3)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plans: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["plan"]).choices = list(plans)

    def draft(self) -> ReportDraft:
        """Return what was written."""
        names = ReportDraft.__slots__
        return ReportDraft(**{name: self.cleaned_data[name] for name in names})


class GivenForm(forms.Form):
    """When and under which paragraph the board got the report."""

    given_on = DayField(label=_("Dag"))
    section = forms.CharField(label=_("Paragraf"), max_length=40, required=False, help_text="§ 112")
    record_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)


class ReminderForm(forms.Form):
    """How often letters come."""

    how = forms.ChoiceField(
        label=_("Brev om det som väntar"),
        choices=list(REMINDER_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur ofta du vill ha brev.")},
    )
