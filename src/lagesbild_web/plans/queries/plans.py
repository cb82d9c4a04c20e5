"""Read plans and their versions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import allows, require, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.plans.contracts import (
    VERSION_STATE_LABELS,
    PlanSummary,
    VersionLine,
    VersionState,
)
from lagesbild_web.plans.file_names import MEDIA_TYPES
from lagesbild_web.plans.models import Plan, PlanVersion

_DECIDED = (VersionState.DECIDED, VersionState.FOLLOWED_UP, VersionState.REPLACED)


def plans_of(
    actor: Actor, *, municipality_id: UUID | None = None, with_retired: bool = False
) -> list[PlanSummary]:
    """Return the plans that the actor may read, the latest period first.

    Raises
    ------
    NotAllowed
        If no role lets the actor read plans in a municipality.
    """
    home = municipality_id or actor.municipality_id
    if actor.kind != "system" and not those_with(actor, Right.READ_PLAN):
        raise NotAllowed
    rows = readable_plans(actor).order_by("-starts_on", "title")
    if home is not None:
        rows = rows.filter(municipality_id=home)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    found = list(rows)
    labels = function_labels(row.function_id for row in found if row.function_id)
    return [summary_of(row, labels) for row in found]


def listed_plans(
    actor: Actor, municipality_id: UUID | None, *, with_retired: bool = False
) -> list[PlanSummary]:
    """Return the plans in use that the actor may read in a municipality; nothing for those who may not."""
    if municipality_id is None:
        return []
    rows = readable_plans(actor).filter(municipality_id=municipality_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    found = list(rows.order_by("-starts_on", "title"))
    labels = function_labels(row.function_id for row in found if row.function_id)
    return [summary_of(row, labels) for row in found]


def plan_for(actor: Actor, plan_id: UUID) -> PlanSummary:
    """Return a plan.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = plan_row(actor, plan_id, right=Right.READ_PLAN)
    return summary_of(row, function_labels([row.function_id] if row.function_id else []))


def may_manage(actor: Actor, plan_id: UUID) -> bool:
    """Return whether the actor may change the plan and what is in it."""
    row = _rows().filter(pk=plan_id).first()
    return row is not None and allows(actor, Right.MANAGE_PLAN, row)


def managed_among(actor: Actor, plan_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the plans that the actor may change, asked for at once."""
    rows = Plan.objects.filter(within(actor, Right.MANAGE_PLAN), pk__in=list(plan_ids))
    return set(rows.values_list("pk", flat=True))


def municipality_planned_by(actor: Actor) -> UUID:
    """Return the municipality whose plans the actor keeps.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, Right.MANAGE_PLAN):
        if membership.organisation_id == membership.municipality_id:
            return membership.municipality_id
    raise NotAllowed


def versions_of(actor: Actor, plan_id: UUID) -> list[VersionLine]:
    """Return every version of a plan, the latest first."""
    row = plan_row(actor, plan_id, right=Right.READ_PLAN)
    return [_version_line(version) for version in row.versions.all()]


def frozen_version(actor: Actor, plan_id: UUID, number: int) -> Mapping[str, Any]:
    """Return a version as it was decided.

    Raises
    ------
    NotFound
        If there is no such version, or it has not been decided.
    """
    row = plan_row(actor, plan_id, right=Right.READ_PLAN)
    version = next((v for v in row.versions.all() if v.number == number), None)
    if version is None or version.frozen is None:
        raise NotFound
    frozen: Mapping[str, Any] = version.frozen
    return frozen


def kept_sha256(actor: Actor, plan_id: UUID, *, number: int, filetype: str) -> str:
    """Return the hash that a decided version's document is kept under.

    Raises
    ------
    NotFound
        If there is no such version, or no such document of it.
    """
    row = plan_row(actor, plan_id, right=Right.READ_PLAN)
    version = next((v for v in row.versions.all() if v.number == number), None)
    if version is None or filetype not in version.documents:
        raise NotFound
    return str(version.documents[filetype])


def readable_plans(actor: Actor) -> QuerySet[Plan]:
    """Return the rows that the actor may read; for this feature only."""
    return _rows().filter(within(actor, Right.READ_PLAN))


def plan_row(actor: Actor, plan_id: UUID, *, right: Right) -> Plan:
    """Return the row if the actor has the right to it; for this feature only."""
    row = _rows().filter(pk=plan_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def day_of(at: datetime | None) -> date | None:
    """Return the local day of a moment; for this feature only."""
    return timezone.localtime(at).date() if at else None


def state_of(version: PlanVersion, plan: Plan) -> VersionState:
    """Return the state of a version today: what is decided is in force from the plan's first day."""
    state = VersionState(version.state)
    has_begun = plan.starts_on <= timezone.localdate()
    return VersionState.IN_FORCE if state is VersionState.DECIDED and has_begun else state


def latest_of(row: Plan) -> PlanVersion:
    """Return the plan's latest version; for this feature only."""
    return row.versions.all()[0]


def decision_in_words(version: PlanVersion) -> str:
    """Return by whom, when and where in the minutes a version was decided."""
    if version.decided_on is None:
        return ""
    told = _("%(body)s %(day)s") % {"body": version.body, "day": version.decided_on.isoformat()}
    told += f" {version.section}" if version.section else ""
    return f"{told}, dnr {version.record_number}" if version.record_number else told


def summary_of(row: Plan, labels: Mapping[UUID, str]) -> PlanSummary:
    """Return the row as others may see it."""
    latest = latest_of(row)
    decided = next((v for v in row.versions.all() if v.decided_on is not None), None)
    state = state_of(latest, row)
    return PlanSummary(
        id=row.id,
        title=row.title,
        municipality_id=row.municipality_id,
        state=state,
        state_label=str(VERSION_STATE_LABELS[state]),
        number=latest.number,
        function_id=row.function_id,
        function=labels.get(row.function_id, "") if row.function_id else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        picture_id=row.picture_id,
        decided_on=decided.decided_on if decided else None,
        decision=decision_in_words(decided) if decided else "",
        decided_number=decided.number if decided else None,
        circle_label=row.get_circle_display(),
        revision=row.revision,
        is_retired=row.retired_at is not None,
        retired_on=day_of(row.retired_at),
        circle=row.circle,
    )


def _version_line(version: PlanVersion) -> VersionLine:
    state = state_of(version, version.plan)
    return VersionLine(
        number=version.number,
        state=state,
        state_label=str(VERSION_STATE_LABELS[state]),
        opened_on=version.opened_on,
        why=version.why,
        sent_on=version.sent_on,
        decided_on=version.decided_on,
        decision=decision_in_words(version),
        followed_up_on=version.followed_up_on,
        followed_up_as=version.followed_up_as,
        replaced_on=version.replaced_on,
        is_frozen=version.frozen is not None,
        frozen_sha256=version.frozen_sha256,
        kept=tuple(kind for kind in MEDIA_TYPES if kind in version.documents),
    )


def _rows() -> QuerySet[Plan]:
    versions = PlanVersion.objects.order_by("-number")
    return Plan.objects.select_related("municipality").prefetch_related(Prefetch("versions", versions))
