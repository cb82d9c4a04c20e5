"""Tell Django about the base."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The base: templates, static files and error pages; no tables."""

    name = "lagesbild_web.base"
    label = "base"
