"""Lay up groups, call meetings, hold them, decide and carry over, adjust minutes, tell those who reported."""

from lagesbild_web.meetings.actions.deciding import (
    change_decision,
    export_decisions,
    link_decision,
    report_on_decision,
    tell_about_decision,
    unlink_decision,
)
from lagesbild_web.meetings.actions.groups import (
    add_calendar_entry,
    add_member,
    change_group,
    create_group,
    end_group,
    end_member,
    retire_calendar_entry,
)
from lagesbild_web.meetings.actions.holding import add_point, begin_meeting, keep_notes, leave_out_point
from lagesbild_web.meetings.actions.minutes import adjust_minutes, hand_out_minutes, reopen_minutes
from lagesbild_web.meetings.actions.planning import (
    cancel_meeting,
    change_meeting,
    compute_picture,
    invite,
    plan_meeting,
)

__all__ = [
    "add_calendar_entry",
    "add_member",
    "add_point",
    "adjust_minutes",
    "begin_meeting",
    "cancel_meeting",
    "change_decision",
    "change_group",
    "change_meeting",
    "compute_picture",
    "create_group",
    "end_group",
    "end_member",
    "export_decisions",
    "hand_out_minutes",
    "invite",
    "keep_notes",
    "leave_out_point",
    "link_decision",
    "plan_meeting",
    "reopen_minutes",
    "report_on_decision",
    "retire_calendar_entry",
    "tell_about_decision",
    "unlink_decision",
]
