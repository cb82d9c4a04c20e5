"""Tell Django about action plans, and the house about what has a day and what is part of the chain."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Action plans."""

    name = "lagesbild_web.plans"
    label = "plans"
    verbose_name = "Åtgärdsplaner"
