"""Lay up, rename, end and take back organisations. None is ever removed: what it did stays."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function, Holding, SecondFactorRule
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.queries import organisation_row, to_contract
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import SECOND_FACTOR_FROM_START, Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen_numbers


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
    screen_numbers(name=row.name)
    if kind not in OrganisationRow.Kind.values:
        kinds = ", ".join(OrganisationRow.Kind.values)
        raise Invalid(
            kind=_("”%(kind)s” är ingen typ av organisation. Välj en av: %(kinds)s.")
            % {"kind": kind, "kinds": kinds}
        )
    if (kind == OrganisationRow.Kind.MUNICIPALITY) != (municipality_id is None):
        raise Invalid(municipality=_("En kommun står för sig själv. Alla andra hör till en kommun."))
    _save_with_own_name(row, is_new=True)
    if municipality_id is None and not is_demo:
        SecondFactorRule.objects.bulk_create(
            SecondFactorRule(municipality=row, role=role) for role in SECOND_FACTOR_FROM_START
        )
    record(actor, "access.organisation_created", row.id, municipality_id=home, name=row.name, kind=kind)
    return to_contract(row)


@action("access.rename_organisation")
def rename_organisation(actor: Actor, organisation_id: UUID, *, name: str) -> Organisation:
    """Give an organisation another name; the log keeps the one that it had."""
    row, home = _managed(actor, organisation_id)
    before, row.name = row.name, name.strip()
    if not row.name:
        raise Invalid(name=_("Skriv vad organisationen heter."))
    screen_numbers(name=row.name)
    _save_with_own_name(row, is_new=False)
    record(actor, "access.organisation_renamed", row.id, municipality_id=home, before=before, after=row.name)
    return to_contract(row)


@action("access.end_organisation")
def end_organisation(actor: Actor, organisation_id: UUID, *, ends_on: date) -> None:
    """Let a partner leave from a day on: its functions end, and those who hold them, the same day."""
    row, home = _managed(actor, organisation_id)
    if row.municipality_id is None:
        raise Invalid(ends_on=_("Kommunen själv kan inte avslutas här."))
    if row.ends_on is not None:
        raise Invalid(ends_on=_("Organisationen är redan avslutad."))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    still_on = Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)
    functions = Function.objects.filter(still_on, organisation=row, starts_on__lte=ends_on).update(
        ends_on=ends_on
    )
    holdings = Holding.objects.filter(still_on, function__organisation=row, starts_on__lte=ends_on).update(
        ends_on=ends_on
    )
    # What had not begun yet never will: it ends the day it would have begun.
    Function.objects.filter(organisation=row, starts_on__gt=ends_on).update(ends_on=F("starts_on"))
    Holding.objects.filter(function__organisation=row, starts_on__gt=ends_on).update(ends_on=F("starts_on"))
    record(
        actor,
        "access.organisation_ended",
        row.id,
        municipality_id=home,
        name=row.name,
        ends_on=ends_on,
        functions=functions,
        holdings=holdings,
    )


@action("access.reopen_organisation")
def reopen_organisation(actor: Actor, organisation_id: UUID) -> None:
    """Undo the end of a partner, with the functions and the holders that ended the same day."""
    row, home = _managed(actor, organisation_id)
    if row.ends_on is None:
        raise Invalid(ends_on=_("Organisationen är inte avslutad."))
    ended_on, row.ends_on = row.ends_on, None
    row.save(update_fields=["ends_on"])
    Holding.objects.filter(
        function__organisation=row, ends_on=ended_on, function__ends_on=ended_on, user__isnull=False
    ).update(ends_on=None)
    Function.objects.filter(organisation=row, ends_on=ended_on).update(ends_on=None)
    record(actor, "access.organisation_reopened", row.id, municipality_id=home, name=row.name)


def _managed(actor: Actor, organisation_id: UUID) -> tuple[OrganisationRow, UUID]:
    """Return the row for somebody who may manage it, and its municipality's id."""
    row = organisation_row(organisation_id)
    home = row.municipality_id or row.id
    require(actor, Right.MANAGE_ACCESS, Domain(home, home))
    return row, home


def _save_with_own_name(row: OrganisationRow, *, is_new: bool) -> None:
    fault = Invalid(name=_("Det finns redan en organisation som heter ”%(name)s”.") % {"name": row.name})
    # Capitals are compared here: SQLite does not know that Ö and ö are the same letter.
    taken = OrganisationRow.objects.filter(_same_place(row)).exclude(pk=row.pk)
    if row.name.casefold() in {name.casefold() for name in taken.values_list("name", flat=True)}:
        raise fault
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        raise fault from error


def _same_place(row: OrganisationRow) -> Q:
    """Those that could be taken for each other: a municipality with its partners, or all municipalities."""
    if row.municipality_id is None:
        return Q(municipality_id__isnull=True)
    return Q(municipality_id=row.municipality_id) | Q(pk=row.municipality_id)
