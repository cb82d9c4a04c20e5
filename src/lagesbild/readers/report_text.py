"""Divide a daily report in running text into what it tells, entry by entry: nothing lost, nothing moved.

Guards and police write their reports as lines with a time of day, as points, or as paragraphs, often under
headings with a date or a place. What is proposed here is looked through by somebody before it counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import islice
from typing import Final, Literal

from lagesbild.tables.labels import label_key

PieceKind = Literal["entry", "heading", "blank"]

_CLOCK: Final = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
_TIME_FIRST: Final = re.compile(
    rf"^\s*(?:\W\s*)?(?:\d{{4}}-\d\d-\d\d[ ,T]*)?(?:kl\.?\s*|ca\.?\s*|cirka\s*)*{_CLOCK}(?!\d)", re.IGNORECASE
)
_POINT: Final = re.compile(r"^\s*(?:[-*•–·‣▪o]|\d{1,3}[.)])\s+\S")
_CLOCKS: Final = re.compile(rf"(?<![\d.:]){_CLOCK}(?![\d:]|\.\d)")
_ISO_DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_NUMBER_DAY: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:[-/ ](\d{4}))?(?![\d/])")
_WORD_DAY: Final = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?", re.IGNORECASE)
_NIGHT_TO: Final = re.compile(r"\bnatt\w*\s+(?:mot|till)\b", re.IGNORECASE)
_LONGEST_HEADING: Final = 70
_LEAST_STEM: Final = 4
_NEW_NIGHT_H: Final = 6
"""A clock that goes back by more than this has passed midnight."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` (exclusive) of the text. Together the parts are the whole text."""

    start: int
    end: int
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that a report seems to tell, with what the text says about when, where and what."""

    start: int
    end: int
    text: str
    """The entry's own words, without the white space around them."""
    day: date | None
    first: time | None
    last: time | None
    """The later of two times of day, as in 22:15-22:40."""
    place: str
    """One of the known places; empty when none is named."""
    category: str
    """A code; empty when no word is known."""
    word: str
    """The word that the category was chosen for."""


def split_report(text: str) -> tuple[Piece, ...]:
    """Divide a report into entries, headings and blank parts, in order and without gaps.

    Notes
    -----
    A line that begins with a time of day, a point or a number begins an entry; the lines after it belong to
    it until a blank line. Where no line does, each paragraph is an entry. A short line without a stop that
    stands first or after a blank line and has an entry after it, is a heading.

    Examples
    --------
    >>> report = "Fredag 7 mars\\n\\n22:15 Klotter på skolan.\\n23:40 Bråk vid torget.\\nPolis kom.\\n"
    >>> [report[p.start : p.end].strip() for p in split_report(report) if p.kind == "entry"]
    ['22:15 Klotter på skolan.', '23:40 Bråk vid torget.\\nPolis kom.']
    """
    lines = list(_lines(text))
    has_marks = any(_is_mark(text[line.start : line.end]) for line in lines)
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        kind = _kind(words, has_marks, lines, number, text)
        before = pieces[-1] if pieces else None
        is_continued = (
            before is not None and before.kind == "entry" and kind == "entry" and not _is_mark(words)
        )
        if before is not None and (kind == before.kind == "blank" or is_continued):
            pieces[-1] = replace(before, end=line.end)
        else:
            pieces.append(Piece(line.start, line.end, kind))
    return tuple(pieces)


def proposals(
    text: str,
    *,
    day: date | None = None,
    places: Sequence[str] = (),
    words: Mapping[str, str] | None = None,
) -> list[Proposal]:
    """Return what a report seems to tell, in the order it stands.

    Parameters
    ----------
    day
        The day of the report, for entries that say none. A clock that goes back has passed midnight.
    places
        Known places; those in a heading are for the entries below it.
    words
        Word or words → code of a category; the longest that is found decides.
    """
    found: list[Proposal] = []
    current, heading_place, last_clock = day, "", None
    for piece in split_report(text):
        part = text[piece.start : piece.end]
        said = _day_in(part, current or day)
        if piece.kind == "heading":
            current, last_clock = said or current, None if said else last_clock
            heading_place = _place_in(part, places) or heading_place
        if piece.kind != "entry":
            continue
        clocks = [_time(clock) for clock in _CLOCKS.findall(part)[:2]]
        if said:
            current = said
        elif clocks and last_clock and current and _is_next_day(last_clock, clocks[0]):
            current += timedelta(days=1)
        last_clock = clocks[0] if clocks else last_clock
        word = longest_word(part, words or {})
        found.append(
            Proposal(
                piece.start,
                piece.end,
                part.strip(),
                current,
                clocks[0] if clocks else None,
                clocks[1] if len(clocks) > 1 and _is_span(part) else None,
                _place_in(part, places) or heading_place,
                (words or {}).get(word, ""),
                word,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield _Line(at, at + len(line))
        at += len(line)


def _is_mark(line: str) -> bool:
    return bool(_TIME_FIRST.match(line) or _POINT.match(line))


def _kind(words: str, has_marks: bool, lines: Sequence[_Line], number: int, text: str) -> PieceKind:
    if not words.strip():
        return "blank"
    if _is_mark(words):
        return "entry"
    before = text[lines[number - 1].start : lines[number - 1].end].strip() if number else ""
    rest = (text[line.start : line.end] for line in islice(lines, number + 1, None))
    # Headings may stand on each other: what decides is what comes below them all.
    after = next((line for line in rest if line.strip() and not _looks_like_heading(line)), "")
    is_alone = not before or _looks_like_heading(before)
    if is_alone and after and _looks_like_heading(words) and (_is_mark(after) or not has_marks):
        return "heading"
    return "entry"


def _looks_like_heading(line: str) -> bool:
    plain = line.strip()
    if not plain or len(plain) > _LONGEST_HEADING or plain[-1] in ".!?,;" or _is_mark(line):
        return False
    return plain.endswith(":") or plain.isupper() or len(plain.split()) <= 6


def _time(clock: str) -> time:
    hour, minute = re.split("[:.]", clock)
    return time(int(hour), int(minute))


def _is_span(part: str) -> bool:
    return bool(re.search(rf"{_CLOCK}\s*(?:-|–|till|och)\s*(?:kl\.?\s*)?{_CLOCK}", part, re.IGNORECASE))


def _is_next_day(before: time, now: time) -> bool:
    return now.hour + _NEW_NIGHT_H < before.hour


def _day_in(part: str, near: date | None) -> date | None:
    """Return the first day that the text says; "natten mot lördag 8 mars" begins on the day before."""
    found = _named_day(part, near)
    return found - timedelta(days=1) if found and _NIGHT_TO.search(part) else found


def _named_day(part: str, near: date | None) -> date | None:
    """Return the first day that the text names; without a year it is the one nearest to ``near``."""
    if match := _ISO_DAY.search(part):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORD_DAY.search(part):
        month = _MONTHS.index(match[2].casefold()) + 1
        return _nearest(int(match[1]), month, match[3], near)
    if match := _NUMBER_DAY.search(part):
        return _nearest(int(match[1]), int(match[2]), match[3], near)
    return None


def _nearest(day: int, month: int, year: str | None, near: date | None) -> date | None:
    if year:
        return _date(int(year), month, day)
    if near is None:
        return None
    years = (near.year - 1, near.year, near.year + 1)
    possible = [found for each in years if (found := _date(each, month, day)) is not None]
    return min(possible, key=lambda found: abs((found - near).days), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place_in(part: str, places: Sequence[str]) -> str:
    """Return the longest known place that is named."""
    plain = f" {label_key(part)} "
    named = [place for place in places if label_key(place) and f" {label_key(place)}" in plain]
    return max(named, key=len, default="")


def longest_word(part: str, words: Iterable[str]) -> str:
    """Return the longest known word that a text holds, also with an ending; empty when there is none.

    Examples
    --------
    >>> longest_word("Flera klottrade på väggen", ["klottra", "vägg"])
    'klottra'
    """
    plain = f" {label_key(part)} "
    found = [word for word in words if (key := label_key(word)) and f" {_stem(key)}" in plain]
    return max(found, key=lambda word: len(label_key(word)), default="")


def _stem(word: str) -> str:
    """Leave the ending of a single long word open: the last vowel changes most."""
    return word[:-1] if len(word) > _LEAST_STEM + 1 and word[-1] in "aeo" else word
