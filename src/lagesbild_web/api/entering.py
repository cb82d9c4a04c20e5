"""Who calls: the key in the call's head, its function as actor, and no oftener than it may."""

import math
import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import EnteredKey
from lagesbild_web.access.queries import KeyRefused, entered_key
from lagesbild_web.access.scopes import SCOPE_LABELS, Scope
from lagesbild_web.api.calls import WINDOW_S, counted_call
from lagesbild_web.api.problems import NOT_ALLOWED, TOO_OFTEN, WITHOUT_KEY, Refused
from lagesbild_web.base.actor import Actor


class KeyInHead(HttpBearer):
    """``Authorization: Bearer lb_…``; cookies and sessions are never looked at."""

    def authenticate(self, request: HttpRequest, token: str) -> EnteredKey:
        """Return the key that entered; it is written in the log the first time each day."""
        del request
        try:
            key = entered_key(token.strip())
        except KeyRefused as error:
            raise Refused(WITHOUT_KEY, str(error)) from error
        _count(key)
        if key.is_first_today:
            actions.note_api_key_used(key.actor, key.id)
        return key


def key_of(request: HttpRequest) -> EnteredKey:
    """Return the key that the call came in with."""
    key = request.auth  # type: ignore[attr-defined]  # put there by the interface
    assert isinstance(key, EnteredKey)  # noqa: S101  # every address asks for a key
    return key


def actor_with(request: HttpRequest, scope: Scope) -> Actor:
    """Return the actor of a key that may be used for this.

    Raises
    ------
    Refused
        If the key was not made for it.
    """
    key = key_of(request)
    if scope.value not in key.scopes:
        sentence = _(
            "Nyckeln är inte till för det här: %(scope)s. Be kommunens administratör om en som är det."
        )
        raise Refused(NOT_ALLOWED, sentence % {"scope": str(SCOPE_LABELS[scope]).lower()})
    return key.actor


def _count(key: EnteredKey) -> None:
    """Count the call among those of this minute, together with every other process."""
    now = time.time()
    most = settings.API_CALLS_PER_MINUTE
    if counted_call(key.id, at=now) > most:
        wait = max(1, math.ceil(WINDOW_S - now % WINDOW_S))
        sentence = _("Nyckeln har anropat %(most)d gånger den här minuten. Vänta %(wait)d sekunder.")
        raise Refused(TOO_OFTEN, sentence % {"most": most, "wait": wait}, retry_after=wait)
