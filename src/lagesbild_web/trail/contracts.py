"""What the pages of the chain show."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lagesbild_web.base.answering import Answered
from lagesbild_web.base.chain import Gap, Link, Ref, Thing
from lagesbild_web.base.due import Due


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything in the chain that a reader may see, and how it hangs together."""

    things: dict[Ref, Thing]
    links: tuple[Link, ...]
    """Only those whose both ends the reader may see."""
    up: dict[Ref, tuple[Link, ...]] = field(repr=False)
    """What stands on each thing."""
    down: dict[Ref, tuple[Link, ...]] = field(repr=False)
    """What each thing stands on."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a trail, with what it stands on there."""

    thing: Thing
    kind_label: str
    stands_on: tuple[tuple[Link, Thing], ...]
    """The link and what is below, within the trail."""
    is_start: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """The things of one kind in a trail; ``step`` is the kind's place in the chain."""

    step: int
    kind: str
    label: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """All that a thing stands on and all that stands on it, from the earliest in the chain to the latest."""

    start: Thing
    kind_label: str
    layers: tuple[Layer, ...]
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    """Where the trail itself is broken."""
    missing: tuple[str, ...]
    """Kinds of the chain of which the trail reaches nothing in use, by their plural."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind of thing and how many a reader may see."""

    kind: str
    label: str
    step: int
    count: int
    """In use."""
    ended: int
    """Out of use, and kept since others stand on them."""
    gaps: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap as a line in the list."""

    kind_label: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class GapCount:
    """How often a gap occurs, and how many of them have a motive."""

    name: str
    label: str
    count: int
    motivated: int


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A function that nobody holds, and what it answers for meanwhile."""

    function_id: UUID
    function: str
    since: date | None
    """The first day without a holder; None when nobody has ever held it."""
    work: tuple[Answered, ...]
    waiting: tuple[Due, ...]
    """What it should do by a day, the most urgent first."""
