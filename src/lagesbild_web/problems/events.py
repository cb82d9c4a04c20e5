"""What the log says of problems and causes."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("problem.proposed", _("Föreslog problemet ”{title}” ({origin})."), "title", "origin"),
    event(
        "problem.reformulated",
        _("Formulerade om problemet ”{title}”, version {version}."),
        "title",
        "version",
    ),
    event("problem.started", _("Började arbeta med problemet ”{title}”."), "title", "reason"),
    event(
        "problem.deprioritised",
        _("Lät problemet ”{title}” inte vara prioriterat längre. Skäl: {reason}"),
        "title",
        "reason",
    ),
    event("problem.closed", _("Avslutade problemet ”{title}”. {reason}"), "title", "reason"),
    event("problem.reopened", _("Öppnade problemet ”{title}” igen. Skäl: {reason}"), "title", "reason"),
    event(
        "problem.evidence_added",
        _("Frös underlag till problemet ”{title}” ({kind})."),
        "title",
        "kind",
        "rows_sha256",
    ),
    event(
        "problem.evidence_removed",
        _("Tog bort underlag från problemet ”{title}”. Skäl: {reason}"),
        "title",
        "reason",
    ),
    event("problem.dialogue_added", _("Antecknade medborgardialog om problemet ”{title}”."), "title"),
    event(
        "problem.dialogue_removed",
        _("Tog bort en anteckning om medborgardialog från problemet ”{title}”. Skäl: {reason}"),
        "title",
        "reason",
    ),
    event("problem.scored", _("Bedömde problemet ”{title}”: {score}."), "title", "score"),
    event(
        "problem.criteria_changed",
        _("Ändrade kriterierna för bedömning till version {number}. Skäl: {reason}"),
        "number",
        "reason",
    ),
    event(
        "problem.prioritised",
        _("Skrev in beslutet om prioritering av {problems} problem: {body} {decided_on} § {paragraph}."),
        "problems",
        "body",
        "decided_on",
        "paragraph",
    ),
    event("problem.checked", _("Bockade av ett steg för problemet ”{title}”: {check}."), "title", "check"),
    event("problem.unchecked", _("Tog bort en bock för problemet ”{title}”: {check}."), "title", "check"),
    event("problem.exported", _("Hämtade problem som {format}: {what}."), "format", "what"),
    event("problem.demo_laid_in", _("Lade in {problems} påhittade problem."), "problems"),
    event("cause.added", _("Lade till en orsak till problemet ”{title}”."), "title"),
    event("cause.changed", _("Ändrade en orsak till problemet ”{title}”: {fields}."), "title", "fields"),
    event("cause.moved", _("Flyttade en orsak till problemet ”{title}”."), "title"),
    event(
        "cause.retired",
        _("Tog bort en orsak till problemet ”{title}”. Skäl: {reason}"),
        "title",
        "reason",
    ),
    event("cause.restored", _("Tog tillbaka en orsak till problemet ”{title}”."), "title"),
    event("cause.chain_written", _("Ändrade händelsekedjan för problemet ”{title}”."), "title"),
    event(
        "cause.analysed",
        _("Skrev vad orsaksanalysen av problemet ”{title}” kommer fram till. Klar: {is_ready}"),
        "title",
        "is_ready",
    ),
)
