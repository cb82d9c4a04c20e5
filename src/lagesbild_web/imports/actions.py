"""Upload a file, say how it is read, load it, take it back."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild.readers.mapping import Mapping as ColumnMapping
from lagesbild.sources.catalogue import UnknownSourceError, source_by_id
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.log import record
from lagesbild_web.base import stored_files
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.imports.contracts import UploadState, UploadSummary
from lagesbild_web.imports.models import RememberedMapping, Upload
from lagesbild_web.imports.queries import owner_of, row_for, summary_of
from lagesbild_web.imports.understanding import MAPPED_SOURCES, Understood
from lagesbild_web.incidents import actions as incidents
from lagesbild_web.incidents.batches import Leaving
from lagesbild_web.incidents.loading import SupersededError, Written

MOST_BYTES: Final = 200 * 1024 * 1024
LONGEST_NAME: Final = 200
CHOSEN_CIRCLES: Final = (Circle.PARTNERS, Circle.OWN)


@action("import.upload")
def upload(actor: Actor, *, filename: str, content: bytes) -> UploadSummary:
    """Keep a file and begin to read it. The same file again leads to what became of it the first time.

    Raises
    ------
    Invalid
        If it is empty or too large.
    """
    sender = _sender(actor)
    if not content:
        raise Invalid(file=_("Filen är tom. Kontrollera att uttaget blev klart och spara filen igen."))
    if len(content) > MOST_BYTES:
        raise Invalid(file=_("Filen är större än 200 MB. Dela upp den, till exempel per år."))
    sha256 = hashlib.sha256(content).hexdigest()
    stored_files.store(content)
    # A double press sends the file twice at once: the database lets one of them in.
    known, is_new = Upload.objects.get_or_create(
        organisation_id=sender.organisation_id,
        sha256=sha256,
        defaults={
            "municipality_id": sender.municipality_id,
            "uploaded_by_id": actor.user_id,
            "filename": _safe_name(filename),
            "size": len(content),
            "state": UploadState.READING,
        },
    )
    if not is_new:
        _take_again(known)
    record(
        actor,
        "import.uploaded",
        known.id,
        municipality_id=known.municipality_id,
        name=known.filename,
        bytes=len(content),
        sha256=sha256,
    )
    return summary_of(known)


@action("import.map")
def map_columns(
    actor: Actor, upload_id: UUID, *, source: str, columns: Mapping[str, str], words: Mapping[str, str]
) -> UploadSummary:
    """Say what the file is, which column means what, and what unknown words mean; it is then read again.

    Raises
    ------
    Invalid
        If a source, a column or a category does not exist, or the file is loaded already.
    """
    row = row_for(actor, upload_id, is_locked=True)
    if row.state not in (UploadState.FAULTY, UploadState.READY, UploadState.UNDONE, UploadState.FAILED):
        raise Invalid(source=_("Filen är inläst eller på väg in. Ångra inläsningen först."))
    if row.removed_at:
        raise Invalid(source=_("Filen är gallrad. Ladda upp den igen om den behövs."))
    try:
        source_by_id(source)
    except UnknownSourceError:
        raise Invalid(source=_("Välj vad det är för fil i listan.")) from None
    row.mapping = _mapping_of(row, source, columns, words)
    row.source, row.state, row.failure = source, UploadState.READING, ""
    row.save(update_fields=["mapping", "source", "state", "failure"])
    record(actor, "import.mapped", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


@action("import.finish_reading")
def finish_reading(actor: Actor, upload_id: UUID, understood: Understood) -> UploadSummary:
    """Keep what was understood of a file: it can be loaded, or its faults are shown."""
    row = row_for(actor, upload_id, is_locked=True)
    row.source, row.mapping, row.read = understood.source, understood.mapping, understood.read
    row.table_sha256 = stored_files.store(understood.table).sha256 if understood.table else ""
    row.state = UploadState.FAULTY if understood.read["faults_in_all"] else UploadState.READY
    row.save(update_fields=["source", "mapping", "read", "table_sha256", "state"])
    if understood.source in MAPPED_SOURCES and row.state == UploadState.READY:
        RememberedMapping.objects.update_or_create(
            organisation_id=row.organisation_id,
            columns_sha256=understood.columns_sha256,
            defaults={"mapping": understood.mapping},
        )
    record(
        actor,
        "import.read",
        row.id,
        municipality_id=row.municipality_id,
        name=row.filename,
        rows=row.read.get("rows", 0),
        faults=row.read["faults_in_all"],
    )
    return summary_of(row)


@action("import.fail")
def fail(actor: Actor, upload_id: UUID, *, why: str) -> UploadSummary:
    """Say that the work with a file broke off; nothing of it was kept. What was read can be loaded again."""
    row = row_for(actor, upload_id, is_locked=True)
    if row.state == UploadState.LOADING:
        incidents.end_batch(actor, row.id, owner=owner_of(row))
    row.state = UploadState.READY if row.state == UploadState.LOADING else UploadState.FAILED
    row.failure = why[:500]
    row.save(update_fields=["state", "failure"])
    record(actor, "import.failed", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


@action("import.start_loading")
def start_loading(actor: Actor, upload_id: UUID, *, circle: Circle) -> UploadSummary:
    """Ask for the incidents of a file to be loaded.

    Raises
    ------
    Invalid
        If the file has faults, holds no incidents, or is loaded already.
    """
    row = row_for(actor, upload_id, is_locked=True)
    if row.state not in (UploadState.READY, UploadState.UNDONE) or not row.table_sha256:
        raise Invalid(circle=_("Filen går inte att läsa in nu. Ladda om sidan och se vad som gäller."))
    if circle not in CHOSEN_CIRCLES:
        raise Invalid(circle=_("Välj vilka som får se händelserna."))
    row.state, row.loaded_circle, row.failure = UploadState.LOADING, circle.value, ""
    row.save(update_fields=["state", "loaded_circle", "failure"])
    incidents.begin_batch(actor, row.id, owner=owner_of(row))
    record(actor, "import.started", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


@action("import.load")
def load(actor: Actor, upload_id: UUID, written: Written) -> UploadSummary:
    """Let the incidents that have been written count, all of them at once; a second time does nothing.

    What they replace counts no longer. It is laid beneath them afterwards, by the same task.

    Raises
    ------
    OutdatedError
        If other files have been loaded or taken back since they were written.
    BusyError
        If another file is being switched just now.
    """
    row = row_for(actor, upload_id, is_locked=True)
    if row.state == UploadState.LOADING:
        is_left = incidents.show_batch(actor, row.id, written, owner=owner_of(row))
        row.state = UploadState.LOADING if is_left else UploadState.LOADED
        row.outcome = asdict(written.outcome)
        row.save(update_fields=["state", "outcome"])
    record(actor, "import.loaded", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


@action("import.finish_loading")
def finish_loading(actor: Actor, upload_id: UUID) -> UploadSummary:
    """Say that all that a file replaced lies beneath its incidents. Twice does nothing."""
    row = row_for(actor, upload_id, is_locked=True)
    if row.state == UploadState.LOADING:
        incidents.settle_batch(actor, row.id, owner=owner_of(row))
        row.state = UploadState.LOADED
        row.save(update_fields=["state"])
    record(actor, "import.settled", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


@action("import.undo")
def undo(actor: Actor, upload_id: UUID, *, reason: str) -> Leaving:
    """Let what a file brought count no longer, and what it replaced count again, from one moment to the next.

    It is this moment, unless the file replaced more than can be brought back at once: then a task does that
    first (:func:`hide`), and everything counts as before until then. A task withdraws the incidents, too.

    Raises
    ------
    Invalid
        If the reason is missing or the file is not loaded.
    """
    row = row_for(actor, upload_id, is_locked=True)
    if row.state != UploadState.LOADED:
        raise Invalid(reason=_("Filen är inte inläst, så det finns inget att ångra."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför inläsningen ångras. Skälet sparas i loggen."))
    screen(reason=reason)
    leaving = incidents.hide_batch(actor, row.id, owner=owner_of(row))
    row.state, row.outcome = UploadState.UNDOING, {}
    row.save(update_fields=["state", "outcome"])
    record(
        actor,
        "import.undone",
        row.id,
        municipality_id=row.municipality_id,
        name=row.filename,
        reason=reason.strip()[:500],
    )
    return leaving


@action("import.hide")
def hide(actor: Actor, upload_id: UUID) -> Leaving:
    """Go on with an undoing whose file still counts: let it count no longer, if what it replaced is back.

    Raises
    ------
    SupersededError
        If it counts no longer.
    """
    row = row_for(actor, upload_id, is_locked=True)
    if row.state != UploadState.UNDOING:
        raise SupersededError
    leaving = incidents.hide_batch(actor, row.id, owner=owner_of(row))
    record(actor, "import.taken_back", row.id, municipality_id=row.municipality_id, name=row.filename)
    return leaving


@action("import.finish_undo")
def finish_undo(actor: Actor, upload_id: UUID) -> UploadSummary:
    """Say that all of a file's incidents are withdrawn: it can be loaded again. Twice does nothing."""
    row = row_for(actor, upload_id, is_locked=True)
    if row.state == UploadState.UNDOING:
        incidents.end_batch(actor, row.id, owner=owner_of(row))
        row.state = UploadState.UNDONE
        row.save(update_fields=["state"])
    record(actor, "import.undo_finished", row.id, municipality_id=row.municipality_id, name=row.filename)
    return summary_of(row)


def _take_again(row: Upload) -> None:
    """Read once more what failed or has been removed, as whoever sends it again expects."""
    row.removed_at = None
    if row.state == UploadState.FAILED:
        row.state, row.failure = UploadState.READING, ""
    row.save(update_fields=["state", "failure", "removed_at"])


def _sender(actor: Actor) -> ActiveMembership:
    """Return the membership that the actor imports as."""
    for membership in those_with(actor, Right.IMPORT_INCIDENT):
        require(actor, Right.IMPORT_INCIDENT, Domain(membership.municipality_id, membership.organisation_id))
        return membership
    raise NotAllowed


def _safe_name(filename: str) -> str:
    """Return the last part of a name, without what could lead elsewhere or break a line."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in name if c.isprintable()).strip(". ")
    return printable[-LONGEST_NAME:] or "fil"


def _mapping_of(row: Upload, source: str, columns: Mapping[str, str], words: Mapping[str, str]) -> str:
    if source not in MAPPED_SOURCES:
        return ""
    headings = set(row.read.get("headings", []))
    chosen = {role: heading for role, heading in columns.items() if heading}
    if unknown := sorted(set(chosen.values()) - headings):
        raise Invalid(columns=_("Filen har ingen kolumn som heter %s.") % ", ".join(unknown))
    codes = {category.code: category.library_code for category in categories_of(row.municipality_id)}
    if wrong := sorted({code for code in words.values() if code and code not in codes}):
        raise Invalid(words=_("Kategorin %s finns inte. Välj en i listan.") % ", ".join(wrong))
    if not chosen:
        return ""
    before = ColumnMapping.from_toml(row.mapping) if row.mapping else ColumnMapping()
    given = {word: codes[code] for word, code in words.items() if code}
    return replace(before, columns=chosen, categories={**before.categories, **given}).to_toml()
