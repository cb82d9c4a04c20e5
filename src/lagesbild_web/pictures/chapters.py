"""The chapters of a picture as they are shown in the page: the document's own, made safe.

The document was written by the library, but it is a file that somebody loaded. So nothing of it is
trusted: only the elements and attributes listed here come through, and everything else is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from lagesbild_web.pictures.content import Content

_LISTED_ELEMENTS: Final = """
section div p span strong em ol ul li dl dt dd h3 h4 figure figcaption table caption thead tbody tr th td a br
svg g path rect circle ellipse line polyline polygon text tspan defs clippath
use title desc lineargradient pattern stop
"""
_LISTED_ATTRIBUTES: Final = """
class id role tabindex scope colspan rowspan href aria-hidden aria-label aria-labelledby
xmlns viewbox preserveaspectratio width height d x y x1 y1 x2 y2 cx cy r rx ry dx dy points transform
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
stroke-dasharray stroke-dashoffset stroke-miterlimit opacity clip-path clip-rule
font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing
offset stop-color stop-opacity patternunits patterntransform clippathunits gradientunits
"""
_ELEMENTS: Final = frozenset(_LISTED_ELEMENTS.split())
_ATTRIBUTES: Final = frozenset(_LISTED_ATTRIBUTES.split())
_DROPPED_WITH_CONTENT: Final = frozenset(
    {"script", "style", "iframe", "object", "template", "noscript", "textarea"}
)
_VOID: Final = frozenset({"br"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the picture: its id (also its address in the page), heading and content as safe HTML."""

    id: str
    heading: str
    html: SafeString


def chapters_of(document: str) -> tuple[Chapter, ...]:
    """Return the chapters of a document that the library wrote as HTML."""
    reader = _ChapterReader()
    reader.feed(document)
    reader.close()
    return tuple(reader.chapters)


def chapters_in_words(content: Content) -> tuple[Chapter, ...]:
    """Return the chapters from the words alone, for a picture that was made without HTML."""
    return tuple(Chapter(s.id, s.heading, _paragraphs(s.paragraphs)) for s in content.sections)


def _paragraphs(texts: Sequence[str]) -> SafeString:
    return mark_safe("".join(f"<p>{escape(text)}</p>" for text in texts))  # noqa: S308  # every text is escaped


class _ChapterReader(HTMLParser):
    """Goes through the document once and keeps what is listed, one chapter at a time."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.chapters: list[Chapter] = []
        self._id = ""
        self._heading: list[str] = []
        self._kept: list[str] = []
        self._open: list[str] = []
        """Elements open in the chapter, the outermost first; "" stands for one that is left out."""
        self._is_heading = False
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _DROPPED_WITH_CONTENT:
            self._dropped += 1
        elif not self._open:
            if tag == "section" and "chapter" in (given.get("class") or "").split():
                self._begin(given.get("id") or "")
        elif tag == "h2":
            self._is_heading = True
        elif not self._dropped:
            self._keep(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._open and not self._dropped and tag in _ELEMENTS:
            self._kept.append(f"<{tag}{_written(dict(attrs))}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED_WITH_CONTENT:
            self._dropped = max(0, self._dropped - 1)
        elif tag == "h2":
            self._is_heading = False
        elif tag in self._open and not self._dropped:
            self._close_until(tag)

    def handle_data(self, data: str) -> None:
        if self._dropped or not self._open:
            return
        (self._heading if self._is_heading else self._kept).append(data if self._is_heading else escape(data))

    def _begin(self, chapter_id: str) -> None:
        self._id, self._heading, self._kept, self._open = chapter_id, [], [], ["section"]

    def _keep(self, tag: str, given: dict[str, str | None]) -> None:
        if tag not in _ELEMENTS:
            return
        self._kept.append(f"<{tag}{_written(given)}>")
        if tag not in _VOID:
            self._open.append(tag)

    def _close_until(self, tag: str) -> None:
        while True:
            closed = self._open.pop()
            if not self._open:
                html = mark_safe("".join(self._kept).strip())  # noqa: S308  # listed elements, escaped values
                self.chapters.append(Chapter(self._id, "".join(self._heading).strip(), html))
                return
            self._kept.append(f"</{closed}>")
            if closed == tag:
                return


def _written(given: dict[str, str | None]) -> str:
    """Return the attributes that come through, as they are written in the page."""
    return "".join(
        f' {name}="{escape(value or "")}"' for name, value in given.items() if _is_harmless(name, value or "")
    )


def _is_harmless(name: str, value: str) -> bool:
    if name not in _ATTRIBUTES:
        return False
    if name == "href":
        return value.startswith("#")
    return "url(" not in value or value.startswith("url(#")
