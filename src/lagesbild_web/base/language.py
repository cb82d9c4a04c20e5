"""Which language a page is in: Swedish, or English where the reader asks for it and the page has it.

The source language is Swedish. A page is shown in English only when every word of it has been translated:
half a page in each language helps nobody. It is asked for in the address (``?sprak=en``), so nothing is kept
about the reader, and nothing is guessed from the browser, which would be wrong for most.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

ENGLISH: Final = "en"
TRANSLATED: Final = (
    "base/**/*",
    "navigation.py",
    "public/templates/public/page.html",
    "public/templates/public/list.html",
    "public/templates/public/accessibility.html",
    "public/views.py",
    "access/templates/access/log_in.html",
    "access/templates/access/ask_*.html",
    "access/templates/access/letter_sent.html",
    "access/forms.py",
    "access/views.py",
    "access/views_links.py",
)
"""The files whose words are in the catalogue; ``scripts/catalogue.py`` gathers them."""
_ADDRESSES: Final = (
    "access:log_in",
    "access:ask_to_log_in",
    "access:ask_for_password",
    "access:letter_sent",
    "public:list",
    "public:accessibility",
)
"""The pages with English in every word of their own."""

Answer = Callable[[HttpRequest], HttpResponse]


def in_the_readers_language(get_response: Answer) -> Answer:
    """Answer in English where it is asked for and the page has it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.GET.get("sprak") != ENGLISH or not has_english(request.path_info):
            return get_response(request)
        with translation.override(ENGLISH):
            return get_response(request)

    return answer


def has_english(path: str) -> bool:
    """Return whether the page at an address exists in English."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return f"{found.app_name}:{found.url_name}" in _ADDRESSES


def other_language(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """Give templates ``other_language``: the language that the page could be in instead; empty when none."""

    def other() -> str:
        if not has_english(request.path_info):
            return ""
        return "sv" if request.GET.get("sprak") == ENGLISH else ENGLISH

    return {"other_language": other}
