"""Tell Django about agreements."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements and promises."""

    name = "lagesbild_web.agreements"
    label = "agreements"
    verbose_name = "Överenskommelser"

    def ready(self) -> None:
        """Be part of the chain and tell of what has a day."""
        from lagesbild_web.agreements.chain import declare_all

        declare_all()
