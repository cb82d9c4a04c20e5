"""Change incidents: report, review, load from files, hand out. Every step is kept."""

from lagesbild_web.incidents.actions.batches import (
    begin_batch,
    end_batch,
    hide_batch,
    load_batch,
    settle_batch,
    show_batch,
)
from lagesbild_web.incidents.actions.handing_out import export_incidents, trust_organisation
from lagesbild_web.incidents.actions.opening import note_opened
from lagesbild_web.incidents.actions.reporting import answer_question, report, report_nothing
from lagesbild_web.incidents.actions.reviewing import (
    approve,
    correct,
    merge,
    return_with_question,
    undo_last_step,
    withdraw,
)
from lagesbild_web.incidents.actions.telling import tell_reporters
from lagesbild_web.incidents.actions.written import report_written, withdraw_written

__all__ = [
    "answer_question",
    "approve",
    "begin_batch",
    "correct",
    "end_batch",
    "export_incidents",
    "hide_batch",
    "load_batch",
    "merge",
    "note_opened",
    "report",
    "report_nothing",
    "report_written",
    "return_with_question",
    "settle_batch",
    "show_batch",
    "tell_reporters",
    "trust_organisation",
    "undo_last_step",
    "withdraw",
    "withdraw_written",
]
