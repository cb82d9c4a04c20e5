"""What the log says of recurring jobs."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("schedule.asked", _("Bad om att arbetet {job} körs nu."), "job"),
    event("schedule.paused", _("Pausade arbetet {job}."), "job"),
    event("schedule.resumed", _("Lät arbetet {job} gå igen."), "job"),
)
