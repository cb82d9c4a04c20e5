"""What the log says of pictures."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "picture.imported",
        _("Laddade in lägesbilden ”{title}”, version {version}, med {files} filer."),
        "title",
        "version",
        "files",
        "snapshot",
    ),
    event(
        "picture.imported_again",
        _("Laddade in lägesbilden ”{title}” en gång till. Inget ändrades."),
        "title",
        "snapshot",
    ),
    event(
        "picture.published",
        _("Publicerade lägesbilden ”{title}”. Visas för: {circle}."),
        "title",
        "circle",
    ),
    event("picture.withdrawn", _("Drog tillbaka lägesbilden ”{title}”. Skäl: {reason}"), "title", "reason"),
    event("picture.ordered", _("Beställde lägesbilden ”{what}”."), "what"),
    event(
        "picture.made",
        _("Lägesbilden ”{title}”, version {version}, blev klar som utkast."),
        "title",
        "version",
        "snapshot",
    ),
    event("picture.failed", _("Lägesbilden ”{what}” kunde inte göras."), "what"),
    event("picture.assessed", _("Skrev en bedömning i ”{title}”, {section}."), "title", "section"),
    event(
        "picture.assessment_removed",
        _("Tog bort en bedömning i ”{title}”, {section}."),
        "title",
        "section",
    ),
    event(
        "picture.section_hidden",
        _("Lät avsnittet {section} i ”{title}” inte visas. Motiv: {motive}"),
        "title",
        "section",
        "motive",
    ),
    event("picture.section_shown", _("Visade avsnittet {section} i ”{title}” igen."), "title", "section"),
    event(
        "picture.problem_recommended",
        _("Rekommenderade ett problem att gå vidare med i ”{title}”."),
        "title",
        "section",
    ),
    event(
        "picture.problem_dropped",
        _("Tog tillbaka ett rekommenderat problem i ”{title}”."),
        "title",
        "section",
    ),
    event(
        "picture.sent_for_review",
        _("Skickade ”{title}” på granskning till {functions} funktioner, svar senast {answer_by}."),
        "title",
        "functions",
        "answer_by",
    ),
    event("picture.review_taken_back", _("Tog tillbaka ”{title}” från granskning."), "title"),
    event("picture.remarked", _("Lämnade en synpunkt på ”{title}”."), "title"),
    event("picture.reviewed", _("Läste färdigt ”{title}” på granskning."), "title"),
    event("picture.remark_answered", _("Svarade på en synpunkt på ”{title}”."), "title"),
    event(
        "picture.decided",
        _("Registrerade att {body} {decided_on} § {paragraph} beslutade ”{title}”, version {version}."),
        "title",
        "version",
        "body",
        "decided_on",
        "paragraph",
        "content",
    ),
    event(
        "picture.documents_kept",
        _("De slutliga dokumenten till ”{title}” sparades. Kontrollvärde: {content}"),
        "title",
        "content",
    ),
    event("picture.documents_failed", _("Dokumenten till ”{title}” kunde inte göras."), "title"),
    event("picture.documents_asked", _("Bad om dokumenten till ”{title}” igen."), "title"),
    event("contact.set", _("Ändrade kontaktpunkten: {function}."), "function"),
    event("picture.exported", _("Hämtade lägesbilden ”{title}” som {format}."), "title", "format"),
)
