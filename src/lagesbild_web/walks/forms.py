"""Forms for walks and findings."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.form_page import DayField, LongText, MomentField
from lagesbild_web.reporting.coordinates import point_in
from lagesbild_web.walks.contracts import FindingDraft, WalkDraft
from lagesbild_web.walks.kinds import FINDING_LABELS, SERIOUSNESS_LABELS, Aspect

Choices = Sequence[tuple[str, str]]
MOST_CORNERS: Final = 200


def _chosen(form: forms.Form, field: str, choices: Choices, empty: object = None) -> None:
    choice = form.fields[field]
    assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared as one
    choice.choices = [("", empty), *choices] if empty is not None else list(choices)


class WalkForm(forms.Form):
    """A walk's plan."""

    title = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: Stationen och gångtunneln, kväll."),
        error_messages={"required": gettext_lazy("Skriv vad vandringen heter.")},
    )
    starts_at = MomentField(
        label=gettext_lazy("Dag och tid"),
        help_text=gettext_lazy("Gå gärna både i ljus och i mörker. När det blir mörkt räknas ut."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Område"), required=False)
    gathering = forms.CharField(label=gettext_lazy("Samling"), max_length=200, required=False)
    purpose = LongText(label=gettext_lazy("Syfte"), required=False)
    theme = forms.CharField(
        label=gettext_lazy("Tema"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Till exempel: belysning, eller barns väg till skolan."),
    )
    route = LongText(label=gettext_lazy("Vägen, en plats på varje rad"), required=False, rows=5)
    line = LongText(
        label=gettext_lazy("Vägen på kartan"),
        required=False,
        help_text=gettext_lazy(
            "En punkt på varje rad: nord och öst i meter (SWEREF 99 TM), eller latitud och longitud. "
            "Kan lämnas tomt."
        ),
    )
    previous = forms.ChoiceField(label=gettext_lazy("Jämför med en tidigare vandring"), required=False)
    function = forms.ChoiceField(label=gettext_lazy("Leds av"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *,
        areas: Choices,
        earlier: Choices,
        functions: Choices,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "area", areas, _("Hela kommunen"))
        _chosen(self, "previous", earlier, _("Ingen"))
        _chosen(self, "function", functions, _("Inte bestämt"))

    def clean_line(self) -> str:
        """Read every line; say which cannot be read."""
        written = str(self.cleaned_data["line"])
        self.corners: list[tuple[float, float]] = []
        faults = []
        for number, text in enumerate((t for t in written.splitlines() if t.strip()), start=1):
            point = point_in(text)
            if point is None:
                faults.append(
                    _("Rad %(n)s: ”%(text)s” är ingen plats. %(how)s")
                    % {"n": number, "text": text, "how": _how()}
                )
            else:
                self.corners.append((point.lon, point.lat))
        if len(self.corners) > MOST_CORNERS:
            faults.append(_("Vägen har för många punkter. Skriv högst 200."))
        if faults:
            raise forms.ValidationError(faults)
        return written

    def draft(self) -> WalkDraft:
        """Return what was written."""
        told = self.cleaned_data
        return WalkDraft(
            title=told["title"],
            starts_at=told["starts_at"],
            area_id=_uuid(told["area"]),
            gathering=told["gathering"],
            purpose=told["purpose"],
            theme=told["theme"],
            route=told["route"],
            line=self.corners,
            previous_id=_uuid(told["previous"]),
            function_id=_uuid(told["function"]),
        )


class FindingForm(forms.Form):
    """What is seen, filled in while standing there."""

    is_good = forms.TypedChoiceField(
        label=gettext_lazy("Vad har du sett?"),
        coerce=lambda value: value == "bra",
        choices=[
            ("daligt", gettext_lazy("Något som behöver åtgärdas")),
            ("bra", gettext_lazy("Något som fungerar bra")),
        ],
        widget=forms.RadioSelect,
        initial="daligt",
        error_messages={"required": gettext_lazy("Välj om det är bra eller behöver åtgärdas.")},
    )
    aspect = forms.ChoiceField(
        label=gettext_lazy("Vad handlar det om?"),
        error_messages={"required": gettext_lazy("Välj vad det handlar om.")},
    )
    text = LongText(
        label=gettext_lazy("Vad ser du?"),
        max_length=1000,
        help_text=gettext_lazy("Till exempel: lampan över trappan lyser inte. Skriv inget om personer."),
        error_messages={"required": gettext_lazy("Skriv vad du ser.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Var?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Till exempel: trappan vid norra porten."),
    )
    point = forms.CharField(
        label=gettext_lazy("Plats på kartan"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Fylls i när du trycker på kartan eller på Här står jag."),
    )
    seriousness = forms.TypedChoiceField(
        label=gettext_lazy("Hur mycket betyder det?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("Välj")), *((str(k), label) for k, label in SERIOUSNESS_LABELS.items())],
    )
    proposal = forms.CharField(label=gettext_lazy("Förslag"), max_length=500, required=False)
    repeats = forms.ChoiceField(label=gettext_lazy("Samma sak som förra gången?"), required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        aspects: Sequence[Aspect],
        earlier: Choices,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "aspect", [(aspect.code, aspect.name) for aspect in aspects], _("Välj"))
        if earlier:
            _chosen(self, "repeats", earlier, _("Nej, det är nytt"))
        else:
            del self.fields["repeats"]

    def clean_point(self) -> str:
        """Read the place, in whichever way it is written."""
        written = str(self.cleaned_data["point"]).strip()
        self.lon: float | None = None
        self.lat: float | None = None
        if written:
            point = point_in(written)
            if point is None:
                raise forms.ValidationError(
                    _("”%(text)s” är ingen plats. %(how)s") % {"text": written, "how": _how()}
                )
            self.lon, self.lat = point.lon, point.lat
        return written

    def draft(self) -> FindingDraft:
        """Return what was written."""
        told = self.cleaned_data
        return FindingDraft(
            aspect=told["aspect"],
            is_good=told["is_good"],
            text=told["text"],
            place=told["place"],
            lon=self.lon,
            lat=self.lat,
            seriousness=told["seriousness"],
            proposal=told["proposal"],
            repeats_id=_uuid(told.get("repeats", "")),
        )


class AssignForm(forms.Form):
    """Who does what by when."""

    proposal = forms.CharField(label=gettext_lazy("Vad ska göras?"), max_length=500, required=False)
    function = forms.ChoiceField(label=gettext_lazy("Ansvarig funktion"), required=False)
    due_on = DayField(label=gettext_lazy("Klart senast"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        functions: Choices,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "function", functions, _("Ingen än"))


class ReportForm(forms.Form):
    """How it goes."""

    state = forms.ChoiceField(
        label=gettext_lazy("Hur går det?"),
        choices=[(s.value, label) for s, label in FINDING_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj hur det går.")},
    )
    why = LongText(
        label=gettext_lazy("Kommentar"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Vad som är gjort, eller varför det inte åtgärdas. Deltagarna läser det."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Who is invited."""

    functions = forms.MultipleChoiceField(
        label=gettext_lazy("Bjud in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("De får ett brev. Boende bjuds in på annat sätt."),
    )

    def __init__(self, functions: Choices, data: QueryDict | None = None) -> None:
        super().__init__(data)
        _chosen(self, "functions", functions)


class AttendanceForm(forms.Form):
    """Who came."""

    functions = forms.MultipleChoiceField(
        label=gettext_lazy("Inbjudna som var med"), required=False, widget=forms.CheckboxSelectMultiple
    )
    participants = forms.IntegerField(
        label=gettext_lazy("Antal deltagare, boende inräknade"),
        min_value=0,
        max_value=1000,
        required=False,
        error_messages={"invalid": gettext_lazy("Skriv ett antal med siffror.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Vilka grupper var med?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Till exempel: boende på Björkgatan, elevråd. Inga namn."),
    )

    def __init__(
        self,
        functions: Choices,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        _chosen(self, "functions", functions)


class ChecklistForm(forms.Form):
    """The checklist as text: a heading on a line of its own, its questions below with a dash."""

    text = LongText(
        label=gettext_lazy("Checklista"),
        rows=24,
        help_text=gettext_lazy("En rubrik på varje rad. Frågorna under den börjar med bindestreck."),
        error_messages={"required": gettext_lazy("Skriv minst en rubrik.")},
    )

    def aspects(self, known: Sequence[Aspect]) -> list[Aspect]:
        """Return what was written; a heading that was there before keeps its code."""
        codes = {aspect.name.casefold(): aspect.code for aspect in known}
        found: list[tuple[str, list[str]]] = []
        for line in str(self.cleaned_data["text"]).splitlines():
            text = line.strip()
            if text.startswith(("-", "–", "•")) and found:
                found[-1][1].append(text.lstrip("-–• ").strip())
            elif text:
                found.append((text, []))
        return [
            Aspect(
                codes.get(name.casefold(), ""), name, tuple(question for question in questions if question)
            )
            for name, questions in found
        ]


class ReasonForm(forms.Form):
    """Why."""

    reason = LongText(
        label=gettext_lazy("Varför?"), error_messages={"required": gettext_lazy("Skriv varför.")}
    )


class LinkForm(forms.Form):
    """What a finding belongs to."""

    thing = forms.ChoiceField(
        label=gettext_lazy("Hör till"),
        error_messages={
            "required": gettext_lazy("Välj något."),
            "invalid_choice": gettext_lazy("Välj något i listan."),
        },
    )

    def __init__(
        self, things: Sequence[tuple[str, Sequence[tuple[str, str]]]], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        choice = self.fields["thing"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared above
        choice.choices = [("", _("Välj")), *things]


def _how() -> str:
    return _("Skriv till exempel 6580742 674570, eller 59.32930, 18.06857.")


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
