"""Forms for grant applications with their accounts, and for the balancing test of cameras."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.plans.cameras import OUTCOMES, QUESTIONS
from lagesbild_web.plans.forms import Choices, ChosenSeveral, Whole, with_choices
from lagesbild_web.plans.grants import GrantDraft


class GrantForm(forms.Form):
    """An application in the order of § 7, and the account of § 14."""

    title = forms.CharField(
        label=_("Projektets namn"),
        max_length=200,
        error_messages={"required": _("Skriv vad projektet heter.")},
    )
    year = forms.IntegerField(
        label=_("Bidragsår"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Skriv bidragsåret."), "invalid": _("Skriv året med fyra siffror.")},
    )
    purpose = LongText(label=_("Vad ska bidraget användas till? (7 § 1)"), required=False, rows=5)
    time_frame = LongText(label=_("Övergripande plan och tidsram (7 § 1)"), required=False)
    amount = Whole(label=_("Beräknad kostnad, kronor (7 § 1)"), required=False)
    measures = ChosenSeveral([], label=_("Åtgärder i planen som projektet gäller"))
    other_grants = LongText(
        label=_("Andra statliga bidrag (7 § 3)"),
        required=False,
        help_text=_("Sökta eller beviljade, för vad och hur mycket. Finns inga: skriv det."),
    )
    evaluation = LongText(label=_("Så ska resultatet utvärderas (7 § 4)"), required=False)
    is_new_activity = forms.BooleanField(
        label=_("Projektet är inte befintlig verksamhet och har inget annat statligt bidrag (6 §)"),
        required=False,
    )
    sent_on = DayField(label=_("Skickad"), required=False)
    granted = Whole(label=_("Beviljat belopp, kronor"), required=False)
    granted_on = DayField(label=_("Beviljad"), required=False)
    record_number = forms.CharField(label=_("Brås diarienummer"), required=False, max_length=60)
    account_due_on = DayField(
        label=_("Sista dag för redovisning"), required=False, help_text=_("Står i beslutet (13 § 3).")
    )
    used_for = LongText(label=_("Vad har medlen använts till? (14 §)"), required=False)
    results = LongText(label=_("Vilka resultat har uppnåtts? (14 §)"), required=False)
    results_against_purpose = LongText(
        label=_("Hur förhåller sig resultaten till ändamålet? (14 §)"), required=False
    )
    accounted_on = DayField(label=_("Redovisad"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, measures: Choices, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["measures"] = with_choices(self.fields["measures"], measures)

    def draft(self) -> GrantDraft:
        """Return what was written."""
        read = {
            name: value for name, value in self.cleaned_data.items() if name not in {"revision", "measures"}
        }
        return GrantDraft(**read, measure_ids=self.cleaned_data["measures"])


class CameraForm(forms.Form):
    """The eleven questions, and what they come to."""

    outcome = forms.ChoiceField(
        label=_("Vad kommer ni fram till?"),
        required=False,
        choices=[("", _("Inte avgjort än: spara som utkast")), *OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    review_on = DayField(label=_("Behovet prövas igen senast"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        for question in QUESTIONS:
            self.fields[question.key] = LongText(
                label=question.label, help_text=question.help, required=False
            )
        self.order_fields([*(question.key for question in QUESTIONS), "outcome", "review_on"])

    def answers(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        read = self.cleaned_data
        return {
            "answers": {question.key: read[question.key] for question in QUESTIONS},
            "outcome": read["outcome"],
            "review_on": read["review_on"],
            "revision": read["revision"],
        }
