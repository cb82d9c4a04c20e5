"""The invented municipality's sources, as they look when they have been on for a while. Nobody is asked."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.sources.kinds import KINDS, KOLADA, POLICE, SCB
from lagesbild_web.sources.models import Feed, FeedRun

_CODE: Final = "9901"
_CONTACT: Final = "trygghet@exempelkoping.example"


@action("feed.lay_in_demo")
def lay_in_demo_feeds(actor: Actor, *, municipality_id: UUID, now: datetime) -> int:
    """Let one source be well, one have failed and one be off; does nothing the second time. Returns how many.

    An invented municipality is never fetched for, whatever is written here (see ``jobs``).
    """
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if not Feed.objects.filter(municipality_id=municipality_id).exists():
        kolada = _feed(municipality_id, KOLADA, now, succeeded_at=now - timedelta(days=2), rows=16)
        _run(kolada, now - timedelta(days=9), new=16)
        _run(kolada, now - timedelta(days=2))
        scb = _feed(municipality_id, SCB, now, succeeded_at=now - timedelta(days=12), rows=8)
        _run(scb, now - timedelta(days=12), new=8)
        sentence = _("polisen.se har ett tillfälligt fel (503). Försök igen senare.")
        police = _feed(
            municipality_id, POLICE, now, succeeded_at=now - timedelta(hours=3), rows=4,
            failed_at=now - timedelta(minutes=25), failure=sentence, failures=2,
            next_at=now + timedelta(minutes=5),
        )  # fmt: skip
        for hours in (5, 4, 3):
            _run(police, now - timedelta(hours=hours), new=int(hours == 4))
        for minutes in (30, 25):
            _run(police, now - timedelta(minutes=minutes), sentence=sentence, is_well=False)
    found = Feed.objects.filter(municipality_id=municipality_id).count()
    record(actor, "feed.demo_laid_in", municipality_id=municipality_id, sources=found)
    return found


def _feed(municipality_id: UUID, source: str, now: datetime, **told: object) -> Feed:
    kind = KINDS[source]
    usual = {
        "is_on": True,
        "municipality_code": _CODE,
        "contact": _CONTACT,
        "every_minutes": kind.every[0],
        "asks_for": list(kind.asks_for),
        "next_at": now + timedelta(minutes=kind.every[0]),
    }
    return Feed.objects.create(municipality_id=municipality_id, source=source, **(usual | told))


def _run(feed: Feed, at: datetime, *, new: int = 0, sentence: str = "", is_well: bool = True) -> None:
    FeedRun.objects.create(
        feed=feed,
        started_at=at,
        ended_at=at + timedelta(seconds=3),
        is_well=is_well,
        new=new,
        sentence=sentence,
    )
