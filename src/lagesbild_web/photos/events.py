"""What the log says of photos."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("photos.allowed", _("Tillät bilder i rapporter. Skäl: {reason}"), "reason"),
    event("photos.forbidden", _("Stoppade bilder i rapporter. Skäl: {reason}"), "reason"),
    event("photos.added", _("Lade en bild till en händelse: {size} byte efter tvätt."), "size"),
    event("photos.removed", _("Raderade en bild från en händelse. Skäl: {reason}"), "reason"),
)
