"""Tell Django about sources."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """What is fetched from outside the municipality."""

    name = "lagesbild_web.sources"
    label = "sources"
    verbose_name = "Källor"

    def ready(self) -> None:
        """Let what is switched on be fetched, and say what goes when it is old."""
        from lagesbild_web.sources import jobs, retention

        jobs.declare_all()
        retention.declare_all()
