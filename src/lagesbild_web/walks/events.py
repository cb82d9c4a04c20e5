"""What the log says of safety walks."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "walk.planned",
        _("Planerade trygghetsvandringen ”{title}”."),
        "title",
    ),
    event(
        "walk.changed",
        _("Ändrade trygghetsvandringen ”{title}”."),
        "title",
    ),
    event(
        "walk.cancelled",
        _("Ställde in trygghetsvandringen ”{title}”. Skäl: {reason}"),
        "title",
        "reason",
    ),
    event(
        "walk.invited",
        _("Bjöd in {functions} funktioner till trygghetsvandringen ”{title}”."),
        "title",
        "functions",
    ),
    event(
        "walk.held",
        _("Antecknade vilka som var med på trygghetsvandringen ”{title}”."),
        "title",
    ),
    event(
        "walk.checklist_saved",
        _("Sparade version {number} av checklistan för vandringar, {aspects} rubriker."),
        "number",
        "aspects",
    ),
    event(
        "walk.noted",
        _("Noterade fynd {number} på trygghetsvandringen ”{title}”."),
        "title",
        "number",
    ),
    event(
        "walk.noted_again",
        _("Skickade samma fynd från ”{title}” en gång till. Inget ändrades."),
        "title",
    ),
    event(
        "walk.finding_changed",
        _("Ändrade fynd {number} från ”{title}”."),
        "title",
        "number",
    ),
    event(
        "walk.finding_retired",
        _("Tog bort fynd {number} från ”{title}”. Skäl: {reason}"),
        "title",
        "number",
        "reason",
    ),
    event(
        "walk.finding_restored",
        _("Tog tillbaka fynd {number} från ”{title}”."),
        "title",
        "number",
    ),
    event(
        "walk.finding_assigned",
        _("Bestämde vem som svarar för fynd {number} från ”{title}”."),
        "title",
        "number",
        "function",
    ),
    event(
        "walk.finding_reported",
        _("Berättade hur det går med fynd {number} från ”{title}”: {state}."),
        "title",
        "number",
        "state",
    ),
    event(
        "walk.finding_linked",
        _("Länkade ett fynd till något annat ({kind})."),
        "kind",
        "thing",
    ),
    event(
        "walk.finding_unlinked",
        _("Tog bort en länk från ett fynd ({kind})."),
        "kind",
        "thing",
    ),
    event(
        "walk.findings_exported",
        _("Hämtade listan över fynd, {rows} rader, som {format}."),
        "rows",
        "format",
    ),
    event(
        "walk.protocol_made",
        _("Gjorde protokoll {number} från ”{title}”. {letters} brev."),
        "title",
        "number",
        "letters",
    ),
    event(
        "walk.protocol_exported",
        _("Hämtade protokollet från ”{title}” som {format}."),
        "title",
        "format",
    ),
)
