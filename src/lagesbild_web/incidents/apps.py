"""Tell Django about incidents, and let the database note what changes after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class IncidentsConfig(AppConfig):
    """Reports and incidents."""

    name = "lagesbild_web.incidents"
    label = "incidents"
    verbose_name = "Händelser"

    def ready(self) -> None:
        """Install the triggers after migrations (SQLite drops them); say what goes and what comes back."""
        post_migrate.connect(_install_triggers, sender=self)
        from lagesbild_web.incidents import hourly, retention

        retention.declare_all()
        hourly.declare_all()


def _install_triggers(using: str, **_kwargs: Any) -> None:
    from lagesbild_web.incidents.changes import install

    install(connections[using])
