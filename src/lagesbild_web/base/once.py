"""The same form, sent twice, is done once: a double click on Save, or Back and Save again.

Each time a page is made, Django masks its CSRF token anew. So two forms that are equal in every field, the
token too, come from one and the same page. A browser that goes back may fetch the page anew and put back what
was written: whoever sends a whole sentence again, letter for letter and right after, has done so. The second
is answered as the first was, without being done. What was refused may be sent again, and so may everything
once something else has been sent in between: who takes a thing away, puts it back and takes it away again
means it.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from lagesbild_web.base.unsent import is_kept

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
_MADE_ANEW: Final = {TOKEN, "client_id"}
"""Fields that differ each time a page is made, whoever asks for it."""
_SENTENCE_CHARACTERS: Final = 40
_SENTENCE_SPACES: Final = 4
_REMEMBERED_SECONDS: Final = 600
_LONGEST_WAIT_SECONDS: Final = 20.0
_GLANCE_SECONDS: Final = 0.05
_UNDER_WAY: Final = ""
_KEY: Final = "lagesbild.once"


class DoneOnce:
    """Answer a form that has been done already as it was answered then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Remember where a form that was done led to, and forget one that was not."""
        response = self._get_response(request)
        key = request.META.get(_KEY)
        if key is not None:
            if isinstance(response, HttpResponseRedirect) and not _was_refused(request, response):
                cache.set(key, response["Location"], _REMEMBERED_SECONDS)
            else:
                cache.delete(key)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer at once when the form has been done; the checks before this one have let it through."""
        if request.method != "POST" or TOKEN not in request.POST or not request.user.is_authenticated:
            return None
        session = str(request.session.session_key)
        key = f"once:{session}:{_mark_of(request)}"
        while not cache.add(key, _UNDER_WAY, _REMEMBERED_SECONDS):
            if (location := _where_it_led(key)) is not None:
                messages.info(request, _("Det här hade du redan skickat. Det gjordes inte en gång till."))
                return HttpResponseRedirect(location)
        _forget_the_one_before(session, key)
        request.META[_KEY] = key
        return None


def _mark_of(request: HttpRequest) -> str:
    """Return the same for the same form with the same files, from the same page or with the same sentence."""
    written = [value for name, values in request.POST.lists() for value in values]
    passed_by = _MADE_ANEW if any(map(_is_sentence, written)) else set()
    fields = sorted((name, tuple(v)) for name, v in request.POST.lists() if name not in passed_by)
    files = sorted((name, str(f.name), f.size) for name, some in request.FILES.lists() for f in some)
    return hashlib.sha256(repr((request.path, fields, files)).encode("utf-8", "replace")).hexdigest()


def _is_sentence(text: str) -> bool:
    """Whether somebody has written it, and nobody writes it twice by chance."""
    return len(text) >= _SENTENCE_CHARACTERS and text.count(" ") >= _SENTENCE_SPACES


def _where_it_led(key: str) -> str | None:
    """Return where the first one led, when it is done; None when it was refused, or takes too long."""
    tired_at = time.monotonic() + _LONGEST_WAIT_SECONDS
    while (location := cache.get(key)) == _UNDER_WAY:
        if time.monotonic() > tired_at:
            cache.delete(key)
            return None
        time.sleep(_GLANCE_SECONDS)
    return None if location is None else str(location)


def _forget_the_one_before(session: str, key: str) -> None:
    last = f"once:{session}"
    before = cache.get(last)
    if before and before != key:
        cache.delete(before)
    cache.set(last, key, _REMEMBERED_SECONDS)


def _was_refused(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the page that was led to says that something could not be done."""
    told = messages.get_messages(request)
    levels = [message.level for message in told]
    if isinstance(told, BaseStorage):
        told.used = False  # they have only been looked at
    return is_kept(request, response["Location"]) or any(level >= messages.WARNING for level in levels)
