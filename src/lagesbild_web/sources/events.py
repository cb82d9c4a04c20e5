"""What the log says of outside sources."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "feed.switched_on",
        _("Slog på källan {source} ({host}) för kommun {code}, var {minutes}:e minut."),
        "source",
        "host",
        "code",
        "minutes",
    ),
    event("feed.demo_laid_in", _("Lade in {sources} påhittade källor."), "sources"),
    event("feed.switched_off", _("Stängde av källan {source}."), "source"),
    event("feed.asked", _("Bad om att källan {source} hämtas nu."), "source"),
    event(
        "feed.kept",
        _("Hämtade från källan {source}. Nya: {new}. Ändrade: {changed}."),
        "source",
        "new",
        "changed",
    ),
    event(
        "feed.undone",
        _("Tog tillbaka det som källan {source} gav {at}: {rows}. Källan vilar. Skäl: {reason}"),
        "source",
        "at",
        "rows",
        "reason",
    ),
    event(
        "feed.failed",
        _("Källan {source} gick inte att hämta. Antal gånger i rad: {times}."),
        "source",
        "times",
    ),
)
