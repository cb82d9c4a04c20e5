"""Add and remove second factors, and say which roles must have one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.letters import send_news_of_second_factor
from lagesbild_web.access.models import Holding, SecondFactorRule, User
from lagesbild_web.access.rights import Domain, require, require_self
from lagesbild_web.access.roles import ROLE_LABELS, Right, Role
from lagesbild_web.access.second_factor import has_one, new_codes
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen


@action("access.add_app")
def add_app(actor: Actor, user_id: UUID, *, secret: str) -> None:
    """Let an app on the phone be one's second factor; the code has been checked."""
    user = _oneself(actor, user_id)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Invalid(code=_("Du har redan en app. Ta bort den först."))
    TOTP.activate(user, secret)
    _tell(actor, user, "access.second_factor_added", "app")


@action("access.add_key")
def add_key(actor: Actor, user_id: UUID, *, name: str, credential: dict[str, Any]) -> None:
    """Let a passkey or a security key be one's second factor; its answer has been checked."""
    user = _oneself(actor, user_id)
    WebAuthn.add(user, name.strip()[:80] or _("Min nyckel"), credential)
    _tell(actor, user, "access.second_factor_added", "key")


@action("access.remove_factor")
def remove_factor(actor: Actor, user_id: UUID, factor_id: int) -> None:
    """Remove one of one's second factors; the last one only when no role demands it."""
    user = _oneself(actor, user_id)
    row = Authenticator.objects.filter(pk=factor_id, user=user).exclude(type="recovery_codes").first()
    if row is None:
        raise NotFound
    kind = "key" if row.type == Authenticator.Type.WEBAUTHN else "app"
    row.delete()
    if not has_one(user):
        if actor.needs_second_factor:
            raise Invalid(factor=_("Din roll kräver tvåstegsinloggning. Lägg till en annan först."))
        Authenticator.objects.filter(user=user).delete()  # codes in reserve for nothing
    _tell(actor, user, "access.second_factor_removed", kind)


@action("access.make_codes")
def make_codes(actor: Actor, user_id: UUID) -> list[str]:
    """Make new codes in reserve; they are shown once and the old ones stop working."""
    user = _oneself(actor, user_id)
    if not has_one(user):
        raise Invalid(codes=_("Lägg till en app eller en nyckel först."))
    codes = new_codes(user)
    record(actor, "access.reserve_codes_made", user.id)
    return codes


@action("access.reset_second_factor")
def reset_second_factor(actor: Actor, user_id: UUID, *, municipality_id: UUID, reason: str) -> None:
    """Take away all second factors of somebody who has lost them; a role may demand new ones."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    here = Q(function__organisation_id=municipality_id) | Q(
        function__organisation__municipality_id=municipality_id
    )
    # Whoever has left may answer for other things in another municipality now.
    still_on = Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())
    held = Holding.objects.filter(here, still_on).values("user_id")
    user = User.objects.filter(pk=user_id, pk__in=held).first()
    if user is None:
        raise NotFound
    if not reason.strip():
        raise Invalid(reason=_("Skriv hur du vet att det är rätt person som ber om det."))
    screen(reason=reason)
    Authenticator.objects.filter(user=user).delete()
    send_news_of_second_factor(user, is_added=False)
    record(
        actor,
        "access.second_factor_reset",
        user.id,
        municipality_id=municipality_id,
        reason=reason.strip(),
    )


@action("access.demand_second_factor")
def demand_second_factor(actor: Actor, municipality_id: UUID, *, roles: Collection[str]) -> None:
    """Say which roles in the municipality must show a second factor; the others need not."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    wanted = {Role(role) for role in roles} - {Role.PUBLIC}
    SecondFactorRule.objects.filter(municipality_id=municipality_id).exclude(role__in=wanted).delete()
    known = set(
        SecondFactorRule.objects.filter(municipality_id=municipality_id).values_list("role", flat=True)
    )
    SecondFactorRule.objects.bulk_create(
        SecondFactorRule(municipality_id=municipality_id, role=role) for role in sorted(wanted - known)
    )
    named = ", ".join(str(ROLE_LABELS[role]).lower() for role in Role if role in wanted)
    record(
        actor,
        "access.second_factor_demanded",
        municipality_id,
        municipality_id=municipality_id,
        roles=named or _("ingen roll"),
    )


def _oneself(actor: Actor, user_id: UUID) -> User:
    require_self(actor, user_id)
    return User.objects.get(pk=user_id)


def _tell(actor: Actor, user: User, event: str, kind: str) -> None:
    send_news_of_second_factor(user, is_added=event.endswith("added"))
    record(actor, event, user.id, kind=kind)
