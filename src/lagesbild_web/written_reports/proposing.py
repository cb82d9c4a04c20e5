"""What a text seems to tell, in the municipality's own categories and places."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from lagesbild.readers.report_text import proposals, split_report
from lagesbild.readers.report_words import report_words
from lagesbild.tables.categories import UNKNOWN
from lagesbild_web.areas.contracts import Area
from lagesbild_web.areas.queries import categories_of, named_places
from lagesbild_web.written_reports.models import WrittenPiece, WrittenReport

_LEAST_LETTERS: Final = 4


def pieces_of(report: WrittenReport) -> list[WrittenPiece]:
    """Return the proposed pieces of a report, not saved: entries to be kept, headings left out."""
    places = named_places(report.municipality_id)
    told = {
        proposal.start: proposal
        for proposal in proposals(
            report.text,
            day=report.report_day,
            places=[place.name for place in places],
            words=known_words(report.municipality_id),
        )
    }
    pieces: list[WrittenPiece] = []
    for part in split_report(report.text):
        if part.kind == "blank":
            continue
        proposal = told.get(part.start)
        place = _place(places, proposal.place if proposal else "")
        pieces.append(
            WrittenPiece(
                report=report,
                position=len(pieces),
                words=report.text[part.start : part.end].strip(),
                category=proposal.category if proposal else "",
                day=proposal.day if proposal else report.report_day,
                first=proposal.first if proposal else None,
                last=proposal.last if proposal else None,
                place_id=place,
                is_left_out=part.kind == "heading",
                is_heading=part.kind == "heading",
            )
        )
    return pieces


def known_words(municipality_id: UUID) -> dict[str, str]:
    """Return the words that lead to a category of the municipality in use: its own names first."""
    categories = categories_of(municipality_id)
    by_library = {category.library_code: category.code for category in reversed(categories)}
    words: dict[str, str] = {}
    for label, code in report_words().items():
        if code in by_library:
            words[label] = by_library[code]
    for category in categories:
        if len(category.name) >= _LEAST_LETTERS and category.library_code not in (UNKNOWN, "ovrigt"):
            words[category.name.casefold()] = category.code
    return words


def _place(places: Sequence[Area], name: str) -> UUID | None:
    return next((place.id for place in places if name and place.name == name), None)
