"""Everybody must log in, except where a page says otherwise."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


class LogInFirst(LoginRequiredMiddleware):
    """Django's own rule, but pages that are open to all are not even asked who reads them.

    They then say nothing of cookies, and may be kept by caches.
    """

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
        return super().process_view(request, view_func, view_args, view_kwargs)
