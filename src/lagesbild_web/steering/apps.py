"""Tell Django about steering documents, and the house about their targets and their days."""

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Steering documents."""

    name = "lagesbild_web.steering"
    label = "steering"
    verbose_name = "Styrdokument"

    def ready(self) -> None:
        """Be part of the chain, and tell of what has a day."""
        from lagesbild_web.steering.chain import declare_all

        declare_all()
