"""May this actor do this to that? Asked here, answered from the role table, and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol
from uuid import UUID

import polars as pl
from django.db.models import Q

from lagesbild_web.access.roles import TABLE, Circle, Grant, Right, Role, Sensitivity
from lagesbild_web.base.action import note_check
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound

_CIRCLES: Final = tuple(Circle)
_SENSITIVITIES: Final = tuple(Sensitivity)


class Guarded(Protocol):
    """What a thing must tell about itself for access to be decided."""

    @property
    def municipality_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def circle(self) -> str: ...
    @property
    def sensitivity(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Domain:
    """All that belongs to one organisation, for rights to more than a single thing: its log, its accounts."""

    municipality_id: UUID
    organisation_id: UUID
    circle: str = Circle.OWN
    sensitivity: str = Sensitivity.PROTECTED


def require(actor: Actor, right: Right, thing: Guarded) -> None:
    """Let the actor through, or stop.

    Raises
    ------
    NotFound
        The actor stands outside the thing's circle and may not know that it exists.
    NotAllowed
        The actor is in the circle but has no role with this right.
    """
    note_check()
    if allows(actor, right, thing):
        return
    raise NotAllowed if _is_in_circle(actor, thing) else NotFound


def require_self(actor: Actor, user_id: UUID) -> None:
    """Let people through to their own account, and nobody else.

    Raises
    ------
    NotFound
        If the account is somebody else's.
    """
    note_check()
    if actor.user_id != user_id:
        raise NotFound


def open_to_everyone(actor: Actor) -> None:
    """Say that a use case needs no right, such as trying to log in. The reason stands where it is called."""
    del actor
    note_check()


def allows(actor: Actor, right: Right, thing: Guarded) -> bool:
    """Return whether one of the actor's roles gives the right to this thing."""
    if actor.kind == "system":
        return True
    return any(
        _distance(membership, thing) <= min(_CIRCLES.index(grant.reach), _CIRCLES.index(Circle(thing.circle)))
        and _SENSITIVITIES.index(Sensitivity(thing.sensitivity)) <= _SENSITIVITIES.index(grant.up_to)
        for membership, grant in _grants(actor, right)
    )


def has_somewhere(actor: Actor, right: Right) -> bool:
    """Return whether one of the actor's own roles gives the right at all; what menus and buttons ask."""
    return actor.kind == "system" or any(membership is not None for membership, _ in _grants(actor, right))


def those_with(actor: Actor, right: Right) -> list[ActiveMembership]:
    """Return the memberships that give the right, to know on whose behalf the actor can use it."""
    return [membership for membership, _ in _grants(actor, right) if membership is not None]


def as_a_partner(actor: Actor) -> Actor:
    """Return the actor with the same roles in another organisation of the municipality.

    For what is made by one and then read by the partners: nothing that only the own organisation sees.
    """
    elsewhere = UUID(int=0)
    return replace(
        actor, memberships=tuple(replace(held, organisation_id=elsewhere) for held in actor.memberships)
    )


def within(actor: Actor, right: Right) -> Q:
    """Return the filter that keeps exactly the rows for which :func:`allows` is true.

    For models with the columns ``municipality``, ``organisation``, ``circle`` and ``sensitivity``.
    """
    if actor.kind == "system":
        return Q()
    keep = Q(pk__in=[])
    for membership, grant in _grants(actor, right):
        up_to = _SENSITIVITIES[: _SENSITIVITIES.index(grant.up_to) + 1]
        keep |= _reached(membership, grant.reach) & Q(sensitivity__in=up_to)
    return keep


def within_columns(actor: Actor, right: Right) -> pl.Expr:
    """Return the same filter as :func:`within`, for columns in memory.

    For frames with the text columns ``municipality_id`` and ``organisation_id`` (32 hexadecimal digits),
    ``circle`` and ``sensitivity``.
    """
    if actor.kind == "system":
        return pl.lit(value=True)
    keep = pl.lit(value=False)
    for membership, grant in _grants(actor, right):
        up_to = [s.value for s in _SENSITIVITIES[: _SENSITIVITIES.index(grant.up_to) + 1]]
        keep |= _reached_columns(membership, grant.reach) & pl.col("sensitivity").is_in(up_to)
    return keep


def _reached(membership: ActiveMembership | None, reach: Circle) -> Q:
    """Rows whose circle includes the membership, not farther away than the grant reaches."""
    rows = Q(circle=Circle.PUBLIC) if reach is Circle.PUBLIC else Q(pk__in=[])
    if membership is None:
        return rows
    rows |= Q(organisation_id=membership.organisation_id)
    if reach is not Circle.OWN:
        rows |= Q(municipality_id=membership.municipality_id, circle__in=[Circle.PARTNERS, Circle.PUBLIC])
    return rows


def _reached_columns(membership: ActiveMembership | None, reach: Circle) -> pl.Expr:
    """The twin of :func:`_reached`."""
    is_public = pl.col("circle") == Circle.PUBLIC.value
    rows = is_public if reach is Circle.PUBLIC else pl.lit(value=False)
    if membership is None:
        return rows
    rows |= pl.col("organisation_id") == membership.organisation_id.hex
    if reach is not Circle.OWN:
        shared = [Circle.PARTNERS.value, Circle.PUBLIC.value]
        in_municipality = pl.col("municipality_id") == membership.municipality_id.hex
        rows |= in_municipality & pl.col("circle").is_in(shared)
    return rows


def _grants(actor: Actor, right: Right) -> Iterator[tuple[ActiveMembership | None, Grant]]:
    """What the actor's roles grant, and last what everybody is granted (without a membership)."""
    for membership in actor.memberships:
        grant = TABLE[Role(membership.role)].get(right)
        if grant is not None:
            yield membership, grant
    grant = TABLE[Role.PUBLIC].get(right)
    if grant is not None:
        yield None, grant


def _distance(membership: ActiveMembership | None, thing: Guarded) -> int:
    """How far the thing is from the membership: the smallest circle that would include it."""
    if membership is not None and membership.organisation_id == thing.organisation_id:
        return _CIRCLES.index(Circle.OWN)
    if membership is not None and membership.municipality_id == thing.municipality_id:
        return _CIRCLES.index(Circle.PARTNERS)
    return _CIRCLES.index(Circle.PUBLIC)


def _is_in_circle(actor: Actor, thing: Guarded) -> bool:
    circle = _CIRCLES.index(Circle(thing.circle))
    return any(_distance(membership, thing) <= circle for membership in (*actor.memberships, None))
