"""What a reviewer writes: a correction, a question, a reason."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final, cast
from uuid import UUID

import numpy as np
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.tables.coordinates import read_coordinates, to_sweref, to_wgs84
from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.incidents.contracts import POLICE_REPORT_LABELS, WITNESSED_LABELS, Draft

_DAY: Final = {"type": "date"}
_CLOCK: Final = {"type": "time"}


class VersionForm(forms.Form):
    """A step without words: which version of the incident the reviewer looked at."""

    version = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Formuläret kom inte fram helt. Läs händelsen igen och gör om."),
            "invalid": gettext_lazy("Formuläret kom inte fram helt. Läs händelsen igen och gör om."),
        },
    )


class QuestionForm(VersionForm):
    """A question to the reporter."""

    question = forms.CharField(
        label=gettext_lazy("Fråga till rapportören"),
        help_text=gettext_lazy("Rapportören ser frågan under Mina rapporter. Skriv inga personuppgifter."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Skriv vad du vill veta.")},
    )


class WithdrawForm(VersionForm):
    """Why an incident is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Varför ska den inte räknas?"),
        help_text=gettext_lazy("Till exempel: övning, inte en händelse. Skälet sparas i loggen."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Skriv varför händelsen inte ska räknas.")},
    )


class MergeForm(VersionForm):
    """Which incident it is the same as."""

    into = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Välj vilken den är samma som.")}
    )


class TrustForm(forms.Form):
    """Whether an organisation's reports count at once, and why."""

    organisation = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Välj en organisation.")}
    )
    is_trusted = forms.TypedChoiceField(
        choices=[("ja", "ja"), ("nej", "nej")],
        coerce=lambda word: word == "ja",
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Välj om det ska räknas direkt eller granskas först.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv varför. Skälet sparas i loggen.")},
    )


class CorrectionForm(VersionForm):
    """Everything that an incident says. ``draft`` is it as written, once the form is valid."""

    category = forms.ChoiceField(label=gettext_lazy("Vad som hände"))
    precision = forms.ChoiceField(
        label=gettext_lazy("Hur väl tiden är känd"),
        choices=[
            ("minute", gettext_lazy("En viss tid")),
            ("span", gettext_lazy("Mellan två tider")),
            ("day", gettext_lazy("Bara dagen")),
        ],
        widget=forms.RadioSelect,
    )
    first_day = forms.DateField(label=gettext_lazy("Dag, tidigast"), widget=forms.DateInput(_DAY, "%Y-%m-%d"))
    first_clock = forms.TimeField(
        label=gettext_lazy("Klockan, tidigast"), required=False, widget=forms.TimeInput(_CLOCK, "%H:%M")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Dag, senast"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d")
    )
    last_clock = forms.TimeField(
        label=gettext_lazy("Klockan, senast"), required=False, widget=forms.TimeInput(_CLOCK, "%H:%M")
    )
    place = forms.ChoiceField(label=gettext_lazy("Namngiven plats"), required=False)
    place_name = forms.CharField(label=gettext_lazy("Platsen med ord"), required=False, max_length=200)
    north = forms.CharField(
        label=gettext_lazy("Nord eller latitud"),
        help_text=gettext_lazy("SWEREF 99 TM i meter eller WGS 84 i grader. Tomt: bara platsens namn."),
        required=False,
        max_length=20,
    )
    east = forms.CharField(label=gettext_lazy("Öst eller longitud"), required=False, max_length=20)
    uncertainty_m = forms.IntegerField(
        label=gettext_lazy("Osäkerhet i meter"), required=False, min_value=0, max_value=20_000
    )
    seriousness = forms.TypedChoiceField(
        label=gettext_lazy("Hur allvarligt, 1–5"), choices=[(n, str(n)) for n in range(1, 6)], coerce=int
    )
    witnessed = forms.ChoiceField(
        label=gettext_lazy("Hur det blev känt"),
        choices=[("", gettext_lazy("Inte sagt")), *WITNESSED_LABELS.items()],
        required=False,
    )
    police_report = forms.ChoiceField(
        label=gettext_lazy("Polisanmält"), choices=list(POLICE_REPORT_LABELS.items())
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    personal_data_motive = forms.CharField(
        label=gettext_lazy("Skäl, om ord som liknar personuppgifter måste stå kvar"),
        required=False,
        max_length=300,
    )
    reason = forms.CharField(
        label=gettext_lazy("Varför rättas den?"),
        help_text=gettext_lazy("Behövs när händelsen redan är godkänd."),
        required=False,
        max_length=500,
    )

    def __init__(
        self,
        before: Draft,
        version: int,
        *,
        categories: Sequence[Category],
        places: Sequence[Area],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial={"version": version, **_initial(before)})
        self.before = before
        fields = cast("dict[str, Any]", self.fields)
        fields["category"].choices = _category_choices(categories, before.category)
        fields["place"].choices = [("", _("Ingen")), *((str(place.id), place.name) for place in places)]
        self.point: tuple[float, float] | None = None

    def clean(self) -> dict[str, Any]:
        """Read the coordinates, and see that a time that is said to be known is written."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        precision = cleaned.get("precision")
        if (
            precision in {"minute", "span"}
            and cleaned.get("first_clock") is None
            and "first_clock" in cleaned
        ):
            self.add_error("first_clock", _("Skriv klockslaget, eller välj Bara dagen."))
        if precision == "span":
            for name, sentence in (
                ("last_day", _("Skriv den sista dagen.")),
                ("last_clock", _("Skriv det sista klockslaget.")),
            ):
                if cleaned.get(name) is None and name in cleaned:
                    self.add_error(name, sentence)
        self._read_point(str(cleaned.get("north") or ""), str(cleaned.get("east") or ""))
        return cleaned

    @property
    def draft(self) -> Draft:
        """What is written, as a draft; times and points that nobody touched are the incident's own."""
        cleaned = self.cleaned_data
        start = _moment(cleaned["first_day"], cleaned["first_clock"] or time())
        end = None
        if cleaned["precision"] == "span":
            end = _moment(cleaned["last_day"], cleaned["last_clock"])
        lon, lat = self.point if self.point is not None else (None, None)
        place = cleaned["place"]
        return Draft(
            category=cleaned["category"],
            starts_at=_unless_same(start, self.before.starts_at) or start,
            ends_at=_unless_same(end, self.before.ends_at),
            time_precision=cleaned["precision"],
            lon=lon,
            lat=lat,
            uncertainty_m=cleaned["uncertainty_m"],
            place_id=UUID(place) if place else None,
            place_name=cleaned["place_name"],
            seriousness=cleaned["seriousness"],
            witnessed=cleaned["witnessed"],
            police_report=cleaned["police_report"],
            text=cleaned["text"],
            personal_data_motive=cleaned["personal_data_motive"],
            own_circle=self.before.own_circle,
        )

    def _read_point(self, north: str, east: str) -> None:
        if not north.strip() and not east.strip():
            return
        if (north, east) == (self.initial["north"], self.initial["east"]):
            if self.before.lon is not None and self.before.lat is not None:
                self.point = (self.before.lon, self.before.lat)
            return
        first, second = _number(east), _number(north)
        if first is None or second is None:
            self.add_error(
                "north", _("Skriv båda koordinaterna med siffror, till exempel 6857100 och 690200.")
            )
            return
        reading = read_coordinates([first], [second])
        if reading.swapped:
            first, second = second, first
        if reading.system == "wgs84":
            self.point = (first, second)
        elif reading.system == "sweref99tm":
            degrees = to_wgs84([first], [second])
            self.point = (round(float(degrees.lon[0]), 7), round(float(degrees.lat[0]), 7))
        else:
            self.add_error(
                "north",
                _("Koordinaterna ligger inte i Sverige. Skriv SWEREF 99 TM i meter eller WGS 84 i grader."),
            )


def _initial(before: Draft) -> dict[str, Any]:
    first = timezone.localtime(before.starts_at)
    last = timezone.localtime(before.ends_at) if before.ends_at else None
    north = east = ""
    if before.lon is not None and before.lat is not None:
        plane = to_sweref([before.lon], [before.lat])
        if np.isfinite(plane.e[0]):
            north, east = f"{plane.n[0]:.0f}", f"{plane.e[0]:.0f}"
    return {
        "category": before.category,
        "precision": before.time_precision,
        "first_day": first.date(),
        "first_clock": first.time() if before.time_precision != "day" else None,
        "last_day": last.date() if last else None,
        "last_clock": last.time() if last else None,
        "place": str(before.place_id or ""),
        "place_name": before.place_name,
        "north": north,
        "east": east,
        "uncertainty_m": before.uncertainty_m,
        "seriousness": before.seriousness,
        "witnessed": before.witnessed,
        "police_report": before.police_report,
        "text": before.text,
        "personal_data_motive": before.personal_data_motive,
    }


def _category_choices(categories: Sequence[Category], kept: str) -> list[Any]:
    """Groups with what is below them; what is retired is offered only where it already stands."""
    groups: list[Any] = []
    for category in categories:
        if category.is_retired and category.code != kept:
            continue
        if category.depth == 0:
            groups.append(
                (
                    category.name,
                    [
                        (
                            category.code,
                            _("%(name)s, allmänt") % {"name": category.name}
                            if category.has_children
                            else category.name,
                        )
                    ],
                )
            )
        elif groups:
            groups[-1][1].append((category.code, category.name))
    return groups


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _unless_same(written: datetime | None, before: datetime | None) -> datetime | None:
    """Keep the incident's own moment when the form, which shows no seconds, says the same."""
    if written is None or before is None:
        return written
    return before if written == before.replace(second=0, microsecond=0) else written


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return None
