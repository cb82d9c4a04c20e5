"""Read steering documents, targets, definitions and the matrix; the only place that filters by access."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import allows, require, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.steering.contracts import (
    Cell,
    Committee,
    Definition,
    DocumentDraft,
    Matrix,
    Requirement,
    SteeringDocument,
    Target,
)
from lagesbild_web.steering.models import Committee as CommitteeRow
from lagesbild_web.steering.models import Definition as DefinitionRow
from lagesbild_web.steering.models import MatrixCell
from lagesbild_web.steering.models import Requirement as RequirementRow
from lagesbild_web.steering.models import SteeringDocument as DocumentRow
from lagesbild_web.steering.models import Target as TargetRow

COLUMNS = (
    "title", "kind", "level", "body", "decided_on", "section", "record_number", "valid_from", "valid_to",
    "review_on", "function_id", "replaces_id", "link", "text",
)  # fmt: skip


def home_of(actor: Actor) -> UUID:
    """Return the municipality whose steering documents the actor reads.

    Raises
    ------
    NotAllowed
        If no role of the actor's own lets them be read.
    """
    if actor.municipality_id is None or not those_with(actor, Right.READ_PLAN):
        raise NotAllowed
    return actor.municipality_id


def steered_by(actor: Actor) -> UUID:
    """Return the municipality whose steering documents the actor keeps.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, Right.MANAGE_PLAN):
        if membership.organisation_id == membership.municipality_id:
            return membership.municipality_id
    raise NotAllowed


def keeps(actor: Actor) -> bool:
    """Return whether the actor keeps a municipality's steering documents."""
    try:
        steered_by(actor)
    except NotAllowed:
        return False
    return True


def documents_of(
    actor: Actor, municipality_id: UUID, *, with_retired: bool = False
) -> list[SteeringDocument]:
    """Return the documents that the actor may read, by level, kind and title."""
    rows = _documents().filter(within(actor, Right.READ_PLAN), municipality_id=municipality_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    found = list(rows)
    labels = function_labels(row.function_id for row in found if row.function_id)
    return [_document(row, labels) for row in found]


def document_for(actor: Actor, document_id: UUID) -> SteeringDocument:
    """Return a document.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = document_row(actor, document_id, right=Right.READ_PLAN)
    return _document(row, function_labels([row.function_id] if row.function_id else []))


def struck_targets(actor: Actor, municipality_id: UUID) -> list[Target]:
    """Return the targets that have been struck, the latest first; goals may still point at them."""
    rows = _readable_targets(actor, municipality_id).filter(retired_at__isnull=False)
    return [_target(row, 0) for row in rows.order_by("-retired_at")]


def targets_of(actor: Actor, municipality_id: UUID) -> list[Target]:
    """Return the targets that hold as a tree is read: each followed by what lies under it."""
    rows = _readable_targets(actor, municipality_id).filter(retired_at__isnull=True)
    children: dict[UUID | None, list[TargetRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Target] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for row in children.get(parent, []):
            found.append(_target(row, depth))
            walk(row.id, depth + 1)

    walk(None, 0)
    return found


def target_for(actor: Actor, target_id: UUID) -> Target:
    """Return a target; raises as :func:`document_for`."""
    return _target(target_row(actor, target_id, right=Right.READ_PLAN), 0)


def definitions_of(actor: Actor, municipality_id: UUID) -> list[Definition]:
    """Return every wording of every word, the latest of each first."""
    require_reader(actor, municipality_id)
    found: list[Definition] = []
    later: dict[str, date] = {}
    for row in DefinitionRow.objects.filter(municipality_id=municipality_id):
        found.append(Definition(row.id, row.term, row.text, row.source, row.valid_from, later.get(row.term)))
        later[row.term] = row.valid_from
    return found


def matrix_of(actor: Actor, municipality_id: UUID) -> Matrix:
    """Return which documents each committee must have, and has."""
    require_reader(actor, municipality_id)
    committees = list(CommitteeRow.objects.filter(municipality_id=municipality_id, retired_at__isnull=True))
    requirements = RequirementRow.objects.filter(municipality_id=municipality_id, retired_at__isnull=True)
    cells = {
        (cell.requirement_id, cell.committee_id): cell
        for cell in MatrixCell.objects.filter(requirement__municipality_id=municipality_id).select_related(
            "document"
        )
    }
    return Matrix(
        tuple(Committee(row.id, row.name) for row in committees),
        tuple(
            Requirement(
                row.id,
                row.title,
                row.get_kind_display(),
                row.law,
                tuple(_cell(row.id, c.id, cells.get((row.id, c.id))) for c in committees),
            )
            for row in requirements
        ),
    )


def require_reader(actor: Actor, municipality_id: UUID) -> None:
    """Stop those who may not read the municipality's steering documents."""
    if actor.kind != "system" and (
        actor.municipality_id != municipality_id or not those_with(actor, Right.READ_PLAN)
    ):
        raise NotAllowed


def may_change(actor: Actor, document_id: UUID) -> bool:
    """Return whether the actor may change a document."""
    row = DocumentRow.objects.filter(pk=document_id).first()
    return row is not None and allows(actor, Right.MANAGE_PLAN, row)


def document_row(actor: Actor, document_id: UUID, *, right: Right) -> DocumentRow:
    """Return the row if the actor has the right to it; for this feature only."""
    row = _documents().filter(pk=document_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def target_row(actor: Actor, target_id: UUID, *, right: Right) -> TargetRow:
    """Return the row if the actor has the right to it; for this feature only."""
    row = TargetRow.objects.select_related("document").filter(pk=target_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def file_sha256_of(actor: Actor, document_id: UUID) -> str:
    """Return the hash that a document's file is kept under; raises as :func:`document_for`."""
    row = document_row(actor, document_id, right=Right.READ_PLAN)
    if not row.file_sha256:
        raise NotFound
    return row.file_sha256


def _readable_targets(actor: Actor, municipality_id: UUID) -> QuerySet[TargetRow]:
    rows = TargetRow.objects.filter(within(actor, Right.READ_PLAN), municipality_id=municipality_id)
    return rows.select_related("document")


def _documents() -> QuerySet[DocumentRow]:
    return DocumentRow.objects.select_related("replaces").prefetch_related("replaced_by")


def _document(row: DocumentRow, labels: Mapping[UUID, str]) -> SteeringDocument:
    later = next(iter(row.replaced_by.all()), None)
    return SteeringDocument(
        id=row.id,
        municipality_id=row.municipality_id,
        draft=DocumentDraft(**{name: getattr(row, name) for name in COLUMNS}),
        kind_label=row.get_kind_display(),
        level_label=row.get_level_display(),
        function=labels.get(row.function_id, "") if row.function_id else "",
        replaces=row.replaces.title if row.replaces else "",
        replaced_by=later.title if later else "",
        replaced_by_id=later.id if later else None,
        file_name=row.file_name,
        file_size=row.file_size,
        revision=row.revision,
        is_retired=row.retired_at is not None,
        state_label=_state_label(row, is_replaced=later is not None),
    )


def _state_label(row: DocumentRow, *, is_replaced: bool) -> str:
    today = timezone.localdate()
    if row.retired_at is not None:
        return _("Avslutat")
    if is_replaced:
        return _("Ersatt")
    if row.decided_on is None:
        return _("Inte beslutat")
    if row.valid_from is not None and row.valid_from > today:
        return _("Börjar gälla senare")
    if row.valid_to is not None and row.valid_to < today:
        return _("Gäller inte längre")
    return _("Gäller")


def _target(row: TargetRow, depth: int) -> Target:
    return Target(
        id=row.id,
        municipality_id=row.municipality_id,
        parent_id=row.parent_id,
        document_id=row.document_id,
        document=row.document.title if row.document else "",
        title=row.title,
        description=row.description,
        depth=depth,
        order=row.order,
        revision=row.revision,
        is_retired=row.retired_at is not None,
        retired_on=timezone.localtime(row.retired_at).date() if row.retired_at else None,
    )


def _cell(requirement_id: UUID, committee_id: UUID, row: MatrixCell | None) -> Cell:
    if row is None:
        return Cell(requirement_id, committee_id, "missing", None, "", "")
    state = "not_needed" if not row.is_needed else "has" if row.document_id else "missing"
    document = row.document.title if row.document else ""
    return Cell(requirement_id, committee_id, state, row.document_id, document, row.motive)


def reviews_of(actor: Actor, municipality_id: UUID) -> Iterable[SteeringDocument]:
    """Return the documents in use that have a day for their review."""
    return [d for d in documents_of(actor, municipality_id) if d.draft.review_on and not d.replaced_by]
