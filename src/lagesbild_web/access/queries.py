"""Read who somebody is and what they may do."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from lagesbild_web.access.contracts import GrantedRight, GrantedRole, Organisation
from lagesbild_web.access.models import Membership, User
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.roles import (
    CIRCLE_LABELS,
    RIGHT_LABELS,
    ROLE_LABELS,
    SENSITIVITY_LABELS,
    TABLE,
    Role,
)
from lagesbild_web.base.actor import ActiveMembership, Actor, the_public
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.refusals import Invalid, NotFound


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request; asked once per request, however often it is called."""
    known = getattr(request, "_actor", None)
    if isinstance(known, Actor):
        return known
    user = request.user
    actor = actor_for(user.id, user.full_name) if user.is_authenticated else the_public(current_request_id())
    request._actor = actor  # type: ignore[attr-defined]  # Django's own way of keeping things on a request
    return actor


def actor_for(user_id: UUID, name: str) -> Actor:
    """Return a person as an actor, with the memberships that hold today, the earliest first."""
    today = timezone.localdate()
    rows = (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today), user_id=user_id, starts_on__lte=today
        )
        .select_related("organisation__municipality")
        .order_by("starts_on", "organisation__name", "role")
    )
    return Actor("person", current_request_id(), user_id, name, tuple(_active(row) for row in rows))


def municipality_named(name: str) -> Organisation:
    """Return the municipality with this name.

    Raises
    ------
    Invalid
        If there is none; the sentence lists those that exist.
    """
    known = list(OrganisationRow.objects.filter(municipality__isnull=True).order_by("name"))
    for row in known:
        if row.name.casefold() == name.strip().casefold():
            return to_contract(row)
    names = ", ".join(row.name for row in known) or "inga ännu"
    raise Invalid(
        municipality=f"Det finns ingen kommun som heter ”{name}”. Upplagda kommuner: {names}. "
        "Lägg upp den med: lagesbild manage skapa_organisation NAMN --kind municipality."
    )


def has_organisations() -> bool:
    """Return whether anybody has laid anything up; an installation without organisations is empty."""
    return OrganisationRow.objects.exists()


def organisation_name(organisation_id: UUID) -> str:
    """Return what an organisation is called.

    Raises
    ------
    NotFound
        If there is none with this id.
    """
    row = OrganisationRow.objects.filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    return row.name


def organisation_named(name: str, municipality_name: str) -> Organisation:
    """Return the municipality itself or one of its partners, by name.

    Raises
    ------
    Invalid
        If there is none; the sentence lists those that exist.
    """
    municipality = municipality_named(municipality_name)
    rows = OrganisationRow.objects.filter(Q(pk=municipality.id) | Q(municipality_id=municipality.id))
    known = list(rows.select_related("municipality").order_by("name"))
    for row in known:
        if row.name.casefold() == name.strip().casefold():
            return to_contract(row)
    names = ", ".join(row.name for row in known)
    raise Invalid(
        organisation=f"Det finns ingen organisation som heter ”{name}” i kommunen. Upplagda: {names}."
    )


def has_account(email: str) -> bool:
    """Return whether the address has an account; for commands, never for pages."""
    return User.objects.filter(email=email.strip().lower()).exists()


def granted_roles(actor: Actor) -> list[GrantedRole]:
    """Return the actor's roles with what each gives, and last what everybody may do."""
    held = [
        GrantedRole(str(ROLE_LABELS[Role(m.role)]), m.organisation, m.municipality, _rights_of(Role(m.role)))
        for m in actor.memberships
    ]
    return [*held, GrantedRole(str(ROLE_LABELS[Role.PUBLIC]), "", "", _rights_of(Role.PUBLIC))]


def to_contract(row: OrganisationRow) -> Organisation:
    """Return an organisation as others may know it."""
    municipality = row.municipality or row
    return Organisation(row.id, row.name, row.kind, municipality.id, municipality.name, row.is_demo)


def _active(row: Membership) -> ActiveMembership:
    organisation = to_contract(row.organisation)
    return ActiveMembership(
        organisation_id=organisation.id,
        organisation=organisation.name,
        municipality_id=organisation.municipality_id,
        municipality=organisation.municipality,
        role=row.role,
        is_demo=organisation.is_demo,
    )


def _rights_of(role: Role) -> tuple[GrantedRight, ...]:
    return tuple(
        GrantedRight(str(RIGHT_LABELS[right]), str(CIRCLE_LABELS[g.reach]), str(SENSITIVITY_LABELS[g.up_to]))
        for right, g in TABLE[role].items()
    )
