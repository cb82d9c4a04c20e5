"""The filter in a page's address: read and written here, and nowhere else.

``?kategori=klotter&omrade=…&fran=2025-01-01&till=2025-03-31&timmar=20-23&veckodagar=5,6&allvar=3-5``
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import Corner, IncidentFilter, State

STATE_WORDS: Final[Mapping[State, str]] = {
    State.WAITING: "vantar",
    State.RETURNED: "fraga",
    State.APPROVED: "godkand",
    State.MERGED: "ihopslagen",
    State.WITHDRAWN: "tillbakadragen",
}
_STATES: Final = {word: state for state, word in STATE_WORDS.items()}
MOST_CORNERS: Final = 200
LONGEST_TEXT: Final = 100
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
KEYS: Final = (
    "kategori", "omrade", "yta", "kalla", "organisation", "fran", "till", "timmar", "veckodagar", "allvar",
    "lage", "sok",
)  # fmt: skip
"""Every key of an address that belongs to the filter."""


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """A filter as read from an address, and one sentence for each key that could not be read."""

    filter: IncidentFilter
    faults: Mapping[str, str]


def parse_filter(query: QueryDict) -> IncidentFilter:
    """Return the filter of an address.

    Raises
    ------
    Invalid
        With a sentence for each key that cannot be read.
    """
    read = read_filter(query)
    if read.faults:
        raise Invalid(**read.faults)
    return read.filter


def read_filter(query: QueryDict) -> ReadFilter:
    """Return what can be read of an address, for a page that shows the faults beside the fields."""
    faults: dict[str, str] = {}

    def part(key: str, read: Callable[[list[str]], object], sentence: str) -> object:
        # A zero byte is no letter, and PostgreSQL cannot be asked for it.
        written = (word.replace("\0", "").strip() for word in query.getlist(key))
        words = [word for word in written if word]
        try:
            return read(words)
        except (ValueError, KeyError):
            faults[key] = sentence
            return read([])

    found = IncidentFilter(
        categories=part("kategori", _texts, ""),  # type: ignore[arg-type]  # each reader returns its field's type
        areas=part("omrade", _ids, _("Området i adressen finns inte. Välj ett i listan.")),  # type: ignore[arg-type]
        polygon=part("yta", _corners, _("Ytan i adressen går inte att läsa. Rita den igen.")),  # type: ignore[arg-type]
        sources=part("kalla", _texts, ""),  # type: ignore[arg-type]
        organisations=part(
            "organisation", _ids, _("Organisationen i adressen finns inte. Välj en i listan.")
        ),  # type: ignore[arg-type]
        first_day=part("fran", _day, _("Skriv dagen som 2025-01-31.")),  # type: ignore[arg-type]
        last_day=part("till", _day, _("Skriv dagen som 2025-01-31.")),  # type: ignore[arg-type]
        hours=part("timmar", _numbers(0, 23, wraps=True), _("Skriv timmar som 20-23 eller 22-04.")),  # type: ignore[arg-type]
        weekdays=part("veckodagar", _numbers(1, 7), _("Skriv veckodagar som 1-5: 1 är måndag, 7 söndag.")),  # type: ignore[arg-type]
        seriousness=part("allvar", _numbers(1, 5), _("Skriv allvar som 3-5: 1 är minst, 5 är mest.")),  # type: ignore[arg-type]
        states=part("lage", _state_list, _("Läget i adressen finns inte. Välj ett i listan.")),  # type: ignore[arg-type]
        text=part("sok", _search, _("Sök på högst 100 tecken.")),  # type: ignore[arg-type]
    )
    if found.first_day and found.last_day and found.last_day < found.first_day:
        faults["till"] = _("Den sista dagen kommer före den första. Byt plats på dem.")
    return ReadFilter(found, faults)


def as_query(wanted: IncidentFilter) -> str:
    """Return the filter as an address's query, without the question mark; the same filter, the same text."""
    pairs: list[tuple[str, str]] = [("kategori", code) for code in wanted.categories]
    pairs += [("omrade", str(area)) for area in wanted.areas]
    pairs += [("yta", _corners_text(wanted.polygon))]
    pairs += [("kalla", source) for source in wanted.sources]
    pairs += [("organisation", str(organisation)) for organisation in wanted.organisations]
    pairs += [
        ("fran", wanted.first_day.isoformat() if wanted.first_day else ""),
        ("till", wanted.last_day.isoformat() if wanted.last_day else ""),
        ("timmar", _ranges(wanted.hours)),
        ("veckodagar", _ranges(wanted.weekdays)),
        ("allvar", _ranges(wanted.seriousness)),
    ]
    if wanted.states != IncidentFilter().states:
        pairs += [("lage", STATE_WORDS[state]) for state in wanted.states] or [("lage", "alla")]
    pairs += [("sok", wanted.text)]
    return urlencode([(key, value) for key, value in pairs if value])


def _texts(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _ids(words: list[str]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(UUID(word) for word in words))


def _day(words: list[str]) -> date | None:
    if not words:
        return None
    day = date.fromisoformat(words[0])
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)  # years are added to and taken from days: no calendar has those beyond
    return day


def _search(words: list[str]) -> str:
    text = " ".join(" ".join(words).split())
    if len(text) > LONGEST_TEXT:
        raise ValueError(text)
    return text


def _state_list(words: list[str]) -> tuple[State, ...]:
    if not words:
        return IncidentFilter().states
    if words == ["alla"]:
        return tuple(State)
    asked = {_STATES[word] for word in words}
    return tuple(state for state in State if state in asked)


def _corners(words: list[str]) -> tuple[Corner, ...]:
    if not words:
        return ()
    corners = []
    for pair in words[0].split(";"):
        lon, lat = (float(number) for number in pair.split(","))
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError(pair)
        corners.append(Corner(lon, lat))
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise ValueError(words[0])
    return tuple(corners)


def _corners_text(corners: Iterable[Corner]) -> str:
    return ";".join(f"{corner.lon!r},{corner.lat!r}" for corner in corners)


def _numbers(low: int, high: int, *, wraps: bool = False) -> Callable[[list[str]], tuple[int, ...]]:
    """Return a reader of whole numbers and ranges, such as 1,3-5; hours may pass midnight: 22-04."""

    def read(words: list[str]) -> tuple[int, ...]:
        found: set[int] = set()
        for part in ",".join(words).split(",") if words else []:
            first, _dash, last = part.partition("-")
            start, end = int(first), int(last or first)
            if not (low <= start <= high and low <= end <= high):
                raise ValueError(part)
            if start > end and not wraps:
                raise ValueError(part)
            found |= (
                set(range(start, end + 1))
                if start <= end
                else set(range(start, high + 1)) | set(range(low, end + 1))
            )
        return tuple(sorted(found))

    return read


def _ranges(numbers: Iterable[int]) -> str:
    """Return whole numbers in order as short as they can be read: 1,3-5."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ",".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
