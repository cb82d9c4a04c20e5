"""Read incidents and reports; the only place that decides which ones an actor gets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import polars as pl
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import all_municipalities, managed_municipality, organisations_of
from lagesbild_web.access.rights import allows, has_somewhere, those_with, within
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.incidents.choosing import counted_in, latest_ids, reviewable, reviewable_by_state
from lagesbild_web.incidents.columns import revision_of
from lagesbild_web.incidents.contracts import (
    POLICE_REPORT_LABELS,
    STATE_LABELS,
    WITNESSED_LABELS,
    DuplicateHint,
    Guard,
    Incident,
    IncidentFilter,
    IncidentRow,
    IncidentSelection,
    IncidentStretch,
    Mark,
    ReportReceipt,
    State,
    StateCount,
    TrustEntry,
    TrustRegister,
)
from lagesbild_web.incidents.duplicates import duplicate_hints
from lagesbild_web.incidents.history import history_of
from lagesbild_web.incidents.models import Incident as IncidentModel
from lagesbild_web.incidents.models import Report, TrustedOrganisation
from lagesbild_web.incidents.reading import (
    LINES,
    draft_of,
    is_own,
    readable_row,
    receipt_of,
    reports_of,
    row_contract,
    sees_exact_place,
    visible,
    with_relations,
)
from lagesbild_web.incidents.selecting import ground_of, matching, matching_ids
from lagesbild_web.incidents.steps import STEPS, last_step
from lagesbild_web.incidents.table import incidents_table

__all__ = [
    "IncidentSelection",
    "duplicates_of",
    "incident_for",
    "incidents_after",
    "incidents_for",
    "incidents_table",
    "my_reports",
    "next_waiting",
    "receipt_for",
    "receipt_numbered",
    "revision_of",
    "state_counts",
    "texts_of",
    "trusted_organisations",
    "waiting",
]

PAGE_SIZE: Final = 25
LIST_SIZE: Final = 50


def incident_for(actor: Actor, incident_id: UUID) -> Incident:
    """Return an incident with its history, its place as exactly as the actor may know.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = readable_row(actor, incident_id)
    reviews, owns = allows(actor, Right.REVIEW_INCIDENT, row), is_own(actor, row)
    is_open = row.state in (State.WAITING, State.RETURNED)
    step = last_step(row)
    undoable = reviews and step is not None and STEPS[step.step].can_be_undone
    corrects = (reviews and row.state in STEPS["correct"].from_states) or (owns and is_open)
    return Incident(
        row=row_contract(row, is_exact=sees_exact_place(actor, row)),
        municipality_id=row.municipality_id,
        witnessed_label=str(WITNESSED_LABELS.get(row.witnessed, "")),
        police_report_label=str(POLICE_REPORT_LABELS[row.police_report]),
        personal_data_motive=row.personal_data_motive if reviews or owns else "",
        function=_function(row.report),
        report_id=row.report_id,
        question=row.question,
        answer=row.answer,
        merged_into=row.merged_into_id,
        merged=tuple(row.merged.values_list("id", flat=True)),
        sensitivity_label=row.get_sensitivity_display(),
        is_protected=row.sensitivity == Sensitivity.PROTECTED,
        circle_label=row.get_circle_display(),
        history=history_of(row, with_names=reviews) if reviews or owns else (),
        draft=draft_of(row) if corrects else None,
        can_review=reviews,
        can_answer=owns and row.state == State.RETURNED,
        can_withdraw=corrects,
        can_undo=undoable,
        undo_label=str(STEPS[step.step].label) if undoable and step is not None else "",
    )


def guard_of(incident_id: UUID) -> Guard:
    """Return what decides access to an incident, for what other features keep about it.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = IncidentModel.objects.filter(pk=incident_id)
    guard = found.values_list("municipality_id", "organisation_id", "circle", "sensitivity").first()
    if guard is None:
        raise NotFound
    return Guard(*guard)


def waiting(actor: Actor, *, number: int, state: State = State.WAITING) -> Page[IncidentRow]:
    """Return one page of the queue: what the actor may review and is in the state, the oldest report first.

    Raises
    ------
    NotAllowed
        If no role lets the actor review.
    """
    if not has_somewhere(actor, Right.REVIEW_INCIDENT):
        raise NotAllowed
    queues = [reviewable(actor, home, state) for home in _reviewed_municipalities(actor)]
    ids = pl.concat(queues).sort("registered_at", "id")["id"] if queues else pl.Series("id", [], pl.String)
    start = (number - 1) * PAGE_SIZE
    if number > 1 and start >= len(ids):
        raise NotFound
    # Everything, also what has just been reported, is in memory; the database finds rows best by their ids.
    shown = with_relations(visible(actor).filter(pk__in=ids[start : start + PAGE_SIZE].to_list()))
    rows = [_to_row(row) for row in shown.order_by("registered_at", "id")]
    return Page(rows, number, PAGE_SIZE, len(ids))


def duplicates_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, tuple[DuplicateHint, ...]]:
    """Return what may be the same as each of the incidents that the actor may review, the likeliest first."""
    rows = _reviewable(actor).filter(pk__in=ids).select_related("category")
    return duplicate_hints(actor, list(rows))


def next_waiting(actor: Actor, *, after: UUID) -> UUID | None:
    """Return the next in the queue after an incident, however that one stands now; None when it is empty."""
    row = IncidentModel.objects.filter(pk=after).values("registered_at").first()
    queue = _reviewable(actor).filter(state=State.WAITING).exclude(pk=after).order_by("registered_at", "id")
    later = queue.filter(registered_at__gte=row["registered_at"]) if row else queue
    return later.values_list("id", flat=True).first() or queue.values_list("id", flat=True).first()


def state_counts(actor: Actor) -> list[StateCount]:
    """Return how many incidents are in each state, among those that the actor may review."""
    counts: Counter[str] = Counter()
    for municipality_id in _reviewed_municipalities(actor):
        counts.update(reviewable_by_state(actor, municipality_id))
    return [StateCount(state, str(STATE_LABELS[state]), counts[state.value]) for state in State]


def my_reports(actor: Actor, *, number: int) -> Page[ReportReceipt]:
    """Return one page of what the actor's functions have sent, the latest first."""
    rows = _sent_reports(actor).select_related("organisation")
    return page_of(
        rows.prefetch_related(LINES).order_by("-received_at", "id"), number, size=PAGE_SIZE, to=receipt_of
    )


def receipt_for(actor: Actor, report_id: UUID) -> ReportReceipt:
    """Return a receipt to whoever sent the report.

    Raises
    ------
    NotFound
        If there is no such report, or somebody else sent it.
    """
    row = _sent_reports(actor).filter(pk=report_id).select_related("organisation").first()
    if row is None:
        raise NotFound
    return receipt_of(row)


def receipt_numbered(actor: Actor, client_id: UUID) -> ReportReceipt:
    """Return the receipt of the report that its sender gave this number; refuses like :func:`receipt_for`."""
    row = _sent_reports(actor).filter(client_id=client_id).select_related("organisation").first()
    if row is None:
        raise NotFound
    return receipt_of(row)


def incidents_for(
    actor: Actor, wanted: IncidentFilter, *, number: int, municipality_id: UUID | None = None
) -> Page[IncidentRow]:
    """Return one page of the incidents that match and that the actor may read, the latest first.

    Raises
    ------
    NotAllowed
        If no role lets the actor read incidents.
    """
    home = municipality_id or actor.municipality_id
    if home is None or not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    ground = ground_of(home, wanted)
    start = (number - 1) * LIST_SIZE
    if wanted.text.split() and not ground.needs_geometry:
        return page_of(
            with_relations(matching(actor, home, wanted, ground)), number, size=LIST_SIZE, to=_to_row
        )
    else:
        # Counting a million rows takes the database more than a second.
        ids, total = latest_ids(actor, home, wanted, ground, start=start, size=LIST_SIZE)
    if number > 1 and start >= total:
        raise NotFound
    shown = with_relations(visible(actor).filter(pk__in=ids))
    return Page([_to_row(row) for row in shown.order_by("-starts_at", "id")], number, LIST_SIZE, total)


def number_of(
    actor: Actor, wanted: IncidentFilter, *, categories: Iterable[UUID], municipality_id: UUID
) -> int:
    """Return how many of the incidents that the actor may read and that match are of the categories."""
    ground = ground_of(municipality_id, wanted)
    return counted_in(actor, municipality_id, wanted, ground, categories)


def incidents_after(
    actor: Actor, wanted: IncidentFilter, *, after: Mark | None, size: int
) -> IncidentStretch:
    """Return at most ``size`` of the incidents that match and that the actor may read, the latest first.

    What is added meanwhile moves nothing: a stretch begins after the ``more`` of the one before.

    Raises
    ------
    NotAllowed
        If no role lets the actor read incidents.
    """
    home = actor.municipality_id
    if home is None or not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    ground = ground_of(home, wanted)
    if ground.needs_geometry:
        ids = matching_ids(actor, home, wanted, ground, after=after)[: size + 1]
        found = visible(actor).filter(pk__in=ids).order_by("-starts_at", "id")
    else:
        found = matching(actor, home, wanted, ground, after=after)[: size + 1]
    rows = list(with_relations(found))
    last = rows[size - 1] if len(rows) > size else None
    return IncidentStretch(tuple(map(_to_row, rows[:size])), Mark(last.starts_at, last.id) if last else None)


def trusted_organisations(actor: Actor) -> TrustRegister:
    """Return the organisations of the municipality that the actor administers, with their trust.

    Raises
    ------
    NotAllowed
        If the actor administers none.
    """
    home = managed_municipality(actor)
    trusted = {row.pk: row for row in TrustedOrganisation.objects.filter(_belongs_to(home))}
    entries = [
        TrustEntry(
            organisation.id,
            organisation.name,
            organisation.id in trusted,
            trusted[organisation.id].since if organisation.id in trusted else None,
            trusted[organisation.id].reason if organisation.id in trusted else "",
        )
        for organisation in organisations_of(home)
    ]
    return TrustRegister(home, tuple(entries))


def _belongs_to(municipality_id: UUID) -> Q:
    return Q(organisation_id=municipality_id) | Q(organisation__municipality_id=municipality_id)


def _reviewable(actor: Actor) -> QuerySet[IncidentModel]:
    rows = visible(actor).filter(within(actor, Right.REVIEW_INCIDENT))
    if actor.kind == "system":
        return rows
    # Says nothing new, but leads the database to the index that begins with the municipality.
    return rows.filter(municipality_id__in=_reviewed_municipalities(actor))


def _reviewed_municipalities(actor: Actor) -> list[UUID]:
    if actor.kind == "system":
        return [municipality.id for municipality in all_municipalities()]
    return sorted({membership.municipality_id for membership in those_with(actor, Right.REVIEW_INCIDENT)})


def _to_row(row: IncidentModel) -> IncidentRow:
    return row_contract(row, is_exact=row.is_exact)  # type: ignore[attr-defined]  # annotated by visible


def texts_of(actor: Actor, wanted: IncidentFilter, *, municipality_id: UUID) -> pl.DataFrame:
    """Return the columns ``id`` and ``text`` of what matches, to join with :func:`incidents_table`."""
    rows = matching(actor, municipality_id, wanted, ground_of(municipality_id, wanted)).order_by()
    found = [(str(key), text) for key, text in rows.exclude(text="").values_list("id", "text").iterator()]
    return pl.DataFrame(found, schema={"id": pl.String, "text": pl.String}, orient="row")


def _sent_reports(actor: Actor) -> QuerySet[Report]:
    """What the actor, or whoever held the actor's function before, has sent for organisations of today."""
    sent = reports_of(actor)
    if sent is None:
        return Report.objects.none()
    organisations = [m.organisation_id for m in those_with(actor, Right.REPORT_INCIDENT)]
    return Report.objects.filter(sent, organisation_id__in=organisations)


def _function(report: Report | None) -> str:
    if report is None:
        return _("Inläst från fil")
    return report.function.name if report.function else ""
