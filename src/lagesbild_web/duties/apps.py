"""Tell Django about the duties."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class DutiesConfig(AppConfig):
    """The law's paragraphs, the five audit questions and the registers."""

    name = "lagesbild_web.duties"
    label = "duties"
    verbose_name = "Lagkoll"

    def ready(self) -> None:
        """Declare what has a day and who answers for it, and the monthly freezing of the statuses."""
        from lagesbild_web.base import answering, due, schedule
        from lagesbild_web.duties.dues import duties_answered, duties_due
        from lagesbild_web.duties.freezing import freeze_statuses

        due.declare("duties.entries", duties_due)
        answering.declare("duties.entries", duties_answered)
        schedule.declare(
            "duties.freeze",
            gettext_lazy("Frys lagkollen"),
            freeze_statuses,
            every=timedelta(days=1),
            at=time(3, 30),
            what=gettext_lazy(
                "Sparar en gång i månaden hur det står till med varje paragraf i lagen. "
                "Pausas det får historiken en lucka; ingenting annat ändras."
            ),
        )
