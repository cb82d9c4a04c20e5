"""What the log says of agreements and promises."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("agreement.drafted", _("Började skriva: {kind} ”{title}”."), "kind", "title"),
    event("agreement.changed", _("Ändrade texten i ”{title}”."), "title"),
    event("agreement.party_added", _("Lade till {party} som part i en överenskommelse."), "party"),
    event("agreement.party_removed", _("Tog bort {party} som part i en överenskommelse."), "party"),
    event("agreement.linked", _("Länkade en överenskommelse till något annat ({kind})."), "kind", "thing"),
    event(
        "agreement.unlinked",
        _("Tog bort en länk från en överenskommelse ({kind})."),
        "kind",
        "thing",
    ),
    event(
        "agreement.consulted",
        _("Registrerade samråd {held_on} om ”{title}”: {about}."),
        "title",
        "held_on",
        "about",
    ),
    event(
        "agreement.signed",
        _("Registrerade att {party} undertecknade ”{title}” {signed_on}."),
        "title",
        "party",
        "signed_on",
    ),
    event(
        "agreement.signature_undone",
        _("Tog tillbaka underskriften från {party} på ”{title}”."),
        "title",
        "party",
    ),
    event("agreement.revision_begun", _("Började ändra ”{title}”. Skäl: {reason}"), "title", "reason"),
    event(
        "agreement.extended",
        _("Förlängde ”{title}” från {before} till {after}."),
        "title",
        "before",
        "after",
    ),
    event("agreement.ended", _("Avslutade ”{title}” i förtid. Skäl: {reason}"), "title", "reason"),
    event("agreement.replaced", _("Ersatte ”{title}” med en annan."), "title", "by"),
    event("agreement.shared", _("Visar ”{title}” för: {circle}."), "title", "circle"),
    event(
        "agreement.followed_up",
        _("Följde upp ”{title}” till {day}: {outcome}."),
        "title",
        "day",
        "outcome",
    ),
    event("agreement.file_attached", _("Lade till en fil i ”{title}”."), "title", "sha256"),
    event("agreement.file_retired", _("Tog bort en fil från sidan ”{title}”."), "title", "sha256"),
    event("agreement.exported", _("Hämtade ”{title}” som {format}."), "title", "format"),
    event(
        "agreement.list_exported",
        _("Hämtade listan över överenskommelser, {rows} rader, som {format}."),
        "rows",
        "format",
    ),
)
