"""Which incidents have changed since last: kept by the database itself, whoever changes them and how.

Triggers write the id of every incident that is added, changed or removed. They are put back after every
migration, since SQLite drops a table's triggers when it is altered.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "incidents_incident"
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


def mark_now() -> Mark:
    """Return the mark of what is committed now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Numbers are given before the commit: a long import may commit lower ones after higher ones.
            cursor.execute("SELECT 0, pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        else:
            cursor.execute("SELECT COALESCE(MAX(id), 0), 0 FROM incidents_incidentchange")
        number, transaction = cursor.fetchone()
    return Mark(number, transaction)


def changed_since(mark: Mark, municipality_id: UUID) -> list[UUID]:
    """Return the incidents of a municipality that have been added, changed or removed since the mark."""
    from lagesbild_web.incidents.models import IncidentChange

    rows = IncidentChange.objects.filter(municipality_id=municipality_id)
    if connection.vendor == "postgresql":
        rows = rows.filter(transaction__gte=mark.transaction)
    else:
        rows = rows.filter(id__gt=mark.number)
    return list(rows.values_list("incident_id", flat=True).distinct())


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
