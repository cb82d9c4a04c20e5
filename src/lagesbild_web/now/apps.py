"""Tell Django about the start page."""

from django.apps import AppConfig


class NowConfig(AppConfig):
    """The start page; no tables."""

    name = "lagesbild_web.now"
    label = "now"
    verbose_name = "Läget nu"
