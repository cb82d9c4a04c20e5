"""Forms for formulating problems, gathering evidence and taking a problem through its states."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.areas.corners import read_corners, written_corners
from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.explore.filter_form import WEEKDAYS
from lagesbild_web.incidents.contracts import Corner, IncidentFilter
from lagesbild_web.incidents.filters import as_query, read_filter
from lagesbild_web.problems.contracts import Problem, ProblemDraft, ProblemFilter
from lagesbild_web.problems.formulation import MONTHS, Formulation
from lagesbild_web.problems.labels import OUTCOME_LABELS, STANCE_LABELS, STATE_LABELS, choices_of

Choices = Sequence[tuple[str, Any]]
KEPT_ASIDE: Final = ("organisation", "allvar", "kalla", "sok", "lage")
"""Parts of a selection that the form does not show but keeps."""
_SHOWN: Final = ("kategori", "omrade", "fran", "till", "timmar", "veckodagar")
ORDERS: Final = (
    ("score", gettext_lazy("Högst bedömda först")),
    ("touched", gettext_lazy("Senast arbetade med först")),
    ("title", gettext_lazy("Rubrik")),
)


class ListForm(forms.Form):
    """Which problems to list; the fields are in the address."""

    lage = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        required=False,
        choices=[
            ("", gettext_lazy("Öppna")),
            *choices_of(STATE_LABELS),
            ("alla", gettext_lazy("Alla, även avslutade")),
        ],
    )
    funktion = forms.ChoiceField(label=gettext_lazy("Ansvarig"), required=False)
    sok = forms.CharField(label=gettext_lazy("Sök i rubrik och plats"), required=False, max_length=100)
    ordning = forms.ChoiceField(label=gettext_lazy("Ordning"), required=False, choices=ORDERS)

    def __init__(self, data: QueryDict, owners: Choices) -> None:
        super().__init__(data)
        _fields(self)["funktion"].choices = [("", _("Alla")), *owners]

    def chosen(self, open_states: Sequence[str]) -> ProblemFilter:
        """Return what was chosen; parts with faults leave nothing out."""
        self.is_valid()
        told = self.cleaned_data
        state = told.get("lage") or ""
        states = tuple(STATE_LABELS) if state == "alla" else (state,) if state else tuple(open_states)
        function = told.get("funktion") or ""
        return ProblemFilter(
            states,
            told.get("sok") or "",
            UUID(function) if function else None,
            told.get("ordning") or "score",
        )


class ProblemForm(forms.Form):
    """A problem as guided questions."""

    title = forms.CharField(
        label=gettext_lazy("Rubrik"),
        help_text=gettext_lazy(
            "Kort och smal. Till exempel: Trasig belysning i Stationsparken på kvällarna."
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Skriv en rubrik.")},
    )
    what = LongText(
        label=gettext_lazy("Vad händer?"),
        help_text=gettext_lazy("Det som sker eller saknas, inte vad ni tänker göra åt det."),
        error_messages={"required": gettext_lazy("Skriv vad som händer.")},
    )
    kategori = forms.MultipleChoiceField(
        label=gettext_lazy("Kategorier som räknas"), required=False, widget=forms.CheckboxSelectMultiple
    )
    where = LongText(
        label=gettext_lazy("Var?"),
        help_text=gettext_lazy("Så smalt som möjligt: en plats, en sträcka, ett område."),
        rows=2,
        error_messages={"required": gettext_lazy("Skriv var det händer.")},
    )
    omrade = forms.MultipleChoiceField(
        label=gettext_lazy("Områden och platser som räknas"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    yta = LongText(
        label=gettext_lazy("Egen yta: hörn, ett på varje rad"),
        help_text=gettext_lazy(
            "Rita på kartan under, eller skriv nord och öst i meter (SWEREF 99 TM) eller latitud och "
            "longitud, i ordning runt ytan. Bara det som har hänt inom ytan räknas. Tomt går bra."
        ),
        required=False,
    )
    when = LongText(
        label=gettext_lazy("När?"),
        help_text=gettext_lazy("Veckodagar, tid på dygnet och säsong, med ord."),
        required=False,
        rows=2,
    )
    veckodagar = forms.MultipleChoiceField(
        label=gettext_lazy("Veckodagar som räknas"),
        required=False,
        choices=[(str(n), day) for n, day in enumerate(WEEKDAYS, start=1)],
        widget=forms.CheckboxSelectMultiple,
    )
    timmar = forms.CharField(
        label=gettext_lazy("Timmar som räknas"),
        help_text=gettext_lazy("Till exempel 20-23 eller 22-04. Tomt betyder hela dygnet."),
        required=False,
        max_length=60,
    )
    months = forms.MultipleChoiceField(
        label=gettext_lazy("Säsong"),
        required=False,
        choices=[(str(n), month) for n, month in enumerate(MONTHS, start=1)],
        widget=forms.CheckboxSelectMultiple,
    )
    fran = DayField(label=gettext_lazy("Räkna från och med"), required=False)
    till = DayField(
        label=gettext_lazy("Räkna till och med"),
        help_text=gettext_lazy("Tomt betyder det senaste året."),
        required=False,
    )
    who = LongText(
        label=gettext_lazy("Vem eller vad utsätts?"),
        help_text=gettext_lazy(
            "Grupper eller föremål, aldrig personer. Till exempel: resenärer som väntar på bussen."
        ),
        required=False,
        rows=2,
    )
    why = LongText(
        label=gettext_lazy("Varför väljer ni det här problemet?"),
        help_text=gettext_lazy("Jämfört med andra problem: vad gör det viktigt nu?"),
        required=False,
    )
    not_included = LongText(
        label=gettext_lazy("Vad ingår inte?"),
        help_text=gettext_lazy("Det som liknar problemet men som ni inte tar upp här."),
        required=False,
        rows=2,
    )
    sources_used = LongText(label=gettext_lazy("Vilka källor har ni använt?"), required=False, rows=2)
    sources_rejected = LongText(
        label=gettext_lazy("Vilka källor valde ni bort, och varför?"), required=False, rows=2
    )
    source_limits = LongText(
        label=gettext_lazy("Vilka brister har källorna?"),
        help_text=gettext_lazy("Till exempel: få anmäler, eller bara vardagar rapporteras."),
        required=False,
        rows=2,
    )
    function = forms.ChoiceField(
        label=gettext_lazy("Vilken funktion ansvarar?"),
        help_text=gettext_lazy("Problemet hör till funktionen, så att det finns kvar när någon slutar."),
        required=False,
    )
    circle = forms.ChoiceField(
        label=gettext_lazy("Vem ska se problemet?"),
        choices=[
            ("partners", gettext_lazy("Samverkansparterna")),
            ("own", gettext_lazy("Bara den egna organisationen")),
        ],
        widget=forms.RadioSelect,
        initial="partners",
    )
    mer = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def __init__(
        self,
        categories: Choices,
        areas: Choices,
        functions: Choices,
        data: QueryDict | None = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        _fields(self)["kategori"].choices = categories
        _fields(self)["omrade"].choices = areas
        _fields(self)["function"].choices = [("", _("Kommunens samordnare")), *functions]

    def clean_yta(self) -> tuple[Corner, ...]:
        """Read the corners; say which of them cannot be read."""
        found, faults = read_corners(str(self.cleaned_data["yta"]))
        if faults:
            raise forms.ValidationError(faults)
        return tuple(Corner(lon, lat) for lon, lat in found)

    def clean(self) -> dict[str, Any]:
        """Read the selection out of its fields; say what of it cannot be read."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        query = QueryDict(told.get("mer") or "", mutable=True)
        for key in _SHOWN:
            query.setlist(key, cast("QueryDict", self.data).getlist(key))
        read = read_filter(query)
        for key, sentence in read.faults.items():
            if key in self.fields and key not in self.errors:
                self.add_error(key, sentence)
        told["selection"] = as_query(replace(read.filter, polygon=told.get("yta", ())))
        return told

    def draft(self, *, origin: str = "hand", origin_words: str = "", origin_thing: str = "") -> ProblemDraft:
        """Return what was written."""
        told = self.cleaned_data
        texts = {
            name: told[name].strip()
            for name in Formulation.__dataclass_fields__
            if name in told and name != "months"
        }
        return ProblemDraft(
            Formulation(**texts, months=tuple(int(month) for month in told["months"])),
            told["selection"],
            UUID(told["function"]) if told["function"] else None,
            told["circle"],
            origin,
            origin_words,
            origin_thing,
        )


class NewProblemForm(ProblemForm):
    """A new problem, and what it was begun from."""

    ursprung = forms.CharField(required=False, widget=forms.HiddenInput, max_length=12)
    ursprung_text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)
    lagesbild = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sak = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    freeze = forms.BooleanField(
        label=gettext_lazy("Frys antalet som underlag nu"),
        help_text=gettext_lazy("Det som räknas i dag sparas som det är, med intervall och bedömning."),
        required=False,
    )


class ChangeProblemForm(ProblemForm):
    """A formulation that is changed, and the version that was looked at."""

    reason = forms.CharField(
        label=gettext_lazy("Vad är nytt, och varför?"),
        help_text=gettext_lazy("En rad till historiken. Den förra formuleringen sparas."),
        required=False,
        max_length=500,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = LongText(
        label=gettext_lazy("Varför?"),
        help_text=gettext_lazy("Skälet sparas i historiken. Skriv inga personuppgifter."),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv varför. Skälet sparas i historiken.")},
    )


class CloseForm(ReasonForm):
    """How a problem ends."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hur avslutas problemet?"),
        choices=choices_of(OUTCOME_LABELS),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj hur problemet avslutas.")},
    )
    field_order = ("outcome", "reason")


class EvidenceForm(forms.Form):
    """What a finding says about the problem."""

    stance = forms.ChoiceField(
        label=gettext_lazy("Talar det för eller emot problemet?"),
        choices=choices_of(STANCE_LABELS),
        widget=forms.RadioSelect,
        initial="for",
    )
    comment = forms.CharField(
        label=gettext_lazy("Vad säger det om problemet?"),
        help_text=gettext_lazy("En mening. Till exempel: ökningen börjar när lamporna slocknar."),
        required=False,
        max_length=500,
    )


class NoteForm(EvidenceForm):
    """A finding that stands elsewhere."""

    sentence = LongText(
        label=gettext_lazy("Vad kom fram?"),
        help_text=gettext_lazy("Gärna med antal och hur många som svarade."),
        max_length=1000,
        error_messages={"required": gettext_lazy("Skriv vad som kom fram.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Var står det?"),
        help_text=gettext_lazy("Så att någon annan hittar det: rapport, sida, datum."),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv var det står.")},
    )
    field_order = ("sentence", "source", "stance", "comment")


class SentenceForm(EvidenceForm):
    """A sentence of a picture."""

    sentence = forms.ChoiceField(
        label=gettext_lazy("Vilken mening i lägesbilden?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Välj en mening."),
            "invalid_choice": gettext_lazy("Lägesbilden säger inte det. Välj en av dess meningar."),
        },
    )
    field_order = ("sentence", "stance", "comment")

    def __init__(self, sentences: Choices, data: QueryDict | None = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        _fields(self)["sentence"].choices = sentences


class DialogueForm(forms.Form):
    """A conversation with inhabitants."""

    held_on = DayField(label=gettext_lazy("När var samtalet?"))
    form = forms.CharField(
        label=gettext_lazy("Hur gick det till?"),
        help_text=gettext_lazy("Till exempel öppet möte, samtal på torget, fokusgrupp."),
        max_length=120,
        error_messages={"required": gettext_lazy("Skriv hur samtalet gick till.")},
    )
    groups = forms.CharField(
        label=gettext_lazy("Vilka grupper var med?"),
        help_text=gettext_lazy("Till exempel boende, butiker, elever i årskurs 8. Aldrig namn."),
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv vilka grupper som var med.")},
    )
    participants = forms.IntegerField(
        label=gettext_lazy("Ungefär hur många?"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={"invalid": gettext_lazy("Skriv ett helt tal, till exempel 25.")},
    )
    said = LongText(
        label=gettext_lazy("Vad kom fram?"),
        rows=5,
        error_messages={"required": gettext_lazy("Skriv vad som kom fram.")},
    )


def initial_of_selection(wanted: IncidentFilter) -> dict[str, Any]:
    """Return a filter as the form's fields, with what the form does not show kept aside."""
    pairs = parse_qsl(as_query(wanted))
    found: dict[str, Any] = {key: [v for k, v in pairs if k == key] for key in ("kategori", "omrade")}
    single = dict(pairs)
    found["veckodagar"] = [str(day) for day in wanted.weekdays]
    found["timmar"] = single.get("timmar", "")
    found["yta"] = written_corners([(corner.lon, corner.lat) for corner in wanted.polygon])
    found |= {"fran": wanted.first_day, "till": wanted.last_day}
    found["mer"] = urlencode([(key, value) for key, value in pairs if key in KEPT_ASIDE])
    return found


def initial_of(problem: Problem, wanted: IncidentFilter) -> dict[str, Any]:
    """Return a problem as the form's fields."""
    told = problem.formulation
    texts: dict[str, Any] = {name: getattr(told, name) for name in Formulation.__dataclass_fields__}
    return {
        **initial_of_selection(wanted),
        **texts,
        "months": [str(month) for month in told.months],
        "function": str(problem.summary.function_id or ""),
        "circle": problem.circle,
        "version": problem.summary.version,
    }


def _fields(form: forms.Form) -> dict[str, Any]:
    return cast("dict[str, Any]", form.fields)
