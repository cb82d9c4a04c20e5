"""Turn an incident as another system says it into a draft: two ways to say when, five to say where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.tables.coordinates import E_SWEDEN, N_SWEDEN, to_wgs84
from lagesbild_web.api.schemas_in import IncidentIn
from lagesbild_web.areas.contracts import Area
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.incidents.contracts import Draft

_TIME: Final = ("starts_at", "ends_at", "day")
_PLACE: Final = ("lon", "lat", "e", "n", "place_id", "place", "place_name")
_BOX: Final = gettext_lazy("Skriv varför i rutan för skäl.")
"""What a page says, which has a box for it; here there is a field."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, WGS 84."""

    lon: float
    lat: float


@dataclass(slots=True)
class Drafted:
    """An incident as a draft, and what could not be read on the way: one sentence for each field."""

    incident: IncidentIn
    draft: Draft
    faults: dict[str, str] = field(default_factory=dict)

    def all_faults(self, others: Mapping[str, str]) -> dict[str, str]:
        """Return these faults and those of the use case, with the fields called what they are called here."""
        told = dict(self.faults)
        for name, sentence in others.items():
            group = next((fields for fields in (_TIME, _PLACE) if name in fields), (name,))
            # What could not be read has no meaning to be wrong about.
            if not any(known in self.faults for known in group):
                told[self._called(name)] = sentence.replace(
                    str(_BOX), _("Skriv varför i personal_data_motive.")
                )
        return told

    def _called(self, name: str) -> str:
        said = self.incident
        if name == "starts_at" and said.day is not None:
            return "day"
        if name == "lon" and said.e is not None:
            return "e"
        return "place" if name == "place_id" and said.place is not None else name


class Places:
    """The municipality's places and areas by name and code; read when somebody asks for one."""

    def __init__(self, municipality_id: UUID) -> None:
        self._municipality_id = municipality_id
        self._known: dict[str, list[Area]] | None = None

    def named(self, word: str) -> list[Area]:
        """Return those with this name or code, however it is written."""
        if self._known is None:
            self._known = {}
            for area in areas_of(self._municipality_id):
                for key in {area.name.casefold(), area.code.casefold()}:
                    self._known.setdefault(key, []).append(area)
        return self._known.get(word.strip().casefold(), [])


def drafted(incident: IncidentIn, places: Places) -> Drafted:
    """Return the incident as a draft, with the faults that only the API can know of."""
    faults: dict[str, str] = {}
    starts_at, ends_at = _when(incident, faults.setdefault)
    point = _point(incident, faults.setdefault)
    precision = "day" if incident.day is not None else "minute" if ends_at is None else "span"
    draft = Draft(
        category=incident.category,
        starts_at=starts_at,
        ends_at=ends_at,
        time_precision=precision,  # type: ignore[arg-type]  # one of the three
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        uncertainty_m=incident.uncertainty_m,
        place_id=_place_id(incident, places, faults.setdefault),
        place_name=incident.place_name,
        seriousness=incident.seriousness,
        witnessed=incident.witnessed,
        police_report=incident.police_report,
        text=incident.text,
        personal_data_motive=incident.personal_data_motive,
        own_circle=incident.own_circle,
    )
    return Drafted(incident, draft, faults)


Tell = Callable[[str, str], object]
"""Keep a fault: the field and the sentence."""


def _when(incident: IncidentIn, tell: Tell) -> tuple[datetime, datetime | None]:
    if incident.day is not None:
        if incident.starts_at is not None or incident.ends_at is not None:
            tell("day", _("Skriv antingen day eller starts_at, inte båda."))
        # Noon is that day in every time zone of the country; the hour says nothing.
        return timezone.make_aware(datetime.combine(incident.day, time(12))).astimezone(UTC), None
    if incident.starts_at is None:
        tell(
            "starts_at", _("Skriv när det hände: starts_at med klockslag, eller day när bara dagen är känd.")
        )
        return timezone.now() - timedelta(days=1), None
    return incident.starts_at, incident.ends_at


def _point(incident: IncidentIn, tell: Tell) -> Point | None:
    has_degrees = incident.lon is not None or incident.lat is not None
    has_metres = incident.e is not None or incident.n is not None
    if has_degrees and has_metres:
        tell("lon", _("Skriv punkten på ett sätt: lon och lat, eller e och n."))
        return None
    if has_metres:
        return _plane_point(incident, tell)
    if has_degrees and (incident.lon is None or incident.lat is None):
        missing = "lon" if incident.lon is None else "lat"
        tell(missing, _("Punkten behöver både lon och lat."))
        return None
    return None if incident.lon is None or incident.lat is None else Point(incident.lon, incident.lat)


def _plane_point(incident: IncidentIn, tell: Tell) -> Point | None:
    if incident.e is None or incident.n is None:
        tell("e" if incident.e is None else "n", _("Punkten behöver både e och n."))
        return None
    if not (E_SWEDEN[0] <= incident.e <= E_SWEDEN[1] and N_SWEDEN[0] <= incident.n <= N_SWEDEN[1]):
        sentence = _(
            "Punkten ligger utanför Sverige. I SWEREF 99 TM är e 250 000–930 000 meter "
            "och n 6 100 000–7 700 000 meter."
        )
        tell("e", sentence)
        return None
    degrees = to_wgs84([incident.e], [incident.n])
    return Point(round(float(degrees.lon[0]), 6), round(float(degrees.lat[0]), 6))


def _place_id(incident: IncidentIn, places: Places, tell: Tell) -> UUID | None:
    if incident.place is None or not incident.place.strip():
        return incident.place_id
    if incident.place_id is not None:
        tell("place", _("Skriv antingen place eller place_id, inte båda."))
        return None
    found = places.named(incident.place)
    if len(found) == 1:
        return found[0].id
    if found:
        tell("place", _("Flera platser heter så. Skriv platsens id i place_id, se /api/v1/omraden."))
    else:
        tell("place", _("Ingen plats och inget område heter så eller har den koden, se /api/v1/omraden."))
    return None
