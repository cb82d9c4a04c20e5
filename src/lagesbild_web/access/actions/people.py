"""People's accounts: invite, close, take back, erase."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.actions.functions import give_function
from lagesbild_web.access.contracts import Account
from lagesbild_web.access.letters import send_invitation, send_news_of_function
from lagesbild_web.access.links import Purpose, make_link
from lagesbild_web.access.models import Function, Holding, User
from lagesbild_web.access.passwords import good_password, set_password
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen, screen_numbers


@action("access.create_account")
def create_account(
    actor: Actor, *, email: str, full_name: str, password: str, municipality_id: UUID
) -> Account:
    """Lay up an account that can log in; it may do nothing until it is given a function."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    row = User(email=email.strip().lower(), full_name=full_name.strip())
    row.set_password(good_password(password, row))
    _save_new(row)
    record(actor, "access.account_created", row.id, municipality_id=municipality_id)
    return Account(row.id, row.email, row.full_name)


@action("access.invite")
def invite(
    actor: Actor,
    *,
    email: str,
    full_name: str,
    function_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
    is_substitute: bool = False,
    address_of: Callable[[str], str],
) -> Account:
    """Give somebody a function by e-mail address, and write to them how to log in.

    An address that already has an account, here or in another municipality, keeps it and its name.
    ``address_of`` turns the code of a link into the whole address to open it by.
    """
    home = _home_of_function(function_id)
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    user = User.objects.filter(email=email.strip().lower()).first()
    is_new = user is None
    if user is None:
        if not full_name.strip():
            raise Invalid(full_name=_("Skriv vad personen heter."))
        user = User(email=email.strip().lower(), full_name=full_name.strip())
        user.set_unusable_password()
        _save_new(user)
    elif not user.is_active:
        raise Invalid(email=_("Kontot är stängt. Öppna det igen under Personer."))
    give_function(
        actor, function_id, user.id, starts_on=starts_on, ends_on=ends_on, is_substitute=is_substitute
    )
    if is_new or not user.has_usable_password():
        send_invitation(user, address_of(make_link(user, Purpose.INVITATION)))
    else:
        send_news_of_function(user, Function.objects.select_related("organisation").get(pk=function_id))
    record(actor, "access.account_invited", user.id, municipality_id=home, is_new=is_new)
    return Account(user.id, user.email, user.full_name)


@action("access.invite_again")
def invite_again(
    actor: Actor, user_id: UUID, *, municipality_id: UUID, address_of: Callable[[str], str]
) -> None:
    """Send a new invitation to somebody who has not chosen a password yet; the old link stops working."""
    user = _managed(actor, user_id, municipality_id)
    if user.has_usable_password():
        raise Invalid(email=_("Personen har redan valt lösenord och kan logga in."))
    send_invitation(user, address_of(make_link(user, Purpose.INVITATION)))
    record(actor, "access.account_invited", user.id, municipality_id=municipality_id, is_new=False)


@action("access.close_account")
def close_account(actor: Actor, user_id: UUID, *, municipality_id: UUID) -> None:
    """End all that a person holds in the municipality today; with nothing elsewhere the account closes."""
    user = _managed(actor, user_id, municipality_id)
    if user_id == actor.user_id:
        raise Invalid(account=_("Du kan inte avsluta dig själv. Be en annan administratör."))
    today = timezone.localdate()
    still_on = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    mine = _holdings_in(municipality_id).filter(still_on, user=user)
    mine.filter(starts_on__gt=today).update(ends_on=F("starts_on"))
    ended = mine.filter(starts_on__lte=today).update(ends_on=today)
    if not Holding.objects.filter(still_on, user=user).exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
    record(actor, "access.account_closed", user.id, municipality_id=municipality_id, holdings=ended)


@action("access.reopen_account")
def reopen_account(actor: Actor, user_id: UUID, *, municipality_id: UUID) -> None:
    """Let somebody log in again, with the functions that ended today."""
    user = _managed(actor, user_id, municipality_id)
    today = timezone.localdate()
    ended = _holdings_in(municipality_id).filter(user=user, ends_on=today, function__ends_on__isnull=True)
    reopened = 0
    for holding in ended:
        if not Holding.objects.filter(
            function_id=holding.function_id, user=user, ends_on__isnull=True
        ).exists():
            holding.ends_on = None
            holding.save(update_fields=["ends_on"])
            reopened += 1
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor, "access.account_reopened", user.id, municipality_id=municipality_id, holdings=reopened)


@action("access.reset_password")
def reset_password(actor: Actor, email: str, *, municipality_id: UUID, password: str) -> None:
    """Give somebody in the municipality a new password, for those who have forgotten theirs."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    user = _account_in(municipality_id, email)
    set_password(user, password)
    record(actor, "access.password_reset", user.id, municipality_id=municipality_id)


@action("access.erase_account")
def erase_account(actor: Actor, email: str, *, municipality_id: UUID, reason: str) -> UUID:
    """Erase an account; returns the id, which the log may still hold. It cannot be undone.

    What the person held stays on the functions, without saying by whom.
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför kontot raderas."))
    screen(reason=reason)
    user = _account_in(municipality_id, email)
    if _elsewhere(user, municipality_id).exists():
        raise Invalid(
            email=_("Kontot har funktioner i en annan kommun också. Avsluta funktionerna här i stället.")
        )
    user_id, today = user.id, timezone.localdate()
    still_on = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    user.holdings.filter(still_on, starts_on__gt=today).update(ends_on=F("starts_on"))
    user.holdings.filter(still_on).update(ends_on=today)
    user.delete()
    record(actor, "access.account_erased", user_id, municipality_id=municipality_id, reason=reason.strip())
    return user_id


def _save_new(row: User) -> None:
    screen_numbers(full_name=row.full_name)
    try:
        row.full_clean(validate_constraints=True)
    except ValidationError as error:
        raise Invalid(**{field: " ".join(texts) for field, texts in _by_field(error).items()}) from error
    row.save(force_insert=True)


def _home_of_function(function_id: UUID) -> UUID:
    row = Function.objects.select_related("organisation").filter(pk=function_id).first()
    if row is None:
        raise NotFound
    return row.organisation.municipality_id or row.organisation_id


def _managed(actor: Actor, user_id: UUID, municipality_id: UUID) -> User:
    """Return the account of somebody who holds, or has held, a function in the municipality."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    user = User.objects.filter(pk=user_id, pk__in=_holdings_in(municipality_id).values("user_id")).first()
    if user is None:
        raise NotFound
    return user


def _holdings_in(municipality_id: UUID) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(function__organisation_id=municipality_id)
        | Q(function__organisation__municipality_id=municipality_id)
    )


def _elsewhere(user: User, municipality_id: UUID) -> QuerySet[Holding]:
    return user.holdings.exclude(function__organisation_id=municipality_id).exclude(
        function__organisation__municipality_id=municipality_id
    )


def _account_in(municipality_id: UUID, email: str) -> User:
    """Return an account that holds, or has held, a function in the municipality."""
    user = User.objects.filter(
        email=email.strip().lower(), pk__in=_holdings_in(municipality_id).values("user_id")
    ).first()
    if user is None:
        raise Invalid(email=_("Det finns inget konto med adressen %(email)s i kommunen.") % {"email": email})
    return user


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    fields = error.message_dict
    return {("email" if field == "__all__" else field): texts for field, texts in fields.items()}
