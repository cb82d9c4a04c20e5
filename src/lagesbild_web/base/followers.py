"""Where to go on from something: a later feature declares a link, an earlier one shows it, not knowing whose.

A deviation, a selection or a finding in a picture can become a problem. The feature of problems declares the
address; the pages show what has been declared with ``{% follow_links "selection" query %}``.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Follower:
    """A link that goes on from things of some kinds."""

    name: str
    """Stable, such as ``problem.new``."""
    label: Promise
    address: str
    """The name of a page that reads what is brought in its address's query."""
    right: str
    """Shown to those who have the right somewhere (``access.roles.Right``)."""
    sources: tuple[str, ...]
    """What it goes on from: ``deviation``, ``selection``, ``picture``, ``survey``, ``meeting``."""


FOLLOWERS: Final[dict[str, Follower]] = {}


def declare(follower: Follower) -> None:
    """Let a link be shown where its sources are; called when the feature is loaded."""
    FOLLOWERS[follower.name] = follower


def followers_of(source: str) -> list[Follower]:
    """Return the links that go on from a kind of source, by name."""
    return [FOLLOWERS[name] for name in sorted(FOLLOWERS) if source in FOLLOWERS[name].sources]
