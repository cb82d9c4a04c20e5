"""What functions answer for: every feature declares its own, so that work nobody does is told.

A function stands vacant when its holder leaves. What it answers for is neither lost nor anybody else's until
somebody takes over: the page of vacancies lists it, function by function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Answered:
    """Something that is in use and not done, which a function answers for."""

    function_id: UUID
    kind_label: str
    """What sort of thing it is, in words: "Mål"."""
    label: str
    url: str
    mend_url: str
    """Where another function is chosen."""


Source = Callable[[Actor, UUID], Iterable[Answered]]
"""Takes the actor and the municipality's id; answers with what the actor may see, in as many questions
whatever the number of rows."""

SOURCES: Final[dict[str, Source]] = {}


def declare(name: str, source: Source) -> None:
    """Let what a feature's functions answer for be told of; ``name`` is stable: ``feature.things``."""
    SOURCES[name] = source


def everything_answered(actor: Actor, municipality_id: UUID) -> list[Answered]:
    """Return all that functions answer for and that the actor may see, by kind and label."""
    found = [answered for source in SOURCES.values() for answered in source(actor, municipality_id)]
    return sorted(found, key=lambda item: (item.kind_label, item.label))
