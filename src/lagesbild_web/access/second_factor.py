"""Second factors: an app with codes, passkeys, and codes in reserve. Told in plain contracts."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpRequest

from lagesbild_web.access.contracts import SecondFactor
from lagesbild_web.access.models import User

TWO_STEPS: Final = "two_steps"
"""In the session: this log-in has shown a second factor, or came from a log-in that is trusted to."""
_REAL: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(user: User) -> bool:
    """Return whether the person has an app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=_REAL).exists())


def factors_of(user: User) -> list[SecondFactor]:
    """Return the person's app and passkeys, the oldest first."""
    rows = Authenticator.objects.filter(user=user, type__in=_REAL).order_by("created_at")
    return [_to_contract(row) for row in rows]


def codes_left(user: User) -> int:
    """Return how many codes in reserve have not been used."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def new_codes(user: User) -> list[str]:
    """Return fresh codes in reserve; the old ones no longer work."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return [f"{code[:4]} {code[4:]}" for code in RecoveryCodes.activate(user).generate_codes()]


def remember(request: HttpRequest, *, is_shown: bool) -> None:
    """Note in the session whether this log-in has shown more than a password."""
    request.session[TWO_STEPS] = is_shown


def is_missing(request: HttpRequest) -> bool:
    """Return whether this log-in has shown no more than a password or a letter."""
    return not request.session.get(TWO_STEPS, False)


def _to_contract(row: Any) -> SecondFactor:
    is_key = row.type == Authenticator.Type.WEBAUTHN
    name = row.wrap().name if is_key else ""
    return SecondFactor(row.pk, is_key, name, row.created_at, row.last_used_at)
