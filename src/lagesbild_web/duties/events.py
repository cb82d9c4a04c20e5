"""What the log says of duties and registers."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "duties.noted",
        _("Antecknade om {paragraph} §. Egen bedömning: {judgement}"),
        "paragraph",
        "judgement",
    ),
    event("duties.entry_added", _("Skrev en rad i registret {register}."), "register"),
    event("duties.entry_changed", _("Ändrade en rad i registret {register}."), "register"),
    event("duties.entry_retired", _("Tog bort en rad ur registret {register}."), "register"),
    event("duties.frozen", _("Sparade lagkollen för månaden från {month}."), "month"),
    event("duties.exported", _("Hämtade lagkollen som {format}."), "format"),
)
