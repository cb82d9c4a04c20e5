"""The chain from observation to report: every feature declares its links here, and one page shows them all.

A feature knows what it stands on and never what stands on it. It declares its kind of thing with the links
down to what lies below; whoever asks for the way up reads the same links backwards.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.functional import Promise

from lagesbild_web.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing by kind and id."""

    kind: str
    """The name of a declared kind: ``problem``, ``measure``."""
    id: UUID


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the chain as a reader who may see it meets it."""

    ref: Ref
    label: str
    url: str
    state: str = ""
    """Where in its life it is, in words."""
    ended_on: date | None = None
    """The day when it was taken out of use; it stays in the chain, since others stand on it."""

    @property
    def ended(self) -> str:
        """That it is out of use and since when, in words; empty while it is in use."""
        return "" if self.ended_on is None else f"{self.state} {self.ended_on.isoformat()}".strip()


@dataclass(frozen=True, slots=True)
class Link:
    """That one thing stands on another: a measure on a problem, a report on a measure."""

    upper: Ref
    """The later in the chain."""
    lower: Ref
    """The earlier in the chain, what the upper one stands on."""
    verb: str
    """How the upper one has to do with the lower, in words: "svarar på", "mäts med"."""
    ended_on: date | None = None
    """The day when the upper one was taken out of use: the link is history, and nothing rests on it now."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the chain is broken, and what mends it, such as a problem without a measure."""

    name: str
    """Stable, for filtering: ``problem_without_measure``."""
    label: str
    """What is missing, in words, the same for every gap with the name."""
    thing: Thing
    mend_url: str
    mend_label: str
    """What to do, as the text of the link: "Lägg till en åtgärd"."""
    motive: str = ""
    """Why somebody let it be so, if a motive is written down; it is still listed for the auditor."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing in the chain, as its feature declares it.

    The three functions take the actor and the id of the municipality, answer with what the actor may see and
    nothing else, and ask the database the same number of times whatever the number of rows. Things and links
    also tell of what has been taken out of use, with its day: whoever counts or offers keeps to the rest.
    """

    name: str
    label: Promise
    plural: Promise
    step: int
    """Its place in the chain: 0 observation, 1 picture, 2 problem, 3 cause, 4 goal, 5 indicator, 6 measure,
    7 effect, 8 report. Kinds that decide or answer (agreements, meetings) stand where they are used."""
    things: Callable[[Actor, UUID], Sequence[Thing]]
    links: Callable[[Actor, UUID], Sequence[Link]]
    """From things of this kind down to others; a link to something that the actor may not see is left out
    by whoever puts the chain together."""
    gaps: Callable[[Actor, UUID], Sequence[Gap]] | None = None


KINDS: Final[dict[str, Kind]] = {}


def in_use(things: Iterable[Thing]) -> list[Thing]:
    """Return the things that have not been taken out of use."""
    return [thing for thing in things if thing.ended_on is None]


def declare(kind: Kind) -> None:
    """Let a kind of thing be part of the chain; called when the feature is loaded."""
    KINDS[kind.name] = kind
