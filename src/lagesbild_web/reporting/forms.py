"""The plain forms: an incident, a period without incidents, an answer, a withdrawal. They need no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.incidents.contracts import POLICE_REPORT_LABELS, WITNESSED_LABELS, Draft
from lagesbild_web.reporting.coordinates import WRITTEN_POINT_M, point_in
from lagesbild_web.reporting.when import LABELS, SHORTCUTS, Span, moment

SERIOUSNESS: Final = (
    (1, gettext_lazy("1 – Liten störning")),
    (2, gettext_lazy("2 – Störande")),
    (3, gettext_lazy("3 – Allvarligt")),
    (4, gettext_lazy("4 – Mycket allvarligt")),
    (5, gettext_lazy("5 – Livsfara eller grovt brott")),
)
_KEEP: Final = "keep"
SAME: Final = "same"
"""Where the incident before it in the report happened."""
_TIMES: Final = (
    ("time", gettext_lazy("En viss tid")),
    ("span", gettext_lazy("Vet inte exakt: mellan två tider")),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the municipality."""

    categories: Sequence[Category]
    areas: Sequence[Area]


class IncidentForm(forms.Form):
    """One incident. ``draft`` is what it says, once the form is valid."""

    category = forms.ChoiceField(
        label=gettext_lazy("Vad har hänt?"),
        error_messages={
            "required": gettext_lazy("Välj vad som har hänt."),
            "invalid_choice": gettext_lazy("Välj vad som har hänt i listan."),
        },
    )
    place = forms.ChoiceField(label=gettext_lazy("Plats eller område"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Eller skriv en adress eller koordinater"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("När hände det?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Välj när det hände. Vet du inte? Välj Vet inte exakt.")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("Tidigast, dag"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    first_clock = forms.TimeField(
        label=gettext_lazy("Tidigast, klockan"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Senast, dag"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_clock = forms.TimeField(
        label=gettext_lazy("Senast, klockan"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    seriousness = forms.TypedChoiceField(
        label=gettext_lazy("Hur allvarligt var det?"),
        choices=SERIOUSNESS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    witnessed = forms.ChoiceField(
        label=gettext_lazy("Har du sett det själv?"),
        choices=list(WITNESSED_LABELS.items()),
        required=False,
        widget=forms.RadioSelect,
    )
    police_report = forms.ChoiceField(
        label=gettext_lazy("Är det polisanmält?"),
        choices=list(POLICE_REPORT_LABELS.items()),
        initial="unknown",
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Berätta kort, om du vill"),
        help_text=gettext_lazy(
            "Skriv om platsen och händelsen, inte om personer. Inga namn, nummer eller bilar."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    personal_data_motive = forms.CharField(
        label=gettext_lazy("Skäl, om ord som liknar personuppgifter måste stå kvar"),
        required=False,
        max_length=300,
    )
    own_circle = forms.BooleanField(label=gettext_lazy("Visa bara för min egen organisation"), required=False)

    def __init__(
        self,
        choices: Choices,
        data: QueryDict | None = None,
        *,
        prefix: str | None = None,
        before: Draft | None = None,
        initial: dict[str, Any] | None = None,
        follows: int = 0,
    ) -> None:
        """``follows`` is the number of the incident before it in the report; 0 for the first."""
        super().__init__(data, prefix=prefix, initial=initial or _initial(before))
        self.before = before
        fields: dict[str, Any] = self.fields
        fields["category"].choices = _grouped(choices.categories)
        fields["place"].choices = _places(choices.areas, before, follows)
        kept = [(_KEEP, _kept_time(before))] if before else []
        fields["when"].choices = [*kept, *LABELS.items(), *_TIMES]

    @property
    def values(self) -> dict[str, Any]:
        """What is written, checked or not; for showing it again without remarks."""
        return {field.name: field.value() for field in self}

    def clean(self) -> dict[str, Any]:
        """See that there is a place and a time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        address = str(cleaned.get("address") or "").strip()
        if not (cleaned.get("place") or address):
            self.add_error("place", _("Välj var det hände, eller skriv en adress."))
        if cleaned.get("place") == SAME and address:
            self.add_error("address", _("Välj samma plats eller skriv en adress, inte båda."))
        if cleaned.get("when") in {"time", "span"} and "first_day" in cleaned:
            self._check_written_time(cleaned)
        return cleaned

    def _check_written_time(self, cleaned: dict[str, Any]) -> None:
        names = ["first_day", "first_clock"]
        if cleaned["when"] == "span":
            names += ["last_day", "last_clock"]
        for name in names:
            if name in cleaned and cleaned[name] is None:
                self.add_error(name, _("Fyll i %(field)s.") % {"field": str(self.fields[name].label).lower()})

    def draft(self, at: datetime, *, previous: Draft | None = None) -> Draft:
        """Return what the form says; shortcuts such as "i natt" are read at ``at``.

        ``previous`` is the incident before it in the report, for one that happened at the same place.
        """
        cleaned = self.cleaned_data
        span, precision = self._time(at)
        return Draft(
            category=cleaned["category"],
            starts_at=span.start,
            ends_at=span.end if precision == "span" else None,
            time_precision=precision,
            seriousness=cleaned["seriousness"],
            witnessed=cleaned["witnessed"],
            police_report=cleaned["police_report"] or "unknown",
            text=cleaned["text"],
            personal_data_motive=cleaned["personal_data_motive"],
            own_circle=cleaned["own_circle"],
            **self._place(previous),
        )

    def _place(self, previous: Draft | None) -> dict[str, Any]:
        chosen, written = self.cleaned_data["place"], self.cleaned_data["address"].strip()
        if chosen == SAME and previous is not None:
            return {name: getattr(previous, name) for name in _PLACE}
        point = point_in(written)
        if point:
            return {"lon": point.lon, "lat": point.lat, "uncertainty_m": WRITTEN_POINT_M}
        if chosen == _KEEP and self.before is not None:
            before = self.before
            kept = {"lon": before.lon, "lat": before.lat, "uncertainty_m": before.uncertainty_m}
            return {**kept, "place_name": written}
        return {"place_id": UUID(chosen) if chosen else None, "place_name": written}

    def _time(self, at: datetime) -> tuple[Span, Any]:
        cleaned = self.cleaned_data
        choice = cleaned["when"]
        if choice == _KEEP and self.before is not None:
            end = self.before.ends_at or self.before.starts_at
            return Span(self.before.starts_at, end), self.before.time_precision
        if choice in SHORTCUTS:
            span = SHORTCUTS[choice](at)
            precision = "day" if choice == "yesterday" else "minute" if span.start == span.end else "span"
            return span, precision
        start = moment(cleaned["first_day"], cleaned["first_clock"])
        if choice == "time":
            return Span(start, start), "minute"
        return Span(start, moment(cleaned["last_day"], cleaned["last_clock"])), "span"


FIELD_OF: Final = {
    "starts_at": "when",
    "ends_at": "last_day",
    "time_precision": "when",
    "lon": "address",
    "lat": "address",
    "uncertainty_m": "address",
    "place_id": "place",
    "place_name": "address",
}
"""The use case's names of fields → the form's."""

_PLACE: Final = ("lon", "lat", "uncertainty_m", "place_id", "place_name")
"""What says where an incident happened."""


class ZeroForm(forms.Form):
    """The days when nothing happened, both included."""

    first_day = forms.DateField(
        label=gettext_lazy("Från och med"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Fyll i den första dagen.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Till och med"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Fyll i den sista dagen.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The answer to the reviewer's question."""

    answer = forms.CharField(
        label=gettext_lazy("Ditt svar"),
        help_text=gettext_lazy("Skriv inga personuppgifter."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv ett svar till granskaren.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why the incident is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Varför dras händelsen tillbaka?"),
        help_text=gettext_lazy(
            "Till exempel: jag tog fel på plats. Skälet sparas i loggen. Skriv inga personuppgifter."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv varför händelsen dras tillbaka.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _grouped(categories: Sequence[Category]) -> list[tuple[str, Any]]:
    """Return a list with a heading for each group; a group that can be reported itself comes first in it."""
    names = {category.code: category.name for category in categories}
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in categories:
        group = names.get(category.parent or "", category.name)
        groups.setdefault(group, []).append((category.code, category.name))
    return [("", _("Välj i listan")), *groups.items()]


def _places(areas: Sequence[Area], before: Draft | None, follows: int) -> list[tuple[str, Any]]:
    places = [(str(area.id), area.name) for area in areas if area.is_place]
    others = [(str(area.id), area.label) for area in areas if not area.is_place]
    kept = [(_KEEP, _("Punkten på kartan, som förut"))] if before and before.lon is not None else []
    same = [(SAME, _("Samma plats som händelse %(number)d") % {"number": follows})] if follows else []
    groups = [(_("Platser"), places), (_("Områden"), others)]
    return [("", _("Välj i listan")), *kept, *same, *((name, found) for name, found in groups if found)]


def _initial(before: Draft | None) -> dict[str, Any]:
    if before is None:
        return {}
    place = str(before.place_id) if before.place_id else _KEEP if before.lon is not None else ""
    return {
        "category": before.category,
        "place": place,
        # A chosen place's own name is not something that was written.
        "address": "" if before.place_id else before.place_name,
        "when": _KEEP,
        "seriousness": before.seriousness,
        "witnessed": before.witnessed,
        "police_report": before.police_report,
        "text": before.text,
        "personal_data_motive": before.personal_data_motive,
        "own_circle": before.own_circle,
    }


def _kept_time(before: Draft) -> str:
    start = timezone.localtime(before.starts_at)
    if before.time_precision == "day":
        return _("Som förut: %(day)s") % {"day": _day(start.date())}
    if before.ends_at is None or before.ends_at == before.starts_at:
        return _("Som förut: %(first)s") % {"first": f"{start:%Y-%m-%d %H.%M}"}
    end = timezone.localtime(before.ends_at)
    times = {"first": f"{start:%Y-%m-%d %H.%M}", "last": f"{end:%Y-%m-%d %H.%M}"}
    return _("Som förut: %(first)s–%(last)s") % times


def _day(day: date) -> str:
    return day.isoformat()
