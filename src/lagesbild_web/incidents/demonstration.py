"""The invented municipality's incidents: what the library's demonstration sees, on its way through review.

The library's register ends in January 2026. Where today is later it goes on, year by year in other random
numbers, so that there is always a last week, a queue and something to compare with.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.utils import timezone

from lagesbild.demo.register import LAST_DAY, Row, bin_fires, register_rows
from lagesbild.demo.sightings import sightings
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.coordinates import to_sweref, to_wgs84
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.areas.locating import located_at
from lagesbild_web.areas.queries import categories_of, named_places
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import OWN_SOURCE, Draft, State
from lagesbild_web.incidents.drafts import time_columns
from lagesbild_web.incidents.models import Incident, IncidentVersion, Report, TrustedOrganisation

ZERO_REPORT: Final = "nollrapport"
_YEAR: Final = timedelta(days=364)
"""Whole weeks, so that a Friday stays a Friday."""
_LONGEST: Final = timedelta(days=915)
_WAITING: Final = timedelta(days=5)
"""What came in later than this has not been reviewed yet."""
_TWINS: Final = 0.02
"""Share of the incidents that two organisations have seen."""


@dataclass(frozen=True, slots=True)
class DemoSender:
    """An organisation of the demonstration, with the function that reports for it."""

    organisation_id: UUID
    function_id: UUID
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """An incident of the demonstration: what the register says, when it came in, and whose twin it is."""

    row: Row
    received_at: datetime
    twin_of: int | None = None


@action("incident.lay_in_demo")
def lay_in_demo_incidents(
    actor: Actor,
    *,
    municipality_id: UUID,
    senders: Mapping[str, DemoSender],
    reviewer_id: UUID | None,
    today: date,
    seed: int = 1,
) -> int:
    """Fill the invented municipality with incidents until yesterday; returns how many.

    Parameters
    ----------
    senders
        By the reporter's name in the library's register. Rows of other reporters are left out.
    reviewer_id
        The account that is to stand behind the reviews.
    today
        The same day and seed give the same incidents.
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    rng = np.random.default_rng([seed, 20])
    rows = [row for row in _until(today, seed) if row.reporter in senders]
    # The latest whole week has something that stands out, whatever the day is.
    monday = today - timedelta(days=today.weekday() + 7)
    fires = [row for row in bin_fires(np.random.default_rng([seed, 3]), monday) if row.reporter in senders]
    rows = sorted([*rows, *fires], key=lambda row: row.registered)
    seen = _told(rng, [r for r in rows if _library_code(r.category) != ZERO_REPORT], senders)
    zero = [_Told(row, _received(rng, row)) for row in rows if _library_code(row.category) == ZERO_REPORT]
    reports = [_report(rng, municipality_id, senders[item.row.reporter], item) for item in seen]
    zero_reports = [_report(rng, municipality_id, senders[item.row.reporter], item) for item in zero]
    for report, item in zip(zero_reports, zero, strict=True):
        report.zero_from, report.zero_to = item.row.start.date() - timedelta(days=6), item.row.start.date()
    incidents = _incidents(rng, municipality_id, seen, reports)
    versions = _reviewed(rng, seen, incidents, senders, reviewer_id, today)
    Report.objects.bulk_create([*reports, *zero_reports], batch_size=500)
    Incident.objects.bulk_create(
        sorted(incidents, key=lambda i: i.merged_into_id is not None), batch_size=300
    )
    IncidentVersion.objects.bulk_create(versions, batch_size=500)
    for sender in senders.values():
        if sender.is_trusted:
            TrustedOrganisation.objects.get_or_create(
                pk=sender.organisation_id,
                defaults={"reason": "Väktarna rapporterar enligt avtal (påhittat)."},
            )
    record(actor, "incident.demo_laid_in", municipality_id=municipality_id, incidents=len(incidents))
    return len(incidents)


def has_incidents(municipality_id: UUID) -> bool:
    """Return whether anything has been reported in the municipality."""
    return Report.objects.filter(municipality_id=municipality_id).exists()


def _until(today: date, seed: int) -> Iterator[Row]:
    """The library's register, and after its last day the years that follow, until yesterday."""
    years = max(0, -(-(today - LAST_DAY).days // _YEAR.days))
    for year in range(years + 1):
        after, until = LAST_DAY + (year - 1) * _YEAR, LAST_DAY + year * _YEAR
        rng = np.random.default_rng([seed, 2] if year == 0 else [seed, 2, year])
        for row in register_rows(rng):
            moved = _moved(row, year * _YEAR)
            is_its_year = year == 0 or after < moved.registered <= until
            if is_its_year and today - _LONGEST < moved.registered < today:
                yield moved


def _moved(row: Row, by: timedelta) -> Row:
    end = row.end + by if row.end else None
    return replace(row, start=row.start + by, end=end, registered=row.registered + by)


def _told(rng: np.random.Generator, rows: Sequence[Row], known: Collection[str]) -> list[_Told]:
    """When each came in, and for some what another organisation said of the same thing."""
    kinds = {kind.category: kind for kind in sightings()}
    told = [_Told(row, _received(rng, row)) for row in rows]
    for at, item in enumerate(list(told)):
        kind = kinds[item.row.category]
        others = [name for name in kind.reporters if name != item.row.reporter and name in known]
        is_recent = (rows[-1].registered - item.row.registered) < _WAITING
        if not others or item.row.e is None or rng.random() >= (0.3 if is_recent else _TWINS):
            continue
        row = replace(
            item.row,
            e=item.row.e + round(float(rng.normal(0, 30))),
            n=(item.row.n or 0.0) + round(float(rng.normal(0, 30))),
            start=item.row.start + timedelta(minutes=5 * int(rng.integers(-5, 8))),
            end=None,
            text=str(rng.choice(np.array(kind.texts))),
            reporter=str(rng.choice(np.array(others))),
        )
        told.append(_Told(row, item.received_at + timedelta(minutes=int(rng.integers(10, 300))), twin_of=at))
    return told


def _received(rng: np.random.Generator, row: Row) -> datetime:
    """During the day that it was registered, and never before it had ended."""
    at = datetime.combine(row.registered, time(7)) + timedelta(minutes=int(rng.integers(0, 600)))
    return _aware(max(at, (row.end or row.start) + timedelta(minutes=20)))


def _report(rng: np.random.Generator, municipality_id: UUID, sender: DemoSender, item: _Told) -> Report:
    return Report(
        id=_id(rng),
        client_id=_id(rng),
        municipality_id=municipality_id,
        organisation_id=sender.organisation_id,
        function_id=sender.function_id,
        received_at=item.received_at,
    )


def _incidents(
    rng: np.random.Generator, municipality_id: UUID, seen: Sequence[_Told], reports: Sequence[Report]
) -> list[Incident]:
    categories = {item.code: item for item in categories_of(municipality_id)}
    places = {place.name: place for place in named_places(municipality_id)}
    e = np.array([_metres(item.row.e) for item in seen])
    n = np.array([_metres(item.row.n) for item in seen])
    degrees = to_wgs84(e, n)
    known = [places.get(item.row.place) for item in seen]
    lon = np.array([_or(x, p.lon if p else None) for x, p in zip(degrees.lon, known, strict=True)])
    lat = np.array([_or(y, p.lat if p else None) for y, p in zip(degrees.lat, known, strict=True)])
    areas = located_at(municipality_id, lon, lat, [item.row.start.date() for item in seen])
    made = []
    for at, (item, report) in enumerate(zip(seen, reports, strict=True)):
        area = areas[at]
        made.append(
            Incident(
                id=_id(rng),
                report=report,
                municipality_id=municipality_id,
                organisation_id=report.organisation_id,
                source=OWN_SOURCE,
                registered_at=item.received_at,
                state=State.WAITING,
                area_id=area.id if area else None,
                area_generation=area.generation if area else "",
                lon=_number(lon[at]),
                lat=_number(lat[at]),
                **_ground(item.row, float(lon[at]), float(lat[at]), known[at]),
                **_words(rng, item.row, categories[_library_code(item.row.category)]),
                **time_columns(_as_draft(item.row)),
            )
        )
    return made


def _ground(row: Row, lon: float, lat: float, place: Area | None) -> dict[str, Any]:
    plane = to_sweref([lon], [lat])
    return {
        "e": _number(plane.e[0], decimals=1),
        "n": _number(plane.n[0], decimals=1),
        "place_id": place.id if place else None,
        "place_name": row.place,
        "location_precision": "point" if row.e is not None else "place",
        "uncertainty_m": 25 if row.e is not None else None,
    }


def _words(rng: np.random.Generator, row: Row, category: Category) -> dict[str, Any]:
    seriousness = category.seriousness + int(rng.choice([-1, 0, 0, 0, 1]))
    return {
        "category_id": category.id,
        "sensitivity": Sensitivity.PROTECTED.value if category.is_sensitive else Sensitivity.LIMITED.value,
        "circle": Circle.PARTNERS.value,
        "seriousness": min(max(seriousness, 1), 5),
        "witnessed": "seen" if rng.random() < 0.8 else "heard",
        "police_report": str(rng.choice(np.array(["unknown", "no", "yes"]), p=[0.5, 0.25, 0.25])),
        "text": row.text,
    }


def _reviewed(
    rng: np.random.Generator,
    seen: Sequence[_Told],
    incidents: Sequence[Incident],
    senders: Mapping[str, DemoSender],
    reviewer_id: UUID | None,
    today: date,
) -> list[IncidentVersion]:
    """Take each incident as far as it would have come, and return the steps."""
    steps: list[IncidentVersion] = []
    asked = 0
    for item, incident in zip(seen, incidents, strict=True):
        desk = _Desk(incident, reviewer_id, _review_time(rng, item.received_at))
        if senders[item.row.reporter].is_trusted and item.twin_of is None:
            incident.state = State.APPROVED
        elif today - item.received_at.date() <= _WAITING:
            if asked < len(_QUESTIONS) and item.twin_of is None and rng.random() < 0.4:
                steps += desk.ask(*_QUESTIONS[asked])
                asked += 1
        elif item.twin_of is not None and incidents[item.twin_of].state == State.APPROVED:
            steps += desk.merge(incidents[item.twin_of])
        elif rng.random() < 0.004:
            steps += desk.withdraw()
        else:
            steps += desk.approve(corrects=bool(rng.random() < 0.03))
    return steps


_QUESTIONS: Final = (
    ("Ungefär vilken tid på dygnet såg ni det?", ""),
    ("Vilken sida av huset gäller det?", "Gaveln mot parkeringen."),
    ("Är det samma plats som förra veckan?", ""),
)


@dataclass(slots=True)
class _Desk:
    """The reviewer's hand on one incident."""

    incident: Incident
    reviewer_id: UUID | None
    at: datetime

    def approve(self, *, corrects: bool) -> list[IncidentVersion]:
        steps = []
        if corrects:
            before = {"seriousness": 5 if self.incident.seriousness < 5 else 1}
            steps.append(self._step("correct", before, "Allvaret var fel ifyllt"))
        steps.append(self._step("approve", {"state": State.WAITING, "reviewed_at": None}))
        self.incident.state, self.incident.reviewed_at = State.APPROVED, self.at
        return steps

    def ask(self, question: str, answer: str) -> list[IncidentVersion]:
        steps = [self._step("return", {"state": State.WAITING, "question": ""})]
        self.incident.question, self.incident.state = question, State.RETURNED
        if answer:
            steps.append(self._step("answer", {"state": State.RETURNED, "answer": ""}, by_reviewer=False))
            self.incident.answer, self.incident.state = answer, State.WAITING
        return steps

    def merge(self, into: Incident) -> list[IncidentVersion]:
        steps = [self._step("merge", {"state": State.WAITING, "merged_into_id": None, "reviewed_at": None})]
        self.incident.state, self.incident.reviewed_at = State.MERGED, self.at
        self.incident.merged_into = into
        return steps

    def withdraw(self) -> list[IncidentVersion]:
        steps = [self._step("withdraw", {"state": State.WAITING}, "Rapporterades av misstag")]
        self.incident.state = State.WITHDRAWN
        return steps

    def _step(
        self, step: str, before: dict[str, Any], reason: str = "", *, by_reviewer: bool = True
    ) -> IncidentVersion:
        made = IncidentVersion(
            incident=self.incident,
            version=self.incident.version,
            step=step,
            at=self.at,
            by_id=self.reviewer_id if by_reviewer else None,
            by_function="Granskare" if by_reviewer else "Rapportör",
            reason=reason,
            before=before,
        )
        self.incident.version += 1
        return made


def _review_time(rng: np.random.Generator, received_at: datetime) -> datetime:
    return received_at + timedelta(hours=float(rng.gamma(2.0, 12.0)))


def _as_draft(row: Row) -> Draft:
    precision = "day" if not row.has_hour else "span" if row.end and row.end > row.start else "minute"
    return Draft(
        category="",
        starts_at=_aware(row.start),
        ends_at=_aware(row.end) if row.end else None,
        time_precision=precision,  # type: ignore[arg-type]  # one of the three
    )


def _library_code(category: str) -> str:
    return Taxonomy.load().resolve(category, scheme="est") or "ovrigt"


def _aware(wall: datetime) -> datetime:
    return timezone.make_aware(wall)


def _id(rng: np.random.Generator) -> UUID:
    return UUID(bytes=rng.bytes(16), version=4)


def _metres(value: float | None) -> float:
    return np.nan if value is None else value


def _or(value: float, other: float | None) -> float:
    return value if np.isfinite(value) else np.nan if other is None else other


def _number(value: float, *, decimals: int = 6) -> float | None:
    return round(float(value), decimals) if np.isfinite(value) else None
