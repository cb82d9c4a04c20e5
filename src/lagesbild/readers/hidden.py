"""What a workbook does not show: rows hidden by hand or by a filter, and cells with a failed formula."""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lagesbild.readers.sheet import Hidden

MAX_UNPACKED_BYTES = 2 << 30
"""A workbook that unpacks to more is refused: no table of a million rows needs two gigabytes."""
_CHUNK = 1 << 20
_TAIL = 4096  # longer than any tag looked for, so that one cut in two is found in the next piece

# The tags are looked for as text. Nothing is expanded, so an entity bomb in the file stays a line of text.
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What the inside of a workbook tells about one sheet besides its values."""

    hidden: Hidden
    broken: tuple[str, ...] = ()
    """Cells whose formula gives an error, as a spreadsheet names them: ``E4``."""


def unpacked_bytes(path: Path) -> int:
    """Return how many bytes a zipped workbook unpacks to, as it says itself.

    Raises
    ------
    zipfile.BadZipFile
        If the file is not a whole zip archive.
    """
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())


def sheet_marks(path: Path) -> dict[str, SheetMarks]:
    """Return hidden rows and failed formulas of each sheet of an XLSX workbook, by name.

    Raises
    ------
    zipfile.BadZipFile
        If the file is not a whole zip archive.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return {}
        targets = _targets(archive, names)
        found = {}
        for match in _SHEET.finditer(_text(archive, "xl/workbook.xml")):
            sheet = _attributes(match[1])
            member = targets.get(sheet.get("r:id", ""), "")
            is_hidden = sheet.get("state", "visible") != "visible"
            if member in names:
                found[sheet.get("name", "")] = _marks(archive, member, is_hidden=is_hidden)
        return found


def spans(rows: tuple[int, ...]) -> str:
    """Return row numbers as a reader wants them: ``5–12, 20``.

    >>> spans((5, 6, 7, 20))
    '5–7, 20'
    """
    parts: list[str] = []
    first = last = 0
    for row in (*sorted(rows), -1):
        if last and row != last + 1:
            parts.append(str(first) if first == last else f"{first}–{last}")
            first = row
        first = first or row
        last = row
    return ", ".join(parts) if len(parts) <= 8 else ", ".join(parts[:8]) + " med flera"


def _targets(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    member = "xl/_rels/workbook.xml.rels"
    if member not in names:
        return {}
    found = {}
    for match in _RELATION.finditer(_text(archive, member)):
        relation = _attributes(match[1])
        target = relation.get("Target", "")
        found[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _text(archive: zipfile.ZipFile, member: str) -> str:
    return archive.read(member).decode("utf-8", errors="replace")


def _attributes(text: str) -> dict[str, str]:
    return {match[1]: html.unescape(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(text)}


def _marks(archive: zipfile.ZipFile, member: str, *, is_hidden: bool) -> SheetMarks:
    rows: list[int] = []
    broken: list[str] = []
    has_filter = False
    passed = 0
    for piece in _pieces(archive, member):
        # Most pieces have nothing to tell: the plain search is a hundred times as fast as the pattern.
        if b"hidden" in piece:
            rows += _hidden_rows(piece, passed)
        if b't="e"' in piece or b"t='e'" in piece:
            found = (_attributes(match[1].decode(errors="replace")) for match in _ERROR_CELL.finditer(piece))
            broken += [cell.get("r", "") for cell in found]
        has_filter = has_filter or b"autoFilter" in piece
        passed += piece.count(b"<row") + piece.count(b":row ")
    cells = tuple(dict.fromkeys(cell for cell in broken if _REFERENCE.fullmatch(cell)))
    return SheetMarks(Hidden(tuple(dict.fromkeys(rows)), bool(rows) and has_filter, is_hidden), cells)


def _hidden_rows(piece: bytes, passed: int) -> list[int]:
    """Return the numbers of the hidden rows; a row that has none follows the one before it."""
    found = []
    number = passed
    for match in _ROW.finditer(piece):
        row = _attributes(match[1].decode(errors="replace"))
        number = int(row["r"]) if row.get("r", "").isdigit() else number + 1
        if row.get("hidden") in ("1", "true"):
            found.append(number)
    return found


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Yield a sheet in pieces that end after a whole tag."""
    held = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            held += chunk
            cut = held.rfind(b">") + 1
            if cut:
                yield held[:cut]
            held = held[cut:][-_TAIL:]
    if held:
        yield held
