"""Hand out a file: saved by the browser, or shown without being trusted."""

import base64
import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser

from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file on its way out: what to call it (plain letters only), what it is, and its bytes."""

    filename: str
    media_type: str
    content: bytes


def as_attachment(file: OutgoingFile) -> HttpResponse:
    """Return a file that the browser saves instead of showing."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    return response


def as_sealed_page(file: OutgoingFile) -> HttpResponse:
    """Return a self-contained HTML document for reading, with a policy made for it.

    Its own style sheets are allowed by their hashes, and pictures and fonts that are inside it;
    scripts, forms and every other address are not, whatever the file says.
    """
    response = HttpResponse(file.content, content_type=file.media_type)
    styles = " ".join(f"'sha256-{_base64_sha256(style)}'" for style in _styles(file.content.decode()))
    styles = styles or "'none'"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {styles}; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    return response


def _base64_sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _styles(html: str) -> list[str]:
    collector = _StyleCollector()
    collector.feed(html)
    collector.close()
    return collector.styles


class _StyleCollector(HTMLParser):
    """Gathers the text of every style element, exactly as the browser hashes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.styles: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "style":
            self.styles.append("")
            self._is_inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.styles[-1] += data
