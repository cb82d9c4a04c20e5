"""What the log says of daily reports."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "written_report.received",
        _("Tog emot en rapport i text från {sender}. Förslag: {pieces} delar."),
        "sender",
        "pieces",
    ),
    event("written_report.revised", _("Gick igenom en rapport i text ({step})."), "step"),
    event("written_report.saved", _("Läste in {incidents} händelser ur en text."), "incidents"),
    event(
        "written_report.undone",
        _("Ångrade inläsningen av en text, {incidents} händelser. Skäl: {reason}"),
        "incidents",
        "reason",
    ),
    event("written_report.discarded", _("Kastade en rapport i text.")),
)
