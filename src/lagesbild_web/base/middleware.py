"""What is done around every request: an id to find it by in the log, and headers that keep it private."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

GetResponse = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")

_NUL = "\x00"

_UNUSED_FEATURES = (
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "payment",
    "usb",
    "browsing-topics",
)


class RequestIdFilter(logging.Filter):
    """Put the request's id on every line of the operator's log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add ``request_id`` to the line and let it through."""
        record.request_id = current_request_id()
        return True


def current_request_id() -> str:
    """Return the id of the request that is being answered, or ``-`` outside of one."""
    return _request_id.get()


def request_id(get_response: GetResponse) -> GetResponse:
    """Give every request an id; it is in the log, in the answer and on the page for unexpected errors."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = _request_id.set(uuid4().hex)
        try:
            response = get_response(request)
            response["X-Request-ID"] = current_request_id()
            return response
        finally:
            _request_id.reset(token)

    return answer


class WithoutNul:
    """Take away what no keyboard writes and no database keeps: it comes along when text is pasted.

    Nobody sees the character, so a sentence about it would help nobody. An address with one in it is no page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as if it had not been there."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Clean the query and the form, after the form has been found to be ours."""
        if _NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]  # it may be set, as Django's own tests do
        if request.method == "POST" and any(
            _NUL in value for _name, values in request.POST.lists() for value in values
        ):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _cleaned(fields: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in fields.lists():
        clean.setlist(name, [str(value).replace(_NUL, "") for value in values])
    clean._mutable = False
    return clean


def permissions_policy(*allowed: str) -> str:
    """Return the header that turns off what the pages never use; a page may keep what it needs for itself."""
    return ", ".join(f"{name}=({'self' if name in allowed else ''})" for name in _UNUSED_FEATURES)


def quiet_headers(get_response: GetResponse) -> GetResponse:
    """Turn off what the pages never use, and keep what a logged-in person sees out of every cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", permissions_policy())
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cookie" in response.get("Vary", ""):
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return answer
