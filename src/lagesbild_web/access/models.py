"""Accounts, organisations and who holds which function in which organisation.

Personal data: an account holds a person's name and e-mail address, so that people can log in and be
known to those they work with. Administrators of the municipality and the person see them. An account
is kept while the person works with the municipality; ``radera_konto`` erases it.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import ROLE_LABELS, Role


class UserManager(BaseUserManager["User"]):
    """Finds and makes accounts; e-mail addresses are kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this e-mail address, however it is written."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None, **fields: Any) -> "User":
        """Make an account; without a password it cannot be logged in to."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who can log in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(
        _("e-postadress"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Adressen har redan ett konto.")},
    )
    """Always in lower case."""
    full_name = models.CharField(_("namn"), max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    def __str__(self) -> str:
        """Return the id: logs never hold names or addresses."""
        return str(self.id)


class Organisation(models.Model):
    """A municipality, or one that works together with it. Each belongs to exactly one municipality.

    A police area that covers three municipalities is entered once in each: what one municipality
    shares with its partners is not shared with the next.
    """

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("Kommun")
        POLICE = "police", _("Polis")
        SCHOOL = "school", _("Skola")
        HOUSING_COMPANY = "housing_company", _("Bostadsbolag")
        GUARD_FIRM = "guard_firm", _("Bevakningsföretag")
        RESCUE_SERVICE = "rescue_service", _("Räddningstjänst")
        TRADE = "trade", _("Handel och fastighetsägare")
        ASSOCIATION = "association", _("Förening")
        OTHER = "other", _("Annan")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    municipality = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="partners")
    """The municipality it works with; empty for the municipality itself."""
    is_demo = models.BooleanField(default=False)
    """Invented, for trying out and teaching; said on every page."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="municipality", municipality__isnull=True)
                | (~models.Q(kind="municipality") & models.Q(municipality__isnull=False)),
                name="municipality_stands_alone",
            ),
            models.UniqueConstraint("municipality", "name", name="one_partner_per_name"),
            models.UniqueConstraint(
                "name", condition=models.Q(municipality__isnull=True), name="one_municipality_per_name"
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Membership(models.Model):
    """A role that a person holds in an organisation, from a day until the day before another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role if role is not Role.PUBLIC]
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day when it no longer holds; empty while nobody knows."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                "user", "organisation", "role", "starts_on", name="one_membership_per_start"
            ),
        ]

    def __str__(self) -> str:
        """Return the id: logs never hold names."""
        return str(self.id)
