"""The causes of a problem and the chain of events that leads to it."""

from collections.abc import Iterable
from uuid import UUID

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.problems.contracts import Cause, EventStep, HistoryLine
from lagesbild_web.problems.models import Cause as CauseRow
from lagesbild_web.problems.models import Problem as ProblemRow


def causes_of(actor: Actor, problem_id: UUID) -> tuple[Cause, ...]:
    """Return the causes in use of a problem, in the tree's reading order.

    Raises
    ------
    NotFound
        If there is no such problem for the actor.
    """
    row = ProblemRow.objects.filter(pk=problem_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.READ_PLAN, row)
    return causes_of_row(row)


def causes_in(actor: Actor, municipality_id: UUID) -> tuple[Cause, ...]:
    """Return every cause in use of the problems that the actor may read in a municipality."""
    problems = ProblemRow.objects.filter(within(actor, Right.READ_PLAN), municipality_id=municipality_id)
    rows = CauseRow.objects.filter(problem__in=problems, retired_at=None).order_by(
        "problem__title", "position", "id"
    )
    return tuple(cause_contract(row) for row in rows)


def cause_for(actor: Actor, cause_id: UUID) -> Cause:
    """Return one cause, also one that has been taken away.

    Raises
    ------
    NotFound
        If there is none for the actor.
    """
    return cause_contract(cause_row_for(actor, cause_id, right=Right.READ_PLAN))


def history_of_cause(actor: Actor, cause_id: UUID) -> tuple[HistoryLine, ...]:
    """Return what a cause said before, the latest change first."""
    row = cause_row_for(actor, cause_id, right=Right.READ_PLAN)
    versions = list(row.versions.all())
    names = function_labels([v.by_function_id for v in versions if v.by_function_id])
    return tuple(
        HistoryLine(
            v.at,
            "; ".join(f"{label}: {value}" for label, value in v.before.items() if value),
            names.get(v.by_function_id, "") if v.by_function_id else "",
            v.reason,
        )
        for v in versions
    )


def cause_row_for(actor: Actor, cause_id: UUID, *, right: Right) -> CauseRow:
    """Return the row if the actor has the right to its problem; for this feature only."""
    row = CauseRow.objects.select_related("problem").filter(pk=cause_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.problem)
    return row


def causes_of_row(problem: ProblemRow, *, with_retired: bool = False) -> tuple[Cause, ...]:
    """Return the causes of a problem in reading order; for this feature only."""
    rows = problem.causes.all() if with_retired else problem.causes.filter(retired_at=None)
    return in_tree_order(cause_contract(row) for row in rows.order_by("position", "id"))


def retired_causes(actor: Actor, problem_id: UUID) -> tuple[Cause, ...]:
    """Return the causes that have been taken away, so that they can be taken back."""
    problem = ProblemRow.objects.filter(pk=problem_id).first()
    if problem is None:
        raise NotFound
    require(actor, Right.READ_PLAN, problem)
    rows = problem.causes.exclude(retired_at=None).order_by("-retired_at")
    return tuple(cause_contract(row) for row in rows)


def event_chain_of(problem: ProblemRow) -> tuple[EventStep, ...]:
    """Return the chain of events; for this feature only."""
    return tuple(EventStep(r.position, r.happens, r.broken_by) for r in problem.event_chain.all())


def in_tree_order(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Return causes as a tree is read: each followed by what lies under it.

    A cause whose parent is not among them stands at the top.
    """
    known = list(causes)
    ids = {cause.id for cause in known}
    children: dict[UUID | None, list[Cause]] = {}
    for cause in known:
        children.setdefault(cause.parent_id if cause.parent_id in ids else None, []).append(cause)
    found: list[Cause] = []

    def walk(parent: UUID | None) -> None:
        for cause in sorted(children.get(parent, []), key=lambda item: (item.position, str(item.id))):
            found.append(cause)
            walk(cause.id)

    walk(None)
    return tuple(found)


def cause_contract(row: CauseRow) -> Cause:
    """Return the row as others may see it; for this feature only."""
    return Cause(
        id=row.id,
        problem_id=row.problem_id,
        parent_id=row.parent_id,
        position=row.position,
        text=row.text,
        detail=row.detail,
        perspective=row.perspective,
        perspective_label=row.get_perspective_display(),
        corner=row.corner,
        corner_label=row.get_corner_display() if row.corner else "",
        factor=row.factor,
        factor_label=row.get_factor_display(),
        level=row.level,
        level_label=row.get_level_display(),
        grade=row.grade,
        grade_label=row.get_grade_display(),
        source=row.source,
        control=row.control,
        control_label=row.get_control_display(),
        verdict=row.verdict,
        verdict_label=row.get_verdict_display(),
        motive=row.motive,
        version=row.version,
        is_retired=row.retired_at is not None,
    )
