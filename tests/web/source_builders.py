"""Sources for tests: switched on, without any question being asked."""

from uuid import UUID

from django.utils import timezone

from lagesbild_web.sources.kinds import KINDS
from lagesbild_web.sources.models import Feed, FeedRun


def a_feed(municipality_id: UUID, source: str = "kolada", **changes: object) -> Feed:
    """A source that is on; due when nothing else is said never."""
    told = {
        "is_on": True,
        "municipality_code": "0139",
        "contact": "trygghet@exempelkoping.example",
        "every_minutes": KINDS[source].every[0],
        "asks_for": ["N07403"] if KINDS[source].asks_for else [],
    }
    return Feed.objects.create(municipality_id=municipality_id, source=source, **(told | changes))


def a_run(feed: Feed) -> FeedRun:
    """A fetch that went well and brought something."""
    now = timezone.now()
    return FeedRun.objects.create(feed=feed, started_at=now, ended_at=now, is_well=True, new=1)
