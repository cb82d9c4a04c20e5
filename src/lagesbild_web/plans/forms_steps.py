"""Forms for the steps of a plan and its things: decision, follow-up, and why."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.form_page import DayField, LongText


class DecisionForm(forms.Form):
    """Who decided, when, and where that stands."""

    body = forms.CharField(
        label=_("Vem beslutade?"),
        max_length=120,
        initial=_("Kommunstyrelsen"),
        error_messages={"required": _("Skriv vem som beslutade, till exempel Kommunstyrelsen.")},
    )
    decided_on = DayField(label=_("Beslutets dag"))
    section = forms.CharField(
        label=_("Paragraf i protokollet"), required=False, max_length=40, help_text=_("Till exempel § 112.")
    )
    record_number = forms.CharField(
        label=_("Diarienummer"), required=False, max_length=60, help_text=_("Till exempel KS 2026/118.")
    )


class FollowedUpForm(forms.Form):
    """When the plan was followed up and where that was reported."""

    followed_up_on = DayField(label=_("Uppföljningens dag"))
    reported_as = LongText(
        label=_("Var redovisades den?"),
        rows=2,
        help_text=_("Till exempel Kommunstyrelsen 2026-05-12 § 45."),
        error_messages={"required": _("Skriv var uppföljningen redovisades.")},
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = LongText(
        help_text=_("Skälet sparas i historiken. Skriv inga personuppgifter."),
        error_messages={"required": _("Skriv varför. Skälet sparas i historiken.")},
    )

    def __init__(self, data: Any, *, label: str | Promise, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["reason"].label = str(label)
