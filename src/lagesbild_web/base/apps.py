"""Tell Django about the base."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The base: templates, static files and error pages, and the recurring work."""

    name = "lagesbild_web.base"
    label = "base"
