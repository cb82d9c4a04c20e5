"""Check what somebody wrote about an incident, and turn it into the columns of a row."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.access.roles import Circle, Sensitivity
from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.areas.queries import area_at, areas_by_id, categories_of
from lagesbild_web.base.screening import fault_in
from lagesbild_web.incidents.contracts import POLICE_REPORT_LABELS, WITNESSED_LABELS, Draft

OLDEST: Final = timedelta(days=10 * 366)
CLOCK_SLACK: Final = timedelta(minutes=10)
"""A telephone's clock may go a little fast."""
LONGEST_TEXT: Final = 4000
LONGEST_NAME: Final = 200
WIDEST_UNCERTAINTY_M: Final = 20_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a draft may refer to in its municipality."""

    municipality_id: UUID
    categories: Mapping[str, Category]
    places: Mapping[UUID, Area]


def vocabulary_of(municipality_id: UUID, drafts: tuple[Draft, ...]) -> Vocabulary:
    """Return the categories of the municipality (also retired ones) and the places that the drafts name."""
    categories = {item.code: item for item in categories_of(municipality_id, with_retired=True)}
    places = areas_by_id(municipality_id, {draft.place_id for draft in drafts if draft.place_id})
    return Vocabulary(municipality_id, categories, places)


def faults_in(draft: Draft, vocabulary: Vocabulary, *, keeps: Draft | None = None) -> dict[str, str]:
    """Return one sentence for each field that must change; ``keeps`` is what it said before a correction."""
    faults: dict[str, str] = {}
    for check in (_category_faults, _time_faults, _place_faults, _word_faults):
        for field, sentence in check(draft, vocabulary):
            faults.setdefault(field, sentence)
    if (
        keeps is not None
    ):  # what nobody touches may stay as it came: a retired category, a file without a place
        for field in list(faults):
            if _same(keeps, draft, _TOGETHER.get(field, (field,))):
                del faults[field]
    return faults


_TIME: Final = ("starts_at", "ends_at", "time_precision")
_PLACE: Final = ("lon", "lat", "place_id", "place_name", "uncertainty_m")
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "starts_at": _TIME,
    "ends_at": _TIME,
    "lon": _PLACE,
    "place_id": _PLACE,
    "place_name": _PLACE,
    "uncertainty_m": _PLACE,
    "text": ("text", "personal_data_motive"),
}
"""A fault's field → the fields of a draft that are judged together."""


def changed_columns(before: Draft, after: Draft, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the columns of what differs between two drafts; all else in the row is left as it came."""
    times, place = _same(before, after, _TIME), _same(before, after, _PLACE)
    columns = columns_of(after, vocabulary)
    kept = set(_TIME_COLUMNS) if times else set()
    if place:
        kept |= set(_PLACE_COLUMNS) - (set() if times else {"area_id", "area_generation"})
    return {name: value for name, value in columns.items() if name not in kept}


_TIME_COLUMNS: Final = ("starts_at", "ends_at", "time_precision", "starts_on", "weekday", "hour")
_PLACE_COLUMNS: Final = (
    "lon", "lat", "e", "n", "uncertainty_m", "place_id", "place_name", "location_precision", "area_id",
    "area_generation",
)  # fmt: skip


def _same(before: Draft, after: Draft, fields: tuple[str, ...]) -> bool:
    return all(getattr(before, field) == getattr(after, field) for field in fields)


def _category_faults(draft: Draft, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    category = vocabulary.categories.get(draft.category)
    if category is None:
        yield "category", _("Välj vad som har hänt i listan.")
    elif category.is_retired:
        yield (
            "category",
            _("”%(name)s” används inte längre. Välj en annan kategori.") % {"name": category.name},
        )
    if draft.seriousness is not None and draft.seriousness not in range(1, 6):
        yield "seriousness", _("Välj hur allvarligt det var, från 1 till 5.")


def _time_faults(draft: Draft, _vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if timezone.is_naive(draft.starts_at) or (draft.ends_at and timezone.is_naive(draft.ends_at)):
        raise ValueError("times are aware")
    now = timezone.now()
    start = _midnight(local_day(draft.starts_at)) if draft.time_precision == "day" else draft.starts_at
    if start > now + CLOCK_SLACK:
        yield "starts_at", _("Tiden ligger i framtiden. Skriv när det hände.")
    elif start < now - OLDEST:
        yield "starts_at", _("Tiden ligger mer än tio år tillbaka. Kontrollera årtalet.")
    if draft.time_precision == "span":
        if draft.ends_at is None:
            yield "ends_at", _("Skriv den senaste tiden det kan ha hänt.")
        elif draft.ends_at <= draft.starts_at:
            yield "ends_at", _("Den senaste tiden måste komma efter den första.")
        elif draft.ends_at > now + CLOCK_SLACK:
            yield "ends_at", _("Tiden ligger i framtiden. Skriv den senaste tiden det kan ha hänt.")


def _place_faults(draft: Draft, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if (draft.lon is None) != (draft.lat is None):
        yield "lon", _("Platsen behöver både longitud och latitud. Fyll i båda eller ingen.")
    elif draft.lon is not None and draft.lat is not None and not _is_on_earth(draft.lon, draft.lat):
        yield "lon", _("Platsen finns inte. Longituden är −180 till 180 och latituden −90 till 90.")
    if draft.place_id is not None and draft.place_id not in vocabulary.places:
        yield "place_id", _("Platsen finns inte i listan längre. Välj en annan eller skriv var det var.")
    if draft.lon is None and draft.lat is None and not (draft.place_id or draft.place_name.strip()):
        yield "place_name", _("Skriv var det hände, välj en plats eller sätt en punkt på kartan.")
    if draft.uncertainty_m is not None and not 0 <= draft.uncertainty_m <= WIDEST_UNCERTAINTY_M:
        yield "uncertainty_m", _("Osäkerheten skrivs i meter, högst 20 000.")


def _word_faults(draft: Draft, _vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if draft.witnessed and draft.witnessed not in WITNESSED_LABELS:
        yield "witnessed", _("Välj om du såg det själv eller hörde det av någon annan.")
    if draft.police_report not in POLICE_REPORT_LABELS:
        yield "police_report", _("Välj om det är polisanmält: ja, nej eller vet inte.")
    if len(draft.text) > LONGEST_TEXT:
        yield "text", _("Texten är för lång. Korta den till 4 000 tecken.")
    if len(draft.place_name) > LONGEST_NAME:
        yield "place_name", _("Platsens namn är för långt. Korta det till 200 tecken.")
    if fault := fault_in(draft.place_name):
        yield "place_name", fault
    if not draft.personal_data_motive.strip():
        if fault := fault_in(draft.text, can_be_motivated=True):
            yield "text", fault
    elif fault := fault_in(draft.personal_data_motive):
        yield "personal_data_motive", fault


def columns_of(draft: Draft, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the row's columns for a draft without faults: times in order, place in both systems, area."""
    category = vocabulary.categories[draft.category]
    times = time_columns(draft)
    kept = draft.personal_data_motive.strip()[:300] if fault_in(draft.text) else ""
    return {
        "category_id": category.id,
        "sensitivity": Sensitivity.PROTECTED.value if category.is_sensitive else Sensitivity.LIMITED.value,
        "circle": Circle.OWN.value if draft.own_circle else Circle.PARTNERS.value,
        "seriousness": draft.seriousness or category.seriousness,
        "witnessed": draft.witnessed,
        "police_report": draft.police_report,
        "text": draft.text.strip(),
        "personal_data_motive": kept,
        **times,
        **_place_columns(draft, vocabulary, times["starts_on"]),
    }


def time_columns(draft: Draft) -> dict[str, Any]:
    """Return the columns that say when: the span, and the local day, weekday and hour it began."""
    start, end = draft.starts_at.astimezone(UTC), (draft.ends_at or draft.starts_at).astimezone(UTC)
    day = local_day(start)
    if draft.time_precision == "day":
        start, end = _midnight(day), _midnight(day + timedelta(days=1))
    elif draft.time_precision == "minute":
        end = start
    is_known = draft.time_precision != "day" and end - start <= timedelta(hours=1)
    return {
        "starts_at": start,
        "ends_at": end,
        "time_precision": draft.time_precision,
        "starts_on": day,
        "weekday": day.isoweekday(),
        "hour": timezone.localtime(start).hour if is_known else None,
    }


def local_day(moment: datetime) -> date:
    """Return the day that the clock on the wall showed."""
    return timezone.localtime(moment).date()


def _place_columns(draft: Draft, vocabulary: Vocabulary, day: date) -> dict[str, Any]:
    place = vocabulary.places.get(draft.place_id) if draft.place_id else None
    lon, lat, precision = draft.lon, draft.lat, "point"
    if lon is None:
        # A whole area may be chosen where a place is asked for: then no more than that is known.
        precision = "place" if place is None or place.is_place else "area"
        if place is not None:
            lon, lat = place.lon, place.lat
    columns: dict[str, Any] = {
        "lon": lon,
        "lat": lat,
        "e": None,
        "n": None,
        "uncertainty_m": draft.uncertainty_m,
        "place_id": place.id if place else None,
        "place_name": draft.place_name.strip() or (place.name if place else ""),
        "location_precision": precision,
        "area_id": None,
        "area_generation": "",
    }
    if precision == "area" and place is not None and place.kind == "district":
        columns["area_id"], columns["area_generation"] = place.id, place.generation
    if lon is not None and lat is not None:
        plane = to_sweref([lon], [lat])
        columns["e"], columns["n"] = round(float(plane.e[0]), 1), round(float(plane.n[0]), 1)
        area = area_at(vocabulary.municipality_id, lon, lat, on=day)
        if area is not None:
            columns["area_id"], columns["area_generation"] = area.id, area.generation
    return columns


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)


def _is_on_earth(lon: float, lat: float) -> bool:
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
