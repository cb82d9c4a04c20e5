"""Who else can see a thing: answered from the role table, function by function."""

from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from lagesbild_web.access.contracts import Seer
from lagesbild_web.access.models import Function
from lagesbild_web.access.rights import Domain, allows
from lagesbild_web.access.roles import ROLE_LABELS, Circle, Right, Role, Sensitivity
from lagesbild_web.base.actor import ActiveMembership, Actor, the_public


def who_may(
    actor: Actor, right: Right, *, owner_id: UUID, circle: Circle, sensitivity: Sensitivity
) -> tuple[list[Seer], bool]:
    """Return the functions in the actor's municipality that may do this, and whether everybody may.

    The thing belongs to the organisation ``owner_id`` and is shown to ``circle``. Each function is put
    to the same question as when somebody who holds it really asks.
    """
    home = actor.municipality_id
    if home is None:
        return [], False
    thing = Domain(home, owner_id, circle, sensitivity)
    today = timezone.localdate()
    held = Q(holdings__starts_on__lte=today, holdings__user__is_active=True) & (
        Q(holdings__ends_on__isnull=True) | Q(holdings__ends_on__gt=today)
    )
    rows = (
        Function.objects.filter(Q(organisation_id=home) | Q(organisation__municipality_id=home))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), starts_on__lte=today)
        .select_related("organisation")
        .annotate(people=Count("holdings__user", filter=held, distinct=True))
        .order_by("organisation__name", "name")
    )
    seers = [
        Seer(row.name, row.organisation.name, str(ROLE_LABELS[Role(row.role)]), row.people)
        for row in rows
        if allows(_holder(row, home), right, thing)
    ]
    return seers, allows(the_public(), right, thing)


def _holder(row: Function, municipality_id: UUID) -> Actor:
    """Somebody who holds only this function."""
    membership = ActiveMembership(row.organisation_id, row.organisation.name, municipality_id, "", row.role)
    return Actor("person", "", UUID(int=0), "", (membership,))
