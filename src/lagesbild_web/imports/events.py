"""What the log says of imports."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("import.uploaded", _("Laddade upp filen {name} ({bytes} byte)."), "name", "bytes", "sha256"),
    event("import.read", _("Läste filen {name}: {rows} rader, {faults} fel."), "name", "rows", "faults"),
    event("import.loaded", _("Läste in filen {name}."), "name"),
    event("import.failed", _("Arbetet med filen {name} avbröts. Inget lästes in."), "name"),
    event("import.mapped", _("Ändrade hur filen {name} läses."), "name"),
    event("import.settled", _("Blev klar med att lägga undan det som filen {name} ersatte."), "name"),
    event("import.taken_back", _("Lät händelserna ur filen {name} inte räknas längre."), "name"),
    event("import.started", _("Började läsa in filen {name}."), "name"),
    event("import.undo_finished", _("Blev klar med att ångra inläsningen av filen {name}."), "name"),
    event("import.undone", _("Ångrade inläsningen av filen {name}. Skäl: {reason}"), "name", "reason"),
)
