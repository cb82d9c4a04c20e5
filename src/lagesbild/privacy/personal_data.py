"""Personal data in running text: what must not be in a register of places and situations."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lagesbild.privacy.identity_numbers import find_identity_numbers
from lagesbild.privacy.plain_text import plain_text

PersonalKind = Literal[
    "personnummer", "samordningsnummer", "interimsnummer", "phone", "email", "registration_plate", "name"
]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of a text that points at a person."""

    kind: PersonalKind
    start: int
    """First character, counted from 0."""
    end: int
    """Character after the last."""
    why: str
    """In Swedish: what it looks like, and what to do."""


def find_personal_data(text: str) -> list[PersonalData]:
    """Return what in a text points at a person, in the order of the text.

    Notes
    -----
    Identity numbers (see :func:`lagesbild.privacy.identity_numbers.find_identity_numbers`), Swedish telephone
    numbers, e-mail addresses, registration plates (Transportstyrelsen: three letters without I, Q, V, Å, Ä
    and Ö, two digits, a digit or a letter) and names after words such as "heter". A name that just stands in
    a sentence is not found: the screen helps the writer, it does not replace reading. What programs put in
    when text is copied, such as blanks that do not break, hides nothing (:func:`.plain_text.plain_text`).

    Examples
    --------
    >>> [(d.kind, d.start, d.end) for d in find_personal_data("Ring 070-123 45 67, bil ABC 12D")]
    [('phone', 5, 18), ('registration_plate', 24, 31)]
    """
    plain = plain_text(text)
    found: list[PersonalData] = []
    for finder in _FINDERS:
        for data in finder(plain.text):
            # What is surest comes first; a phone number within a personal number is not told twice.
            if all(data.end <= other.start or data.start >= other.end for other in found):
                found.append(data)
    there = [replace(data, start=plain.start_of(data.start), end=plain.end_of(data.end)) for data in found]
    return sorted(there, key=lambda data: data.start)


def _identity_numbers(text: str) -> Iterator[PersonalData]:
    for number in find_identity_numbers(text):
        doubt = "" if number.is_valid else ", men kontrollsiffran stämmer inte. Det kan vara felskrivet"
        why = f"Ser ut som ett {number.kind}{doubt}. Ta bort det."
        yield PersonalData(number.kind, number.start, number.end, why)


_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:@| ?[(\[](?:at|@|snabel-?a)[)\]] ?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)

_PHONE = re.compile(
    r"(?<![\w+.-])(?:"
    r"(?:\+|00)46[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?\d){6,8}"  # abroad: +46 70 123 45 67
    r"|07[0-9](?:[ ./)–-]{0,3}\d){7}"  # mobile, however it is divided
    r"|0[1-9]\d{0,2}(?:\)? ?[-/–] ?|\)? )\d{2,3}(?: ?\d{2,3}){1,3}"  # area code, divided from the number
    r")(?![\w-])"
)

_LETTER = "A-HJ-PR-UWXYZ"
_PLATE = re.compile(
    rf"(?<![\w-])(?:[{_LETTER}]{{3}}[ -]?\d\d[\d{_LETTER}]"
    rf"|[{_LETTER}{_LETTER.lower()}][{_LETTER.lower()}]{{2}}\d\d[\d{_LETTER.lower()}])(?![\w-])"
)
_NOT_PLATES = frozenset(
    {"SFS", "SOU", "NTU", "SCB", "SKR", "MSB", "EST", "RUM", "HUS", "TEL", "DNR", "KPI", "BUS"}
)

_NAME_WORD = r"[A-ZÅÄÖÉ][a-zåäöéüø]+(?:-[A-ZÅÄÖÉ]?[a-zåäöéüø]+)?"
_MORE = rf"(?:\s+(?:(?:von|af|de|van|al)\s+)?{_NAME_WORD})"
_PLACE = re.compile(
    r"(?:gatan?|väg(?:en)?|skolan?|torg(?:et)?|park(?:en)?|plan|gränd|kyrkan?|centrum|stigen|backen)$"
)
_NAME = re.compile(
    rf"\b(?:(?i:heter|hette|kallas|kallad|vid namn|namnet är)\s+(?P<full>{_NAME_WORD}{_MORE}{{1,2}})"
    rf"|(?i:han|hon|hen|mannen|kvinnan|killen|tjejen|pojken|flickan|grannen|personen)\s+(?i:heter|hette|kallas)\s+"
    rf"(?P<short>{_NAME_WORD}{_MORE}{{0,2}})"
    rf"|(?i:namn|förnamn|efternamn)\s*[:=]\s*(?P<field>{_NAME_WORD}{_MORE}{{0,2}}))"
)


def _emails(text: str) -> Iterator[PersonalData]:
    for match in _EMAIL.finditer(text):
        yield PersonalData("email", match.start(), match.end(), "Ser ut som en e-postadress. Ta bort den.")


def _phones(text: str) -> Iterator[PersonalData]:
    for match in _PHONE.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if digits >= 8:
            why = "Ser ut som ett telefonnummer. Ta bort det."
            yield PersonalData("phone", match.start(), match.end(), why)


def _plates(text: str) -> Iterator[PersonalData]:
    for match in _PLATE.finditer(text):
        if match[0][:3].upper() not in _NOT_PLATES:
            why = "Ser ut som ett registreringsnummer. Skriv till exempel bilens färg i stället."
            yield PersonalData("registration_plate", match.start(), match.end(), why)


def _names(text: str) -> Iterator[PersonalData]:
    for match in _NAME.finditer(text):
        group = next(name for name in ("full", "short", "field") if match[name])
        if _PLACE.search(match[group]):
            continue
        why = "Ser ut som ett namn på en person. Beskriv platsen och händelsen utan namn."
        yield PersonalData("name", match.start(group), match.end(group), why)


_FINDERS: tuple[Callable[[str], Iterator[PersonalData]], ...] = (
    _identity_numbers,
    _emails,
    _phones,
    _plates,
    _names,
)
