"""What has a day and waits for somebody: every feature declares where its own lies, and others tell of it.

The start page shows it, reminders go by it, and the overdue list is those whose day has passed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """Something that shall be done by a day."""

    text: str
    """What is to be done, as an imperative: "Berätta hur det går: Trygghetsvandring i Björkbacken"."""
    url: str
    due_on: date
    function_id: UUID | None
    """The function that answers for it; None when it is the municipality's own coordinator."""
    municipality_id: UUID
    detail: str = ""
    """Why it must be done, with the paragraph when the law asks for it."""


Source = Callable[[Actor, date], Iterable[Due]]
"""Takes the actor and today; answers with what the actor may see that is not done, also what is overdue."""

SOURCES: Final[dict[str, Source]] = {}


def declare(name: str, source: Source) -> None:
    """Let a feature's deadlines be told of, when it is loaded; ``name`` is stable: ``feature.things``."""
    SOURCES[name] = source


def everything_due(actor: Actor, today: date) -> list[Due]:
    """Return all that waits and that the actor may see, the most urgent first."""
    found = [due for source in SOURCES.values() for due in source(actor, today)]
    return sorted(found, key=lambda due: (due.due_on, due.text))


def mine(actor: Actor, dues: Iterable[Due]) -> list[Due]:
    """Keep what waits for one of the functions that the actor holds."""
    held = {membership.function_id for membership in actor.memberships}
    return [due for due in dues if due.function_id in held and due.function_id is not None]
