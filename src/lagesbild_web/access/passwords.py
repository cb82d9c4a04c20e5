"""Passwords that are good enough, said in sentences."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lagesbild_web.access.models import User
from lagesbild_web.base.refusals import Invalid


def set_password(user: User, password: str) -> None:
    """Save a new password.

    Raises
    ------
    Invalid
        If it is too weak; the sentence says why.
    """
    user.set_password(good_password(password, user))
    user.save(update_fields=["password"])


def good_password(password: str, user: User) -> str:
    """Return the password when it is strong enough for this person.

    Raises
    ------
    Invalid
        If it is not; the sentence says why.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(password=" ".join(error.messages)) from error
    return password
