"""How wide a text becomes in the document's font, and where to break it."""

import re
from typing import Final

_REGULAR: Final = {
    200: " \u00a0", 241: "|", 247: "iíîïìj", 255: "',.:;·’l", 263: "I", 295: "f!",
    311: "()[]{}-", 338: "t", 350: "r/\\", 419: "*s", 426: "?z", 456: "cx\"", 467: "vy",
    480: "YJ–", 486: "L", 497: "Fkeéèêë#$+0123456789<=>^~−×±", 504: "agåäàáâ_", 515: "XV",
    536: "EÉST", 544: "ZoöøóòAhuüÅÄ", 555: "nbdpq", 571: "PRC", 588: "KB", 609: "&▲▼●◆",
    617: "DG", 652: "UÜNH", 664: "OÖQ", 727: "wM", 800: "W—", 829: "m%", 948: "@…",
}  # fmt: skip
_SEMIBOLD_FACTOR: Final = 1.045
_SEMIBOLD_EXTRA: Final = 10
"""Thousandths of the size that each letter grows beside the factor: narrow letters grow more."""
_WIDTHS: Final = {letter: width for width, letters in _REGULAR.items() for letter in letters}
_UNKNOWN: Final = 600
"""Width of a letter that is not in the table, in thousandths of the size: wider than most."""


def text_width(text: str, size: float, *, semibold: bool = False) -> float:
    """Return the width of a text in Source Sans 3, in the unit of ``size``.

    The advance widths are the font's own, rounded up to groups; kerning is left out. The answer is a
    few per cent too wide rather than too narrow, which is what labels need.
    """
    width: float = sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text)
    if semibold:
        width = width * _SEMIBOLD_FACTOR + _SEMIBOLD_EXTRA * len(text)
    return width * size / 1000


def wrapped(text: str, size: float, *, width: float) -> tuple[str, ...]:
    """Break a text into lines no wider than ``width``, between words; a longer word gets its own line.

    Examples
    --------
    >>> wrapped("Stöld ur motorfordon", 12, width=80)
    ('Stöld ur', 'motorfordon')
    """
    lines: list[str] = []
    # A no-break space is not a place to break: "25 %" stays together.
    for word in filter(None, re.split(r"[ \t\r\n]+", text)):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines) or ("",)
