"""Who makes a request, with the functions that person holds today."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from lagesbild_web.access.models import Function, Holding, SecondFactorRule, User
from lagesbild_web.access.queries.organisations import to_contract
from lagesbild_web.base.actor import ActiveMembership, Actor, Workplace, the_public
from lagesbild_web.base.middleware import current_request_id


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request; asked once per request, however often it is called."""
    known = getattr(request, "_actor", None)
    if isinstance(known, Actor):
        return known
    # A request can be refused before anybody has asked whose it is; the page that says so still has a menu.
    user = getattr(request, "user", None)
    actor = (
        actor_for(user.id, user.full_name, works_in=user.works_in_id)
        if user is not None and user.is_authenticated
        else the_public(current_request_id())
    )
    request._actor = actor  # type: ignore[attr-defined]  # Django's own way of keeping things on a request
    return actor


def actor_for(user_id: UUID, name: str, *, works_in: UUID | None = None) -> Actor:
    """Return a person as an actor in one municipality: the chosen one, or where the person began.

    What a person does in one municipality is kept apart from the next: an actor holds the
    functions of one municipality at a time.
    """
    held = list(_held_today(user_id))
    everything = [membership_of(row.function) for row in held]
    workplaces = {m.municipality_id: Workplace(m.municipality_id, m.municipality) for m in everything}
    here = works_in if works_in in workplaces else next(iter(workplaces), None)
    return Actor(
        "person",
        current_request_id(),
        user_id,
        name,
        tuple(m for m in everything if m.municipality_id == here),
        tuple(sorted(workplaces.values(), key=lambda place: place.name)),
        any(row.demands_second_factor for row in held),
    )


def has_account(email: str) -> bool:
    """Return whether the address has an account; for commands, never for pages."""
    return User.objects.filter(email=email.strip().lower()).exists()


def _held_today(user_id: UUID):  # type: ignore[no-untyped-def]  # annotated rows have no name of their own
    today = timezone.localdate()
    rule = SecondFactorRule.objects.filter(
        role=OuterRef("function__role"),
        municipality_id=Coalesce(
            OuterRef("function__organisation__municipality_id"), OuterRef("function__organisation_id")
        ),
    )
    return (
        Holding.objects.filter(
            _lasts("", today), _lasts("function__", today), user_id=user_id, starts_on__lte=today
        )
        .filter(
            Q(function__organisation__ends_on__isnull=True) | Q(function__organisation__ends_on__gt=today),
            function__starts_on__lte=today,
        )
        .select_related("function__organisation__municipality")
        .annotate(demands_second_factor=Exists(rule))
        .order_by("starts_on", "function__organisation__name", "function__name")
    )


def _lasts(prefix: str, today: object) -> Q:
    return Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": today})


def membership_of(function: Function) -> ActiveMembership:
    """Return what it is to hold a function; its organisation must be loaded. For this feature only."""
    organisation = to_contract(function.organisation)
    return ActiveMembership(
        organisation_id=organisation.id,
        organisation=organisation.name,
        municipality_id=organisation.municipality_id,
        municipality=organisation.municipality,
        role=function.role,
        is_demo=organisation.is_demo,
        function_id=function.id,
        function=function.name,
    )
