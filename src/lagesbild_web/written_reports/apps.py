"""Tell Django about written reports."""

from django.apps import AppConfig


class WrittenReportsConfig(AppConfig):
    """Reports in running text, while they are looked through."""

    name = "lagesbild_web.written_reports"
    label = "written_reports"
    verbose_name = "Rapporter i text"

    def ready(self) -> None:
        """Say what goes when it is old."""
        from lagesbild_web.written_reports.retention import declare_all

        declare_all()
