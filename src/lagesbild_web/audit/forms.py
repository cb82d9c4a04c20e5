"""Forms for narrowing the log, deciding how long records are kept, and registering what is handed out."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.contracts import LogFilter
from lagesbild_web.audit.queries import event_groups
from lagesbild_web.audit.registers import grounds
from lagesbild_web.base.form_page import DayField


class LogFilterForm(forms.Form):
    """Which part of the log to show; the fields are in the address."""

    sort = forms.ChoiceField(label=_("Sorts händelse"), required=False)
    fran = DayField(label=_("Från och med"), required=False)
    till = DayField(label=_("Till och med"), required=False)
    galler = forms.UUIDField(
        label=_("Gäller id"),
        required=False,
        error_messages={"invalid": _("Skriv hela id-numret, som det står i en adress eller i loggen.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sort"].choices = [("", _("Alla")), *event_groups()]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> LogFilter:
        """Return the part that was chosen; parts with faults leave nothing out."""
        self.is_valid()
        told = self.cleaned_data
        return LogFilter(told.get("sort") or "", told.get("fran"), told.get("till"), told.get("galler"))


class RetentionForm(forms.Form):
    """How long a kind of record is kept, and why."""

    keep_months = forms.IntegerField(
        label=_("Spara i så många månader"),
        error_messages={
            "required": _("Skriv ett antal månader."),
            "invalid": _("Skriv ett helt antal månader, till exempel 24."),
        },
    )
    basis = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("Beslutet eller lagen, till exempel: Informationshanteringsplan 2025, § 12."),
        error_messages={"required": _("Skriv vilket beslut eller vilken lag som gäller.")},
    )


class DisclosureForm(forms.Form):
    """Something that was handed out."""

    disclosed_on = DayField(label=_("När lämnades det ut?"))
    what = forms.CharField(
        label=_("Vad lämnades ut?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Till exempel: lägesbilden för 2025-T1, version 2. Skriv inga personuppgifter."),
        error_messages={"required": _("Skriv vad som lämnades ut.")},
    )
    receiver = forms.CharField(
        label=_("Till vem?"),
        max_length=200,
        help_text=_("Myndigheten eller organisationen, inte personens namn."),
        error_messages={"required": _("Skriv till vilken myndighet eller organisation.")},
    )
    ground = forms.ChoiceField(
        label=_("Laglig grund"),
        choices=grounds,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj en grund.")},
    )
    ground_text = forms.CharField(
        label=_("Paragraf eller beslut, och hur sekretessen prövades"), max_length=300, required=False
    )
    diary_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"disclosed_on": timezone.localdate()} | (initial or {}))
