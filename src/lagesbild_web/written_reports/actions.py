"""Receive a text, look it through piece by piece, and keep what it tells."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.readers.report_file import MOST_CHARACTERS
from lagesbild_web.access.queries import organisations_of
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import masked
from lagesbild_web.incidents import actions as incidents
from lagesbild_web.incidents.contracts import Draft
from lagesbild_web.written_reports.contracts import Edit, Revised, Step, WrittenState, version_of_all
from lagesbild_web.written_reports.models import WrittenPiece, WrittenReport
from lagesbild_web.written_reports.proposing import pieces_of
from lagesbild_web.written_reports.queries import receiver, row_for, version_of_row
from lagesbild_web.written_reports.retention import empty

_EDITED = ("words", "category", "day", "first", "last", "place_id", "place_name")
CHANGED_BY_OTHERS = gettext_lazy(
    "Någon annan har ändrat rapporten sedan du öppnade sidan, så inget är inläst. Det du skrev finns kvar. "
    "Gå igenom det som är nytt och läs in igen."
)


@action("written_report.receive")
def receive(actor: Actor, *, text: str, sender_id: UUID, report_day: date) -> UUID:
    """Take a text in and propose what it tells; nothing counts yet. Returns its id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    home = receiver(actor)
    require(actor, Right.REVIEW_INCIDENT, Domain(home.municipality_id, home.organisation_id))
    faults = {}
    if not text.strip():
        faults["text"] = _("Klistra in rapporten, eller välj en fil.")
    elif len(text) > MOST_CHARACTERS:
        faults["text"] = _("Texten är för lång. Dela den, till exempel en rapport i taget.")
    if sender_id not in {organisation.id for organisation in organisations_of(home.municipality_id)}:
        faults["sender"] = _("Välj vem som har skrivit rapporten.")
    if report_day > timezone.localdate():
        faults["report_day"] = _("Rapportens dag kan inte ligga framåt i tiden.")
    if faults:
        raise Invalid(**faults)
    row = WrittenReport.objects.create(
        municipality_id=home.municipality_id,
        organisation_id=home.organisation_id,
        sender_id=sender_id,
        received_by_id=actor.user_id,
        report_day=report_day,
        text=text.replace("\r\n", "\n"),
    )
    pieces = WrittenPiece.objects.bulk_create(pieces_of(row))
    record(
        actor,
        "written_report.received",
        row.id,
        municipality_id=row.municipality_id,
        sender=row.sender.name,
        pieces=len(pieces),
    )
    return row.id


@action("written_report.revise")
def revise(
    actor: Actor,
    written_id: UUID,
    edits: Mapping[UUID, Edit],
    step: Step | None = None,
    *,
    seen: Mapping[UUID, str] | None = None,
) -> Revised:
    """Keep what a reviewer has written about the pieces, and then merge, split, leave out, take in or mask.

    What was written is kept whatever becomes of the step, but never over what somebody else has written.

    Parameters
    ----------
    seen
        The version of every piece that the reviewer looked at, by its id; None: as they are now.

    Raises
    ------
    Invalid
        If the text is not open.
    NotFound
        If the step is about a piece that has never been seen.
    """
    row = _open_row(actor, written_id)
    pieces = list(row.pieces.all())
    now = {piece.id: version_of_row(piece) for piece in pieces}
    looked_at = now if seen is None else seen
    written = {key: edit for key, edit in edits.items() if edit.version != looked_at.get(key)}
    agreed = {key for key, edit in written.items() if edit.version == now.get(key)}
    others = {key for key in now.keys() | looked_at.keys() if now.get(key) != looked_at.get(key)} - agreed
    _write(pieces, {key: edit for key, edit in written.items() if key not in others})
    faults = _tried(pieces, step, others) if step else {}
    record(
        actor,
        "written_report.revised",
        row.id,
        municipality_id=row.municipality_id,
        step=step.name if step and not faults else "edit",
    )
    return Revised(
        collided=frozenset(written.keys() & others),
        changed=frozenset(others),
        step_faults=faults,
        version=_version(row),
    )


@action("written_report.save")
def save(actor: Actor, written_id: UUID, *, seen: str | None = None) -> int:
    """Keep the pieces that are not left out as incidents of whoever wrote them; returns how many.

    Parameters
    ----------
    seen
        The version of the whole text that the reviewer has gone through; None: as it is now.

    Raises
    ------
    Invalid
        With a sentence for each field that must change, named by the piece's id and the field; and when
        somebody else has changed the text since.
    """
    row = _open_row(actor, written_id)
    if seen is not None and seen != _version(row):
        raise Invalid(state=str(CHANGED_BY_OTHERS))
    pieces = [piece for piece in row.pieces.all() if not piece.is_left_out]
    if not pieces:
        raise Invalid(pieces=_("Alla delar är borttagna. Ta tillbaka någon, eller kasta texten."))
    faults = {f"{piece.id}.day": _("Skriv vilken dag det hände.") for piece in pieces if piece.day is None}
    if faults:
        raise Invalid(**faults)
    try:
        kept = incidents.report_written(
            actor,
            row.id,
            [_draft(piece) for piece in pieces],
            municipality_id=row.municipality_id,
            organisation_id=row.sender_id,
        )
    except Invalid as error:
        raise Invalid(**_by_piece(error.faults, pieces)) from error
    row.state, row.incidents = WrittenState.SAVED, kept
    row.save(update_fields=["state", "incidents"])
    record(actor, "written_report.saved", row.id, municipality_id=row.municipality_id, incidents=kept)
    return kept


@action("written_report.undo")
def undo(actor: Actor, written_id: UUID, *, reason: str) -> int:
    """Take back what a text became; it can be looked through again if it is still kept. Returns how many."""
    row = row_for(actor, written_id, is_locked=True)
    if row.state != WrittenState.SAVED:
        raise Invalid(reason=_("Texten är inte inläst, så det finns inget att ångra."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför inläsningen ångras. Skälet sparas i loggen."))
    taken = incidents.withdraw_written(
        actor, row.id, municipality_id=row.municipality_id, organisation_id=row.sender_id
    )
    row.state = WrittenState.OPEN if row.text else WrittenState.REMOVED
    row.incidents = 0
    row.save(update_fields=["state", "incidents"])
    record(
        actor,
        "written_report.undone",
        row.id,
        municipality_id=row.municipality_id,
        incidents=taken,
        reason=reason.strip()[:500],
    )
    return taken


@action("written_report.discard")
def discard(actor: Actor, written_id: UUID) -> None:
    """Throw a text away with everything that was written about it. It cannot be undone."""
    row = _open_row(actor, written_id)
    empty(WrittenReport.objects.filter(pk=row.pk), WrittenState.DISCARDED)
    record(actor, "written_report.discarded", row.id, municipality_id=row.municipality_id)


def _open_row(actor: Actor, written_id: UUID) -> WrittenReport:
    row = row_for(actor, written_id, is_locked=True)
    if row.state != WrittenState.OPEN:
        raise Invalid(state=_("Texten är redan inläst, kastad eller gallrad. Ladda om sidan."))
    return row


def _version(row: WrittenReport) -> str:
    return version_of_all({piece.id: version_of_row(piece) for piece in row.pieces.all()})


def _write(pieces: Sequence[WrittenPiece], edits: Mapping[UUID, Edit]) -> None:
    edited = [piece for piece in pieces if piece.id in edits]
    for piece in edited:
        for name in _EDITED:
            setattr(piece, name, getattr(edits[piece.id], name))
    WrittenPiece.objects.bulk_update(edited, _EDITED)


def _tried(pieces: Sequence[WrittenPiece], step: Step, changed: Collection[UUID]) -> Mapping[str, str]:
    """Take the step, or say why not; nothing is done to a piece that looks otherwise than on the page."""
    # Merging is also about the piece that follows, whichever that is now.
    if step.piece_id in changed or (step.name == "merge" and changed):
        return {
            "step": _(
                "Någon annan har ändrat delen sedan du öppnade sidan, så knappen gjorde inget. "
                "Se hur det ser ut nu och tryck igen."
            )
        }
    try:
        with transaction.atomic():
            _take(pieces, step)
    except Invalid as error:
        return error.faults
    return {}


def _take(pieces: Sequence[WrittenPiece], step: Step) -> None:
    if step.name == "mask" and step.piece_id is None:
        for piece in pieces:
            _mask(piece)
        return
    found = next((number for number, piece in enumerate(pieces) if piece.id == step.piece_id), None)
    if found is None:
        raise NotFound
    piece = pieces[found]
    if step.name == "mask":
        _mask(piece)
    elif step.name in ("leave_out", "take_in"):
        piece.is_left_out = step.name == "leave_out"
        piece.save(update_fields=["is_left_out"])
    elif step.name == "merge":
        _merge(piece, next((other for other in pieces[found + 1 :] if not other.is_left_out), None))
    elif step.name == "split":
        _split(pieces, found, step.at)
    else:
        raise NotFound


def _mask(piece: WrittenPiece) -> None:
    piece.words = masked(piece.words)
    piece.save(update_fields=["words"])


def _merge(piece: WrittenPiece, following: WrittenPiece | None) -> None:
    if following is None:
        raise Invalid(step=_("Det finns ingen händelse efter den här att slå ihop den med."))
    piece.words = f"{piece.words}\n{following.words}"
    for name in ("category", "first", "last", "place_id", "place_name", "day"):
        setattr(piece, name, getattr(piece, name) or getattr(following, name))
    piece.save(update_fields=list(_EDITED))
    following.delete()


def _split(pieces: Sequence[WrittenPiece], number: int, at: int) -> None:
    piece = pieces[number]
    head, tail = piece.words[:at].strip(), piece.words[at:].strip()
    if not head or not tail:
        raise Invalid(step=_("Välj vid vilken rad delen ska delas."))
    for later in pieces[number + 1 :]:
        later.position += 1
    WrittenPiece.objects.bulk_update(pieces[number + 1 :], ["position"])
    piece.words = head
    piece.save(update_fields=["words"])
    same = {name: getattr(piece, name) for name in ("category", "day", "first", "place_id", "place_name")}
    WrittenPiece.objects.create(report_id=piece.report_id, position=piece.position + 1, words=tail, **same)


def _draft(piece: WrittenPiece) -> Draft:
    start = _moment(piece.day, piece.first or time())
    end = _moment(piece.day, piece.last) if piece.last and piece.first else None
    if end is not None and end <= start:
        end += timedelta(days=1)  # past midnight
    return Draft(
        category=piece.category,
        starts_at=start,
        ends_at=end,
        time_precision="span" if end else "minute" if piece.first else "day",
        place_id=piece.place_id,
        place_name=piece.place_name,
        text=piece.words,
    )


def _moment(day: date | None, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), clock))


def _by_piece(faults: Mapping[str, str], pieces: Sequence[WrittenPiece]) -> dict[str, str]:
    """Name each fault by its piece instead of by its number."""
    named = {}
    for field, sentence in faults.items():
        number, _dot, name = field.partition(".")
        named[f"{pieces[int(number)].id}.{name}" if number.isdigit() else field] = sentence
    return named
