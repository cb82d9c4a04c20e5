"""Tell Django about action plans, and the house about what has a day and what is part of the chain."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Action plans."""

    name = "lagesbild_web.plans"
    label = "plans"
    verbose_name = "Åtgärdsplaner"

    def ready(self) -> None:
        """Be part of the chain and the map, and tell of what has a day."""
        from lagesbild_web.explore.layers import declare
        from lagesbild_web.plans.answered import declare_answered
        from lagesbild_web.plans.chain import declare_kinds
        from lagesbild_web.plans.dues import declare_dues
        from lagesbild_web.plans.map_layer import LAYER

        declare(LAYER)
        declare_kinds()
        declare_dues()
        declare_answered()
