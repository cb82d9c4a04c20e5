"""Tell Django about the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API; no tables. Its keys are those of access."""

    name = "lagesbild_web.api"
    label = "api"
    verbose_name = "API"
