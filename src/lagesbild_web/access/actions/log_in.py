"""Log in and out, change one's own password, and choose where one works."""

from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from lagesbild_web.access.models import User
from lagesbild_web.access.passwords import set_password
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.rights import open_to_everyone, require_self
from lagesbild_web.access.second_factor import has_one, remember
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound


@action("access.log_in")
def log_in(actor: Actor, request: HttpRequest, user: User) -> None:
    """Open a session for somebody who has shown who they are, with the second step if they have one."""
    open_to_everyone(actor)  # that is what logging in is for; the proof was the check
    came_from_elsewhere = any(
        proof["method"] == "socialaccount" for proof in get_authentication_records(request, user)
    )
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    remember(request, is_shown=came_from_elsewhere or has_one(user))
    record(actor_for(user.id, user.full_name), "access.logged_in", user.id)


@action("access.refuse_log_in")
def refuse_log_in(actor: Actor, *, email: str) -> None:
    """Remember a failed attempt; which address was tried is not kept unless it has an account."""
    open_to_everyone(actor)  # everybody may fail
    user = User.objects.filter(email=email.strip().lower()).first()
    known = actor_for(user.id, user.full_name) if user else actor
    record(actor, "access.log_in_refused", user.id if user else None, municipality_id=known.municipality_id)


@action("access.log_out")
def log_out(actor: Actor, request: HttpRequest) -> None:
    """Close the session."""
    open_to_everyone(actor)  # leaving is always allowed
    record(actor, "access.logged_out", actor.user_id)
    logout(request)


@action("access.change_password")
def change_password(actor: Actor, user_id: UUID, *, password: str) -> None:
    """Give one's own account a new password; other sessions of the account end."""
    require_self(actor, user_id)
    set_password(User.objects.get(pk=user_id), password)
    record(actor, "access.password_changed", user_id)


@action("access.work_in")
def work_in(actor: Actor, request: HttpRequest, municipality_id: UUID) -> None:
    """Choose which of one's municipalities to work in from now on.

    Forms that were opened before are no longer accepted, so that nothing is saved in the wrong municipality.
    """
    chosen = next((place for place in actor.workplaces if place.id == municipality_id), None)
    if actor.user_id is None or chosen is None:
        raise NotFound
    require_self(actor, actor.user_id)
    User.objects.filter(pk=actor.user_id).update(works_in_id=chosen.id)
    rotate_token(request)
    record(
        actor, "access.workplace_chosen", actor.user_id, municipality_id=chosen.id, municipality=chosen.name
    )
