"""What work can begin from: a decision at a meeting, a finding of a walk, a place that a survey points at.

The feature that has the thing declares what it brings along and how what was made from it is tied back. The
feature that begins something asks here with the thing's kind and id, and never knows whose it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Brought:
    """What a thing brings to what is begun from it, for a reader who may see it."""

    label: str
    """What the thing is, in words: "EST centrum, möte 3"."""
    url: str
    """Where the thing stands."""
    text: str
    """What was said."""
    where: str = ""
    """The place, in words."""
    areas: tuple[UUID, ...] = ()
    """Areas that it is about."""
    is_evidence: bool = False
    """What was said is an observation, which the new work can stand on."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A kind of thing that work can begin from."""

    kind: str
    """Stable, a kind of the chain where there is one: ``decision``, ``walk_finding``."""
    source: str
    """What such a thing is to followers: ``meeting``, ``walk``, ``survey``."""
    bring: Callable[[Actor, str], Brought]
    """From the thing's key; raises the refusals of the thing's own page."""
    tie: Callable[[Actor, str, Ref], object] | None = None
    """Lets the thing point at what was made from it; raises ``Invalid`` or ``NotAllowed`` when it cannot."""


BEGINNINGS: Final[dict[str, Beginning]] = {}


def declare(beginning: Beginning) -> None:
    """Let work begin from a kind of thing; called when the feature is loaded."""
    BEGINNINGS[beginning.kind] = beginning


def read_beginning(text: str) -> tuple[Beginning, str] | None:
    """Return the kind and key of a text such as ``decision:<id>`` in an address; None for no known kind."""
    kind, _, key = text.partition(":")
    return (BEGINNINGS[kind], key) if kind in BEGINNINGS else None


def id_in(key: str) -> UUID:
    """Return the id that a key is.

    Raises
    ------
    NotFound
        If it is none: somebody has written in the address.
    """
    try:
        return UUID(key)
    except ValueError:
        raise NotFound from None
