"""The API put together: its addresses, who may call, what every answer has, and the document about it."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from lagesbild import __version__
from lagesbild_web.api.entering import KeyInHead
from lagesbild_web.api.incoming import in_json_paths
from lagesbild_web.api.operations_in import router as reports
from lagesbild_web.api.operations_out import figures, incidents, lists, pictures
from lagesbild_web.api.problems import (
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_LARGE,
    UNEXPECTED,
    UNREADABLE,
    WITHOUT_KEY,
    WRONG_METHOD,
    Fault,
    Refused,
    refused,
)
from lagesbild_web.base.refusals import Invalid

_log: Final = logging.getLogger(__name__)


class _Renderer(JSONRenderer):
    """Swedish letters as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}  # as ninja declares it


api: Final = NinjaAPI(
    title="Lägesbild",
    version=__version__,
    description="Rapporter in; händelser, antal, avvikelser och publicerade lägesbilder ut.",
    auth=KeyInHead(),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=_Renderer(),
)
for router in (reports, incidents, figures, pictures, lists):
    api.add_router("", router)


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return refused(error)


@api.exception_handler(AuthenticationError)
def _without_key(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return refused(Refused(WITHOUT_KEY, _("Skicka nyckeln i huvudet: Authorization: Bearer lb_…")))


@api.exception_handler(PermissionDenied)
def _not_allowed(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return refused(Refused(NOT_ALLOWED))


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return refused(Refused(NOT_FOUND))


@api.exception_handler(Invalid)
def _invalid(_request: HttpRequest, error: Invalid) -> HttpResponse:
    return refused(in_json_paths(error))


@api.exception_handler(ValidationError)
def _wrong_words(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    sentence = _("Värdet går inte att läsa.")
    faults = [Fault(path=str(found["loc"][-1]), detail=sentence) for found in error.errors]
    return refused(Refused(INVALID, faults=faults))


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    return refused(Refused(UNREADABLE))


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return refused(Refused(TOO_LARGE))


@api.exception_handler(Exception)
def _unexpected(_request: HttpRequest, _error: Exception) -> HttpResponse:
    _log.exception("the API failed")  # the request's id is on the line
    return refused(Refused(UNEXPECTED))


def addresses() -> list[URLPattern]:
    """Return the addresses of the operations, each open to those without a session and without cookies."""
    patterns = [found for found in api.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"]
    for pattern in patterns:
        pattern.callback = _as_api(pattern.callback)
    return patterns


def _as_api(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view answer like the rest: no log-in page, no caching, and problems in JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        response: HttpResponse = view(request, *parts, **named)
        if response.status_code == 405:
            allow = response["Allow"]
            response = refused(Refused(WRONG_METHOD))
            response["Allow"] = allow
        response["Cache-Control"] = "no-store"
        return response

    answer.login_required = False  # type: ignore[attr-defined]  # what LogInFirst asks for
    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is looked at, so none can be misused
    return answer
