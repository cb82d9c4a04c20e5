"""What somebody had written when the log-in ended: kept for an hour, for the same person in the same browser.

A form that is sent after the log-in has ended, or after its page has grown too old, is not lost. What it held
is encrypted and put in the session, under the mark of whoever was logged in last in that browser
(``base.sessions``), so that only the same person gets it back: the form's page is shown again with its fields
filled in. Passwords, codes and files are never kept, and nothing is sent until the person presses the button.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from lagesbild_web.base.filling import filled, words_in
from lagesbild_web.base.sessions import last_here, mark_of

_KEY: Final = "unsent"
_LASTS_SECONDS: Final = 3600
_MOST_CHARACTERS: Final = 3_000_000
"""More than Django reads of a form; what is kept is packed."""
_MOST_FORMS: Final = 3
_FORM_TYPES: Final = {"application/x-www-form-urlencoded", "multipart/form-data"}
_NEVER_KEPT: Final = ("password", "losenord", "csrfmiddlewaretoken", "token", "credential")
_CODE: Final = "code"
"""A field of the second step, and never kept either; elsewhere it is what something is called for short."""


class Why(StrEnum):
    """Why a form was not taken."""

    LOGGED_OUT = "logged_out"
    STALE = "stale"
    """Its page had grown too old, while somebody was still logged in."""
    REFUSED = "refused"
    """What was asked for could not be done; the page that is led to says why."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not taken: where it was to be sent, its fields, and the names of its files."""

    action: str
    fields: QueryDict
    files: tuple[str, ...]
    why: Why

    @property
    def has_text(self) -> bool:
        """Whether anything was written or chosen, or only a button pressed."""
        return any(value.strip() for values in self.fields.lists() for value in values[1])


def keep(request: HttpRequest) -> str:
    """Keep what was sent, when it is known who wrote it; returns the address of its page."""
    page = page_of(request)
    _keep(request, page, Why.STALE if request.user.is_authenticated else Why.LOGGED_OUT)
    return page


def keep_refused(request: HttpRequest, page: str) -> None:
    """Keep the words of a form that could not be carried out, for the page that is led to."""
    if words_in(written_in(request)):
        _keep(request, page, Why.REFUSED)


def _keep(request: HttpRequest, page: str, why: Why) -> None:
    owner = last_here(request)
    if not owner or request.content_type not in _FORM_TYPES:
        return
    told = {
        "owner": owner,
        "action": request.path,
        "fields": written_in(request).urlencode(),
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
        "why": why,
    }
    text = json.dumps(told)
    if len(text) <= _MOST_CHARACTERS:
        kept: dict[str, str] = request.session.get(_KEY, {})
        kept.pop(page, None)
        sealed = _cipher().encrypt(zlib.compress(text.encode())).decode()
        request.session[_KEY] = dict([*kept.items(), (page, sealed)][-_MOST_FORMS:])


def is_kept(request: HttpRequest, page: str) -> bool:
    """Return whether something is kept for that page."""
    return page in request.session.get(_KEY, {})


def written_in(request: HttpRequest) -> QueryDict:
    """Return what was sent but for what is secret."""
    fields = request.POST.copy()
    match = request.resolver_match
    is_account = match is not None and (match.app_name == "access" or match.view_name.startswith("mfa_"))
    for name in list(fields):
        if any(part in name.lower() for part in _NEVER_KEPT) or (is_account and name == _CODE):
            del fields[name]
    return fields


def take(request: HttpRequest) -> Unsent | None:
    """Return what was being written on the page that is asked for, once; None when there is nothing."""
    kept: dict[str, str] = request.session.get(_KEY, {})
    sealed = kept.pop(request.get_full_path(), None)
    if sealed is None:
        return None
    request.session[_KEY] = kept
    try:
        told = json.loads(zlib.decompress(_cipher().decrypt(sealed.encode(), ttl=_LASTS_SECONDS)))
    except InvalidToken:
        return None  # too old
    if told["owner"] != mark_of(request.user.pk):
        return None  # somebody else's
    return Unsent(told["action"], QueryDict(told["fields"]), tuple(told["files"]), Why(told["why"]))


def filled_in(response: HttpResponse, request: HttpRequest, unsent: Unsent) -> HttpResponse:
    """Return the page with its form filled in with what was written."""
    if response["Content-Type"].startswith("text/html"):
        html = response.content.decode(response.charset)
        response.content = filled(html, unsent.fields, action=unsent.action, page=request.path).encode()
    return response


def page_of(request: HttpRequest) -> str:
    """The page that the form was on; the form's own address when the browser does not say."""
    if came_from_here(request):
        parts = urlsplit(request.headers["Referer"])
        path = escape_leading_slashes(parts.path)  # two of them would lead to another host
        return f"{path}?{parts.query}" if parts.query else path
    return request.get_full_path()


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was on a page of ours."""
    referer = request.headers.get("Referer", "")
    return url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"unsent forms\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
