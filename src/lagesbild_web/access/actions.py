"""Log in and out, and lay up organisations, accounts and roles."""

from datetime import date
from uuid import UUID

from django.contrib.auth import login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import Account, Organisation
from lagesbild_web.access.models import Membership, User
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.queries import actor_for, to_contract
from lagesbild_web.access.rights import Domain, open_to_everyone, require, require_self
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound


@action("access.log_in")
def log_in(actor: Actor, request: HttpRequest, user: User) -> None:
    """Open a session for somebody whose password was right."""
    open_to_everyone(actor)  # that is what logging in is for; the password was the check
    login(request, user)
    record(actor_for(user.id, user.full_name), "access.logged_in", user.id)


@action("access.refuse_log_in")
def refuse_log_in(actor: Actor, *, email: str) -> None:
    """Remember a failed attempt; which address was tried is not kept unless it has an account."""
    open_to_everyone(actor)  # everybody may fail
    user = User.objects.filter(email=email.strip().lower()).first()
    known = actor_for(user.id, user.full_name) if user else actor
    record(actor, "access.log_in_refused", user.id if user else None, municipality_id=known.municipality_id)


@action("access.log_out")
def log_out(actor: Actor, request: HttpRequest) -> None:
    """Close the session."""
    open_to_everyone(actor)  # leaving is always allowed
    record(actor, "access.logged_out", actor.user_id)
    logout(request)


@action("access.change_password")
def change_password(actor: Actor, user_id: UUID, *, password: str) -> None:
    """Give one's own account a new password; other sessions of the account end."""
    require_self(actor, user_id)
    user = User.objects.get(pk=user_id)
    _set_password(user, password)
    record(actor, "access.password_changed", user_id)


@action("access.reset_password")
def reset_password(actor: Actor, email: str, *, municipality_id: UUID, password: str) -> None:
    """Give somebody in the municipality a new password, for those who have forgotten theirs."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    user = _account_in(municipality_id, email)
    _set_password(user, password)
    record(actor, "access.password_reset", user.id, municipality_id=municipality_id)


@action("access.create_organisation")
def create_organisation(
    actor: Actor, *, name: str, kind: str, municipality_id: UUID | None = None, is_demo: bool = False
) -> Organisation:
    """Lay up a municipality (by the system only), or a partner of one."""
    row = OrganisationRow(name=name.strip(), kind=kind, municipality_id=municipality_id, is_demo=is_demo)
    home = municipality_id or row.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if not row.name:
        raise Invalid(name=_("Skriv vad organisationen heter."))
    if kind not in OrganisationRow.Kind.values:
        kinds = ", ".join(OrganisationRow.Kind.values)
        raise Invalid(
            kind=_("”%(kind)s” är ingen typ av organisation. Välj en av: %(kinds)s.")
            % {"kind": kind, "kinds": kinds}
        )
    if (kind == OrganisationRow.Kind.MUNICIPALITY) != (municipality_id is None):
        raise Invalid(municipality=_("En kommun står för sig själv. Alla andra hör till en kommun."))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(
            name=_("Det finns redan en organisation som heter ”%(name)s”.") % {"name": row.name}
        ) from error
    record(actor, "access.organisation_created", row.id, municipality_id=home, name=row.name, kind=kind)
    return to_contract(row)


@action("access.create_account")
def create_account(
    actor: Actor, *, email: str, full_name: str, password: str, municipality_id: UUID
) -> Account:
    """Lay up an account that can log in; it may do nothing until it is given a role."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    row = User(email=email.strip().lower(), full_name=full_name.strip())
    row.set_password(_good_password(password, row))
    try:
        row.full_clean(validate_constraints=True)
    except ValidationError as error:
        raise Invalid(**{field: " ".join(texts) for field, texts in _by_field(error).items()}) from error
    row.save(force_insert=True)
    record(actor, "access.account_created", row.id, municipality_id=municipality_id)
    return Account(row.id, row.email, row.full_name)


@action("access.give_membership")
def give_membership(
    actor: Actor, user_id: UUID, organisation_id: UUID, *, role: str, starts_on: date
) -> UUID:
    """Let a person hold a role in an organisation from a day on; returns the membership's id."""
    organisation = OrganisationRow.objects.filter(pk=organisation_id).first()
    if organisation is None or not User.objects.filter(pk=user_id).exists():
        raise NotFound
    home = organisation.municipality_id or organisation.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if role not in set(Role) - {Role.PUBLIC}:
        roles = ", ".join(known for known in Role if known is not Role.PUBLIC)
        raise Invalid(
            role=_("”%(role)s” är ingen roll. Välj en av: %(roles)s.") % {"role": role, "roles": roles}
        )
    row, _created = Membership.objects.get_or_create(
        user_id=user_id, organisation_id=organisation_id, role=role, starts_on=starts_on
    )
    record(
        actor,
        "access.membership_given",
        user_id,
        municipality_id=home,
        role=role,
        organisation=organisation.name,
        starts_on=starts_on,
    )
    return row.id


@action("access.end_membership")
def end_membership(actor: Actor, membership_id: UUID, *, ends_on: date) -> None:
    """Let a role end: the day given is the first when it no longer holds."""
    row = Membership.objects.select_related("organisation").filter(pk=membership_id).first()
    if row is None:
        raise NotFound
    home = row.organisation.municipality_id or row.organisation.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if ends_on <= row.starts_on:
        raise Invalid(
            ends_on=_("Rollen kan sluta tidigast dagen efter att den började, %(day)s.")
            % {"day": row.starts_on}
        )
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(
        actor, "access.membership_ended", row.user_id, municipality_id=home, role=row.role, ends_on=ends_on
    )


@action("access.erase_account")
def erase_account(actor: Actor, email: str, *, municipality_id: UUID, reason: str) -> UUID:
    """Erase an account and its roles; returns the id, which the log may still hold. It cannot be undone."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför kontot raderas."))
    user = _account_in(municipality_id, email)
    elsewhere = user.memberships.exclude(organisation_id=municipality_id).exclude(
        organisation__municipality_id=municipality_id
    )
    if elsewhere.exists():
        raise Invalid(email=_("Kontot har roller i en annan kommun också. Avsluta rollerna här i stället."))
    user_id = user.id
    user.delete()
    record(actor, "access.account_erased", user_id, municipality_id=municipality_id, reason=reason.strip())
    return user_id


def _account_in(municipality_id: UUID, email: str) -> User:
    """Return an account that has, or has had, a role in the municipality."""
    rows = User.objects.filter(email=email.strip().lower())
    home = rows.filter(memberships__organisation_id=municipality_id)
    partner = rows.filter(memberships__organisation__municipality_id=municipality_id)
    user = (home | partner).distinct().first()
    if user is None:
        raise Invalid(email=_("Det finns inget konto med adressen %(email)s i kommunen.") % {"email": email})
    return user


def _set_password(user: User, password: str) -> None:
    user.set_password(_good_password(password, user))
    user.save(update_fields=["password"])


def _good_password(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(password=" ".join(error.messages)) from error
    return password


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    fields = error.message_dict
    return {("email" if field == "__all__" else field): texts for field, texts in fields.items()}
