"""Tell Django about the pages of the chain."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The chain from observation to report."""

    name = "lagesbild_web.trail"
    label = "trail"
    verbose_name = "Kedjan"
