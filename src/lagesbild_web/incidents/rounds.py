"""How much each organisation has told in a period, also that nothing had happened: the round of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from lagesbild_web.access.queries import open_organisations
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.incidents.models import Report


@dataclass(frozen=True, slots=True)
class ReporterCount:
    """An organisation's reports that came in during a period."""

    organisation_id: UUID
    name: str
    kind: str
    incidents: int
    """What they told of, whatever its state now."""
    zero_reports: int
    last_at: datetime | None
    """When it last told anything, also before the period; None when never."""

    @property
    def is_silent(self) -> bool:
        """Nothing came, not even that nothing had happened."""
        return not self.incidents and not self.zero_reports


def round_of_reporters(actor: Actor, municipality_id: UUID, first: date, last: date) -> list[ReporterCount]:
    """Return every organisation that has ever reported and still takes part, most incidents first.

    Raises
    ------
    NotAllowed
        If no role lets the actor read incidents.
    """
    if not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    start = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    inside = Q(received_at__gte=start, received_at__lt=end)
    rows = Report.objects.filter(municipality_id=municipality_id, received_at__lt=end).order_by()
    told = rows.filter(inside).values("organisation_id")
    incidents = dict(told.annotate(n=Count("incidents")).values_list("organisation_id", "n"))
    zeros = rows.filter(inside, zero_from__isnull=False).values("organisation_id")
    nothing = dict(zeros.annotate(n=Count("id")).values_list("organisation_id", "n"))
    newest = rows.values("organisation_id").annotate(at=Max("received_at"))
    latest: dict[UUID, datetime] = dict(newest.values_list("organisation_id", "at"))
    found = [
        ReporterCount(o.id, o.name, o.kind, incidents.get(o.id, 0), nothing.get(o.id, 0), latest.get(o.id))
        for o in open_organisations(municipality_id)
        if o.id in latest
    ]
    return sorted(found, key=lambda line: (-line.incidents, line.name))
