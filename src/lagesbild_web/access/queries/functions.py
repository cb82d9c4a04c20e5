"""Functions as other parts of the house point at them: what work is bound to, and who is told about it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.contracts import FunctionRef
from lagesbild_web.access.models import Function, Holding


def choosable_functions(municipality_id: UUID) -> list[tuple[str, str]]:
    """Return the functions that can answer for something from today: id and "Name, Organisation"."""
    rows = _functions_in(municipality_id).filter(ends_on__isnull=True)
    return [(str(row.id), label_of(row)) for row in rows.order_by("organisation__name", "name")]


def is_choosable(function_id: UUID, municipality_id: UUID) -> bool:
    """Return whether a function of the municipality or its partners can answer for something from today."""
    return _functions_in(municipality_id).filter(pk=function_id, ends_on__isnull=True).exists()


def function_ref(function_id: UUID) -> FunctionRef | None:
    """Return a function, also one that has ended; None when there is none."""
    row = Function.objects.filter(pk=function_id).first()
    return None if row is None else FunctionRef(row.id, row.name, row.role, row.organisation_id)


def function_labels(function_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return "Name, Organisation" for each function, in one question; one that has ended says so."""
    rows = Function.objects.filter(pk__in=set(function_ids)).select_related("organisation")
    return {row.id: label_of(row) for row in rows}


def functions_with_role(municipality_id: UUID, role: str) -> list[FunctionRef]:
    """Return the functions of the municipality itself that have a role from today, by name."""
    rows = Function.objects.filter(organisation_id=municipality_id, role=role, ends_on__isnull=True)
    return [FunctionRef(row.id, row.name, row.role, row.organisation_id) for row in rows.order_by("name")]


def vacant_functions(function_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the functions that nobody holds today: work bound to them has nobody who does it."""
    asked = set(function_ids)
    return asked - set(_held_today().filter(function_id__in=asked).values_list("function_id", flat=True))


def vacant_since(function_ids: Iterable[UUID]) -> dict[UUID, date | None]:
    """Return those of the functions that nobody holds today, with the first day without a holder.

    None where nobody has ever held it.
    """
    vacant = vacant_functions(function_ids)
    ended = Holding.objects.filter(function_id__in=vacant, ends_on__lte=timezone.localdate())
    # A holding that ended on the day it began was taken back, and has never been.
    latest = ended.exclude(ends_on=F("starts_on")).values_list("function_id").annotate(Max("ends_on"))
    return {**dict.fromkeys(vacant), **dict(latest)}


def addresses_of_holders(function_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the e-mail addresses of those who hold each function today, for letters and nothing else."""
    rows = (
        _held_today().filter(function_id__in=set(function_ids), user__is_active=True).order_by("user__email")
    )
    found: dict[UUID, list[str]] = {}
    for function_id, address in rows.values_list("function_id", "user__email"):
        found.setdefault(function_id, []).append(address)
    return found


def letters_to_holders(function_ids: Iterable[UUID]) -> dict[UUID, tuple[str, set[UUID]]]:
    """Return, for each account that holds any of the functions today, its address and those of them it holds.

    For letters that tell of several functions at once and are sent once to each person.
    """
    rows = _held_today().filter(function_id__in=set(function_ids), user__is_active=True)
    found: dict[UUID, tuple[str, set[UUID]]] = {}
    for user_id, address, function_id in rows.values_list("user_id", "user__email", "function_id"):
        if user_id is not None:
            found.setdefault(user_id, (address, set()))[1].add(function_id)
    return found


def label_of(row: Function) -> str:
    """Return what a function is called where somebody chooses or reads it."""
    label = f"{row.name}, {row.organisation.name}"
    if row.ends_on is not None and row.ends_on <= timezone.localdate():
        label += " " + _("(avslutad %(day)s)") % {"day": row.ends_on.isoformat()}
    return label


def _functions_in(municipality_id: UUID) -> QuerySet[Function]:
    mine = Q(organisation_id=municipality_id) | Q(organisation__municipality_id=municipality_id)
    return Function.objects.filter(mine).select_related("organisation")


def _held_today() -> QuerySet[Holding]:
    today = timezone.localdate()
    is_open = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    return Holding.objects.filter(is_open, starts_on__lte=today, user__isnull=False)
