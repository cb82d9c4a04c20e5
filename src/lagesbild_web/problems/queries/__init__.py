"""Read problems with all that belongs to them; the only place that decides which ones an actor gets."""

from lagesbild_web.problems.queries.causes import (
    cause_for,
    causes_in,
    causes_of,
    history_of_cause,
    retired_causes,
)
from lagesbild_web.problems.queries.evidence import dialogue_for, evidence_for
from lagesbild_web.problems.queries.problems import (
    checks_of,
    owners_of,
    problem_for,
    problems_for,
    problems_of,
    versions_of,
)
from lagesbild_web.problems.queries.scores import (
    criteria_of,
    criteria_versions,
    decision_for,
    decisions_in,
    ranking_of,
)

__all__ = [
    "cause_for",
    "causes_in",
    "causes_of",
    "checks_of",
    "criteria_of",
    "criteria_versions",
    "decision_for",
    "decisions_in",
    "dialogue_for",
    "evidence_for",
    "history_of_cause",
    "owners_of",
    "problem_for",
    "problems_for",
    "problems_of",
    "ranking_of",
    "retired_causes",
    "versions_of",
]
