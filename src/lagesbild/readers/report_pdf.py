"""The running text of a PDF: what was written as text in it, without what stands on every page."""

import io
import logging
import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from zlib import error as ZlibError  # noqa: N812  # an exception, named as one

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

MOST_PAGES: Final = 200
_FEWEST_PAGES: Final = 3
"""On fewer pages than this, lines that are the same may well be what is told."""
_EDGE_LINES: Final = 3
_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\x00": "", "\u00ad": "", "\u00a0": " "}
)
_FEWEST_LETTERS_A_PAGE: Final = 4
_DAMAGED: Final = (
    PyPdfError,
    DependencyError,
    ZlibError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pypdf raises on files that are not as they should be: hardly two break in the same way."""

# It writes pieces of the file in the log when something is wrong with it, and a log holds nobody's words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class UnreadablePdfError(ValueError):
    """The file has no text that can be read; the message is a Swedish sentence with what to do."""


def pdf_text(content: bytes, *, most_characters: int) -> str:
    """Return the text of a PDF, page by page; reading stops soon after ``most_characters``.

    Lines at the top and bottom that are the same on every page but for their digits, such as page numbers,
    are left out: they would end up in the middle of what is told across two pages.

    Raises
    ------
    UnreadablePdfError
        If it is locked, damaged, has too many pages, or is a picture of a text.
    """
    try:
        pages = _pages(content, most_characters)
    except UnreadablePdfError:
        raise
    except _DAMAGED as error:
        raise UnreadablePdfError(
            "PDF-filen går inte att öppna. Öppna den på datorn, markera texten, kopiera och klistra in den."
        ) from error
    letters = sum(sign.isalpha() for page in pages for line in page for sign in line)
    if letters < _FEWEST_LETTERS_A_PAGE * max(1, len(pages)):
        raise UnreadablePdfError(
            "PDF-filen är en bild av texten, till exempel inskannad, och har ingen text att läsa. Be den som "
            "skrev rapporten att skicka den som Word eller som PDF med text. Eller skriv av det viktigaste i "
            "rutan."
        )
    return "\n".join(line for page in _without_edges(pages) for line in page)


def _pages(content: bytes, most_characters: int) -> list[list[str]]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadablePdfError(
            "PDF-filen är låst med lösenord. Öppna den med lösenordet, markera texten, kopiera och klistra "
            "in den."
        )
    if len(reader.pages) > MOST_PAGES:
        raise UnreadablePdfError(
            f"PDF-filen har fler än {MOST_PAGES} sidor. Dela den, till exempel en rapport i taget."
        )
    pages, read = [], 0
    for page in reader.pages:
        lines = [line.rstrip() for line in _as_typed(page.extract_text()).splitlines()]
        pages.append([line for line in lines if line.strip()])
        read += sum(map(len, lines))
        if read > most_characters:
            break
    return pages


def _as_typed(text: str) -> str:
    """Join what a PDF may hold apart, å as a and a ring, and part what it joins, ﬁ as one sign."""
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def _without_edges(pages: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Take away what stands at the top and at the bottom of all pages."""
    filled = [page for page in pages if page]
    if len(filled) < _FEWEST_PAGES:
        return list(filled)
    top = _same(filled, range(_EDGE_LINES))
    bottom = _same([page[top:] for page in filled], range(-1, -_EDGE_LINES - 1, -1))
    return [page[top : len(page) - bottom] for page in filled]


def _same(pages: Sequence[Sequence[str]], places: range) -> int:
    """Return how many lines from the edge are the same on all pages, whatever numbers stand in them."""
    for number, place in enumerate(places):
        told = {re.sub(r"\d+", "0", page[place].strip()) if len(page) > number else "" for page in pages}
        if len(told) > 1 or "" in told:
            return number
    return len(places)
