"""Write down how it goes; the only place that writes."""

from lagesbild_web.follow_up.actions.effects import estimate_effect, tell_no_effect, write_lesson
from lagesbild_web.follow_up.actions.reminders import choose_reminders, send_reminder
from lagesbild_web.follow_up.actions.reports import (
    ReportDraft,
    change_report,
    create_report,
    export_report,
    give_report,
    make_report_ready,
    reopen_report,
)
from lagesbild_web.follow_up.actions.status import tell_status
from lagesbild_web.follow_up.actions.values import ValueDraft, enter_value, take_value

__all__ = [
    "ReportDraft",
    "ValueDraft",
    "change_report",
    "choose_reminders",
    "create_report",
    "enter_value",
    "estimate_effect",
    "export_report",
    "give_report",
    "make_report_ready",
    "reopen_report",
    "send_reminder",
    "take_value",
    "tell_no_effect",
    "tell_status",
    "write_lesson",
]
