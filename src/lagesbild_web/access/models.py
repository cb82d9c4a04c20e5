"""Accounts, organisations, functions, and who holds which function when.

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
    works_in = models.ForeignKey(
        "Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The municipality that the person chose to work in last; empty means the one where the person began."""

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
    ends_on = models.DateField(null=True)
    """The first day when it no longer takes part; empty while it does. What it has done is kept."""

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


class Function(models.Model):
    """A post in an organisation: what work is bound to, whoever holds it at the moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="functions")
    name = models.CharField(max_length=120)
    """What the work is called there: Samordnare, Rektor, Kommunpolis."""
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role if role is not Role.PUBLIC]
    )
    area = models.CharField(max_length=200, blank=True)
    """Which places it is about, in words; empty means the whole organisation's."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day when it is no more; empty while it is."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="function_ends_after_start",
            ),
            models.UniqueConstraint(
                "organisation",
                "name",
                condition=models.Q(ends_on__isnull=True),
                name="one_function_per_name",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Holding(models.Model):
    """That a person holds a function, from a day until the day before another.

    Personal data: who held which function when, so that a decision can be followed to the one who
    was in office. Administrators of the municipality see it. When the account is erased the row
    stays without the person: the function was held, and nobody can see by whom.
    """

    class Source(models.TextChoices):
        """Who said that the person holds it."""

        ADMINISTRATOR = "", _("Administratören")
        GROUP = "group", _("Gruppen i kommunens inloggning")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day when it no longer holds; empty while nobody knows. Equal to the start: taken back."""
    is_substitute = models.BooleanField(default=False)
    """Stands in for the one who usually holds it."""
    source = models.CharField(max_length=10, choices=Source.choices, blank=True, default=Source.ADMINISTRATOR)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="holding_ends_after_start",
            ),
            models.UniqueConstraint(
                "function",
                "user",
                condition=models.Q(ends_on__isnull=True, user__isnull=False),
                name="one_open_holding_per_person",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: logs never hold names."""
        return str(self.id)


class SecondFactorRule(models.Model):
    """That everybody with a role in a municipality must show more than a password when they log in."""

    municipality = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="second_factor_rules"
    )
    role = models.CharField(max_length=20, choices=Function._meta.get_field("role").choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "role", name="one_second_factor_rule_per_role")
        ]

    def __str__(self) -> str:
        """Return the role."""
        return self.role


class GroupRule(models.Model):
    """That the members of a group in a log-in elsewhere hold a function here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="group_rules")
    provider = models.CharField(max_length=60)
    """The log-in's id in ``inloggning.toml``."""
    group = models.CharField(max_length=200)
    """The group's name or id, as the log-in tells it."""
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="group_rules")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("provider", "group", "function", name="one_rule_per_group_and_function")
        ]

    def __str__(self) -> str:
        """Return the group."""
        return self.group


class AccessLink(models.Model):
    """A link sent by e-mail that opens an account once: to log in, to choose a new password, to begin.

    Personal data: whose link it is and when it was asked for, so that it works once and is not asked
    for too often. Nobody reads it. ``gallra`` removes links a month after they stopped working.
    """

    class Purpose(models.TextChoices):
        """What the link opens."""

        LOG_IN = "log_in", _("Logga in")
        PASSWORD = "password", _("Välja nytt lösenord")
        INVITATION = "invitation", _("Börja använda kontot")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code in the address; the code itself is only in the letter."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the id: logs never hold addresses."""
        return str(self.id)


class ApiKey(models.Model):
    """A key with which another system acts in a function. It says nothing of any person.

    The key itself is shown once and not kept: only its hash. Who made it stands in the log.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="keys")
    """Whose rights it has, as far as ``scopes`` says; with the function it ends."""
    name = models.CharField(max_length=80)
    """Which system it is for: Väktarnas journal."""
    purpose = models.CharField(max_length=300)
    """Why it is needed."""
    scopes = models.JSONField(default=list)
    """Codes of ``scopes.Scope``."""
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    """The beginning of the key, to tell keys apart by."""
    old_hash = models.CharField(max_length=64, unique=True, null=True)
    old_until = models.DateField(null=True)
    """The first day when the key that was renewed no longer works beside the new one."""
    created_on = models.DateField()
    expires_on = models.DateField()
    """The first day when it no longer works."""
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    told_days = models.PositiveSmallIntegerField(null=True)
    """Which letter about its end was sent last: so many days before. None before the first."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("created_on")), name="key_ends_after_start"
            ),
            models.UniqueConstraint(
                "function", "name", condition=models.Q(revoked_at__isnull=True), name="one_key_per_name"
            ),
        ]

    def __str__(self) -> str:
        """Return the id: logs never hold keys."""
        return str(self.id)
