"""Reach a row by way of access, and tell it as others may see it; for this feature only."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import Case, Prefetch, Q, QuerySet, Value, When, prefetch_related_objects

from lagesbild.tables.coordinates import to_wgs84
from lagesbild_web.access.rights import allows, require, those_with, within
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.incidents.contracts import (
    LOCATION_PRECISION_LABELS,
    STATE_LABELS,
    Draft,
    FeedbackLine,
    IncidentRow,
    Place,
    ReportLine,
    ReportReceipt,
    State,
)
from lagesbild_web.incidents.models import Incident, Report

CELL_M: Final = 250
CELL_PROTECTED_M: Final = 500
"""A coarse place is the middle of a square of the national grid with this side, metres."""

LINES: Final = Prefetch(
    "incidents",
    Incident.objects.select_related("category", "area", "place")
    .prefetch_related("feedback")
    .defer("area__geometry", "place__geometry")
    .order_by("starts_at", "id"),
)
"""What a report's receipt tells about its incidents, in one question to the database."""

_RELATED: Final = ("municipality", "organisation", "category", "area", "place", "report__function")


def visible(actor: Actor) -> QuerySet[Incident]:
    """Return the rows that the actor may read, each with ``is_exact``: may the exact place be seen?

    What is approved is read by those with the right to; what is not, by reviewers and by whoever sent it.
    """
    is_approved = Q(state=State.APPROVED)
    rows = Incident.objects.filter(
        (is_approved & within(actor, Right.READ_INCIDENT))
        | (~is_approved & within(actor, Right.REVIEW_INCIDENT))
        | sent_by(actor)
    )
    return rows.annotate(is_exact=is_exact(actor))


def sent_by(actor: Actor) -> Q:
    """Return the filter for what the actor has sent, as long as the actor reports for the organisation."""
    sent = reports_of(actor)
    if sent is None:
        return Q(pk__in=[])
    # Not a join: the reports of one function are few, and incidents from files have none.
    reports = Report.objects.filter(sent).values("id")
    return Q(report_id__in=reports) & within(actor, Right.REPORT_INCIDENT)


def reports_of(actor: Actor) -> Q | None:
    """Return the filter for what the actor, or the actor's functions, have sent; None when nothing can be."""
    functions = functions_of(actor)
    if actor.user_id is not None:
        return Q(reporter_id=actor.user_id) | Q(function_id__in=functions)
    return Q(function_id__in=functions) if functions else None


def functions_of(actor: Actor) -> list[UUID]:
    """Return the functions in which the actor reports; what was sent in them earlier is the actor's too."""
    return [m.function_id for m in those_with(actor, Right.REPORT_INCIDENT) if m.function_id is not None]


def is_exact(actor: Actor) -> Case:
    """Return the expression that says whether the actor may see a row's exact place."""
    if actor.kind == "system":
        return Case(default=Value(True))
    exact = within(actor, Right.READ_EXACT_PLACE) | sent_by(actor)
    return Case(When(exact, then=Value(True)), default=Value(False))


def with_relations(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Load what the contracts tell, and leave out what is large."""
    return rows.select_related(*_RELATED).defer("area__geometry", "place__geometry")


def readable_row(actor: Actor, incident_id: UUID) -> Incident:
    """Return the row if the actor may read it.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = _row(incident_id)
    if is_own(actor, row):
        require(actor, Right.REPORT_INCIDENT, row)
        return row
    require(actor, Right.READ_INCIDENT if row.state == State.APPROVED else Right.REVIEW_INCIDENT, row)
    return row


def row_for(actor: Actor, incident_id: UUID, *, right: Right) -> Incident:
    """Return the row, locked until the action is done, if the actor has the right to it."""
    row = _row(incident_id, is_locked=True)
    require(actor, right, row)
    return row


def own_row_for(actor: Actor, incident_id: UUID) -> Incident:
    """Return the row, locked, if the actor sent it; a reviewer who did not may not answer for others."""
    row = _row(incident_id, is_locked=True)
    if not is_own(actor, row):
        require(actor, Right.REVIEW_INCIDENT, row)
        raise NotFound
    require(actor, Right.REPORT_INCIDENT, row)
    return row


def row_to_correct(actor: Actor, incident_id: UUID) -> Incident:
    """Return the row, locked: for a reviewer always, for the reporter while it has not been approved."""
    row = _row(incident_id, is_locked=True)
    is_open = row.state in (State.WAITING, State.RETURNED)
    if is_open and is_own(actor, row) and not allows(actor, Right.REVIEW_INCIDENT, row):
        require(actor, Right.REPORT_INCIDENT, row)
    else:
        require(actor, Right.REVIEW_INCIDENT, row)
    return row


def is_own(actor: Actor, row: Incident) -> bool:
    """Return whether the actor, or whoever held the function before, sent it: as :func:`sent_by`."""
    if row.report is None:
        return False
    is_senders = actor.user_id is not None and row.report.reporter_id == actor.user_id
    sent = is_senders or row.report.function_id in functions_of(actor)
    return sent and allows(actor, Right.REPORT_INCIDENT, row)


def sees_exact_place(actor: Actor, row: Incident) -> bool:
    """Return whether the actor may see exactly where it was: the same answer as :func:`is_exact`."""
    return allows(actor, Right.READ_EXACT_PLACE, row) or is_own(actor, row)


def _row(incident_id: UUID, *, is_locked: bool = False) -> Incident:
    rows = with_relations(Incident.objects.filter(pk=incident_id))
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Coarse:
    """The middle of the square that a point lies in: degrees and metres, shape (n,)."""

    lon: np.ndarray
    lat: np.ndarray
    e: np.ndarray
    n: np.ndarray


def coarse(e: np.ndarray, n: np.ndarray, cell_m: np.ndarray) -> Coarse:
    """Snap points (metres, SWEREF 99 TM) to the middle of their square; NaN stays NaN."""
    middle_e = np.floor(e / cell_m) * cell_m + cell_m / 2
    middle_n = np.floor(n / cell_m) * cell_m + cell_m / 2
    degrees = to_wgs84(middle_e, middle_n)
    return Coarse(degrees.lon, degrees.lat, middle_e, middle_n)


def cell_of(sensitivity: str) -> int:
    """Return the side of the square that a coarse place is told as, metres."""
    return CELL_PROTECTED_M if sensitivity == Sensitivity.PROTECTED else CELL_M


def row_contract(row: Incident, *, is_exact: bool) -> IncidentRow:
    """Return an incident as a line in a list."""
    return IncidentRow(
        id=row.id,
        version=row.version,
        category=row.category.name,
        category_code=row.category.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_precision=row.time_precision,
        place=place_of(row, is_exact=is_exact),
        seriousness=row.seriousness,
        organisation=row.organisation.name,
        source=row.source,
        state=State(row.state),
        state_label=str(STATE_LABELS[State(row.state)]),
        text=row.text,
        registered_at=row.registered_at,
    )


def place_of(row: Incident, *, is_exact: bool) -> Place:
    """Return where it was, as exactly as the reader may know. A named place's name is known to all."""
    name = row.place_name if is_exact or row.place_id is not None else ""
    lon, lat, e, n, cell_m = row.lon, row.lat, row.e, row.n, None
    if not is_exact and e is not None and n is not None:
        cell_m = cell_of(row.sensitivity)
        square = coarse(np.array([e]), np.array([n]), np.array([cell_m]))
        lon, lat = round(float(square.lon[0]), 5), round(float(square.lat[0]), 5)
        e, n = float(square.e[0]), float(square.n[0])
    return Place(
        lon=lon,
        lat=lat,
        e=e,
        n=n,
        cell_m=cell_m,
        uncertainty_m=row.uncertainty_m if is_exact else None,
        name=name if is_exact or row.place is None else row.place.name,
        place_id=row.place_id,
        area=row.area.name if row.area else "",
        area_id=row.area_id,
        area_generation=row.area_generation,
        precision=row.location_precision,
        precision_label=str(LOCATION_PRECISION_LABELS[row.location_precision]),
    )


def draft_of(row: Incident) -> Draft:
    """Return what an incident says in the form in which it can be corrected."""
    is_moment = row.time_precision == "minute"
    is_day = row.time_precision == "day"
    is_point = row.location_precision == "point"
    return Draft(
        category=row.category.code,
        starts_at=row.starts_at,
        ends_at=None if is_moment or is_day else row.ends_at,
        time_precision="minute" if is_moment else "day" if is_day else "span",
        lon=row.lon if is_point else None,
        lat=row.lat if is_point else None,
        uncertainty_m=row.uncertainty_m,
        place_id=row.place_id,
        place_name=row.place_name,
        seriousness=row.seriousness,
        witnessed=row.witnessed,
        police_report=row.police_report,
        text=row.text,
        personal_data_motive=row.personal_data_motive,
        own_circle=row.circle == Circle.OWN,
    )


def receipt_of(row: Report) -> ReportReceipt:
    """Return a report as its sender sees it."""
    prefetch_related_objects([row], LINES)
    return ReportReceipt(
        id=row.id,
        client_id=row.client_id,
        reference=row.id.hex[:8].upper(),
        received_at=row.received_at,
        organisation=row.organisation.name,
        lines=tuple(_line(incident) for incident in row.incidents.all()),
        zero_from=row.zero_from,
        zero_to=row.zero_to,
    )


def _line(row: Incident) -> ReportLine:
    return ReportLine(
        id=row.id,
        category=row.category.name,
        starts_at=row.starts_at,
        time_precision=row.time_precision,
        place=row.place_name or (row.area.name if row.area else ""),
        state=State(row.state),
        state_label=str(STATE_LABELS[State(row.state)]),
        question=row.question,
        answer=row.answer,
        version=row.version,
        feedback=tuple(FeedbackLine(f.at, f.text, f.by_function) for f in row.feedback.all()),
    )
