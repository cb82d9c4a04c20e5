"""The running text of a report that comes as a file: plain text, Word, or PDF with text in it."""

import io
import zipfile
from typing import Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from lagesbild.readers.report_pdf import UnreadablePdfError, pdf_text

MOST_CHARACTERS: Final = 200_000
_MOST_UNPACKED_BYTES: Final = 50_000_000
_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF-"


class UnreadableReportError(ValueError):
    """The file holds no text that can be read; the message is a Swedish sentence with what to do."""


def text_of(filename: str, content: bytes) -> str:
    """Return the text of a .txt, .docx or .pdf file, tables row by row.

    Raises
    ------
    UnreadableReportError
        If it is none of them, is damaged, or is longer than :data:`MOST_CHARACTERS`.
    """
    is_word = filename.casefold().endswith(".docx") or content.startswith(_ZIP)
    if _PDF in content[:1024]:  # some programs write a few lines of their own before it
        text = _pdf_text(content)
    else:
        text = _word_text(content) if is_word else _plain_text(content)
    if not text.strip():
        raise UnreadableReportError("Filen har ingen text. Kontrollera att det är rätt fil.")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableReportError("Texten är för lång. Dela den, till exempel en rapport i taget.")
    return text


def _pdf_text(content: bytes) -> str:
    try:
        return pdf_text(content, most_characters=MOST_CHARACTERS)
    except UnreadablePdfError as error:
        raise UnreadableReportError(str(error)) from error


def _plain_text(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableReportError("Filen är ingen text. Spara rapporten som .txt, .docx eller .pdf.")
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _word_text(content: bytes) -> str:
    damaged = UnreadableReportError(
        "Wordfilen går inte att öppna. Spara den på nytt som .docx, eller klistra in texten."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED_BYTES:
                raise UnreadableReportError(
                    "Wordfilen är för stor. Ta bort bilderna, eller klistra in texten."
                )
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        if isinstance(error, UnreadableReportError):
            raise
        raise damaged from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["  ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
