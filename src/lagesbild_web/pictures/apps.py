"""Tell Django about situation pictures."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Situation pictures."""

    name = "lagesbild_web.pictures"
    label = "pictures"
    verbose_name = "Lägesbilder"
