"""Tell Django about walks."""

from django.apps import AppConfig


class WalksConfig(AppConfig):
    """Safety walks."""

    name = "lagesbild_web.walks"
    label = "walks"
    verbose_name = "Trygghetsvandringar"

    def ready(self) -> None:
        """Be part of the chain and tell of what has a day."""
        from lagesbild_web.walks.chain import declare_all

        declare_all()
