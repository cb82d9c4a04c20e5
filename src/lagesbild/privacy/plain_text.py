"""Text as it is read: what programs put in when it is copied is taken away, and every place is known."""

import unicodedata
from dataclasses import dataclass
from typing import Final

_UNSEEN: Final = {"Cf", "Mn"}
"""Characters without a width: soft hyphens, joiners, directions and accents of their own."""
_HYPHENS: Final = "\u2010\u2011\u2012"
"""Hyphen, the hyphen where no line may break, and the dash as wide as a digit."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text with ordinary blanks, hyphens, digits and letters, and where each character came from."""

    text: str
    places: tuple[int, ...]
    """For each character its place in the text that was read, counted from 0."""

    def start_of(self, place: int) -> int:
        """Return where the character at a place came from."""
        return self.places[place]

    def end_of(self, place: int) -> int:
        """Return where what ends before a place ended."""
        return self.places[place - 1] + 1


def plain_text(text: str) -> PlainText:
    """Return the text with every blank as a blank, every hyphen as a hyphen, and digits as 0-9.

    Word processors and spreadsheets put in blanks and hyphens where no line may break, and characters that
    nobody sees; a number that is copied from there is still the same number.

    Notes
    -----
    Unicode Standard Annex 15 (compatibility forms, one character for one) and the general categories Zs, Nd,
    Cf and Mn of Annex 44. Dashes stay: they stand between words.

    Examples
    --------
    >>> plain_text("850101\u20111236").text
    '850101-1236'
    """
    if text.isascii():
        return PlainText(text, tuple(range(len(text))))
    kept = [(place, _plain(character)) for place, character in enumerate(text)]
    seen = [(place, character) for place, character in kept if character]
    return PlainText("".join(character for _, character in seen), tuple(place for place, _ in seen))


def _plain(character: str) -> str:
    """Return one character as it is read; empty when nobody sees it."""
    kind = unicodedata.category(character)
    if kind in _UNSEEN:
        return ""
    if kind == "Zs":
        return " "
    if character in _HYPHENS:
        return "-"
    if kind == "Nd":
        return str(unicodedata.digit(character))
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
