"""Fetch what is switched on and due. The network is asked outside every transaction."""

import logging
import secrets
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild import __version__
from lagesbild.sources.fetch import FetchError
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.schedule import declare
from lagesbild_web.sources import actions, fetching
from lagesbild_web.sources.contracts import Order
from lagesbild_web.sources.models import Feed, FeedRun

_log = logging.getLogger(__name__)
_EVERY: Final = timedelta(minutes=10)


def declare_all() -> None:
    """Say what comes back; called when the feature is loaded."""
    declare(
        actions.JOB,
        gettext_lazy("Hämtning från källor"),
        fetch_due,
        every=_EVERY,
        what=gettext_lazy(
            "Hämtar från de källor som är påslagna på sidan Källor, var och en i sin takt. Är ingen påslagen "
            "hämtas ingenting."
        ),
    )


def fetch_due() -> str:
    """Fetch every source that is on and due, one after the other; returns how it went in a sentence."""
    done, failed = 0, 0
    for feed in _due():
        if _fetch(feed):
            done += 1
        else:
            failed += 1
    if not done and not failed:
        return _("Ingen källa stod på tur.")
    return _("Hämtade från %(done)d källor. %(failed)d gick inte att hämta.") % {
        "done": done,
        "failed": failed,
    }


def _due() -> QuerySet[Feed]:
    """What may be fetched now: nothing for an invented municipality, and nothing where it is forbidden."""
    if not settings.FETCHING:
        return Feed.objects.none()
    return (
        Feed.objects.filter(is_on=True, next_at__lte=timezone.now(), municipality__is_demo=False)
        .select_related("municipality")
        .order_by("next_at")
    )


def _fetch(feed: Feed) -> bool:
    """Fetch one source, and keep what it told or why it could not be; true when it went well."""
    actor = the_system(uuid4().hex)
    now = timezone.now()
    run = FeedRun.objects.create(feed=feed, started_at=now)
    Feed.objects.filter(pk=feed.pk).update(started_at=now)
    try:
        actions.keep(actor, feed.id, run.id, fetching.ask(_order(feed)))
    except FetchError as error:
        actions.fail(actor, feed.id, run.id, sentence=str(error))
    except Invalid as error:
        actions.fail(actor, feed.id, run.id, sentence=" ".join(error.faults.values()))
    except Exception:
        # Whatever a strange answer makes happen, the other sources must be fetched and somebody be told.
        number = secrets.token_hex(4)
        _log.exception("fetching %s failed, number %s", feed.source, number)
        sentence = _(
            "Svaret gick inte att ta hand om. "
            "Den som driver tjänsten ser mer i driftloggen, nummer %(number)s."
        )
        actions.fail(actor, feed.id, run.id, sentence=sentence % {"number": number})
    else:
        return True
    return False


def _order(feed: Feed) -> Order:
    return Order(
        feed_id=feed.id,
        municipality_id=feed.municipality_id,
        source=feed.source,
        municipality_code=feed.municipality_code,
        user_agent=f"Lagesbild/{__version__} ({_plain(feed.municipality.name)}; {feed.contact})",
        asks_for=tuple(feed.asks_for),
    )


def _plain(name: str) -> str:
    """Headers hold only plain letters."""
    return name.encode("ascii", "replace").decode()
