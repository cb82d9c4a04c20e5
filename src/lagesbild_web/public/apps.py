"""Tell Django about the open pages."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The open pages; no tables."""

    name = "lagesbild_web.public"
    label = "public"
    verbose_name = "Öppna sidor"
