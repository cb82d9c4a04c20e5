"""Tell Django about the pages for exploring."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """Map, times, development and areas; keeps saved filters."""

    name = "lagesbild_web.explore"
    label = "explore"
    verbose_name = "Karta och utforska"
