"""How allauth works in this house: it proves who somebody is; sessions, texts and letters are ours."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.models import User
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.middleware import current_request_id


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Opens sessions by our own action; nobody signs up by themselves."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session, with a line in the log."""
        from lagesbild_web.access.actions import log_in

        log_in(the_public(current_request_id()), request, user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are given by an administrator, or by a group in the municipality's own log-in."""
        del request
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that the account is closed to somebody who has shown that it is theirs."""
        del user
        messages.error(request, _("Ditt konto är avslutat. Kontakta kommunens administratör."))
        return redirect("access:log_in")

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: our own pages say what was done."""

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing: our own actions write the letters."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the secrets of second factors encrypted, and calls the service by its name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Koden stämmer inte. Skriv den som visas just nu."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt with the secret key of the installation."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one made under another secret key never matches any code."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(hashlib.sha256(encrypted_text.encode()).digest()[:20]).decode()

    def get_totp_issuer(self) -> str:
        """Return what the app on the phone calls the service."""
        return "Lägesbild"

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Return what the key stores of the person: the address, which is what one logs in with."""
        return {"id": user.id.bytes, "display_name": user.email, "name": user.email}


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"second factors\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
