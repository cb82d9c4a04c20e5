"""Change problems: formulate, gather evidence, score, decide and analyse. Every step is kept."""

from lagesbild_web.problems.actions.analysing import (
    add_cause,
    change_cause,
    conclude_analysis,
    move_cause,
    restore_cause,
    retire_cause,
    write_event_chain,
)
from lagesbild_web.problems.actions.checking import tick, untick
from lagesbild_web.problems.actions.evidence import (
    add_dialogue,
    add_note,
    add_picture_finding,
    add_selection,
    remove_dialogue,
    remove_evidence,
)
from lagesbild_web.problems.actions.formulating import (
    close_problem,
    deprioritise_problem,
    propose_problem,
    reformulate_problem,
    reopen_problem,
    start_problem,
)
from lagesbild_web.problems.actions.handing_out import export_analysis, export_list, export_priorities
from lagesbild_web.problems.actions.scoring import change_criteria, prioritise_problems, score_problem

__all__ = [
    "add_cause",
    "add_dialogue",
    "add_note",
    "add_picture_finding",
    "add_selection",
    "change_cause",
    "change_criteria",
    "close_problem",
    "conclude_analysis",
    "deprioritise_problem",
    "export_analysis",
    "export_list",
    "export_priorities",
    "move_cause",
    "prioritise_problems",
    "propose_problem",
    "reformulate_problem",
    "remove_dialogue",
    "remove_evidence",
    "reopen_problem",
    "restore_cause",
    "retire_cause",
    "score_problem",
    "start_problem",
    "tick",
    "untick",
    "write_event_chain",
]
