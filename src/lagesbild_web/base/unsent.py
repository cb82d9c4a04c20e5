"""What somebody had written when the log-in ended: kept for an hour, for the same person in the same browser.

A form that is sent after the log-in has ended is not lost. What it held is encrypted and put in the
ended session. Django empties a session when somebody else logs in to it, so only the same person
gets it back: the form's page is shown again with its fields filled in. Passwords, codes and files
are never kept, and nothing is sent until the person presses the button.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from lagesbild_web.base.filling import filled
from lagesbild_web.base.sessions import has_ended

_KEY: Final = "unsent"
_LASTS_SECONDS: Final = 3600
_MOST_CHARACTERS: Final = 200_000
_MOST_FORMS: Final = 3
_FORM_TYPES: Final = {"application/x-www-form-urlencoded", "multipart/form-data"}
_NEVER_KEPT: Final = ("password", "losenord", "csrfmiddlewaretoken", "code", "token", "credential")


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not taken: where it was to be sent, and its fields."""

    action: str
    fields: QueryDict

    @property
    def has_text(self) -> bool:
        """Whether anything was written or chosen, or only a button pressed."""
        return any(value.strip() for values in self.fields.lists() for value in values[1])


def keep(request: HttpRequest) -> str:
    """Keep what was sent; returns the address of the page that it was written on."""
    page = _page_of(request)
    if has_ended(request) and request.content_type in _FORM_TYPES:
        fields = request.POST.copy()
        for name in [name for name in fields if any(part in name.lower() for part in _NEVER_KEPT)]:
            del fields[name]
        text = json.dumps({"action": request.path, "fields": fields.urlencode()})
        if len(text) <= _MOST_CHARACTERS:
            kept: dict[str, str] = request.session.get(_KEY, {})
            kept.pop(page, None)
            newest = [*kept.items(), (page, _cipher().encrypt(text.encode()).decode())][-_MOST_FORMS:]
            request.session[_KEY] = dict(newest)
    return page


def take(request: HttpRequest) -> Unsent | None:
    """Return what was being written on the page that is asked for, once; None when there is nothing."""
    kept: dict[str, str] = request.session.get(_KEY, {})
    sealed = kept.pop(request.get_full_path(), None)
    if sealed is None:
        return None
    request.session[_KEY] = kept
    try:
        told = json.loads(_cipher().decrypt(sealed.encode(), ttl=_LASTS_SECONDS))
    except InvalidToken:
        return None  # too old
    return Unsent(told["action"], QueryDict(told["fields"]))


def filled_in(response: HttpResponse, request: HttpRequest, unsent: Unsent) -> HttpResponse:
    """Return the page with its form filled in with what was written."""
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        html = response.content.decode(response.charset)
        response.content = filled(html, unsent.fields, action=unsent.action, page=request.path).encode()
    return response


def _page_of(request: HttpRequest) -> str:
    """The page that the form was on; the form's own address when the browser does not say."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"unsent forms\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
