"""Tell Django about reporting."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Pages for those who report; no tables: what is reported belongs to ``incidents``."""

    name = "lagesbild_web.reporting"
    label = "reporting"
    verbose_name = "Rapportera"
