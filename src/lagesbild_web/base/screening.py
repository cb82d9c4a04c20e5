"""Keep personal data out of what people write: stopped at save, and masked where history is kept."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from lagesbild.privacy.personal_data import PersonalData, find_personal_data
from lagesbild_web.base.refusals import Invalid

MASK: Final = "[borttaget]"

_LABELS: Final = {
    "personnummer": "personnummer",
    "samordningsnummer": "samordningsnummer",
    "interimsnummer": "interimsnummer",
    "phone": "telefonnummer",
    "email": "e-postadress",
    "registration_plate": "registreringsnummer",
    "name": "namn",
}

_NUMBERS: Final = {"personnummer", "samordningsnummer", "interimsnummer"}


def kinds_in(text: str) -> str:
    """Return which kinds of personal data a text seems to hold, in words; empty when none."""
    return ", ".join(dict.fromkeys(_LABELS[data.kind] for data in find_personal_data(text)))


def fault_in(text: str, *, can_be_motivated: bool = False) -> str:
    """Return the sentence that stops a text with personal data, empty when there is nothing to stop."""
    found = find_personal_data(text)
    if not found:
        return ""
    told = " ".join(f"”{text[data.start : data.end]}”: {data.why}" for data in found)
    if can_be_motivated:
        told += " " + _("Måste orden stå kvar? Skriv varför i rutan för skäl.")
    return told


def screen(**texts: str) -> None:
    """Stop texts that hold personal data.

    Raises
    ------
    Invalid
        With one sentence for each field that must change.
    """
    faults = {field: fault for field, text in texts.items() if (fault := fault_in(text))}
    if faults:
        raise Invalid(**faults)


def screen_numbers(**texts: str) -> None:
    """Stop personal identity numbers where a name stands, which may look like much else.

    Raises
    ------
    Invalid
        With one sentence for each field that must change.
    """
    faults = {
        field: _("”%(number)s” ser ut som ett personnummer. Ta bort det.")
        % {"number": text[found[0].start : found[0].end]}
        for field, text in texts.items()
        if (found := [data for data in find_personal_data(text) if data.kind in _NUMBERS])
    }
    if faults:
        raise Invalid(**faults)


def searched_for(query: str) -> str:
    """Return the words that a filter of incidents looks for, since an address that is kept keeps them too."""
    return " ".join(parse_qs(query).get("sok", []))


def masked(text: str) -> str:
    """Return the text with everything that looks like personal data taken away."""
    return _without(text, find_personal_data(text))


def _without(text: str, found: Sequence[PersonalData]) -> str:
    for data in reversed(found):
        text = f"{text[: data.start]}{MASK}{text[data.end :]}"
    return text
