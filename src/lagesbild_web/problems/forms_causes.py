"""Forms for causes, the chain of events, the conclusion and the list of steps."""

from collections.abc import Sequence
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.form_page import LongText
from lagesbild_web.problems import labels
from lagesbild_web.problems.contracts import Cause, CauseDraft, EventStep
from lagesbild_web.problems.labels import choices_of

_EMPTY_ROWS: Final = 3


def _explained(codes: labels.Labels, help_texts: labels.Labels) -> list[tuple[str, Any]]:
    return [(code, f"{label}: {help_texts[code]}") for code, label in codes.items()]


class CauseForm(forms.Form):
    """A cause, or what protects."""

    text = forms.CharField(
        label=gettext_lazy("Orsaken i en mening"),
        help_text=gettext_lazy("Svara på varför. Skriv om situationer och grupper, aldrig personer."),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv orsaken i en mening.")},
    )
    parent = forms.ChoiceField(label=gettext_lazy("Vad är det en orsak till?"), required=False)
    detail = LongText(label=gettext_lazy("Beskrivning"), required=False, rows=2)
    factor = forms.ChoiceField(
        label=gettext_lazy("Slag"),
        choices=choices_of(labels.FACTOR_LABELS),
        widget=forms.RadioSelect,
        initial="cause",
    )
    perspective = forms.ChoiceField(
        label=gettext_lazy("Perspektiv"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj perspektiv.")},
    )
    corner = forms.ChoiceField(
        label=gettext_lazy("Hörn i brottstriangeln"),
        help_text=gettext_lazy(
            "Ett brott kräver en motiverad gärningsperson, ett lämpligt objekt och att kontroll saknas."
        ),
        choices=[("", gettext_lazy("Inget av dem")), *choices_of(labels.CORNER_LABELS)],
        required=False,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Nivå"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj nivå.")},
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Hur starkt är belägget?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj hur starkt belägget är.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Källa"),
        help_text=gettext_lazy(
            "Ett underlag på problemets sida, en rapport, en vandring. Krävs för starkt och visst belägg."
        ),
        required=False,
        max_length=500,
    )
    control = forms.ChoiceField(
        label=gettext_lazy("Rådighet"),
        choices=choices_of(labels.CONTROL_LABELS),
        error_messages={"required": gettext_lazy("Välj hur mycket ni råder över det.")},
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Ställning"),
        choices=choices_of(labels.VERDICT_LABELS),
        initial="hypothesis",
    )
    motive = forms.CharField(
        label=gettext_lazy("Varför har den stöd, eller varför är den avfärdad?"),
        required=False,
        max_length=500,
    )

    def __init__(
        self, parents: Sequence[tuple[str, str]], data: QueryDict | None = None, *, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        fields = cast("dict[str, Any]", self.fields)
        fields["parent"].choices = [("", _("Problemet självt")), *parents]
        fields["perspective"].choices = _explained(labels.PERSPECTIVE_LABELS, labels.PERSPECTIVE_HELP)
        fields["level"].choices = _explained(labels.LEVEL_LABELS, labels.LEVEL_HELP)
        fields["grade"].choices = _explained(labels.GRADE_LABELS, labels.GRADE_HELP)

    def draft(self) -> CauseDraft:
        """Return what was written."""
        told = self.cleaned_data
        return CauseDraft(**{name: told[name] for name in CauseDraft.__dataclass_fields__})

    def parent_id(self) -> UUID | None:
        """Return what it is a cause of; None is the problem."""
        told = self.cleaned_data["parent"]
        return UUID(told) if told else None


class ChangeCauseForm(CauseForm):
    """A cause that is changed. Where it hangs is changed by moving it."""

    reason = forms.CharField(label=gettext_lazy("Varför ändras den?"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, initial: Any = None) -> None:
        super().__init__((), data, initial=initial)
        del self.fields["parent"]


def initial_of_cause(cause: Cause) -> dict[str, Any]:
    """Return a cause as the form's fields."""
    return {name: getattr(cause, name) for name in (*CauseDraft.__dataclass_fields__, "version")}


class EventChainForm(forms.Form):
    """The chain of events: what happens in each step and what could stop it; three empty rows last."""

    def __init__(self, steps: Sequence[EventStep], data: QueryDict | None = None) -> None:
        super().__init__(data)
        written = sum(key.startswith("happens_") for key in data) if data is not None else 0
        self.numbers = range(1, max(len(steps) + _EMPTY_ROWS, min(written, 30)) + 1)
        known = {step.position: step for step in steps}
        for number in self.numbers:
            step = known.get(number)
            self.fields[f"happens_{number}"] = forms.CharField(
                label=_("Steg %(number)s: vad händer?") % {"number": number},
                max_length=200,
                required=False,
                initial=step.happens if step else "",
            )
            self.fields[f"broken_by_{number}"] = forms.CharField(
                label=_("Steg %(number)s: hur kan det brytas?") % {"number": number},
                max_length=300,
                required=False,
                initial=step.broken_by if step else "",
            )
        for step in steps:
            for name in ("happens", "broken_by"):
                self.fields[f"known_{name}_{step.position}"] = forms.CharField(
                    widget=forms.HiddenInput, required=False, initial=getattr(step, name)
                )

    def steps(self, prefix: str = "") -> list[EventStep]:
        """Return the steps as written, or with ``known_`` those that the writer looked at."""
        told = self.cleaned_data
        return [
            EventStep(number, told[f"{prefix}happens_{number}"], told[f"{prefix}broken_by_{number}"])
            for number in self.numbers
            if f"{prefix}happens_{number}" in told
        ]

    def rows(self) -> list[tuple[int, Any, Any]]:
        """Return each step's number and its two fields."""
        return [(n, self[f"happens_{n}"], self[f"broken_by_{n}"]) for n in self.numbers]


class ConclusionForm(forms.Form):
    """What the analysis comes to."""

    analysis = LongText(
        label=gettext_lazy("Vad kommer analysen fram till?"),
        help_text=gettext_lazy(
            "Några meningar: vilka orsaker väger tyngst, vilka råder vi över, och vad vet vi inte?"
        ),
        required=False,
        rows=6,
    )
    is_ready = forms.BooleanField(
        label=gettext_lazy("Orsaksanalysen är klar"),
        help_text=gettext_lazy("Du kan öppna den igen genom att ta bort bocken."),
        required=False,
    )


class TickForm(forms.Form):
    """What shows that a step is done."""

    note = LongText(
        label=gettext_lazy("Vad visar att det är gjort?"),
        help_text=gettext_lazy("Till exempel: styrgruppens protokoll 2025-03-09 § 12."),
        rows=2,
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv vad som visar det.")},
    )
