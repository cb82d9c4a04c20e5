"""What the incidents of a file replace: laid beneath them while the file counts, and brought back after.

A file that replaces a hundred thousand earlier incidents cannot switch them in one transaction: SQLite has
one writer at a time, and whoever reports meanwhile would wait for a minute. So the earlier ones are seen by
nobody while their batch is switching (``models.WholeBatches``), and are changed here, some at a time. Each
``replaces`` says what lies beneath; it is written with the row, so nothing has to be remembered elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.steps import last_step, take_step, values_before

AT_ONCE: Final = 1_000
"""Incidents switched in one transaction: a few tenths of a second without other writers in SQLite."""

_PASSED_BY: Final = Q(merged_into__state=State.MERGED, merged_into__merged_into__batch__isnull=False)
"""It lies beneath an incident that lies beneath another from a file."""


@dataclass(frozen=True, slots=True)
class Beneath:
    """An incident that lies beneath another."""

    earlier: UUID
    later: UUID
    latest: UUID | None
    """What the later one lies beneath in its turn, when a still later file has replaced it."""


def still_to_lay(batch_id: UUID) -> list[Beneath]:
    """Return what the incidents of a batch replace and that still counts for itself."""
    later = Incident.every.filter(batch=batch_id, replaces__isnull=False)
    above = dict(later.values_list("replaces", "pk"))
    earlier = Incident.every.filter(pk__in=later.values("replaces"), state=State.APPROVED)
    return [Beneath(key, above[key], None) for key in earlier.order_by("pk").values_list("pk", flat=True)]


def lay_beneath(part: Sequence[Beneath]) -> None:
    """Lay earlier incidents beneath the later ones, unless somebody has withdrawn them."""
    _execute(
        "state = %s, merged_into_id = %s WHERE id = %s AND state = %s",
        [(State.MERGED.value, _key(b.later), _key(b.earlier), State.APPROVED.value) for b in part],
    )


def still_to_bring_back(batch_id: UUID) -> list[Beneath]:
    """Return what lies beneath the incidents of a batch because they replaced it."""
    beneath = Incident.every.filter(merged_into__batch=batch_id, merged_into__replaces=F("pk"))
    found = beneath.filter(Q(merged_into__state=State.APPROVED) | _PASSED_BY).order_by("pk")
    return [Beneath(*ids) for ids in found.values_list("pk", "merged_into_id", "merged_into__merged_into_id")]


def bring_back(part: Sequence[Beneath]) -> None:
    """Let earlier incidents count again, or lie beneath the latest of three when the one between goes."""
    counting = [b.earlier for b in part if b.latest is None]
    Incident.every.filter(pk__in=counting).update(state=State.APPROVED, merged_into=None)
    passed_by = [(_key(b.earlier), _key(b.later), _key(b.latest)) for b in part if b.latest is not None]
    _execute(
        "merged_into_id = %s WHERE id = %s", [(latest, earlier) for earlier, _later, latest in passed_by]
    )
    _execute(
        "replaces = %s WHERE id = %s AND replaces = %s",
        [(earlier, latest, later) for earlier, later, latest in passed_by],
    )


def part_again(actor: Actor, batch_id: UUID) -> None:
    """Undo what reviewers have merged into the incidents of a batch that is taken back: they are few.

    What has been replaced in its turn keeps what lies beneath it by the hands of the latest.
    """
    merged = Incident.every.filter(merged_into__batch=batch_id)
    latest = Incident.every.filter(pk=OuterRef("merged_into_id")).values("merged_into_id")
    merged.filter(_PASSED_BY).update(merged_into=Subquery(latest[:1]))
    for row in merged.filter(merged_into__state=State.APPROVED):
        step = last_step(row)
        was = values_before(step) if step is not None and step.step == "merge" else {}
        before = {"state": State.APPROVED.value, "merged_into_id": None} | was
        take_step(actor, row, "undo", reason=_("Filen som den var ihopslagen med är ångrad."), **before)


def _execute(change: str, values: Sequence[tuple[Any, ...]]) -> None:
    """Change rows one by one, each by its key."""
    if values:
        table = connection.ops.quote_name(Incident._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {change}", values)  # noqa: S608  # our own words


def _key(incident_id: UUID | None) -> Any:
    return Incident._meta.pk.get_db_prep_value(incident_id, connection)
