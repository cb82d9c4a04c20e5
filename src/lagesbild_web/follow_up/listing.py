"""The list of measures with how they go: chosen, counted and handed out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.follow_up.actions.exports import note_export
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, MeasureLine, Progress
from lagesbild_web.follow_up.queries.statuses import measure_lines

SHOWN: Final[dict[str, Promise]] = {
    "mina": gettext_lazy("Mina"),
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


def chosen_lines(actor: Actor, *, shown: str, today: date) -> Listing:
    """Return the measures of the actor's municipality, as chosen by ``shown`` (a key of :data:`SHOWN`)."""
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    lines = measure_lines(actor, today=today, municipality_id=actor.municipality_id)
    groups = {name: [line for line in lines if _is_in(name, line, today)] for name in SHOWN}
    told = Counter(line.status.progress for line in lines if line.status is not None)
    asked = [line for line in lines if line.is_asked]
    quarter = lines[0].quarter if lines else None
    return Listing(
        lines=tuple(groups.get(shown, lines)),
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


def export_lines(actor: Actor, *, shown: str, filetype: str) -> OutgoingFile:
    """Hand out the list as it is shown."""
    if filetype not in TABLE_FILES:
        raise NotFound
    today = timezone.localdate()
    listing = chosen_lines(actor, shown=shown, today=today)
    note_export(actor, filetype=filetype)
    headings = [
        _("Åtgärd"), _("Svarar för den"), _("Läge"), _("Kvartal"), _("Besked"), _("Vad som är gjort"),
        _("Vad som står i vägen"), _("Härnäst"), _("Sista dag"),
    ]  # fmt: skip
    return as_table("uppfoljning", headings, [_cells(line) for line in listing.lines], filetype=filetype)


def _is_in(name: str, line: MeasureLine, today: date) -> bool:
    return {
        "mina": line.is_mine,
        "saknas": line.is_asked and line.status is None,
        "sena": line.measure.is_late(today)
        or (line.status is not None and line.status.progress in (Progress.LATE, Progress.STOPPED)),
        "oppna": not line.measure.is_closed,
    }[name]


def _cells(line: MeasureLine) -> Sequence[str]:
    status = line.status
    return [
        line.measure.title,
        line.measure.function,
        line.measure.state_label,
        str(line.quarter),
        status.progress_label if status else "",
        status.done if status else "",
        status.obstacle if status else "",
        status.next_step if status else "",
        line.measure.ends_on.isoformat() if line.measure.ends_on else "",
    ]
