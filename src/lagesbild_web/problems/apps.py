"""Tell Django about problems."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Problems, their scores and causes."""

    name = "lagesbild_web.problems"
    label = "problems"
    verbose_name = "Problem"
