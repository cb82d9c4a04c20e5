"""What files of the plan are called."""

from typing import Final

from django.utils.text import slugify

_PLAIN: Final = str.maketrans("åäöÅÄÖ.–", "aaoAAO--")


MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Of the documents that are kept."""


def plain_name(title: str, number: int) -> str:
    """Return what a file is called: plain letters survive every system."""
    return slugify(f"{title} {number}".translate(_PLAIN))
