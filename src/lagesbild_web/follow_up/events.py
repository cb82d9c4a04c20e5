"""What the log says of follow-up."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "follow_up.status_told",
        _("Berättade om ”{title}” för {quarter}: {progress}."),
        "title",
        "quarter",
        "progress",
    ),
    event(
        "follow_up.value_taken",
        _("Tog in värdet {value} för ”{title}”, {period}."),
        "title",
        "period",
        "value",
    ),
    event(
        "follow_up.effect_estimated",
        _("Prövade effekten av ”{title}”: {judgement}."),
        "title",
        "judgement",
    ),
    event("follow_up.lesson_written", _("Skrev en lärdom av ”{title}”."), "title"),
    event("follow_up.report_saved", _("Sparade rapporten ”{title}”."), "title"),
    event(
        "follow_up.report_ready",
        _("Gjorde rapporten ”{title}” färdig och frös den ({sha256})."),
        "title",
        "sha256",
    ),
    event("follow_up.report_reopened", _("Öppnade rapporten ”{title}” igen."), "title"),
    event(
        "follow_up.report_given",
        _("Rapporten ”{title}” lämnades till {body} {given_on}."),
        "title",
        "body",
        "given_on",
    ),
    event("follow_up.report_exported", _("Hämtade rapporten ”{title}” som {format}."), "title", "format"),
    event("follow_up.list_exported", _("Hämtade uppföljningen som {format}."), "format"),
    event("follow_up.reminded", _("Skickade ett brev om {things} saker som väntar."), "things"),
    event("follow_up.not_reminded", _("Skickade inget brev: det var inte önskat."), "things"),
    event(
        "follow_up.demo_laid_in",
        _("Fyllde den påhittade kommunens uppföljning med {statuses} besked."),
        "statuses",
    ),
    event("follow_up.reminders_chosen", _("Valde hur ofta brev om det som väntar ska komma: {how}."), "how"),
)
