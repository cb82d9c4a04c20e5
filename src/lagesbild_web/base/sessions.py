"""When a log-in ends. The session itself lives a day longer, so that what was being written is not lost."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

GetResponse = Callable[[HttpRequest], HttpResponse]

UNTIL: Final = "logged_in_until"


def begin(request: HttpRequest) -> None:
    """Let the log-in last for the hours that were set."""
    request.session[UNTIL] = time.time() + settings.LOG_IN_LASTS.total_seconds()


def sessions_end(get_response: GetResponse) -> GetResponse:
    """Take whoever has been logged in too long as not logged in; asked only where a page asks who reads."""

    def answer(request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        lazy: Any = SimpleLazyObject(lambda: _unless_ended(request, user))
        request.user = lazy
        return get_response(request)

    return answer


def has_ended(request: HttpRequest) -> bool:
    """Return whether somebody's log-in has ended in this browser, but not long ago."""
    return SESSION_KEY in request.session and not request.user.is_authenticated


def _unless_ended(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and request.session.get(UNTIL, 0) < time.time():
        return AnonymousUser()
    # Whoever asks for the type gets the person, not a wrapper around the wrapper.
    return user._wrapped if isinstance(user, SimpleLazyObject) else user
