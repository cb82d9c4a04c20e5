"""Forms for measures, their steps, milestones and costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lagesbild_web.areas.corners import read_corners, written_corners
from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.plans.contracts import (
    COST_KIND_LABELS,
    DESIGN_LABELS,
    FUNDING_LABELS,
    LEVEL_LABELS,
    MEASURE_STATE_LABELS,
    NATURE_LABELS,
    NEXT_STATES,
    MeasureCard,
    MeasureState,
)
from lagesbild_web.plans.drafts import CostDraft, MeasureDraft
from lagesbild_web.plans.forms import Choices, Chosen, ChosenSeveral, Whole, with_choices

GROUPS: Final = (
    (_("Vad och vem"), ("title", "description", "function", "partners")),
    (_("Varför"), ("problems", "no_problem_motive", "goals", "causes", "cause_text", "mechanism")),
    (_("Slag"), ("nature", "level", "is_camera")),
    (_("Var och när"), ("areas", "place_text", "corners", "starts_on", "ends_on")),
    (_("Kommunikation"), ("communication",)),
    (
        _("Så ska vi veta om den hjälper"),
        ("indicator", "design", "comparison_area", "evaluate_on", "design_motive"),
    ),
)
"""The fields of a measure under their headings."""


@dataclass(frozen=True, slots=True)
class MeasureChoices:
    """What a measure can point at."""

    functions: Choices
    partners: Choices
    problems: Choices
    goals: Choices
    causes: Choices
    areas: Choices
    indicators: Choices


class MeasureForm(forms.Form):
    """A measure card."""

    title = forms.CharField(
        label=_("Åtgärdens namn"), max_length=200, error_messages={"required": _("Skriv vad åtgärden heter.")}
    )
    description = LongText(
        label=_("Hur görs den?"),
        rows=5,
        help_text=_("Vad som görs, hur ofta och av vem. Skriv funktioner, inte namn."),
        error_messages={"required": _("Skriv hur åtgärden ska göras.")},
    )
    function = Chosen([], label=_("Ansvarig funktion"), help_text=_("Den som svarar för att det blir gjort."))
    partners = ChosenSeveral([], label=_("Samverkansparter"))
    problems = ChosenSeveral([], label=_("Problem som åtgärden svarar på"))
    no_problem_motive = LongText(
        label=_("Om inget problem: varför ska åtgärden ändå vara med?"),
        required=False,
        rows=2,
        help_text=_("Åtgärder utan problem listas för revisorn med det här skälet."),
    )
    goals = ChosenSeveral([], label=_("Mål som åtgärden bidrar till"))
    causes = ChosenSeveral([], label=_("Orsaker som åtgärden påverkar"))
    cause_text = LongText(
        label=_("Orsak i egna ord"),
        required=False,
        rows=2,
        help_text=_("Om orsaken inte finns i orsaksanalysen."),
    )
    mechanism = LongText(
        label=_("Hur är den tänkt att verka?"),
        required=False,
        help_text=_("Till exempel: bättre ljus gör att fler går förbi, och att den som klottrar syns."),
    )
    nature = forms.ChoiceField(
        label=_("Situationell eller social?"),
        choices=list(NATURE_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om åtgärden är situationell eller social.")},
    )
    level = forms.ChoiceField(
        label=_("Förebyggande nivå"),
        choices=list(LEVEL_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilken nivå åtgärden är på.")},
    )
    is_camera = forms.BooleanField(
        label=_("Åtgärden är kamerabevakning"),
        required=False,
        help_text=_("Då krävs en intresseavvägning innan planen kan beslutas."),
    )
    areas = ChosenSeveral([], label=_("Områden och platser"))
    place_text = forms.CharField(
        label=_("Plats i ord"),
        required=False,
        max_length=200,
        help_text=_("Till exempel gångtunneln vid stationen."),
    )
    corners = LongText(
        label=_("Egen yta: hörn, ett på varje rad"),
        required=False,
        help_text=_(
            "Nord och öst (SWEREF 99 TM) eller latitud och longitud, i ordning runt ytan. Bara om inget "
            "område i "
            "listan passar."
        ),
    )
    starts_on = DayField(label=_("Börjar"), required=False)
    ends_on = DayField(label=_("Klar senast"), required=False)
    communication = LongText(
        label=_("Hur berättar vi om den?"),
        required=False,
        rows=2,
        help_text=_(
            "För vem, när och var. Till exempel boende i området, före start, på kommunens webbplats."
        ),
    )
    indicator = Chosen([], label=_("Mäts med indikatorn"))
    design = forms.ChoiceField(
        label=_("Upplägg"),
        required=False,
        choices=[("", _("Inte bestämt än")), *DESIGN_LABELS.items()],
        help_text=_("Bestäm före start. Efteråt är det ofta för sent att mäta."),
    )
    comparison_area = Chosen(
        [], label=_("Jämförelseområde"), help_text=_("Ett liknande område utan åtgärden.")
    )
    evaluate_on = DayField(label=_("Utvärderas"), required=False)
    design_motive = LongText(
        label=_("Skäl till upplägget"),
        required=False,
        rows=2,
        help_text=_("Måste skrivas om effekten inte ska mätas."),
    )
    type_code = forms.CharField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, choices: MeasureChoices, **options: Any) -> None:
        super().__init__(data, **options)
        listed = {
            "function": choices.functions,
            "partners": choices.partners,
            "problems": choices.problems,
            "goals": choices.goals,
            "causes": choices.causes,
            "areas": choices.areas,
            "comparison_area": choices.areas,
            "indicator": choices.indicators,
        }
        for name, values in listed.items():
            self.fields[name] = with_choices(self.fields[name], values)
            if not values:
                del self.fields[name]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their headings, without those that have nothing to choose among."""
        return [
            (str(heading), [self[name] for name in names if name in self.fields]) for heading, names in GROUPS
        ]

    def clean_corners(self) -> tuple[tuple[float, float], ...]:
        """Read every line; say which of them cannot be read."""
        found, faults = read_corners(str(self.cleaned_data["corners"]))
        if faults:
            raise forms.ValidationError(faults)
        return found

    def draft(self) -> MeasureDraft:
        """Return what was written."""
        read = self.cleaned_data
        plain = (
            "title", "description", "nature", "level", "type_code", "cause_text", "no_problem_motive",
            "mechanism", "corners", "place_text", "starts_on", "ends_on", "communication", "evaluate_on",
            "design", "design_motive", "is_camera",
        )  # fmt: skip
        return MeasureDraft(
            **{name: read[name] for name in plain},
            function_id=read.get("function"),
            partner_ids=read.get("partners", ()),
            goal_ids=read.get("goals", ()),
            problem_ids=read.get("problems", ()),
            cause_ids=read.get("causes", ()),
            area_ids=read.get("areas", ()),
            indicator_id=read.get("indicator"),
            comparison_area_id=read.get("comparison_area"),
        )


def measure_initial(card: MeasureCard) -> dict[str, Any]:
    """Return what the form shows of a measure."""
    summary = card.summary
    several: Mapping[str, Sequence[object]] = {
        "partners": summary.partner_ids,
        "problems": summary.problem_ids,
        "goals": summary.goal_ids,
        "causes": summary.cause_ids,
        "areas": summary.area_ids,
    }
    return {
        "title": summary.title,
        "description": card.description,
        "function": str(summary.function_id or ""),
        "no_problem_motive": summary.no_problem_motive,
        "cause_text": card.cause_text,
        "mechanism": card.mechanism,
        "nature": summary.nature,
        "level": summary.level,
        "is_camera": summary.is_camera,
        "place_text": card.place_text,
        "corners": written_corners(card.corners),
        "starts_on": summary.starts_on,
        "ends_on": summary.ends_on,
        "communication": card.communication,
        "indicator": str(summary.indicator_id or ""),
        "design": card.design,
        "comparison_area": str(card.comparison_area_id or ""),
        "evaluate_on": card.evaluate_on,
        "design_motive": card.design_motive,
        "type_code": summary.type_code,
        "revision": summary.revision,
        **{name: [str(key) for key in ids] for name, ids in several.items()},
    }


class MoveForm(forms.Form):
    """The next state of a measure."""

    state = forms.TypedChoiceField(
        label=_("Nytt läge"),
        coerce=MeasureState,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj det nya läget.")},
    )
    on = DayField(label=_("Från och med"), required=False)
    reason = LongText(
        label=_("Varför?"),
        required=False,
        rows=2,
        help_text=_("Måste skrivas om åtgärden inte blev av eller avslutas i förtid."),
    )

    def __init__(self, data: Any, *, now: MeasureState, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # it is a field with choices
            (state.value, MEASURE_STATE_LABELS[state]) for state in NEXT_STATES[now]
        ]


class MilestoneForm(forms.Form):
    """A step on the way."""

    title = forms.CharField(
        label=_("Vad ska vara klart?"),
        max_length=200,
        error_messages={"required": _("Skriv vad som ska vara klart.")},
    )
    due_on = DayField(label=_("Senast"))


class DoneForm(forms.Form):
    """The day when a milestone was done; empty when it is not."""

    done_on = DayField(label=_("Klart"), required=False)


class CostForm(forms.Form):
    """What a measure costs one year."""

    year = forms.IntegerField(
        label=_("År"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Skriv året."), "invalid": _("Skriv året med fyra siffror.")},
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=list(COST_KIND_LABELS.items()))
    funding = forms.ChoiceField(label=_("Betalas av"), choices=list(FUNDING_LABELS.items()))
    funder = forms.CharField(
        label=_("Vilket bidrag eller vilken part?"),
        required=False,
        max_length=120,
        help_text=_("Till exempel Brås statsbidrag 2026. Tomt för egen budget."),
    )
    planned = Whole(label=_("Planerat"), required=False)
    reported = Whole(label=_("Utfall"), required=False)

    def draft(self) -> CostDraft:
        """Return what was written."""
        return CostDraft(**self.cleaned_data)


class ReportedForm(forms.Form):
    """What was spent."""

    reported = Whole(label=_("Utfall"), required=False)
