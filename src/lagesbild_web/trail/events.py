"""What the log says of the chain."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("trail.gaps_exported", _("Hämtade {rows} luckor i kedjan som {format}."), "rows", "format"),
    event(
        "trail.vacancies_exported",
        _("Hämtade {rows} rader om vakanta funktioner som {format}."),
        "rows",
        "format",
    ),
)
