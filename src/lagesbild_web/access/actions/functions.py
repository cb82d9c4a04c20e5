"""Functions and who holds them. Work is bound to the function, so it stays when a person leaves."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import FunctionRef
from lagesbild_web.access.models import Function, Holding, User
from lagesbild_web.access.queries import organisation_row
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen_numbers


@action("access.create_function")
def create_function(
    actor: Actor, organisation_id: UUID, *, name: str, role: str, starts_on: date, area: str = ""
) -> FunctionRef:
    """Lay up a function in an organisation; nobody holds it yet."""
    organisation = organisation_row(organisation_id)
    home = organisation.municipality_id or organisation.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    if role not in set(Role) - {Role.PUBLIC}:
        roles = ", ".join(known for known in Role if known is not Role.PUBLIC)
        raise Invalid(
            role=_("”%(role)s” är ingen roll. Välj en av: %(roles)s.") % {"role": role, "roles": roles}
        )
    if organisation.ends_on is not None:
        raise Invalid(organisation=_("Organisationen är avslutad. Återuppta den först."))
    row = Function(
        organisation=organisation, name=name.strip(), role=role, area=area.strip(), starts_on=starts_on
    )
    screen_numbers(name=name, area=area)
    _save_with_own_name(row, is_new=True)
    record(
        actor,
        "access.function_created",
        row.id,
        municipality_id=home,
        function=row.name,
        organisation=organisation.name,
        role=role,
        starts_on=starts_on,
    )
    return FunctionRef(row.id, row.name, role, organisation.id)


@action("access.change_function")
def change_function(actor: Actor, function_id: UUID, *, name: str, area: str) -> None:
    """Give a function another name or another area. Its role never changes: make another function."""
    row, home = _managed(actor, function_id)
    before, row.name, row.area = row.name, name.strip(), area.strip()
    screen_numbers(name=name, area=area)
    _save_with_own_name(row, is_new=False)
    record(actor, "access.function_changed", row.id, municipality_id=home, before=before, after=row.name)


@action("access.end_function")
def end_function(actor: Actor, function_id: UUID, *, ends_on: date) -> None:
    """Let a function end from a day on; those who hold it stop the same day."""
    row, home = _managed(actor, function_id)
    if row.ends_on is not None:
        raise Invalid(ends_on=_("Funktionen är redan avslutad."))
    _not_before_start(row.starts_on, ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    still_on = Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)
    holdings = row.holdings.filter(still_on, starts_on__lte=ends_on).update(ends_on=ends_on)
    row.holdings.filter(starts_on__gt=ends_on).update(ends_on=F("starts_on"))
    _somebody_manages(actor, home)
    record(
        actor,
        "access.function_ended",
        row.id,
        municipality_id=home,
        function=row.name,
        ends_on=ends_on,
        holdings=holdings,
    )


@action("access.reopen_function")
def reopen_function(actor: Actor, function_id: UUID) -> None:
    """Undo the end of a function, with the holders that ended the same day."""
    row, home = _managed(actor, function_id)
    if row.ends_on is None:
        raise Invalid(ends_on=_("Funktionen är inte avslutad."))
    if row.organisation.ends_on is not None:
        raise Invalid(ends_on=_("Organisationen är avslutad. Återuppta den först."))
    ended_on, row.ends_on = row.ends_on, None
    _save_with_own_name(row, is_new=False)
    row.holdings.filter(ends_on=ended_on, user__isnull=False).update(ends_on=None)
    record(actor, "access.function_reopened", row.id, municipality_id=home, function=row.name)


@action("access.give_function")
def give_function(
    actor: Actor,
    function_id: UUID,
    user_id: UUID,
    *,
    starts_on: date,
    ends_on: date | None = None,
    is_substitute: bool = False,
    source: str = "",
) -> UUID:
    """Let a person hold a function from a day on, until the day before another; returns the holding's id."""
    row, home = _managed(actor, function_id)
    if not User.objects.filter(pk=user_id).exists():
        raise NotFound
    if row.ends_on is not None:
        raise Invalid(function=_("Funktionen är avslutad. Återuppta den först."))
    _not_before_start(starts_on, ends_on)
    overlap = row.holdings.filter(user_id=user_id).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        overlap = overlap.filter(starts_on__lt=ends_on)
    if overlap.exists():
        raise Invalid(function=_("Personen har redan funktionen under den tiden."))
    holding = Holding.objects.create(
        function=row,
        user_id=user_id,
        starts_on=starts_on,
        ends_on=ends_on,
        is_substitute=is_substitute,
        source=source,
    )
    record(
        actor,
        "access.function_given",
        user_id,
        municipality_id=home,
        function=row.name,
        organisation=row.organisation.name,
        role=row.role,
        starts_on=starts_on,
        ends_on=ends_on,
        is_substitute=is_substitute,
    )
    return holding.id


@action("access.end_holding")
def end_holding(actor: Actor, holding_id: UUID, *, ends_on: date) -> None:
    """Let somebody stop holding a function: the day given is the first when it no longer holds."""
    row, home = _managed_holding(actor, holding_id)
    _not_before_start(row.starts_on, ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _somebody_manages(actor, home)
    record(
        actor,
        "access.holding_ended",
        row.user_id,
        municipality_id=home,
        function=row.function.name,
        organisation=row.function.organisation.name,
        ends_on=ends_on,
    )


@action("access.reopen_holding")
def reopen_holding(actor: Actor, holding_id: UUID) -> None:
    """Undo the end of a holding."""
    row, home = _managed_holding(actor, holding_id)
    if row.ends_on is None:
        raise Invalid(ends_on=_("Innehavet är inte avslutat."))
    if row.user_id is None:
        raise Invalid(ends_on=_("Kontot är raderat. Det går inte att ångra."))
    if row.function.ends_on is not None:
        raise Invalid(ends_on=_("Funktionen är avslutad. Återuppta den först."))
    row.ends_on = None
    try:
        with transaction.atomic():
            row.save(update_fields=["ends_on"])
    except IntegrityError as error:
        raise Invalid(ends_on=_("Personen har fått funktionen igen sedan dess.")) from error
    record(
        actor,
        "access.holding_reopened",
        row.user_id,
        municipality_id=home,
        function=row.function.name,
        organisation=row.function.organisation.name,
    )


def _managed(actor: Actor, function_id: UUID) -> tuple[Function, UUID]:
    """Return the row for somebody who may manage it, and its municipality's id."""
    row = Function.objects.select_related("organisation__municipality").filter(pk=function_id).first()
    if row is None:
        raise NotFound
    home = row.organisation.municipality_id or row.organisation_id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return row, home


def _managed_holding(actor: Actor, holding_id: UUID) -> tuple[Holding, UUID]:
    row = Holding.objects.select_related("function__organisation").filter(pk=holding_id).first()
    if row is None:
        raise NotFound
    _, home = _managed(actor, row.function_id)
    return row, home


def _not_before_start(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(
            ends_on=_("Det kan sluta gälla tidigast samma dag som det började, %(day)s.")
            % {"day": starts_on.isoformat()}
        )


def _somebody_manages(actor: Actor, municipality_id: UUID) -> None:
    """Stop what would leave a municipality without anybody who can let others in."""
    if actor.kind == "system":
        return  # whoever runs the server can always let somebody in again
    today = timezone.localdate()
    holds = Holding.objects.filter(
        Q(ends_on__isnull=True),
        Q(function__ends_on__isnull=True) | Q(function__ends_on__gt=today),
        function__organisation_id=municipality_id,
        function__role=Role.ADMINISTRATOR,
        starts_on__lte=today,
        user__is_active=True,
    )
    if not holds.exists():
        raise Invalid(
            ends_on=_("Då har kommunen ingen administratör kvar. Ge funktionen till någon annan först.")
        )


def _save_with_own_name(row: Function, *, is_new: bool) -> None:
    if not row.name:
        raise Invalid(name=_("Skriv vad funktionen heter."))
    fault = Invalid(
        name=_("%(organisation)s har redan en funktion som heter ”%(name)s”.")
        % {"organisation": row.organisation.name, "name": row.name}
    )
    # Capitals are compared here: SQLite does not know that Ö and ö are the same letter.
    taken = Function.objects.filter(organisation_id=row.organisation_id, ends_on__isnull=True)
    names = {name.casefold() for name in taken.exclude(pk=row.pk).values_list("name", flat=True)}
    if row.ends_on is None and row.name.casefold() in names:
        raise fault
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        raise fault from error
