"""Which incidents have changed since last: kept by the database itself, whoever changes them and how.

Triggers write the id of every incident that is added, changed or removed. They are put back after every
migration, since SQLite drops a table's triggers when it is altered. What has been kept in a file of columns
(see ``column_files``) needs no changes older than the file: those are removed.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lagesbild_web.incidents.models import Incident, IncidentChange

TABLE: Final = "incidents_incident"
_REMOVED_AT_ONCE: Final = 20_000
PAUSE_S: Final = 0.12
_OPERATIONS: Final = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_FUNCTION: Final = """
    CREATE OR REPLACE FUNCTION incidents_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO incidents_incidentchange (municipality_id, incident_id, transaction)
        VALUES (COALESCE(NEW.municipality_id, OLD.municipality_id), COALESCE(NEW.id, OLD.id),
                pg_current_xact_id()::text::bigint);
        RETURN NULL;
    END $$
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the changes have been read. Everything committed later is found from here."""

    number: int
    transaction: int
    """PostgreSQL only: transactions from this one on may not have been seen whole."""


@dataclass(frozen=True, slots=True)
class KeptMark:
    """The file of columns that the database knows of, and how far the changes had been read for it."""

    token: UUID
    mark: Mark


@dataclass(frozen=True, slots=True)
class Batches:
    """Which batches of a municipality nobody may see yet, or any more, and which are switching."""

    hidden: frozenset[str] = frozenset()
    """Their ids, 32 hexadecimal digits."""
    switching: frozenset[str] = frozenset()
    """What these replace is seen by nobody."""
    turns: int = 0
    """More each time a batch is hidden or shown, or begins or ends to switch."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the changes have come, what is kept of them, and what is hidden."""

    now: Mark
    kept: KeptMark | None
    batches: Batches

    def has_lost(self, mark: Mark) -> bool:
        """Return whether changes after the mark may have been removed, or never were in this database."""
        if mark.number > self.now.number or mark.transaction > self.now.transaction:
            return True
        if self.kept is None:
            return False
        return mark.number < self.kept.mark.number or mark.transaction < self.kept.mark.transaction


def standing(municipality_id: UUID) -> Standing:
    """Return the mark of what is committed now, and what is kept, in one question."""
    from lagesbild_web.incidents.models import KeptColumns

    # Numbers are given before the commit: a long import may commit lower ones after higher ones.
    now = (
        "SELECT 0 AS n, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS t"
        if connection.vendor == "postgresql"
        else "SELECT COALESCE(MAX(id), 0) AS n, 0 AS t FROM incidents_incidentchange"
    )
    sql = (
        'SELECT now.n, now.t, kept.number, kept."transaction", kept.token, '  # noqa: S608  # our own words
        f"({_listed('is_hidden')}), ({_listed('is_switching')}), ({_TURNS}) "
        f"FROM ({now}) AS now LEFT JOIN incidents_keptcolumns AS kept ON kept.municipality_id = %s"
    )
    key = KeptColumns._meta.pk.get_db_prep_value(municipality_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key, key, key, key])
        number, transaction, kept_number, kept_transaction, token, *batches = cursor.fetchone()
    kept = None if token is None else KeptMark(UUID(str(token)), Mark(kept_number, kept_transaction))
    return Standing(Mark(number, transaction), kept, _batches(*batches))


def batches_of(municipality_id: UUID) -> Batches:
    """Return which batches are hidden and switching now."""
    from lagesbild_web.incidents.models import Batch

    key = Batch._meta.pk.get_db_prep_value(municipality_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({_listed('is_hidden')}), ({_listed('is_switching')}), ({_TURNS})", [key] * 3)
        return _batches(*cursor.fetchone())


_TURNS: Final = "SELECT COALESCE(SUM(turn), 0) FROM incidents_batch WHERE municipality_id = %s"


def _listed(state: str) -> str:
    listed = "STRING_AGG(id::text, ',')" if connection.vendor == "postgresql" else "GROUP_CONCAT(id, ',')"
    return f"SELECT {listed} FROM incidents_batch WHERE {state} AND municipality_id = %s"  # noqa: S608  # our own words


def _batches(hidden: str | None, switching: str | None, turns: int) -> Batches:
    return Batches(_ids(hidden), _ids(switching), int(turns))


def _ids(listed: str | None) -> frozenset[str]:
    return frozenset(listed.replace("-", "").split(",")) if listed else frozenset()


def changed_since(mark: Mark, municipality_id: UUID) -> list[UUID]:
    """Return the incidents of a municipality that have been added, changed or removed since the mark."""
    return list(_rows_since(mark, municipality_id).values_list("incident_id", flat=True).distinct())


def changed_rows(mark: Mark, municipality_id: UUID) -> "QuerySet[Incident]":
    """Return the same incidents as :func:`changed_since`, those that still exist."""
    from lagesbild_web.incidents.models import Incident

    return Incident.every.filter(pk__in=_rows_since(mark, municipality_id).values("incident_id"))


def remove_until(mark: Mark, municipality_id: UUID) -> int:
    """Remove the changes that nobody needs who has read up to the mark; returns how many.

    The latest change of all is left: in SQLite it says how far the numbers have come.
    """
    from lagesbild_web.incidents.models import IncidentChange

    rows = IncidentChange.objects.filter(municipality_id=municipality_id)
    if connection.vendor == "postgresql":
        return rows.filter(transaction__lt=mark.transaction).delete()[0]
    removed = 0
    last = IncidentChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
    rows = rows.filter(id__lte=mark.number, id__lt=last)
    while (first := rows.order_by("id").values_list("id", flat=True).first()) is not None:
        # A bit at a time: whoever wants to report meanwhile waits for a moment, not for all of it.
        if removed:
            let_others_write()
        removed += rows.filter(id__lt=first + _REMOVED_AT_ONCE).delete()[0]
    return removed


def let_others_write() -> None:
    """Wait between two short transactions, so that whoever waits for SQLite's only lock gets it.

    SQLite has no queue: who waits looks again every tenth of a second, and would not find the moment between
    two transactions that follow at once. PostgreSQL has no such lock.
    """
    if connection.vendor == "sqlite":
        time.sleep(PAUSE_S)


def _rows_since(mark: Mark, municipality_id: UUID) -> "QuerySet[IncidentChange]":
    from lagesbild_web.incidents.models import IncidentChange

    rows = IncidentChange.objects.filter(municipality_id=municipality_id)
    if connection.vendor == "postgresql":
        return rows.filter(transaction__gte=mark.transaction)
    return rows.filter(id__gt=mark.number)


def install(database: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; does nothing when the tables do not exist yet."""
    if not {TABLE, "incidents_incidentchange"} <= set(database.introspection.table_names()):
        return
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for operation, row in _OPERATIONS.items():
            cursor.execute(_statement(database.vendor, operation, row))


def _statement(vendor: str, operation: str, row: str) -> str:
    name = f"{TABLE}_noted_{operation.lower()}"
    if vendor == "postgresql":
        return (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {operation} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION incidents_note_change()"
        )
    noted = f"VALUES ({row}.municipality_id, {row}.id, 0)"
    into = 'incidents_incidentchange (municipality_id, incident_id, "transaction")'
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {operation} ON {TABLE} "
        f"BEGIN INSERT INTO {into} {noted}; END"
    )
