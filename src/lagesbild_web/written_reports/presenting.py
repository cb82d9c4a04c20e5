"""A text piece by piece as its page shows it: also what a reviewer wrote that could not be kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.areas.contracts import Area, Category
from lagesbild_web.written_reports.contracts import Edit, Piece


@dataclass(frozen=True, slots=True)
class PieceOnPage:
    """A piece, what must change in it, and what its fields are filled with."""

    piece: Piece
    fields: Piece | Edit
    """What it says; or what the reviewer wrote, when somebody else was quicker."""
    faults: Sequence[str]
    stands: Sequence[tuple[str, str]]
    """Label and value of what somebody else has written, where the reviewer wrote something else."""
    is_changed: bool
    """Somebody else has changed it since the reviewer looked, and the reviewer has not."""


@dataclass(frozen=True, slots=True)
class Names:
    """What categories and places are called."""

    categories: Mapping[str, str]
    places: Mapping[UUID, str]

    @classmethod
    def of(cls, categories: Iterable[Category], places: Iterable[Area]) -> "Names":
        """Return the names of what can be chosen on the page."""
        return cls({c.code: c.name for c in categories}, {p.id: p.name for p in places})


def pieces_on_page(
    pieces: Iterable[Piece],
    *,
    faults: Mapping[str, Sequence[str]],
    unsaved: Mapping[UUID, Edit],
    changed: Collection[UUID],
    names: Names,
) -> list[PieceOnPage]:
    """Return the pieces with what each needs to have said."""
    shown = []
    for piece in pieces:
        mine = None if piece.is_left_out else unsaved.get(piece.id)
        shown.append(
            PieceOnPage(
                piece=piece,
                fields=mine or piece,
                faults=faults.get(str(piece.id), ()),
                stands=_differences(piece, mine, names) if mine else (),
                is_changed=mine is None and piece.id in changed,
            )
        )
    return shown


def without_piece(unsaved: Mapping[UUID, Edit], pieces: Iterable[Piece]) -> list[Edit]:
    """Return what was written about pieces that no longer are to be kept, so that it is not lost."""
    kept = {piece.id for piece in pieces if not piece.is_left_out}
    return [edit for piece_id, edit in unsaved.items() if piece_id not in kept]


def _differences(piece: Piece, mine: Edit, names: Names) -> list[tuple[str, str]]:
    now, written = _in_words(piece, names), _in_words(mine, names)
    return [(label, value or _("tomt")) for label, value in now.items() if value != written[label]]


def _in_words(said: Piece | Edit, names: Names) -> dict[str, str]:
    return {
        _("Vad som hände"): said.words,
        _("Kategori"): names.categories.get(said.category, said.category),
        _("Dag"): _day(said.day),
        _("Klockan"): _clock(said.first),
        _("Till"): _clock(said.last),
        _("Plats"): names.places.get(said.place_id, "") if said.place_id else "",
        _("Annan plats"): said.place_name,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clock(clock: time | None) -> str:
    return clock.strftime("%H:%M") if clock else ""
