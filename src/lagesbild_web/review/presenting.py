"""What the queue shows beside the incidents themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.incidents.contracts import DuplicateHint, Incident, IncidentRow, State, StateCount
from lagesbild_web.incidents.filters import STATE_WORDS
from lagesbild_web.incidents.queries import incident_for


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An incident in the queue, and what may be the same."""

    row: IncidentRow
    hints: tuple[DuplicateHint, ...]


@dataclass(frozen=True, slots=True)
class StateTab:
    """A link to the incidents in a state."""

    word: str
    label: str
    count: int
    is_here: bool


def state_tabs(counts: Sequence[StateCount], here: State) -> list[StateTab]:
    """Return a link for each state with its count."""
    return [StateTab(STATE_WORDS[c.state], c.label, c.count, c.state is here) for c in counts]


def done_step(actor: Actor, written_id: str) -> Incident | None:
    """Return the incident that a step was just taken with, to say so and offer to undo it."""
    try:
        found = incident_for(actor, UUID(written_id)) if written_id else None
    except (ValueError, NotFound, NotAllowed):
        return None
    return found if found is not None and found.can_review else None
