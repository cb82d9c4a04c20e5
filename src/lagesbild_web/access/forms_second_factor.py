"""Forms for second factors: allauth checks codes and keys, the words are ours."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from lagesbild_web.access.models import User

_CODE_WIDGET = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class StepForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code from the app, or one in reserve."""

    code = forms.CharField(
        label=_("Kod från appen, eller en reservkod"),
        max_length=20,
        widget=forms.TextInput(attrs=_CODE_WIDGET),
        error_messages={"required": _("Skriv koden som visas i appen.")},
    )


class KeyAnswerForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """What a passkey answered."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code from a new app, which shows that it is connected."""

    code = forms.CharField(
        label=_("Koden som appen visar"),
        max_length=20,
        widget=forms.TextInput(attrs=_CODE_WIDGET),
        error_messages={"required": _("Skriv koden som visas i appen.")},
    )


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey's name and answer."""

    name = forms.CharField(
        label=_("Vad vill du kalla nyckeln?"),
        max_length=80,
        required=False,
        help_text=_("Till exempel Jobbtelefonen. Namnet syns bara för dig."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": ""}
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = _(
            "Nyckeln svarade inte. Tryck på knappen och följ det som webbläsaren visar."
        )


class ProveForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv ditt lösenord.")},
    )

    def __init__(self, user: "User", data: Any = None) -> None:
        super().__init__(data)
        self._user = user

    def clean_password(self) -> str:
        """Compare with the password in use."""
        written = str(self.cleaned_data["password"])
        if not self._user.check_password(written):
            raise forms.ValidationError(_("Det här är inte ditt lösenord. Skriv det du loggade in med."))
        return written
