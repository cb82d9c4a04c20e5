"""Everybody must log in, except where a page says otherwise, and some must show more than a password."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.second_factor import is_missing
from lagesbild_web.base import unsent
from lagesbild_web.base.sessions import remember


class LogInFirst(LoginRequiredMiddleware):
    """Django's own rule, but pages that are open to all are not even asked who reads them.

    They then say nothing of cookies, and may be kept by caches. A form that is sent after the log-in
    has ended is kept, and shown again after logging in.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a page that somebody was writing on when the log-in ended is filled in."""
        response = cast("HttpResponseBase", self.get_response(request))  # never a coroutine here
        if getattr(request, "_is_somebody", False):
            remember(request, response)
        written = getattr(request, "_unsent", None)
        if written is not None and isinstance(response, HttpResponse):
            return unsent.filled_in(response, request, written)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Lead those who are not logged in to the log-in page, when the page is not open."""
        if not getattr(view_func, "login_required", True):
            return None
        if request.method == "POST" and not request.user.is_authenticated:
            query = urlencode({"next": unsent.keep(request)}, safe="/")
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
        request._is_somebody = request.user.is_authenticated  # type: ignore[attr-defined]  # see below
        if request.user.is_authenticated and not getattr(view_func, "is_open_before_second_step", False):
            actor = actor_of(request)
            if actor.needs_second_factor and is_missing(request):
                return redirect("access:second_factor")
        if request.method == "GET" and request.user.is_authenticated:
            _remember_unsent(request)
        return super().process_view(request, view_func, view_args, view_kwargs)


def _remember_unsent(request: HttpRequest) -> None:
    """Find what was being written on this page, and say so on it."""
    found = unsent.take(request)
    if found is None:
        return
    request._unsent = found  # type: ignore[attr-defined]  # Django's own way of keeping things on a request
    if found.why is not unsent.Why.REFUSED:
        messages.info(request, _what_became_of(found))


def _what_became_of(found: unsent.Unsent) -> str:
    begins = (
        _("Sidan hade legat öppen för länge.") if found.why is unsent.Why.STALE else _("Du är inloggad igen.")
    )
    told = [
        begins,
        _("Det du skrev finns kvar här. Läs igenom det och skicka.")
        if found.has_text
        else _("Tryck på knappen en gång till."),
    ]
    if found.files:
        told.append(
            _("Filer kan inte sparas så länge: välj %(names)s igen.") % {"names": ", ".join(found.files)}
        )
    return " ".join(told)
