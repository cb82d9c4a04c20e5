"""Which signs the bytes of a file stand for: UTF-8, UTF-16, Windows, old Mac or old DOS (OEM)."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHUNK_BYTES = 1 << 22

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# cp1250 is never tried: it differs from cp1252 in å (ĺ) alone of the Swedish letters, and general
# detectors choose it for Swedish files.
_LEGACY = (("cp1252", "Windows (cp1252)"), ("mac_roman", "äldre Mac"), ("cp850", "äldre DOS/OEM (cp850)"))
_COMMON = frozenset("åäöÅÄÖéÉüÜ–—”“’§°½ \u00ad")
_HEAD_BYTES = 400
_LEAST_PAIRS = 8
_SIGNIFICANT_BYTES = 200_000  # enough letters to tell three encodings apart


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are read, and how sure that is.

    ``codec`` is Python's name for it, ``label`` what a reader recognises, ``confidence`` 0 to 1 and
    ``reason`` one Swedish sentence.
    """

    codec: str
    label: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text together with how it was read."""

    text: str
    encoding: Encoding


def decode(data: bytes) -> Decoded:
    """Return ``data`` as text: byte order mark, else strict UTF-8, else the likeliest old encoding.

    Examples
    --------
    >>> decode("Datum;Händelse".encode("utf-16-le")).text
    'Datum;Händelse'
    >>> decode("Västerås".encode("mac_roman")).text
    'Västerås'
    >>> decode("Åstorp".encode("cp1252")).encoding.codec
    'cp1252'
    """
    encoding = _marked(data) or _utf8(data) or _legacy(data)
    return Decoded(data.decode(encoding.codec, errors="replace"), encoding)


@dataclass(frozen=True, slots=True)
class FileScan:
    """What one pass over the bytes of a file tells: enough to read it in pieces afterwards."""

    encoding: Encoding
    sha256: str
    bytes: int
    lines: int
    quotes: int
    """Number of double quotation marks; an odd number means that one has no partner."""
    has_lone_returns: bool
    """True when lines end as on an old Mac, with a carriage return alone."""


def scan_file(path: Path) -> FileScan:
    """Look through a whole file in pieces: its encoding, check sum and number of lines.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    digest = hashlib.sha256()
    strange = bytearray()
    is_utf8, size, lines, returns, quotes = True, 0, 0, 0, 0
    first = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            first = first or chunk[:_HEAD_BYTES]
            digest.update(chunk)
            size += len(chunk)
            lines += int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == ord("\n")))
            returns += chunk.count(b"\r") if not lines else 0  # asked for only when they end the lines
            quotes += chunk.count(b'"')
            # A piece of plain ASCII is read alike in all encodings; only a sign cut in two spoils it.
            if not chunk.isascii() or decoder.getstate()[0]:
                is_utf8 = is_utf8 and _continues(decoder, chunk)
                if len(strange) < _SIGNIFICANT_BYTES:
                    strange += _around_high_bytes(chunk)
    is_utf8 = is_utf8 and _continues(decoder, b"", final=True)
    encoding = _marked(first) or (_utf8_found(has_high_bytes=bool(strange)) if is_utf8 else None)
    return FileScan(
        encoding or _legacy(bytes(strange)),
        digest.hexdigest(),
        size,
        lines or returns,
        quotes,
        has_lone_returns=not lines and returns > 0,
    )


def utf8_chunks(path: Path, scan: FileScan) -> Iterator[bytes]:
    """Yield the file as UTF-8 without byte order mark and with ``\\n`` between lines, in pieces."""
    codec = scan.encoding.codec
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            # What already is UTF-8 needs no round trip; a sign cut in two is whole again when joined.
            text = chunk if codec == "utf-8" else decoder.decode(chunk).encode()
            yield text.replace(b"\r", b"\n") if scan.has_lone_returns else text
    yield decoder.decode(b"", final=True).encode()


def _marked(data: bytes) -> Encoding | None:
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return Encoding(codec, label, 1.0, f"Filen börjar med ett märke för {label}.")
    return _unmarked_utf16(data[:_HEAD_BYTES])


def _unmarked_utf16(head: bytes) -> Encoding | None:
    """Return UTF-16 for text in which nearly every other byte is zero, as the mark would have said."""
    pairs = len(head) // 2
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if (
            pairs >= _LEAST_PAIRS
            and head[first::2].count(0) > 0.8 * pairs
            and not head[1 - first :: 2].count(0)
        ):
            return Encoding(codec, "UTF-16", 0.95, "Varannan byte är noll, som i UTF-16 utan märke.")
    return None


def _utf8(data: bytes) -> Encoding | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return _utf8_found(has_high_bytes=not data.isascii())


def _utf8_found(*, has_high_bytes: bool) -> Encoding:
    if has_high_bytes:
        return Encoding("utf-8", "UTF-8", 0.99, "Alla tecken är giltig UTF-8.")
    return Encoding("utf-8", "UTF-8", 1.0, "Filen har bara tecken som är lika i alla kodningar.")


def _continues(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _around_high_bytes(chunk: bytes) -> bytes:
    """Keep the lines that have something to tell, so that a letter far down in the file counts."""
    lines = [line for line in chunk.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:_SIGNIFICANT_BYTES] + b"\n"


def _legacy(data: bytes) -> Encoding:
    scored = [(_score(data, codec), codec, label) for codec, label in _LEGACY]
    best = max(scored, key=lambda found: found[0])  # the first of equals: Windows is by far the commonest
    second = max(score for score, codec, _ in scored if codec != best[1])
    confidence = 0.5 + 0.49 * min(1.0, max(0.0, best[0] - second))
    return Encoding(
        best[1],
        best[2],
        round(confidence, 2),
        f"Filen är inte UTF-8. Bokstäver som å, ä och ö blir rätt om den läses som {best[2]}.",
    )


def _score(data: bytes, codec: str) -> float:
    """Share of the signs outside ASCII that are usual in Swedish, less those that never are."""
    text = data.decode(codec, errors="replace")
    around = zip(" " + text, text, text[1:] + " ", strict=False)
    letters = [(before, sign, after) for before, sign, after in around if sign > "\x7f"]
    if not letters:
        return 0.0
    points = sum(_points(before, sign, after) for before, sign, after in letters)
    return points / len(letters)


def _points(before: str, sign: str, after: str) -> float:
    if sign == "\ufffd" or "\x80" <= sign <= "\x9f":
        return -1.0
    if sign not in _COMMON:
        return -0.5
    # A capital inside a word in small letters (bÄten) is a sign of the wrong table.
    if sign in "ÅÄÖÉÜ" and before.islower() and (after.islower() or not after.isalpha()):
        return -0.5
    return 1.0 if sign.isalpha() else 0.5
