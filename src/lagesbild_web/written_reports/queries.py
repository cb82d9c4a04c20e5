"""Read reports in running text; the only place that decides whose an actor gets."""

from typing import Final
from uuid import UUID

from lagesbild.privacy.personal_data import find_personal_data
from lagesbild_web.access.queries import organisations_of
from lagesbild_web.access.rights import has_somewhere, require, those_with, within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.written_reports.contracts import (
    WRITTEN_STATE_LABELS,
    Mark,
    Piece,
    WrittenState,
    WrittenSummary,
    version_of,
)
from lagesbild_web.written_reports.contracts import Written as WrittenContract
from lagesbild_web.written_reports.models import WrittenPiece, WrittenReport

PAGE_SIZE: Final = 25
_LINE_BEGINS: Final = 60


def written_for(actor: Actor, *, number: int) -> Page[WrittenSummary]:
    """Return one page of the texts that the actor's organisation has received, the latest first.

    Raises
    ------
    NotAllowed
        If no role lets the actor review.
    """
    if not has_somewhere(actor, Right.REVIEW_INCIDENT):
        raise NotAllowed
    rows = WrittenReport.objects.filter(within(actor, Right.REVIEW_INCIDENT)).select_related("sender")
    return page_of(rows.order_by("-received_at", "id"), number, size=PAGE_SIZE, to=summary_of)


def written(actor: Actor, written_id: UUID) -> WrittenContract:
    """Return a text with its pieces.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    """
    row = row_for(actor, written_id)
    pieces = [_piece(piece) for piece in row.pieces.all()]
    return WrittenContract(
        summary=summary_of(row),
        municipality_id=row.municipality_id,
        text=row.text,
        pieces=pieces,
        marked=sum(bool(piece.marks) for piece in pieces if not piece.is_left_out),
    )


def senders(municipality_id: UUID) -> list[tuple[str, str]]:
    """Return id and name of the organisations that a report can come from."""
    return [(str(organisation.id), organisation.name) for organisation in organisations_of(municipality_id)]


def receiver(actor: Actor) -> ActiveMembership:
    """Return the membership that the actor receives texts as.

    Raises
    ------
    NotAllowed
        If there is none.
    """
    for membership in those_with(actor, Right.REVIEW_INCIDENT):
        return membership
    raise NotAllowed


def row_for(actor: Actor, written_id: UUID, *, is_locked: bool = False) -> WrittenReport:
    """Return the row if the actor reviews for the organisation that received the text."""
    rows = WrittenReport.objects.select_related("sender")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=written_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.REVIEW_INCIDENT, row)
    return row


def summary_of(row: WrittenReport) -> WrittenSummary:
    """Return a text as a line in the list."""
    state = WrittenState(row.state)
    return WrittenSummary(
        id=row.id,
        organisation=row.sender.name,
        report_day=row.report_day,
        received_at=row.received_at,
        state=state,
        state_label=str(WRITTEN_STATE_LABELS[state]),
        incidents=row.incidents,
    )


def _piece(row: WrittenPiece) -> Piece:
    found = find_personal_data(row.words)
    return Piece(
        id=row.id,
        words=row.words,
        category=row.category,
        day=row.day,
        first=row.first,
        last=row.last,
        place_id=row.place_id,
        place_name=row.place_name,
        is_left_out=row.is_left_out,
        is_heading=row.is_heading,
        marks=tuple(Mark(row.words[data.start : data.end], data.why) for data in found),
        lines=tuple(_lines(row.words)),
        version=version_of_row(row),
    )


def version_of_row(row: WrittenPiece) -> str:
    """Return the version of what a piece says now."""
    return version_of(
        words=row.words,
        category=row.category,
        day=row.day,
        first=row.first,
        last=row.last,
        place_id=row.place_id,
        place_name=row.place_name,
        is_left_out=row.is_left_out,
    )


def _lines(words: str) -> list[tuple[int, str]]:
    """Return where every line but the first begins; and in a single line, every sentence."""
    starts = [at + 1 for at, sign in enumerate(words) if sign == "\n"]
    if not starts:
        starts = [at + 2 for at in range(len(words) - 2) if words[at] in ".!?" and words[at + 1] == " "]
    return [
        (start, words[start:].strip().split("\n")[0][:_LINE_BEGINS])
        for start in starts
        if words[start:].strip()
    ]
