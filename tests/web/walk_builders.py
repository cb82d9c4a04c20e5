"""Walks and findings for tests, with sensible values for everything else."""

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.base.actor import Actor
from lagesbild_web.walks import actions
from lagesbild_web.walks.contracts import FindingDraft, WalkDraft
from lagesbild_web.walks.queries import walk_for


def a_walk(actor: Actor, home: Organisation, **changes: Any) -> UUID:
    """A walk this evening, with a route through the western district."""
    fields: dict[str, Any] = {
        "title": "Stationen",
        "starts_at": timezone.make_aware(datetime.combine(timezone.localdate(), time(18))),
        "line": [(make.WEST + 0.01, make.SOUTH + 0.01), (make.WEST + 0.02, make.SOUTH + 0.02)],
        "route": "Norra porten\nTunneln",
    }
    return actions.plan_walk(actor, municipality_id=home.id, draft=WalkDraft(**(fields | changes)))


def a_finding_draft(**changes: Any) -> FindingDraft:
    """A broken lamp."""
    fields: dict[str, Any] = {
        "aspect": "light",
        "is_good": False,
        "text": "Lampan över trappan lyser inte.",
        "lon": make.WEST + 0.01,
        "lat": make.SOUTH + 0.01,
        "seriousness": 3,
    }
    return FindingDraft(**(fields | changes))


def a_finding(actor: Actor, walk_id: UUID, **changes: Any) -> UUID:
    """A finding that has been noted."""
    number = actions.note_finding(actor, walk_id, uuid4(), a_finding_draft(**changes))
    return next(f.id for f in walk_for(actor, walk_id, with_map=False).findings if f.number == number)
