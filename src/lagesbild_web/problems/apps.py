"""Tell Django about problems, and the house about what is part of the chain and what waits."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Problems, their scores and causes."""

    name = "lagesbild_web.problems"
    label = "problems"
    verbose_name = "Problem"

    def ready(self) -> None:
        """Be part of the chain, tell of what waits, and be a place to go on to."""
        from lagesbild_web.problems.chain import declare_all

        declare_all()
