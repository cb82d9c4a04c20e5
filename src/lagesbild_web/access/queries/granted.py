"""What the actor's functions let the actor do, in words."""

from lagesbild_web.access.contracts import GrantedRight, GrantedRole
from lagesbild_web.access.roles import (
    CIRCLE_LABELS,
    RIGHT_LABELS,
    ROLE_LABELS,
    SENSITIVITY_LABELS,
    TABLE,
    Role,
)
from lagesbild_web.base.actor import Actor


def granted_roles(actor: Actor) -> list[GrantedRole]:
    """Return the actor's roles with what each gives, and last what everybody may do."""
    held = [
        GrantedRole(
            str(ROLE_LABELS[Role(m.role)]),
            m.organisation,
            m.municipality,
            _rights_of(Role(m.role)),
            m.function,
        )
        for m in actor.memberships
    ]
    return [*held, GrantedRole(str(ROLE_LABELS[Role.PUBLIC]), "", "", _rights_of(Role.PUBLIC), "")]


def _rights_of(role: Role) -> tuple[GrantedRight, ...]:
    return tuple(
        GrantedRight(str(RIGHT_LABELS[right]), str(CIRCLE_LABELS[g.reach]), str(SENSITIVITY_LABELS[g.up_to]))
        for right, g in TABLE[role].items()
    )
