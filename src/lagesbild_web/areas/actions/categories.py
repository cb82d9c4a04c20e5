"""Keep a municipality's categories: start with the library's, change, order, retire. Nothing is deleted."""

import re
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.categories import Taxonomy
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.default_categories import REPORTABLE
from lagesbild_web.areas.models import Category as CategoryRow
from lagesbild_web.areas.models import CategoryVersion
from lagesbild_web.areas.queries import CATEGORY_FIELDS
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen, screen_numbers

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,59}")


@dataclass(frozen=True, slots=True)
class CategoryFields:
    """What can be changed about a category."""

    name: str
    help: str
    library_code: str
    seriousness: int
    is_sensitive: bool
    is_reportable: bool


@action("category.import_defaults")
def import_default_categories(actor: Actor, *, municipality_id: UUID) -> int:
    """Give the municipality the categories of the library that it lacks; returns how many were new."""
    require(actor, Right.MANAGE_CATEGORIES, Domain(municipality_id, municipality_id))
    known = {row.code: row for row in CategoryRow.objects.filter(municipality_id=municipality_id)}
    new: list[CategoryRow] = []
    for order, item in enumerate(Taxonomy.load().categories.values()):
        if item.code in known:
            continue
        known[item.code] = CategoryRow(
            municipality_id=municipality_id,
            code=item.code,
            parent=known[item.parent] if item.parent else None,
            name=item.name,
            help=REPORTABLE.get(item.code, ""),
            library_code=item.code,
            seriousness=item.seriousness,
            is_sensitive=item.sensitive,
            is_reportable=item.code in REPORTABLE,
            order=order,
        )
        new.append(known[item.code])
    CategoryRow.objects.bulk_create(new)
    record(actor, "category.defaults_imported", municipality_id=municipality_id, categories=len(new))
    return len(new)


@action("category.add")
def add_category(
    actor: Actor, *, municipality_id: UUID, code: str, parent_id: UUID | None, fields: CategoryFields
) -> UUID:
    """Add a category, last in its group; returns its id. Its code is never changed."""
    require(actor, Right.MANAGE_CATEGORIES, Domain(municipality_id, municipality_id))
    known = CategoryRow.objects.filter(municipality_id=municipality_id)
    parent = known.filter(pk=parent_id).first() if parent_id else None
    if parent_id and parent is None:
        raise Invalid(parent=_("Gruppen finns inte. Välj en i listan."))
    if not _CODE.fullmatch(code):
        raise Invalid(code=_("Koden skrivs med små bokstäver a–z, siffror och _, till exempel cykelstold_2."))
    _check(fields)
    last = known.filter(parent=parent).aggregate(last=Max("order"))["last"]
    row = CategoryRow(
        municipality_id=municipality_id,
        code=code,
        parent=parent,
        order=(last if last is not None else parent.order if parent else 0) + 1,
        **asdict(fields),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(code=_("Koden ”%(code)s” är upptagen. Välj en annan.") % {"code": code}) from error
    record(actor, "category.added", row.id, municipality_id=municipality_id, code=code, name=row.name)
    return row.id


@action("category.change")
def change_category(actor: Actor, category_id: UUID, *, fields: CategoryFields) -> None:
    """Change what a category says; what it said before is kept. Incidents keep their sensitivity."""
    row = _managed(actor, category_id)
    _check(fields)
    changed = {name: value for name, value in asdict(fields).items() if getattr(row, name) != value}
    if not changed:
        raise Invalid(name=_("Ingenting är ändrat."))
    _keep(row, *changed)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    record(
        actor,
        "category.changed",
        row.id,
        municipality_id=row.municipality_id,
        code=row.code,
        name=row.name,
        fields=", ".join(str(CATEGORY_FIELDS[name]) for name in changed),
    )


@action("category.move")
def move_category(actor: Actor, category_id: UUID, *, is_up: bool) -> None:
    """Let a category change places with the one before or after it in its group."""
    row = _managed(actor, category_id)
    beside = list(
        CategoryRow.objects.filter(
            municipality_id=row.municipality_id, parent_id=row.parent_id, retired_at__isnull=True
        ).order_by("order", "code")
    )
    at = next((number for number, other in enumerate(beside) if other.id == row.id), None)
    to = None if at is None else at + (-1 if is_up else 1)
    if at is None or to is None or not 0 <= to < len(beside):
        raise Invalid(order=_("Kategorin står redan ytterst."))
    beside[at], beside[to] = beside[to], beside[at]
    orders = sorted(other.order for other in beside)
    if len(set(orders)) < len(orders):  # two were added at the same place
        orders = list(range(orders[0], orders[0] + len(orders)))
    for other, order in zip(beside, orders, strict=True):
        other.order = order
    CategoryRow.objects.bulk_update(beside, ["order"])
    record(actor, "category.moved", row.id, municipality_id=row.municipality_id, code=row.code, name=row.name)


@action("category.retire")
def retire_category(actor: Actor, category_id: UUID, *, reason: str) -> None:
    """Stop offering a category; incidents keep it. Those below it must be retired first."""
    row = _managed(actor, category_id)
    if row.retired_at is not None:
        raise Invalid(reason=_("Kategorin är redan tagen ur bruk."))
    if row.children.filter(retired_at__isnull=True).exists():
        raise Invalid(reason=_("Gruppen har kategorier i bruk. Ta dem ur bruk först."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    _keep(row, "retired_at")
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    record(
        actor,
        "category.retired",
        row.id,
        municipality_id=row.municipality_id,
        code=row.code,
        name=row.name,
        reason=reason.strip()[:500],
    )


@action("category.restore")
def restore_category(actor: Actor, category_id: UUID) -> None:
    """Offer a category again."""
    row = _managed(actor, category_id)
    if row.retired_at is None:
        raise Invalid(reason=_("Kategorin är i bruk."))
    if row.parent is not None and row.parent.retired_at is not None:
        raise Invalid(reason=_("Gruppen är tagen ur bruk. Ta den i bruk först."))
    _keep(row, "retired_at")
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    record(
        actor, "category.restored", row.id, municipality_id=row.municipality_id, code=row.code, name=row.name
    )


def _managed(actor: Actor, category_id: UUID) -> CategoryRow:
    """Return the row to somebody who manages the municipality's categories."""
    row = CategoryRow.objects.select_related("parent").filter(pk=category_id).first()
    if row is None:
        raise NotFound
    require(actor, Right.MANAGE_CATEGORIES, Domain(row.municipality_id, row.municipality_id))
    return row


def _check(fields: CategoryFields) -> None:
    if not fields.name.strip():
        raise Invalid(name=_("Skriv vad kategorin heter."))
    screen_numbers(name=fields.name, help=fields.help)
    if fields.library_code not in Taxonomy.load():
        raise Invalid(library_code=_("Välj vad kategorin motsvarar i listan."))
    if fields.seriousness not in range(1, 6):
        raise Invalid(seriousness=_("Välj ett allvar från 1 till 5."))


def _keep(row: CategoryRow, *names: str) -> None:
    before = {name: getattr(row, name) for name in names}
    CategoryVersion.objects.create(
        category=row,
        before={name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in before.items()},
    )
