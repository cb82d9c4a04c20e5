"""Forms for logging in and for choosing a password."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from lagesbild_web.access.models import User


class LogInForm(AuthenticationForm):
    """E-mail address and password."""

    username = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv hela e-postadressen, till exempel namn@kommun.example."),
        },
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv ditt lösenord.")},
    )

    error_messages = {  # noqa: RUF012  # Django's own form declares it so
        "invalid_login": _(
            "E-postadressen och lösenordet hör inte ihop. Se efter hur du skrev och försök igen."
        ),
        "inactive": _("E-postadressen och lösenordet hör inte ihop. Se efter hur du skrev och försök igen."),
    }

    def clean_username(self) -> str:
        """Let people write their address in capitals; attempts are then counted as the same account's."""
        return str(self.cleaned_data["username"]).strip().lower()


class ChosenPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Nytt lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Minst 12 tecken. Flera ord efter varandra är lätt att minnas och svårt att gissa. "
            "Det får inte likna ditt namn eller din adress, inte bara vara siffror och inte vara vanligt."
        ),
        error_messages={"required": _("Skriv ett nytt lösenord.")},
    )
    password_again = forms.CharField(
        label=_("Nytt lösenord igen"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Skriv det nya lösenordet en gång till.")},
    )

    def clean_password_again(self) -> str:
        """Catch a slip of the finger."""
        written = str(self.cleaned_data["password_again"])
        if written != self.cleaned_data.get("password", written):
            raise forms.ValidationError(
                _("Lösenorden är inte lika. Skriv samma nya lösenord i båda rutorna.")
            )
        return written


class NewPasswordForm(ChosenPasswordForm):
    """The old password once and the new one twice."""

    field_order = ("old_password", "password", "password_again")

    old_password = forms.CharField(
        label=_("Nuvarande lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv ditt nuvarande lösenord.")},
    )

    def __init__(self, user: "User", data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._user = user

    def clean_old_password(self) -> str:
        """Ask for the password in use, so that an unlocked screen is not enough to take over the account."""
        written = str(self.cleaned_data["old_password"])
        if not self._user.check_password(written):
            raise forms.ValidationError(
                _("Det här är inte ditt nuvarande lösenord. Skriv det du loggade in med.")
            )
        return written


class AddressForm(forms.Form):
    """The address that a letter is to be sent to."""

    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv hela e-postadressen, till exempel namn@kommun.example."),
        },
    )
