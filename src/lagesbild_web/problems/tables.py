"""Problems as rows of a file."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils import timezone

from lagesbild.document import swedish
from lagesbild_web.problems.contracts import ProblemSummary

LIST_COLUMNS: Final[Mapping[str, str]] = {
    "Problem": "Vad problemet heter.",
    "Läge": "Föreslaget, under arbete, i planen, löst eller avskrivet.",
    "Plats": "Området som problemet gäller.",
    "Ansvarig": "Funktionen som arbetar med problemet.",
    "Bedömning (median 1–5)": "Medianen av vad funktionerna har svarat. Tomt när ingen har bedömt det.",
    "Underlag": "Antal frusna fynd som talar för eller emot.",
    "Orsaker": "Antal orsaker i analysen.",
    "Senast arbetat med": "Dagen då något senast ändrades.",
    "Id": "Problemets beteckning, densamma i alla filer.",
}
"""Heading → what the column says."""


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
