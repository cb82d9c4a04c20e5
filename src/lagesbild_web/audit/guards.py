"""Triggers that let the database itself refuse to change or remove what is in the log."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL: Final = "the log is only added to"
_RULES: Final = {"audit_record": ("UPDATE", "DELETE"), "audit_whodidit": ("UPDATE",)}
"""Table → what is refused. Who did something may be erased (deleted), but never altered."""

_FUNCTION: Final = f"""
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place; does nothing when they already are, or when the tables do not exist yet."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in existing & set(_RULES):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away; only for emptying a test database and for restoring a backup."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in existing & set(_RULES):
            for operation in (*_RULES[table], "TRUNCATE"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation.lower()}{on}")


def _statements(vendor: str, table: str) -> list[str]:
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for operation in _RULES[table]
        ]
    return [
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            for operation in _RULES[table]
        ),
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ]
