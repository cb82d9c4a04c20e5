"""An incident's history in words."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.incidents.contracts import HistoryLine
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.steps import STEPS

_COLUMN_LABELS: Final = {
    "category_id": gettext_lazy("kategorin"),
    "starts_at": gettext_lazy("tiden"),
    "ends_at": gettext_lazy("tiden"),
    "time_precision": gettext_lazy("tiden"),
    "lon": gettext_lazy("platsen"),
    "lat": gettext_lazy("platsen"),
    "place_id": gettext_lazy("platsen"),
    "place_name": gettext_lazy("platsen"),
    "uncertainty_m": gettext_lazy("osäkerheten"),
    "area_id": gettext_lazy("området"),
    "seriousness": gettext_lazy("allvaret"),
    "witnessed": gettext_lazy("hur det blev känt"),
    "police_report": gettext_lazy("polisanmälan"),
    "text": gettext_lazy("texten"),
    "circle": gettext_lazy("vem som ser den"),
    "sensitivity": gettext_lazy("känsligheten"),
}
"""Columns that people know of. What follows from them, such as metres and weekdays, is not told."""


def history_of(row: Incident, *, with_names: bool) -> tuple[HistoryLine, ...]:
    """Return the incident's steps, the first one first. Without names the reviewer is only a reviewer."""
    reporter_id = row.report.reporter_id if row.report else None
    lines = [
        HistoryLine(
            at=step.at,
            step=str(STEPS[step.step].label),
            who=_who(step, reporter_id, with_names=with_names),
            reason=step.reason,
            changes=changed_in_words(step.before),
        )
        for step in row.versions.select_related("by").order_by("version")
    ]
    first = HistoryLine(
        row.registered_at,
        _("Rapporterad") if row.report else _("Inläst från fil"),
        row.organisation.name,
        "",
        (),
    )
    return (first, *lines)


def changed_in_words(columns: Any) -> tuple[str, ...]:
    """Return what changed, each thing once."""
    return tuple(dict.fromkeys(str(label) for c, label in _COLUMN_LABELS.items() if c in columns))


def _who(step: Any, reporter_id: object, *, with_names: bool) -> str:
    """The function, and to colleagues also the name; the reporter is told that it was a reviewer."""
    if step.by_id is not None and step.by_id == reporter_id:
        return _("Rapportören")
    if not with_names:
        return _("Granskaren")
    name = step.by.full_name if step.by else _("raderat konto")
    return f"{step.by_function}, {name}" if step.by_function else str(name)
