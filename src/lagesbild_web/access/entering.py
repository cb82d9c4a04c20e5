"""The ways in: whoever has shown who they are goes on to the second step, if any, and gets a session."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lagesbild_web.access.models import User


def enter(request: HttpRequest, user: User, *, method: str, next_page: str = "") -> HttpResponse:
    """Let in somebody who has shown who they are; leads on to ``next_page``."""
    record_authentication(request, user, method=method)
    response: HttpResponse = perform_login(
        request, Login(user=user, redirect_url=next_page or reverse("start"))
    )
    return response


def enter_by_link(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Let in somebody who opened a link from a letter."""
    return enter(request, User.objects.get(pk=user_id), method="letter")
