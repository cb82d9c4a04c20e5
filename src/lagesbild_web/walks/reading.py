"""Reach rows by way of access, and tell them as others may see them; for this feature only."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.walks.contracts import FindingLine, WalkLine
from lagesbild_web.walks.kinds import SERIOUSNESS_LABELS, Aspect, FindingState, first_checklist
from lagesbild_web.walks.models import Checklist, Finding, Walk


def walk_row(actor: Actor, walk_id: UUID, *, right: Right, is_locked: bool = False) -> Walk:
    """Return the walk if the actor has the right to it."""
    rows = Walk.objects.select_related("municipality", "area", "checklist", "previous")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=walk_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def finding_row(
    actor: Actor, finding_id: UUID, *, right: Right, is_locked: bool = False, with_retired: bool = False
) -> Finding:
    """Return the finding if the actor has the right to its walk; one taken away only when asked for."""
    rows = Finding.objects.select_related("walk__checklist", "walk__municipality", "repeats")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=finding_id).first()
    if row is None or (row.retired_at is not None and not with_retired):
        raise NotFound
    require(actor, right, row.walk)
    return row


def aspects_of(checklist: Checklist | None) -> tuple[Aspect, ...]:
    """Return what a checklist asks."""
    if checklist is None:
        return first_checklist()
    return tuple(Aspect(a["code"], a["name"], tuple(a["questions"])) for a in checklist.aspects)


def walk_line(row: Walk, findings: int, open_findings: int) -> WalkLine:
    """Return a walk as a line."""
    return WalkLine(
        id=row.id,
        title=row.title,
        starts_at=row.starts_at,
        area=row.area.name if row.area else "",
        state=row.state,
        state_label=str(row.get_state_display()),
        findings=findings,
        open_findings=open_findings,
    )


def finding_lines(rows: Iterable[Finding], today: date) -> list[FindingLine]:
    """Return findings as lines; their walks and checklists must be loaded."""
    found = list(rows)
    labels = function_labels({row.function_id for row in found if row.function_id})
    return [_line(row, labels, today) for row in found]


def _line(row: Finding, labels: dict[UUID, str], today: date) -> FindingLine:
    names = {aspect.code: aspect.name for aspect in aspects_of(row.walk.checklist)}
    is_open = row.state == FindingState.OPEN and not row.is_good and row.retired_at is None
    return FindingLine(
        id=row.id,
        walk_id=row.walk_id,
        walk=row.walk.title,
        municipality_id=row.walk.municipality_id,
        number=row.number,
        aspect=row.aspect,
        aspect_label=names.get(row.aspect, row.aspect),
        is_good=row.is_good,
        text=row.text,
        place=row.place,
        lon=row.lon,
        lat=row.lat,
        e=row.e,
        n=row.n,
        seriousness=row.seriousness,
        seriousness_label=str(SERIOUSNESS_LABELS[row.seriousness]) if row.seriousness else "",
        proposal=row.proposal,
        function_id=row.function_id,
        function=labels.get(row.function_id, "") if row.function_id else "",
        due_on=row.due_on,
        state=row.state,
        state_label=str(row.get_state_display()),
        why=row.why,
        repeats_id=row.repeats_id,
        repeats_number=row.repeats.number if row.repeats else None,
        version=row.version,
        is_late=is_open and row.due_on is not None and row.due_on < today,
        retired_on=timezone.localtime(row.retired_at).date() if row.retired_at else None,
    )
