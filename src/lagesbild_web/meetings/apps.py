"""Tell Django about meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Groups, meetings and decisions."""

    name = "lagesbild_web.meetings"
    label = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        """Be part of the chain and tell of what has a day."""
        from lagesbild_web.meetings.chain import declare_all

        declare_all()
