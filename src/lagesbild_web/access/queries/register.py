"""The register of organisations, functions and people, for those who manage a municipality."""

from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from lagesbild_web.access.contracts import (
    FunctionEntry,
    FunctionRef,
    GroupEntry,
    Held,
    OrganisationEntry,
    PersonEntry,
    RoleDemand,
    span_of,
)
from lagesbild_web.access.models import Function, GroupRule, Holding, Organisation, SecondFactorRule, User
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import ROLE_LABELS, Right, Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound

PAGE_SIZE: Final = 50


def managed_municipality(actor: Actor) -> UUID:
    """Return the municipality that the actor works in and may manage.

    Raises
    ------
    NotAllowed
        If the actor manages none: the right comes from a role in the municipality itself.
    """
    own = [m for m in those_with(actor, Right.MANAGE_ACCESS) if m.organisation_id == m.municipality_id]
    if not own:
        raise NotAllowed
    home = own[0].municipality_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return home


def organisations_for(actor: Actor, *, number: int = 1, size: int = PAGE_SIZE) -> Page[OrganisationEntry]:
    """Return one page of the municipality and its partners, those that have ended last."""
    home = managed_municipality(actor)
    return page_of(_counted(_organisations_in(home)), number, size=size, to=_organisation_entry)


def organisation_for(actor: Actor, organisation_id: UUID) -> OrganisationEntry:
    """Return one organisation of the register.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but does not manage it.
    """
    row = _counted(Organisation.objects.filter(pk=organisation_id)).first()
    if row is None:
        raise NotFound
    home = row.municipality_id or row.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return _organisation_entry(row)


def functions_for(
    actor: Actor, *, number: int = 1, size: int = PAGE_SIZE, organisation_id: UUID | None = None
) -> Page[FunctionEntry]:
    """Return one page of the municipality's functions with who holds them today, those that ended last."""
    home = managed_municipality(actor)
    rows = Function.objects.filter(organisation__in=_organisations_in(home))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    rows = (
        rows.annotate(has_ended=_has_ended()).select_related("organisation").prefetch_related(_holdings_now())
    )
    return page_of(
        rows.order_by("has_ended", "organisation__name", "name"), number, size=size, to=_function_entry
    )


def function_for(actor: Actor, function_id: UUID) -> FunctionEntry:
    """Return a function with everybody who holds, will hold or has held it, the latest first.

    Raises
    ------
    NotFound
        If there is none, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but does not manage it.
    """
    everybody = Prefetch(
        "holdings", Holding.objects.select_related("user").order_by("-starts_on", "-ends_on"), to_attr="shown"
    )
    row = (
        Function.objects.filter(pk=function_id)
        .select_related("organisation")
        .prefetch_related(everybody)
        .first()
    )
    if row is None:
        raise NotFound
    home = row.organisation.municipality_id or row.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return _function_entry(row)


def holding_for(actor: Actor, holding_id: UUID) -> Held:
    """Return that somebody holds a function; refuses like :func:`function_for`."""
    row = Holding.objects.select_related("user", "function__organisation").filter(pk=holding_id).first()
    if row is None:
        raise NotFound
    home = row.function.organisation.municipality_id or row.function.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return _held(row)


def people_for(actor: Actor, *, number: int = 1, size: int = PAGE_SIZE, words: str = "") -> Page[PersonEntry]:
    """Return one page of those who hold or have held a function in the municipality, by name."""
    home = managed_municipality(actor)
    rows = _people_in(home)
    if words.strip():
        rows = rows.filter(Q(full_name__icontains=words.strip()) | Q(email__icontains=words.strip()))
    return page_of(rows.order_by("-is_active", "full_name", "id"), number, size=size, to=_person_entry)


def person_for(actor: Actor, user_id: UUID) -> PersonEntry:
    """Return a person with all that the person holds and has held in the municipality.

    Raises
    ------
    NotFound
        If there is nobody of that id there, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but does not manage it.
    """
    home = actor.municipality_id
    row = _people_in(home).filter(pk=user_id).first() if home else None
    if home is None or row is None:
        raise NotFound
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return _person_entry(row)


def group_rules(actor: Actor) -> list[GroupEntry]:
    """Return which groups in log-ins elsewhere give which functions in the municipality."""
    home = managed_municipality(actor)
    rows = GroupRule.objects.filter(municipality_id=home).select_related("function__organisation")
    return [
        GroupEntry(
            row.id,
            row.provider,
            row.group,
            row.function.name,
            row.function.organisation.name,
            str(ROLE_LABELS[Role(row.function.role)]),
        )
        for row in rows.order_by("provider", "group", "function__name")
    ]


def group_rule_for(actor: Actor, rule_id: UUID) -> GroupEntry:
    """Return one line of the table of groups; refuses like :func:`function_for`."""
    row = GroupRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_ACCESS, Domain(row.municipality_id, row.municipality_id))
    return next(entry for entry in group_rules(actor) if entry.id == rule_id)


def open_functions(actor: Actor) -> list[tuple[str, str]]:
    """Return the functions that can be given now, with their organisations, for forms."""
    rows = Function.objects.filter(
        organisation__in=_organisations_in(managed_municipality(actor)), ends_on__isnull=True
    )
    rows = rows.select_related("organisation").order_by("organisation__name", "name")
    return [(str(row.id), f"{row.name}, {row.organisation.name}") for row in rows]


def role_demands(actor: Actor) -> list[RoleDemand]:
    """Return for each role whether it must show a second factor, and how many already have one."""
    home = managed_municipality(actor)
    demanded = set(SecondFactorRule.objects.filter(municipality_id=home).values_list("role", flat=True))
    held = Holding.objects.filter(
        _holding_now(), function__organisation__in=_organisations_in(home), user__isnull=False
    )
    has_one = Exists(_factors().filter(user_id=OuterRef("user_id")))
    rows = held.annotate(has_one=has_one).values_list("function__role", "user_id", "has_one").distinct()
    counted = [(role, [one for known, _, one in rows if known == role]) for role in ROLE_LABELS]
    return [
        RoleDemand(role, str(ROLE_LABELS[role]), role in demanded, len(people), sum(people))
        for role, people in counted
        if role is not Role.PUBLIC
    ]


def open_function_named(organisation_id: UUID, name: str) -> FunctionRef | None:
    """Return an organisation's function by name, for commands; None when there is none."""
    for row in Function.objects.filter(organisation_id=organisation_id, ends_on__isnull=True):
        if row.name.casefold() == name.strip().casefold():
            return FunctionRef(row.id, row.name, row.role, row.organisation_id)
    return None


def _organisations_in(municipality_id: UUID) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(pk=municipality_id) | Q(municipality_id=municipality_id))


def _counted(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Count open functions and the people who hold them today, each organisation for itself."""
    today = timezone.localdate()
    is_open = Q(functions__ends_on__isnull=True) | Q(functions__ends_on__gt=today)
    is_held = Q(functions__holdings__ends_on__isnull=True) | Q(functions__holdings__ends_on__gt=today)
    has_begun = Q(functions__holdings__starts_on__lte=today)
    return rows.annotate(
        open_functions=Count("functions", filter=is_open, distinct=True),
        people_now=Count("functions__holdings__user", filter=is_open & is_held & has_begun, distinct=True),
        has_ended=_has_ended(),
        is_partner=Case(When(municipality_id__isnull=True, then=0), default=1, output_field=IntegerField()),
    ).order_by("has_ended", "is_partner", "name")


def _has_ended() -> Case:
    return Case(
        When(ends_on__isnull=False, ends_on__lte=timezone.localdate(), then=1),
        default=0,
        output_field=IntegerField(),
    )


def _factors() -> "QuerySet[Any]":
    found: QuerySet[Any] = Authenticator.objects.filter(type__in=("totp", "webauthn"))
    return found


def _second_factor() -> Exists:
    return Exists(_factors().filter(user_id=OuterRef("pk")))


def _people_in(municipality_id: UUID) -> QuerySet[User]:
    here = Holding.objects.filter(function__organisation__in=_organisations_in(municipality_id))
    shown = here.select_related("function__organisation").order_by("-starts_on", "-ends_on")
    people = User.objects.filter(pk__in=here.values("user_id")).annotate(has_second_factor=_second_factor())
    return people.prefetch_related(Prefetch("holdings", shown, to_attr="shown"))


def _holding_now() -> Q:
    today = timezone.localdate()
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))


def _holdings_now() -> Prefetch:  # type: ignore[type-arg]  # django-stubs names three parts that say nothing here
    now = Holding.objects.filter(_holding_now()).select_related("user").order_by("is_substitute", "starts_on")
    return Prefetch("holdings", now, to_attr="shown")


def _organisation_entry(row: Organisation) -> OrganisationEntry:
    return OrganisationEntry(
        id=row.id,
        name=row.name,
        kind_label=str(row.get_kind_display()),
        is_municipality=row.municipality_id is None,
        ends_on=row.ends_on,
        functions=getattr(row, "open_functions", 0),
        people=getattr(row, "people_now", 0),
    )


def _function_entry(row: Function) -> FunctionEntry:
    shown: list[Holding] = getattr(row, "shown", [])
    for holding in shown:
        holding.function = row  # already read: asking again would be a query for each
    return FunctionEntry(
        id=row.id,
        name=row.name,
        role=row.role,
        role_label=str(ROLE_LABELS[Role(row.role)]),
        area=row.area,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        span=span_of(row.starts_on, row.ends_on, timezone.localdate()),
        holders=tuple(_held(holding) for holding in shown),
    )


def _held(row: Holding) -> Held:
    return Held(
        id=row.id,
        person_id=row.user_id,
        person=row.user.full_name if row.user else "",
        function_id=row.function_id,
        function=row.function.name,
        organisation=row.function.organisation.name,
        role=row.function.role,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_substitute=row.is_substitute,
        source=row.source,
        span=span_of(row.starts_on, row.ends_on, timezone.localdate()),
    )


def _person_entry(row: User) -> PersonEntry:
    shown: list[Holding] = getattr(row, "shown", [])
    for holding in shown:
        holding.user = row
    return PersonEntry(
        id=row.id,
        full_name=row.full_name,
        email=row.email,
        is_active=row.is_active,
        is_invited=row.password.startswith(UNUSABLE_PASSWORD_PREFIX) and row.last_login is None,
        last_log_in=row.last_login,
        holdings=tuple(_held(holding) for holding in shown),
        has_second_factor=bool(getattr(row, "has_second_factor", False)),
    )
