"""A document of the house as a file to take along: accessible PDF, DOCX, HTML, XLSX or JSON from one tree."""

from collections.abc import Callable, Mapping
from typing import Final

from lagesbild.document.docx import write_docx
from lagesbild.document.html import write_html
from lagesbild.document.json_tree import write_json
from lagesbild.document.pdf import write_pdf
from lagesbild.document.tree import Document
from lagesbild.document.xlsx import write_xlsx
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotFound

_WRITERS: Final[Mapping[str, tuple[str, Callable[[Document], bytes]]]] = {
    "pdf": ("application/pdf", write_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
    "html": ("text/html; charset=utf-8", lambda document: write_html(document).encode()),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", lambda document: write_json(document).encode()),
}

DOCUMENT_FILES: Final = tuple(_WRITERS)


def as_document_file(document: Document, name: str, filetype: str) -> OutgoingFile:
    """Return the document as a file called ``name`` (plain letters, without ending).

    Raises
    ------
    NotFound
        If there is no such kind of file.
    """
    if filetype not in _WRITERS:
        raise NotFound
    media_type, write = _WRITERS[filetype]
    return OutgoingFile(f"{name}.{filetype}", media_type, write(document))
