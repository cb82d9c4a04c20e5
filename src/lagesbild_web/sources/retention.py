"""How long the history of fetches is kept."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.sources.models import FeedRun


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="sources.runs",
            label=_("Historiken över vad som har hämtats från källor"),
            counted_from=_("från den dag det hämtades"),
            remains=_("det som hämtades, och det senaste lyckade och misslyckade försöket"),
            basis=_("Behövs inte när hämtningen har fungerat länge"),
            keep_months=12,
            due=lambda home, before: _old(home, before).count(),
            oldest=_oldest,
            remove=lambda home, before: _old(home, before).delete()[0],
        )
    )


def _old(municipality_id: UUID, before: date) -> QuerySet[FeedRun]:
    start = timezone.make_aware(datetime.combine(before, time.min))
    return FeedRun.objects.filter(feed__municipality_id=municipality_id, started_at__lt=start)


def _oldest(municipality_id: UUID) -> date | None:
    runs = FeedRun.objects.filter(feed__municipality_id=municipality_id).order_by("started_at")
    first = runs.values_list("started_at", flat=True).first()
    return timezone.localtime(first).date() if first else None
