"""Problems as rows of a file."""

from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from lagesbild.document import swedish
from lagesbild_web.problems.contracts import ProblemSummary

LIST_HEADINGS: Final = (
    "Problem", "Läge", "Plats", "Ansvarig", "Bedömning (median 1-5)", "Underlag", "Orsaker",
    "Senast arbetat med", "Id",
)  # fmt: skip


def list_rows(summaries: Sequence[ProblemSummary]) -> list[list[str | int]]:
    """Return a row for each problem, in their order."""
    return [
        [
            item.title,
            item.state_label,
            item.area,
            item.function,
            swedish.number(item.score, 1) if item.score is not None else "",
            item.evidence,
            item.causes,
            timezone.localtime(item.touched_at).date().isoformat(),
            str(item.id),
        ]
        for item in summaries
    ]
