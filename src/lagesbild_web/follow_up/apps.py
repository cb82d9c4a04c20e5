"""Tell Django about follow-up, and the house about what has a day and what is part of the chain."""

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpConfig(AppConfig):
    """Follow-up."""

    name = "lagesbild_web.follow_up"
    label = "follow_up"
    verbose_name = "Uppföljning"

    def ready(self) -> None:
        """Declare the chain's last links, the deadlines and the letters."""
        from lagesbild_web.base import chain, due, schedule
        from lagesbild_web.follow_up.chain import EFFECT, REPORT
        from lagesbild_web.follow_up.deadlines import statuses_due
        from lagesbild_web.follow_up.reminding import send_reminders

        chain.declare(EFFECT)
        chain.declare(REPORT)
        due.declare("follow_up.statuses", statuses_due)
        schedule.declare(
            "follow_up.reminders",
            _("Brev om det som väntar"),
            send_reminders,
            every=timedelta(days=1),
            at=time(7),
            what=_(
                "Skickar varje måndag ett brev med allt som väntar till dem som har funktionerna. "
                "Pausat går inga brev ut."
            ),
        )
