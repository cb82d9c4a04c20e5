"""Passwords that are asked for again, by somebody who is logged in: not for ever."""

from typing import TYPE_CHECKING, Final

from allauth.core.ratelimit import consume
from django.http import HttpRequest

if TYPE_CHECKING:
    from lagesbild_web.access.models import User

_GUESS: Final = "reauthenticate"
"""What allauth counts it as; how many is in the settings."""


def is_guessed_too_often(request: HttpRequest, user: "User") -> bool:
    """Return whether so many wrong passwords have been sent for the account that no more are looked at."""
    return request.method == "POST" and not consume(request, action=_GUESS, user=user, dry_run=True)


def note_wrong_guess(request: HttpRequest, user: "User", *, field: str) -> None:
    """Count a wrong password, if one was written in the field."""
    if request.POST.get(field):
        consume(request, action=_GUESS, user=user)
