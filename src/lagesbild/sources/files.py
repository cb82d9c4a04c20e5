"""The bytes of a source's file: fingerprint, beginning and whole content, packed with gzip or not."""

import gzip
import hashlib
import zlib
from pathlib import Path

from lagesbild.readers.faults import Fault, FaultyFileError

HEAD_BYTES = 65_536
MAX_BYTES = 1 << 30
"""Unpacked size at which reading stops: a small packed file may unpack to more than the memory holds."""

_GZIP_MAGIC = b"\x1f\x8b"


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of the file as it lies on disk, in hexadecimal.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FaultyFileError([unreadable(path)]) from error


def beginning(path: Path, size: int = HEAD_BYTES) -> bytes:
    """Return the first ``size`` bytes, unpacked; empty when the file cannot be read at all."""
    try:
        with path.open("rb") as file:
            content = file.read(size)
    except OSError:
        return b""
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content, size)
    except zlib.error:
        return b""


def is_no_table(path: Path) -> bool:
    """Tell whether the file is JSON or packed: looking for columns in it would only take time."""
    head = beginning(path, 64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return not head or head.startswith((b"[", b"{", _GZIP_MAGIC))


def whole(path: Path) -> bytes:
    """Return the whole content, unpacked.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened, is packed but broken off, or is larger than ``MAX_BYTES``.
    """
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == _GZIP_MAGIC
        with gzip.open(path) if is_packed else path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = "Den packade filen är avbruten eller skadad"
        raise FaultyFileError([Fault(path.name, 0, "", what, "Hämta den en gång till")]) from error
    except OSError as error:
        raise FaultyFileError([unreadable(path)]) from error
    if len(content) > MAX_BYTES:
        what = f"Filen är större än {MAX_BYTES >> 30} GB"
        advice = "Dela den i flera filer, till exempel en per år"
        raise FaultyFileError([Fault(path.name, 0, "", what, advice)])
    return content


def unreadable(path: Path) -> Fault:
    """Return the fault of a file that cannot be opened: it is not there, or may not be read."""
    if not path.exists():
        return Fault(path.name, 0, "", "Filen finns inte", "Kontrollera namnet och mappen")
    advice = "Kontrollera att du får läsa den och att den är en fil"
    return Fault(path.name, 0, "", "Filen går inte att öppna", advice)
