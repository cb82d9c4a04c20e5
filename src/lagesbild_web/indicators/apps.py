"""Tell Django about indicators."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators and their values."""

    name = "lagesbild_web.indicators"
    label = "indicators"
    verbose_name = "Indikatorer"
