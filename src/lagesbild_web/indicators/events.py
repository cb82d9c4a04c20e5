"""What the log says of indicators' values."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("figure.demo_laid_in", _("Lade in {indicators} påhittade indikatorer."), "indicators"),
    event("figure.defined", _("Lade till indikatorn {name}."), "name"),
    event("figure.changed", _("Ändrade indikatorn {name}: {fields}."), "name", "fields"),
    event("figure.retired", _("Slutade använda indikatorn {name}. Skäl: {reason}"), "name", "reason"),
    event("figure.restored", _("Tog indikatorn {name} i bruk igen."), "name"),
    event("figure.entered", _("Lade in ett värde för {name}, {period}."), "name", "period"),
    event(
        "figure.withdrawn",
        _("Tog tillbaka värdet för {name}, {period}. Skäl: {reason}"),
        "name",
        "period",
        "reason",
    ),
    event(
        "figure.fetch_withdrawn",
        _("Tog tillbaka {values} värden som hade hämtats från {source}. Skäl: {reason}"),
        "values",
        "source",
        "reason",
    ),
    event("figure.exported", _("Hämtade {indicators} indikatorer som {format}."), "indicators", "format"),
    event(
        "figure.fetched",
        _("Hämtade värden från {source}. Nya: {new}. Ändrade: {changed}."),
        "source",
        "new",
        "changed",
    ),
)
