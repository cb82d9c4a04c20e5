"""Tell Django about areas and categories."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Areas, named places, population and categories."""

    name = "lagesbild_web.areas"
    label = "areas"
    verbose_name = "Områden och kategorier"
