"""Tell Django about imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Uploaded files and how each source's columns are read."""

    name = "lagesbild_web.imports"
    label = "imports"
    verbose_name = "Importera"
