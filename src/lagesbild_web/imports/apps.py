"""Tell Django about imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Uploaded files and how each source's columns are read."""

    name = "lagesbild_web.imports"
    label = "imports"
    verbose_name = "Importera"

    def ready(self) -> None:
        """Say what goes when it is old."""
        from lagesbild_web.imports.retention import declare_all

        declare_all()
