"""The evidence of a problem, and what inhabitants have said."""

from uuid import UUID

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import require
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.problems.contracts import DialogueNote, EvidenceItem
from lagesbild_web.problems.frozen import from_json
from lagesbild_web.problems.models import Dialogue as DialogueRow
from lagesbild_web.problems.models import Evidence as EvidenceRow
from lagesbild_web.problems.models import Problem as ProblemRow


def evidence_for(actor: Actor, evidence_id: UUID) -> EvidenceItem:
    """Return one frozen finding, also one that has been removed.

    Raises
    ------
    NotFound
        If there is none, or its problem is outside the actor's circle.
    """
    row = evidence_row_for(actor, evidence_id, right=Right.READ_PLAN)
    names = function_labels([row.by_function_id] if row.by_function_id else [])
    return _evidence(row, names)


def evidence_row_for(actor: Actor, evidence_id: UUID, *, right: Right) -> EvidenceRow:
    """Return the row if the actor has the right to its problem; for this feature only."""
    row = EvidenceRow.objects.select_related("problem").filter(pk=evidence_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.problem)
    return row


def dialogue_for(actor: Actor, dialogue_id: UUID) -> DialogueNote:
    """Return one note, to somebody who may work with its problem.

    Raises
    ------
    NotFound
        If there is none, or its problem is outside the actor's circle.
    """
    row = dialogue_row_for(actor, dialogue_id, right=Right.MANAGE_PLAN)
    names = function_labels([row.by_function_id] if row.by_function_id else [])
    return _dialogue(row, names)


def dialogue_row_for(actor: Actor, dialogue_id: UUID, *, right: Right) -> DialogueRow:
    """Return the row if the actor has the right to its problem; for this feature only."""
    row = DialogueRow.objects.select_related("problem").filter(pk=dialogue_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row.problem)
    return row


def evidence_of(problem: ProblemRow) -> tuple[tuple[EvidenceItem, ...], tuple[EvidenceItem, ...]]:
    """Return what stands, and what has been removed; for this feature only."""
    rows = list(problem.evidence.order_by("stance", "at").select_related("problem"))
    names = function_labels([row.by_function_id for row in rows if row.by_function_id])
    items = [_evidence(row, names) for row in rows]
    standing = sorted((i for i in items if i.removed_at is None), key=lambda item: item.stance != "for")
    return tuple(standing), tuple(item for item in items if item.removed_at is not None)


def dialogues_of(problem: ProblemRow) -> tuple[DialogueNote, ...]:
    """Return the notes that stand, the latest first; for this feature only."""
    rows = list(problem.dialogues.filter(removed_at=None).order_by("-held_on", "-at"))
    names = function_labels([row.by_function_id for row in rows if row.by_function_id])
    return tuple(_dialogue(row, names) for row in rows)


def _evidence(row: EvidenceRow, names: dict[UUID, str]) -> EvidenceItem:
    return EvidenceItem(
        id=row.id,
        problem_id=row.problem_id,
        stance=row.stance,
        stance_label=row.get_stance_display(),
        comment=row.comment,
        finding=from_json(row.frozen),
        picture_id=row.picture_id,
        at=row.at,
        function=names.get(row.by_function_id, "") if row.by_function_id else "",
        removed_at=row.removed_at,
        removed_reason=row.removed_reason,
    )


def _dialogue(row: DialogueRow, names: dict[UUID, str]) -> DialogueNote:
    return DialogueNote(
        id=row.id,
        problem_id=row.problem_id,
        held_on=row.held_on,
        form=row.form,
        groups=row.groups,
        participants=row.participants,
        said=row.said,
        function=names.get(row.by_function_id, "") if row.by_function_id else "",
        removed_reason=row.removed_reason,
    )
