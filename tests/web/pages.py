"""A browser without windows: fetches pages as somebody, and holds each to what every page promises."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from lagesbild_web.access.models import User

_POLICY: Final = {
    "base-uri 'none'",
    "default-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
_EXPECTED_HEADERS: Final = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ADDRESSES: Final = ("href", "src", "action", "poster", "data", "srcset", "formaction")
_LANDMARKS: Final = {"header": 1, "main": 1, "footer": 1, "h1": 1, "title": 1}
_UNLABELLED: Final = {"hidden", "submit", "button"}


@dataclass
class Page:
    """A page that kept its promises, taken apart."""

    status: int
    html: str
    tags: list[tuple[str, dict[str, str]]]
    texts: dict[str, list[str]]
    response: HttpResponse

    @property
    def title(self) -> str:
        """The window's title."""
        return self.texts["title"][0]

    @property
    def text(self) -> str:
        """All that can be read on the page, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self.texts["*"])).strip()

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [attrs["href"] for tag, attrs in self.tags if tag == "a"]

    def ids(self) -> list[str]:
        """Every id on the page."""
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


@dataclass
class Pages:
    """Fetches pages as one reader after another. Every page is checked as it comes."""

    client: Client = field(default_factory=Client)

    def log_in(self, user: User | None) -> "Pages":
        """Return somebody else's browser; None is a reader who is not logged in."""
        other = Pages()
        if user is not None:
            other.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return other

    def get(self, path: str, *, status: int = 200, as_: User | None = None) -> Page:
        """Fetch a page; ``as_`` is a reader just for this page."""
        browser = self if as_ is None else self.log_in(as_)
        return checked(browser.client.get(path), status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 200) -> Page:
        """Send a form and check the page that answers."""
        return checked(self.client.post(path, data or {}), status)

    def send(self, path: str, data: dict[str, Any] | None = None) -> Page:
        """Send a form that is accepted, and check the page that it leads to."""
        response = self.client.post(path, data or {})
        assert response.status_code == 302, re.sub(r"\s+", " ", response.content.decode())[:3000]
        return self.get(response["Location"])


def checked(response: Any, status: int = 200) -> Page:
    """Return the page when it is what every page must be; otherwise say what it lacks."""
    assert response.status_code == status, f"svarade {response.status_code}, väntade {status}"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    page = taken_apart(response)
    faults = [*_head_faults(page), *_body_faults(page), *_outside_faults(page), *_link_faults(page)]
    assert not faults, "\n".join(faults)
    return page


def taken_apart(response: Any) -> Page:
    """Return the page's tags and texts."""
    html = response.content.decode()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(response.status_code, html, reader.tags, reader.texts, response)


def _head_faults(page: Page) -> list[str]:
    faults = [
        f"{h}: {page.response.get(h)}" for h, v in _EXPECTED_HEADERS.items() if page.response.get(h) != v
    ]
    policy = page.response.get("Content-Security-Policy", "")
    if {directive.strip() for directive in policy.split(";")} != _POLICY:
        faults.append(f"Content-Security-Policy: {policy}")
    faults += [f"{n} {tag}" for tag, n in ((t, _count(page, t)) for t in _LANDMARKS) if n != 1]
    if page.texts["h1"] != page.texts["title"]:
        faults.append(f"rubriken {page.texts['h1']} är inte titeln {page.texts['title']}")
    if not any(tag == "html" and attrs.get("lang") in ("sv", "en") for tag, attrs in page.tags):
        faults.append("språket är inte sagt")
    if not page.links or page.links[0] != "#innehall":
        faults.append("den första länken hoppar inte till innehållet")
    if any("data-log-out" in attrs for _, attrs in page.tags) and "log_out" not in page.html:
        faults.append("att logga ut tömmer inte telefonen: skriptet saknas")
    return faults


def _body_faults(page: Page) -> list[str]:
    ids = page.ids()
    faults = [f"id {i} finns flera gånger" for i in sorted({i for i in ids if ids.count(i) > 1})]
    labelled = {attrs["for"] for tag, attrs in page.tags if tag == "label"}
    for tag, attrs in page.tags:
        if (
            tag in {"input", "select", "textarea"}
            and attrs.get("type") not in _UNLABELLED
            and attrs.get("id") not in labelled
        ):
            faults.append(f"fältet {attrs.get('name')} saknar etikett")
        if tag == "th" and "scope" not in attrs:
            faults.append("en tabellrubrik saknar scope")
        if tag == "img" and "alt" not in attrs:
            faults.append("en bild saknar alt")
        for name in ("aria-labelledby", "aria-describedby"):
            faults += [
                f"{name} pekar på {i} som inte finns" for i in attrs.get(name, "").split() if i not in ids
            ]
    if _count(page, "table") != _count(page, "caption"):
        faults.append("en tabell saknar rubrik")
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    faults += [f"h{b} kommer direkt efter h{a}" for a, b in pairwise(headings) if b > a + 1]
    return faults


def _outside_faults(page: Page) -> list[str]:
    """Nothing inline that the policy would stop, and no other host."""
    faults = []
    for tag, attrs in page.tags:
        if tag in {"style", "iframe"} or (tag == "script" and not attrs.get("src")):
            faults.append(f"<{tag}> på sidan")
        faults += [
            f"attributet {name} på {tag}" for name in attrs if name == "style" or name.startswith("on")
        ]
        for name in _ADDRESSES:
            parts = urlsplit(attrs.get(name, ""))
            if parts.scheme or parts.netloc:
                faults.append(f"{tag} pekar på {attrs[name]}")
    return faults


def _link_faults(page: Page) -> list[str]:
    ids, faults = set(page.ids()), []
    for link in page.links:
        parts = urlsplit(link)
        if not parts.path and parts.fragment and parts.fragment not in ids:
            faults.append(f"länken {link} leder till ett id som inte finns")
        if parts.path and not _is_known(parts.path):
            faults.append(f"länken {link} leder ingenstans")
    return faults


def _is_known(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return path.startswith("/static/")
    return True


def _count(page: Page, tag: str) -> int:
    return sum(name == tag for name, _ in page.tags)


class _Reader(HTMLParser):
    """Gathers every tag with its attributes, and the texts of the page, its title and its h1."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {"*": [], "title": [], "h1": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"title", "h1"}:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if self._inside:
            self.texts[self._inside].append(data.strip())
        if self._inside != "title":
            self.texts["*"].append(data.strip())
