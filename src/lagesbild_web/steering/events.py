"""What the log says of steering documents."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("steering.saved", _("Sparade styrdokumentet ”{title}”."), "title"),
    event("steering.retired", _("Avslutade styrdokumentet ”{title}”. {reason}"), "title", "reason"),
    event("steering.restored", _("Återupptog styrdokumentet ”{title}”."), "title"),
    event("steering.goal_saved", _("Sparade det politiska målet ”{title}”."), "title"),
    event("steering.goal_retired", _("Strök det politiska målet ”{title}”. {reason}"), "title", "reason"),
    event(
        "steering.definition_saved",
        _("Skrev vad ”{term}” betyder från {valid_from}."),
        "term",
        "valid_from",
    ),
    event("steering.committee_saved", _("Sparade nämnden ”{name}”."), "name"),
    event("steering.requirement_saved", _("Sparade kravet ”{title}” på nämndernas dokument."), "title"),
    event("steering.cell_saved", _("Ändrade vad {committee} ska ha: {title}."), "committee", "title"),
    event("steering.exported", _("Hämtade {what} som {format}."), "what", "format"),
    event("steering.demo_laid_in", _("Lade in {documents} påhittade styrdokument."), "documents"),
)
