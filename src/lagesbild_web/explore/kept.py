"""What was made of a selection, kept until an incident changes: the map asks twice for each page."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar
from uuid import UUID

from django.utils import timezone

from lagesbild_web.areas.queries import categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.explore.addresses import address_query
from lagesbild_web.explore.contracts import Exploration
from lagesbild_web.incidents.queries import revision_of

R = TypeVar("R")
Made = Callable[[Actor, UUID, Exploration], R]

MOST_KEPT: Final = 200

_kept: OrderedDict[tuple[object, ...], object] = OrderedDict()
_lock: Final = Lock()


def kept(make: Made[R]) -> Made[R]:
    """Make each answer once for everybody with the same rights, until an incident of the municipality "
    "changes.

    Somebody sees their own reports whatever their role, so the person is a part of the key. What is chosen by
    area is not kept: its boundary can be drawn anew without any incident changing.
    """

    def answer(actor: Actor, municipality_id: UUID, exploration: Exploration) -> R:
        if exploration.filter.areas:
            return make(actor, municipality_id, exploration)
        key = (
            make.__name__,
            actor.user_id,
            actor.kind,
            actor.memberships,
            municipality_id,
            revision_of(municipality_id),
            address_query(exploration),
            _category_tree(municipality_id) if exploration.filter.categories else (),
            timezone.localdate(),
        )
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]  # type: ignore[return-value]  # the key begins with what made it
        made = make(actor, municipality_id, exploration)
        with _lock:
            _kept[key] = made
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return made

    return answer


def _category_tree(municipality_id: UUID) -> tuple[tuple[str, str | None], ...]:
    """Which categories a chosen group stands for."""
    return tuple((c.code, c.parent) for c in categories_of(municipality_id, with_retired=True))
