"""People who log in through the municipality's own log-in, and the functions that its groups give."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.actions.functions import end_holding, give_function
from lagesbild_web.access.models import Function, GroupRule, Holding, User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.rights import Domain, open_to_everyone, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound


@action("access.come_from_elsewhere")
def come_from_elsewhere(
    actor: Actor,
    *,
    provider_id: str,
    domains: Collection[str],
    email: str,
    full_name: str,
    groups: Collection[str],
) -> UUID:
    """Take in somebody whom a trusted log-in vouches for; returns whose account it is.

    Functions that the table of groups gives are given, and those that it gave before but gives no
    longer are ended. Functions that an administrator gave are left alone. Somebody without an
    account gets one only if a group gives a function.
    """
    open_to_everyone(actor)  # the log-in elsewhere was the check; its signature has been verified
    address = email.strip().lower()
    if address.rpartition("@")[2] not in domains:
        raise Invalid(email=_("Inloggningen svarar inte för adressen %(email)s.") % {"email": address or "–"})
    rules = GroupRule.objects.filter(provider=provider_id, group__in=groups, function__ends_on__isnull=True)
    wanted = set(rules.values_list("function_id", flat=True))
    user = User.objects.filter(email=address).first()
    if user is None:
        if not wanted:
            raise Invalid(email=_("Du har inget konto i Lägesbild. Be kommunens administratör om ett."))
        user = User(email=address, full_name=full_name or address)
        user.set_unusable_password()
        user.save(force_insert=True)
    elif not user.is_active and wanted:
        raise Invalid(email=_("Ditt konto är avslutat. Kontakta kommunens administratör."))
    _follow_groups(actor, user, wanted)
    known = actor_for(user.id, user.full_name)
    record(
        actor,
        "access.came_from_elsewhere",
        user.id,
        municipality_id=known.municipality_id,
        provider=provider_id,
    )
    return user.id


@action("access.add_group_rule")
def add_group_rule(actor: Actor, *, provider_id: str, group: str, function_id: UUID) -> None:
    """Let a group in a log-in elsewhere give a function, from the next time each member logs in."""
    function = Function.objects.select_related("organisation").filter(pk=function_id).first()
    if function is None:
        raise NotFound
    home = function.organisation.municipality_id or function.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if not group.strip():
        raise Invalid(group=_("Skriv gruppens namn eller id, som det står i kommunens katalog."))
    try:
        with transaction.atomic():
            GroupRule.objects.create(
                provider=provider_id, group=group.strip(), function=function, municipality_id=home
            )
    except IntegrityError as error:
        raise Invalid(group=_("Gruppen ger redan den funktionen.")) from error
    record(
        actor,
        "access.group_rule_added",
        function_id,
        municipality_id=home,
        group=group.strip(),
        function=function.name,
    )


@action("access.remove_group_rule")
def remove_group_rule(actor: Actor, rule_id: UUID) -> None:
    """Let a group give a function no longer; members keep it until they log in the next time."""
    row = GroupRule.objects.select_related("function").filter(pk=rule_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_ACCESS, Domain(row.municipality_id, row.municipality_id))
    group, function, home = row.group, row.function, row.municipality_id
    row.delete()
    record(
        actor,
        "access.group_rule_removed",
        function.id,
        municipality_id=home,
        group=group,
        function=function.name,
    )


def _follow_groups(actor: Actor, user: User, wanted: set[UUID]) -> None:
    today = timezone.localdate()
    given_by_groups = user.holdings.filter(source=Holding.Source.GROUP, ends_on__isnull=True)
    for holding in given_by_groups.exclude(function_id__in=wanted):
        end_holding(actor, holding.id, ends_on=today)
    for function_id in sorted(wanted):
        try:
            give_function(actor, function_id, user.id, starts_on=today, source=Holding.Source.GROUP)
        except Invalid:
            continue  # already held, from a group or from an administrator
