"""Read agreements and promises; the only place that decides which ones an actor gets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.access.rights import allows, has_somewhere, require, those_with, within
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.agreements.content import Content, PartChange, changes_between, content_from_json
from lagesbild_web.agreements.contracts import Agreement, AgreementLine, PartyLine
from lagesbild_web.agreements.lasting import ALIVE, STATE_LABELS, lasting_of
from lagesbild_web.agreements.models import Agreement as Row
from lagesbild_web.agreements.models import AttachedFile, Party
from lagesbild_web.agreements.sections import KIND_LABELS, PARTS, Kind
from lagesbild_web.agreements.telling import (
    consultation_lines,
    extension_lines,
    file_lines,
    linked,
    note_lines,
    party_lines,
    step_lines,
    version_lines,
    working_content,
    written_parts,
)
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.stored_files import read

PAGE_SIZE: Final = 25
FEWEST_PARTIES: Final = 2
_RELATED: Final = ("parties", "consultations", "extensions", "notes")


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """Which agreements a list shows; empty fields ask for nothing."""

    kind: str = ""
    state: str = ""
    """A state's code, or ``alive`` for what still has something to do."""
    text: str = ""


def agreements_for(actor: Actor, wanted: AgreementFilter, *, number: int) -> Page[AgreementLine]:
    """Return one page of the agreements and promises that the actor may read, what ends first on top.

    Raises
    ------
    NotAllowed
        If no role lets the actor read agreements.
    NotFound
        If there is no such page.
    """
    found = all_agreements_for(actor, wanted)
    start = (number - 1) * PAGE_SIZE
    if number > 1 and start >= len(found):
        raise NotFound
    return Page(found[start : start + PAGE_SIZE], number, PAGE_SIZE, len(found))


def all_agreements_for(actor: Actor, wanted: AgreementFilter) -> list[AgreementLine]:
    """Return all that match and that the actor may read; a municipality has tens, not thousands."""
    if not has_somewhere(actor, Right.READ_AGREEMENT):
        raise NotAllowed
    rows = _rows().filter(within(actor, Right.READ_AGREEMENT), municipality_id=actor.municipality_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        rows = rows.filter(Q(title__icontains=wanted.text) | Q(parties__name__icontains=wanted.text))
    lines = lines_of_rows(rows.distinct())
    if wanted.state == "alive":
        lines = [line for line in lines if line.lasting.state in ALIVE]
    elif wanted.state:
        lines = [line for line in lines if line.lasting.state == wanted.state]
    return sorted(lines, key=lambda line: (line.lasting.state not in ALIVE, line.lasting.ends_on, line.title))


def state_choices() -> list[tuple[str, str]]:
    """Return the states that a list can be narrowed to."""
    return [("alive", _("Aktuella")), *((code, str(label)) for code, label in STATE_LABELS.items())]


def lines_in(actor: Actor, municipality_id: UUID) -> list[AgreementLine]:
    """Return all that the actor may read in a municipality, in as many questions whatever their number."""
    rows = _rows().filter(within(actor, Right.READ_AGREEMENT), municipality_id=municipality_id)
    return lines_of_rows(rows)


def agreement_for(actor: Actor, agreement_id: UUID) -> Agreement:
    """Return an agreement or a promise with everything about it.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    row = row_for(actor, agreement_id, right=Right.READ_AGREEMENT)
    return _whole(actor, row)


def promises_for(actor: Actor) -> list[Agreement]:
    """Return the published promises that are or have been in force, the latest first, with how they went."""
    rows = _rows().filter(within(actor, Right.READ_AGREEMENT), kind=Kind.PROMISE, circle=Circle.PUBLIC)
    found = [_whole(actor, row) for row in rows.order_by("-starts_on", "title")[:PAGE_SIZE]]
    return [promise for promise in found if promise.versions]


def managed_municipality(actor: Actor) -> UUID:
    """Return the municipality whose agreements the actor answers for.

    Raises
    ------
    NotAllowed
        If no role in a municipality itself gives the right.
    """
    for membership in those_with(actor, Right.MANAGE_AGREEMENT):
        if membership.organisation_id == membership.municipality_id:
            return membership.municipality_id
    raise NotAllowed


def party_for(actor: Actor, agreement_id: UUID, party_id: int) -> PartyLine:
    """Return a party of an agreement that the actor manages."""
    row = row_for(actor, agreement_id, right=Right.MANAGE_AGREEMENT)
    party = row.parties.filter(pk=party_id).first()
    if party is None:
        raise NotFound
    return PartyLine(party.id, party.name, party.signatory, party.signed_on)


def comparison_for(
    actor: Actor, agreement_id: UUID, before: int, after: int | None
) -> tuple[PartChange, ...]:
    """Return what differs between two signed versions; ``after`` None is what is written now."""
    row = row_for(actor, agreement_id, right=Right.READ_AGREEMENT)
    versions = {version.number: content_from_json(version.content) for version in row.versions.all()}
    if before not in versions or (after is not None and after not in versions):
        raise NotFound
    found = _whole(actor, row)
    if not takes_part(actor, row):
        versions = {number: replace(content, links=()) for number, content in versions.items()}
    later = versions[after] if after is not None else found.content
    return changes_between(versions[before], later)


def takes_part(actor: Actor, row: Row) -> bool:
    """Return whether the actor works in the municipality; others read no more than the open page tells."""
    return actor.kind == "system" or any(m.municipality_id == row.municipality_id for m in actor.memberships)


def attached_file(row: Row, file_id: UUID) -> OutgoingFile:
    """Return an attached file of a row that has been asked for; for this feature only."""
    file = AttachedFile.objects.filter(pk=file_id, agreement=row, retired_at__isnull=True).first()
    if file is None:
        raise NotFound
    return OutgoingFile(file.name, file.media_type, read(file.sha256))


def row_for(actor: Actor, agreement_id: UUID, *, right: Right, is_locked: bool = False) -> Row:
    """Return the row if the actor has the right to it; for this feature only."""
    rows = Row.objects.select_related("municipality", "organisation", "function", "replaced_by")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=agreement_id).first()
    if row is None:
        raise NotFound
    require(actor, right, row)
    return row


def content_in_force(row: Row) -> Content:
    """Return what holds: the latest signed version, or what is written when nothing has been signed."""
    latest = row.versions.order_by("-number").first()
    return content_from_json(latest.content) if latest else working_content(row)


def missing_in(row: Row, parties: Sequence[Party]) -> tuple[str, ...]:
    """Return what must be there before anybody can sign, in words."""
    missing = [
        str(part.label)
        for part in PARTS[Kind(row.kind)]
        if part.is_required and not str(row.texts.get(part.name, "")).strip()
    ]
    if len(parties) < FEWEST_PARTIES:
        missing.append(_("minst två parter"))
    return tuple(missing)


def lines_of_rows(rows: QuerySet[Row] | Iterable[Row], *, today: date | None = None) -> list[AgreementLine]:
    """Return rows as lines of a list."""
    day, found = today or timezone.localdate(), list(rows)
    labels = function_labels({row.function_id for row in found if row.function_id})
    return [_line(row, labels, day) for row in found]


def _rows() -> QuerySet[Row]:
    return Row.objects.select_related("municipality").prefetch_related(*_RELATED).order_by("ends_on", "title")


def _line(row: Row, labels: dict[UUID, str], today: date) -> AgreementLine:
    notes = list(row.notes.all())
    latest = notes[-1] if notes else None
    return AgreementLine(
        id=row.id,
        kind=Kind(row.kind),
        kind_label=str(KIND_LABELS[Kind(row.kind)]),
        title=row.title,
        parties=tuple(party.name for party in row.parties.all()),
        lasting=lasting_of(
            row, list(row.consultations.all()), list(row.extensions.all()), notes, today=today
        ),
        function=labels.get(row.function_id, "") if row.function_id else "",
        outcome=latest.outcome if latest else "",
        outcome_label=str(latest.get_outcome_display()) if latest else "",
        circle=row.circle,
        circle_label=str(row.get_circle_display()),
        municipality=row.municipality.name,
        municipality_id=row.municipality_id,
        function_id=row.function_id,
        is_demo=row.municipality.is_demo,
    )


def _whole(actor: Actor, row: Row) -> Agreement:
    (line,) = lines_of_rows([row])
    parties = list(row.parties.all())
    manages = allows(actor, Right.MANAGE_AGREEMENT, row)
    is_open = line.lasting.state in ALIVE
    is_written = line.lasting.state in ("draft", "consulted") or row.is_revised
    missing, in_force = missing_in(row, parties), content_in_force(row)
    later = row.replaced_by
    signed = in_force.links if row.versions.exists() else ()
    links = linked(actor, row, signed=signed)
    written = working_content(row)
    named = (name if told.thing else told.label for name, told in zip(written.links, links, strict=True))
    working = replace(written, links=tuple(named))
    whole = Agreement(
        line=line,
        version=row.version,
        consultation_months=row.consultation_months,
        content=working,
        in_force=in_force if signed or not in_force.links else replace(in_force, links=working.links),
        parts=written_parts(in_force),
        missing=missing,
        parties=party_lines(parties),
        is_revised=row.is_revised,
        replaced_by=lines_of_rows([later])[0] if later and _sees(actor, later) else None,
        replaces=tuple(lines_of_rows([r for r in row.replaces.all() if _sees(actor, r)])),
        consultations=consultation_lines(row),
        extensions=extension_lines(row),
        notes=note_lines(row),
        files=file_lines(row),
        versions=version_lines(row),
        links=links,
        steps=step_lines(row) if manages else (),
        can_manage=manages,
        can_change=manages and is_open and is_written,
        can_sign=manages and is_open and is_written and not missing,
        can_extend=manages and line.lasting.state == "in_force",
        can_revise=manages and line.lasting.state in ("coming", "in_force") and not row.is_revised,
    )
    return whole if takes_part(actor, row) else _as_shown_to_all(whole)


def _as_shown_to_all(whole: Agreement) -> Agreement:
    """Return what is signed and how it went, without files, what it stands on and how it came about."""
    shown = replace(whole.in_force, links=())
    return replace(
        whole,
        line=replace(whole.line, title=shown.title, parties=tuple(party.name for party in shown.parties)),
        content=shown,
        in_force=shown,
        missing=(),
        consultations=(),
        files=(),
        links=(),
    )


def _sees(actor: Actor, row: Row | None) -> bool:
    return row is not None and allows(actor, Right.READ_AGREEMENT, row)
