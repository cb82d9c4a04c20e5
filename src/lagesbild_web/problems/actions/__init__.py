"""Change problems: formulate, gather evidence, score, decide and analyse. Every step is kept."""

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

__all__ = [
    "add_dialogue",
    "add_note",
    "add_picture_finding",
    "add_selection",
    "close_problem",
    "deprioritise_problem",
    "propose_problem",
    "reformulate_problem",
    "remove_dialogue",
    "remove_evidence",
    "reopen_problem",
    "start_problem",
]
