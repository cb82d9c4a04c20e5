"""What the log says of meetings."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event(
        "meeting.group_created",
        _("Lade upp gruppen {name}."),
        "name",
    ),
    event(
        "meeting.group_changed",
        _("Ändrade gruppen {name}."),
        "name",
    ),
    event(
        "meeting.group_ended",
        _("Avslutade gruppen {name}. Skäl: {reason}"),
        "name",
        "reason",
    ),
    event(
        "meeting.member_added",
        _("Lade till en medlem i {name}. Ledande ställning: {is_leading}."),
        "name",
        "function",
        "is_leading",
    ),
    event(
        "meeting.member_ended",
        _("Avslutade ett medlemskap i {name}."),
        "name",
        "function",
    ),
    event(
        "meeting.entry_added",
        _("Lade till {name} {first_day} i kalendern."),
        "name",
        "first_day",
    ),
    event(
        "meeting.entry_retired",
        _("Tog bort {name} {first_day} ur kalendern."),
        "name",
        "first_day",
    ),
    event(
        "meeting.planned",
        _("Planerade möte {number} med {group} den {day}."),
        "group",
        "number",
        "day",
    ),
    event(
        "meeting.changed",
        _("Ändrade möte {number} med {group} den {day}."),
        "group",
        "number",
        "day",
    ),
    event(
        "meeting.computed",
        _("Tog fram läget för möte {number} med {group}: {n} händelser."),
        "group",
        "number",
        "n",
    ),
    event(
        "meeting.invited",
        _("Kallade till möte {number} med {group}: {letters} brev."),
        "group",
        "number",
        "letters",
    ),
    event(
        "meeting.cancelled",
        _("Ställde in möte {number} med {group}. Skäl: {reason}"),
        "group",
        "number",
        "reason",
    ),
    event(
        "meeting.begun",
        _("Började möte {number} med {group}."),
        "group",
        "number",
    ),
    event(
        "meeting.notes_kept",
        _("Antecknade på möte {number} med {group}: {changed} ändringar."),
        "group",
        "number",
        "changed",
    ),
    event(
        "meeting.point_added",
        _("Lade till en punkt på möte {number} med {group}."),
        "group",
        "number",
    ),
    event(
        "meeting.point_left_out",
        _("Ändrade dagordningen för möte {number} med {group}."),
        "group",
        "number",
    ),
    event(
        "meeting.adjusted",
        _("Justerade protokollet från möte {number} med {group}, version {version}. {letters} brev."),
        "group",
        "number",
        "version",
        "letters",
    ),
    event(
        "meeting.reopened",
        _("Öppnade protokollet från möte {number} med {group} igen. Skäl: {reason}"),
        "group",
        "number",
        "reason",
    ),
    event(
        "meeting.minutes_exported",
        _("Hämtade protokollet från möte {number} med {group} som {format}."),
        "group",
        "number",
        "format",
    ),
    event(
        "meeting.decision_reported",
        _("Berättade hur det går med ett beslut från {group}: {state}."),
        "group",
        "state",
    ),
    event(
        "meeting.decision_changed",
        _("Ändrade ett beslut från {group}."),
        "group",
    ),
    event(
        "meeting.decision_linked",
        _("Länkade ett beslut till något annat ({kind})."),
        "kind",
        "thing",
    ),
    event(
        "meeting.decision_unlinked",
        _("Tog bort en länk från ett beslut ({kind})."),
        "kind",
        "thing",
    ),
    event(
        "meeting.reporters_told",
        _("Återkopplade ett beslut från {group} till dem som rapporterat {incidents} händelser."),
        "group",
        "incidents",
    ),
    event(
        "meeting.decisions_exported",
        _("Hämtade listan över beslut, {rows} rader, som {format}."),
        "rows",
        "format",
    ),
)
