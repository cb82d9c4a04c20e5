"""Everybody must log in, except where a page says otherwise, and some must show more than a password."""

from collections.abc import Callable
from typing import Any
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


class LogInFirst(LoginRequiredMiddleware):
    """Django's own rule, but pages that are open to all are not even asked who reads them.

    They then say nothing of cookies, and may be kept by caches. A form that is sent after the log-in
    has ended is kept, and shown again after logging in.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a page that somebody was writing on when the log-in ended is filled in."""
        response = self.get_response(request)
        written = getattr(request, "_unsent", None)
        if written is not None and isinstance(response, HttpResponse):
            return unsent.filled_in(response, request, written)
        return response  # type: ignore[return-value]  # never a coroutine here

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
        if request.method == "GET" and request.user.is_authenticated:
            _remember_unsent(request)
        if request.user.is_authenticated and not getattr(view_func, "is_open_before_second_step", False):
            actor = actor_of(request)
            if actor.needs_second_factor and is_missing(request):
                return redirect("access:second_factor")
        return super().process_view(request, view_func, view_args, view_kwargs)


def _remember_unsent(request: HttpRequest) -> None:
    """Find what was being written on this page, and say so on it."""
    found = unsent.take(request)
    if found is None:
        return
    request._unsent = found  # type: ignore[attr-defined]  # Django's own way of keeping things on a request
    messages.info(
        request,
        _("Du är inloggad igen. Det du skrev finns kvar här. Läs igenom det och skicka.")
        if found.has_text
        else _("Du är inloggad igen. Tryck på knappen en gång till."),
    )
