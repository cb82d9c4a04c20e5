"""The lists of measures with how they go, and of indicators: chosen and counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, IndicatorLine, MeasureLine, Progress
from lagesbild_web.follow_up.queries.statuses import measure_lines
from lagesbild_web.follow_up.queries.values import indicator_lines

SHOWN: Final[dict[str, Promise]] = {
    "mina": gettext_lazy("Jag får ge besked"),
    "saknas": gettext_lazy("Besked saknas"),
    "sena": gettext_lazy("Försenade"),
    "oppna": gettext_lazy("Pågående och planerade"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The measures that are shown, and how many there are of each kind among all of them."""

    lines: tuple[MeasureLine, ...]
    total: int
    asked: int
    told: int
    overdue: int
    counts: tuple[tuple[str, int], ...]
    """Each status in words, with how many measures have it for the quarter."""
    quarter: str
    due_on: date
    tabs: tuple[tuple[str, str, int], ...]
    """Name, label and number of what can be shown."""


def chosen_lines(actor: Actor, *, shown: str, today: date, words: str = "") -> Listing:
    """Return the measures of the actor's municipality, as chosen by ``shown`` (a key of :data:`SHOWN`).

    With words, only those that hold every one of them in the name or in who answers for it; the counts are
    of all the measures.
    """
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    lines = measure_lines(actor, today=today, municipality_id=actor.municipality_id)
    groups = {name: [line for line in lines if _is_in(name, line, today)] for name in SHOWN}
    told = Counter(line.status.progress for line in lines if line.status is not None)
    asked = [line for line in lines if line.is_asked]
    quarter = lines[0].quarter if lines else None
    return Listing(
        lines=tuple(
            line
            for line in groups.get(shown, lines)
            if _holds(words, f"{line.measure.title} {line.measure.function}")
        ),
        total=len(lines),
        asked=len(asked),
        told=sum(line.status is not None for line in asked),
        overdue=sum(line.is_overdue(today) for line in lines),
        counts=tuple((str(PROGRESS_LABELS[p]), told[p]) for p in Progress if told[p]),
        quarter=str(quarter) if quarter else "",
        due_on=quarter.due_on if quarter else today,
        tabs=(
            ("", _("Alla"), len(lines)),
            *((name, str(label), len(groups[name])) for name, label in SHOWN.items()),
        ),
    )


def indicators_with(actor: Actor, words: str) -> list[IndicatorLine]:
    """Return the indicators of the actor's municipality that hold every word in name, unit or source."""
    home = actor.municipality_id
    lines = indicator_lines(actor, municipality_id=home) if home else []
    return [
        line
        for line in lines
        if _holds(words, f"{line.indicator.title} {line.indicator.unit} {line.indicator.source}")
    ]


def _holds(words: str, text: str) -> bool:
    return all(word in text.casefold() for word in words.casefold().split())


def _is_in(name: str, line: MeasureLine, today: date) -> bool:
    return {
        "mina": line.is_mine,
        "saknas": line.is_asked and line.status is None,
        "sena": line.measure.is_late(today)
        or (line.status is not None and line.status.progress in (Progress.LATE, Progress.STOPPED)),
        "oppna": not line.measure.is_closed,
    }[name]
