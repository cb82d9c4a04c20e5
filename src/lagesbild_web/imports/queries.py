"""Read uploads; the only place that decides whose an actor gets."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.roles import INCIDENT_ROLES
from lagesbild.sources.catalogue import all_sources, source_by_id
from lagesbild_web.access.rights import has_somewhere, require, within
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.base import progress
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.imports.contracts import (
    AT_WORK,
    MEANINGS,
    UPLOAD_STATE_LABELS,
    FaultLine,
    RoleColumn,
    SheetRow,
    UnknownWord,
    UploadState,
    UploadSummary,
)
from lagesbild_web.imports.contracts import Upload as UploadContract
from lagesbild_web.imports.models import RememberedMapping, Upload
from lagesbild_web.imports.understanding import MAPPED_SOURCES
from lagesbild_web.incidents.batches import Owner
from lagesbild_web.incidents.loading import is_shown

PAGE_SIZE: Final = 25
SHOWN_FAULTS: Final = 200


def uploads_for(actor: Actor, *, number: int) -> Page[UploadSummary]:
    """Return one page of the files that the actor's organisations have uploaded, the latest first.

    Raises
    ------
    NotAllowed
        If no role lets the actor import.
    """
    if not has_somewhere(actor, Right.IMPORT_INCIDENT):
        raise NotAllowed
    rows = Upload.objects.filter(within(actor, Right.IMPORT_INCIDENT)).select_related("uploaded_by")
    return page_of(rows.order_by("-uploaded_at", "id"), number, size=PAGE_SIZE, to=summary_of)


def upload_for(actor: Actor, upload_id: UUID) -> UploadContract:
    """Return a file with everything that its page shows.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    """
    row = row_for(actor, upload_id)
    read: dict[str, Any] = row.read
    mapping = Mapping.from_toml(row.mapping) if row.mapping else None
    return UploadContract(
        summary=summary_of(row),
        progress=progress.told(row.id) if row.state in AT_WORK else None,
        sources=[(source.id, source.name) for source in all_sources()],
        source_id=row.source,
        headings=read.get("headings", []) if row.source in MAPPED_SOURCES else [],
        roles=_roles(mapping) if row.source in MAPPED_SOURCES else [],
        unknown=_unknown(read, mapping),
        faults=[FaultLine(*fault) for fault in read.get("faults", [])[:SHOWN_FAULTS]],
        faults_in_all=read.get("faults_in_all", 0),
        sheet=[
            SheetRow(line["number"], [(value, fault) for value, fault in line["cells"]])
            for line in read.get("sheet", [])
        ],
        notes=read.get("notes", []),
        counted=read.get("counted", 0),
        measurements=read.get("measurements", 0),
        screened=read.get("screened", 0),
        first_day=_day(read.get("first_day", "")),
        last_day=_day(read.get("last_day", "")),
        outcome=row.outcome,
        failure=row.failure,
        removed_at=row.removed_at,
        meaning=_meaning(row),
        can_load=row.state in (UploadState.READY, UploadState.UNDONE) and bool(row.table_sha256),
        can_undo=row.state == UploadState.LOADED,
    )


def faults_of(actor: Actor, upload_id: UUID) -> list[FaultLine]:
    """Return every fault that was kept, for the file with faults."""
    return [FaultLine(*fault) for fault in row_for(actor, upload_id).read.get("faults", [])]


def row_for(actor: Actor, upload_id: UUID, *, is_locked: bool = False) -> Upload:
    """Return the row if the actor may import for its organisation."""
    rows = Upload.objects.select_related("uploaded_by", "organisation")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=upload_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.IMPORT_INCIDENT, row)
    return row


def owner_of(row: Upload) -> Owner:
    """Return whose the incidents of a file become, and who may see them, as chosen when it was loaded."""
    return Owner(row.municipality_id, row.organisation_id, Circle(row.loaded_circle), Sensitivity.LIMITED)


def remembered_mapping(organisation_id: UUID, columns_sha256: str) -> str:
    """Return the mapping that was used last for a file with the same headings; empty when there is none."""
    found = RememberedMapping.objects.filter(
        organisation_id=organisation_id, columns_sha256=columns_sha256
    ).first()
    return found.mapping if found is not None else ""


def summary_of(row: Upload) -> UploadSummary:
    """Return a file as a line in the list."""
    state = UploadState(row.state)
    return UploadSummary(
        id=row.id,
        filename=row.filename,
        state=state,
        state_label=str(UPLOAD_STATE_LABELS[state]),
        source=source_by_id(row.source).name if row.source else "",
        uploaded_at=row.uploaded_at,
        uploaded_by=row.uploaded_by.full_name if row.uploaded_by else "",
        rows=row.read.get("rows", 0),
        loaded=row.outcome.get("new", 0) + row.outcome.get("changed", 0),
    )


def _meaning(row: Upload) -> str:
    if row.state not in (UploadState.LOADING, UploadState.UNDOING):
        return ""
    return str(MEANINGS[UploadState(row.state), is_shown(row.id)])


def _roles(mapping: Mapping | None) -> list[RoleColumn]:
    columns = mapping.columns if mapping else {}
    return [RoleColumn(role.id, role.label, columns.get(role.id, "")) for role in INCIDENT_ROLES]


def _unknown(read: dict[str, Any], mapping: Mapping | None) -> list[UnknownWord]:
    given = mapping.categories if mapping else {}
    known = [UnknownWord(word, 0, code) for word, code in given.items()]
    return [UnknownWord(word, count, "") for word, count in read.get("unknown", [])] + known


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
