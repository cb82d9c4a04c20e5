"""When a log-in ends, and whose it was.

The browser remembers for a month who was logged in last, as a mark that says nothing of whom: a session may
be gone long before somebody presses the button of a form, and what was written must come back to the same
person.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

GetResponse = Callable[[HttpRequest], HttpResponse]

UNTIL: Final = "logged_in_until"
_SALT: Final = "lagesbild.last_here"
_REMEMBERED_SECONDS: Final = 30 * 86_400


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


def mark_of(user_id: object) -> str:
    """Return a person's mark, which nobody can tell the person from."""
    return salted_hmac(_SALT, str(user_id), algorithm="sha256").hexdigest()


def last_here(request: HttpRequest) -> str:
    """Return the mark of whoever is logged in, or was last in this browser; empty when that is not known."""
    if SESSION_KEY in request.session:
        return mark_of(request.session[SESSION_KEY])
    return _remembered(request)


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the browser remember who is logged in, for when the session is gone."""
    mark = mark_of(request.user.pk)
    if _remembered(request) == mark:
        return
    response.set_signed_cookie(
        settings.LAST_HERE_COOKIE_NAME,
        mark,
        salt=_SALT,
        max_age=_REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _remembered(request: HttpRequest) -> str:
    return (
        request.get_signed_cookie(
            settings.LAST_HERE_COOKIE_NAME, default="", salt=_SALT, max_age=_REMEMBERED_SECONDS
        )
        or ""
    )


def _unless_ended(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and request.session.get(UNTIL, 0) < time.time():
        return AnonymousUser()
    # Whoever asks for the type gets the person, not a wrapper around the wrapper.
    return user._wrapped if isinstance(user, SimpleLazyObject) else user
