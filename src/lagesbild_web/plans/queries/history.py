"""Read what has been done with a plan, a goal, an indicator or a measure."""

from uuid import UUID

from lagesbild_web.access.queries import function_labels
from lagesbild_web.plans.contracts import HistoryEntry
from lagesbild_web.plans.freezing import changed_fields
from lagesbild_web.plans.models import ThingVersion


def history_of(thing_id: UUID) -> list[HistoryEntry]:
    """Return the history of a thing that has already been asked for, the latest first."""
    rows = list(ThingVersion.objects.filter(thing_id=thing_id).order_by("revision"))
    labels = function_labels(row.function_id for row in rows if row.function_id)
    told, before = [], None
    for row in rows:
        changes = () if before is None else changed_fields(before, row.content)
        function = labels.get(row.function_id, "") if row.function_id else ""
        told.append(HistoryEntry(row.revision, row.at, function, row.step, row.reason, changes))
        before = row.content
    return told[::-1]
