"""What the log says of exports and saved filters."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("explore.filter_saved", _("Sparade ett urval. Delas: {shared}"), "shared"),
    event("explore.filter_removed", _("Tog bort ett sparat urval.")),
    event(
        "explore.exported",
        _("Hämtade sidan {view} som {format}, {rows} rader, {first_day}–{last_day}."),
        "view",
        "format",
        "rows",
        "first_day",
        "last_day",
    ),
)
