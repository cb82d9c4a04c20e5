"""Whether the service works: each part by name, yes or no, and nothing that an attacker could use."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the service: its name (stable, for monitoring), its Swedish label, whether it works."""

    name: str
    label: str
    is_well: bool


def checks() -> list[Check]:
    """Look at each part of the service now."""
    database = _works(_database_answers)
    return [
        Check("database", "Databasen svarar", database),
        Check("migrations", "Databasen har rätt version", database and _works(_migrations_are_applied)),
        Check("disk", "Det går att skriva till disken", _works(_disk_is_writable)),
    ]


def _works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def _database_answers() -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk_is_writable() -> bool:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"x")
        return True
