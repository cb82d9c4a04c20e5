"""Tell Django about the log, and put the guards in the database after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """The log."""

    name = "lagesbild_web.audit"
    label = "audit"
    verbose_name = "Logg"

    def ready(self) -> None:
        """Read every feature's events; install the guards after migrations (SQLite drops triggers)."""
        autodiscover_modules("events")
        post_migrate.connect(_install_guards, sender=self)
        from lagesbild_web.audit.nightly import declare_all

        declare_all()


def _install_guards(using: str, **_kwargs: Any) -> None:
    from lagesbild_web.audit.guards import install

    install(connections[using])
