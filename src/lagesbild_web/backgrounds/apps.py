"""Tell Django about the background maps."""

from django.apps import AppConfig


class BackgroundsConfig(AppConfig):
    """Background maps; keeps pictures on the disk, nothing in the database."""

    name = "lagesbild_web.backgrounds"
    label = "backgrounds"
    verbose_name = "Bakgrundskartor"
