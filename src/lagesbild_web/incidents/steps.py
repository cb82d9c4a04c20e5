"""The steps of an incident's life as one table, and how each is taken and remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import masked
from lagesbild_web.incidents.contracts import STATE_LABELS, State
from lagesbild_web.incidents.models import Incident, IncidentVersion

_ALIVE: Final = frozenset({State.WAITING, State.RETURNED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what it is called, from which states it is taken, where it leads (None: stays)."""

    label: Promise
    from_states: frozenset[State]
    to: State | None
    can_be_undone: bool


STEPS: Final[Mapping[str, Step]] = {
    "correct": Step(gettext_lazy("Rättad"), _ALIVE, None, True),
    "approve": Step(
        gettext_lazy("Godkänd"), frozenset({State.WAITING, State.RETURNED}), State.APPROVED, True
    ),
    "return": Step(gettext_lazy("Återskickad"), frozenset({State.WAITING}), State.RETURNED, True),
    "answer": Step(gettext_lazy("Besvarad"), frozenset({State.RETURNED}), State.WAITING, False),
    "merge": Step(gettext_lazy("Ihopslagen"), _ALIVE, State.MERGED, True),
    "withdraw": Step(gettext_lazy("Tillbakadragen"), _ALIVE, State.WITHDRAWN, True),
    "undo": Step(gettext_lazy("Ångrad"), frozenset(State), None, False),
}


def check_step(row: Incident, step: str, version: int) -> None:
    """See that the step can be taken from where the incident is, and that nobody has been there since.

    Raises
    ------
    Invalid
        With ``version`` when somebody else has changed it, with ``state`` when it is not in the right state.
    """
    if row.version != version:
        raise Invalid(
            version=_(
                "Någon annan har ändrat händelsen medan du läste den. Läs den igen och gör om det du ville."
            )
        )
    if State(row.state) not in STEPS[step].from_states:
        raise Invalid(
            state=_("Händelsen är redan %(state)s.") % {"state": str(STATE_LABELS[State(row.state)]).lower()}
        )


def take_step(actor: Actor, row: Incident, step: str, *, reason: str = "", **changes: Any) -> tuple[str, ...]:
    """Change the row, keep what it said before, and return the names of the columns that changed."""
    to = STEPS[step].to
    if to is not None:
        changes["state"] = to.value
    changed = {column: value for column, value in changes.items() if getattr(row, column) != value}
    IncidentVersion.objects.create(
        incident=row,
        version=row.version,
        step=step,
        at=timezone.now(),
        by_id=actor.user_id,
        by_function=actor.home.function if actor.home else "",
        reason=reason.strip()[:500],
        before={column: _kept(column, getattr(row, column)) for column in changed},
    )
    for column, value in changed.items():
        setattr(row, column, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    return tuple(changed)


def last_step(row: Incident) -> IncidentVersion | None:
    """Return the step that made the row what it is; None when it is as it was reported."""
    return row.versions.filter(version=row.version - 1).select_related("by").first()


def values_before(step: IncidentVersion) -> dict[str, Any]:
    """Return the columns as they were before a step, ready to be set again."""
    values: dict[str, Any] = {}
    for column, kept in step.before.items():
        field = Incident._meta.get_field(column)
        values[column] = field.target_field.to_python(kept) if field.is_relation else field.to_python(kept)  # type: ignore[union-attr]  # columns are fields
    return values


def _kept(column: str, value: object) -> object:
    """Return a value as it is kept in the history; texts without what looks like personal data."""
    if column in {"text", "place_name", "question", "answer", "personal_data_motive"}:
        return masked(str(value))
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else value
