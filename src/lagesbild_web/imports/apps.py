"""Tell Django about imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Uploaded files and how each source's columns are read."""

    name = "lagesbild_web.imports"
    label = "imports"
    verbose_name = "Importera"

    def ready(self) -> None:
        """Say what goes when it is old, and what comes back."""
        from lagesbild_web.imports import jobs, retention

        retention.declare_all()
        jobs.declare_all()
