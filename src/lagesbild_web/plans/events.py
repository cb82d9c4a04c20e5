"""What the log says of plans, goals and measures."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("plan.created", _("Lade upp åtgärdsplanen ”{title}”."), "title"),
    event("plan.changed", _("Ändrade åtgärdsplanen ”{title}”."), "title"),
    event(
        "plan.stepped",
        _("Tog åtgärdsplanen ”{title}”, version {number}, till läget {state}."),
        "title",
        "number",
        "state",
    ),
    event(
        "plan.decided",
        _("Registrerade beslut om åtgärdsplanen ”{title}”, version {number}: {body} {decided_on}."),
        "title",
        "number",
        "body",
        "decided_on",
    ),
    event("plan.retired", _("Avslutade åtgärdsplanen ”{title}”. {reason}"), "title", "reason"),
    event("plan.restored", _("Återupptog åtgärdsplanen ”{title}”."), "title"),
    event("plan.exported", _("Hämtade {what} ur planen ”{title}” som {format}."), "title", "what", "format"),
    event("plan.demo_laid_in", _("Lade in en påhittad plan med {measures} åtgärder."), "measures"),
    event("goal.saved", _("Sparade målet ”{title}”."), "title"),
    event("goal.retired", _("Strök målet ”{title}” ur planen. {reason}"), "title", "reason"),
    event("indicator.saved", _("Sparade indikatorn ”{title}”."), "title"),
    event("indicator.retired", _("Strök indikatorn ”{title}” ur planen. {reason}"), "title", "reason"),
    event("measure.saved", _("Sparade åtgärden ”{title}”."), "title"),
    event("measure.moved", _("Tog åtgärden ”{title}” till läget {state}."), "title", "state"),
    event("measure.retired", _("Strök åtgärden ”{title}” ur planen. {reason}"), "title", "reason"),
    event(
        "measure.camera_tested",
        _("Sparade intresseavvägningen för ”{title}” ({outcome})."),
        "title",
        "outcome",
    ),
    event("measure_type.saved", _("Ändrade åtgärdstypen {code}."), "code"),
    event("grant.saved", _("Sparade bidragsansökan ”{title}” för {year}."), "title", "year"),
)
