"""What the log says of keys."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "api.read",
        _("Hämtade {fetched} genom API:t, {rows} rader. Urval: {selection}"),
        "fetched",
        "rows",
        "selection",
    ),
)
