"""Tell Django about the log, and put the guards in the database after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The log."""

    name = "lagesbild_web.audit"
    label = "audit"
    verbose_name = "Logg"

    def ready(self) -> None:
        """Install the guards after migrations (SQLite drops triggers on changes); say what comes back."""
        post_migrate.connect(_install_guards, sender=self)
        from lagesbild_web.audit.nightly import declare_all

        declare_all()


def _install_guards(using: str, **_kwargs: Any) -> None:
    from lagesbild_web.audit.guards import install

    install(connections[using])
