"""The ways in: whoever has shown who they are gets a session."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lagesbild_web.access.actions import log_in
from lagesbild_web.access.models import User
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.middleware import current_request_id

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105  # a name


def enter_by_link(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Let in somebody who opened a link from a letter."""
    user = User.objects.get(pk=user_id)
    user.backend = PASSWORD_BACKEND  # how Django remembers who vouched for it
    log_in(the_public(current_request_id()), request, user)
    return redirect("start")
