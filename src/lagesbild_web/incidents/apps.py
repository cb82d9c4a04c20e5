"""Tell Django about incidents."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Reports and incidents."""

    name = "lagesbild_web.incidents"
    label = "incidents"
    verbose_name = "Händelser"
