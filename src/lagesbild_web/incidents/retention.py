"""What reports leave behind: after a time only what is needed to count."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.incidents import column_files
from lagesbild_web.incidents.models import Feedback, Incident, IncidentVersion, Report

_STILL_WHOLE = (
    Q(lon__isnull=False)
    | ~Q(text="")
    | ~Q(place_name="")
    | ~Q(question="")
    | ~Q(answer="")
    | ~Q(personal_data_motive="")
    | Q(report__reporter__isnull=False)
)


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="incidents.reports",
            label=_("Rapporternas texter, exakta platser och rapportörer"),
            counted_from=_("från den dag rapporten kom in"),
            remains=_("sort, tid, område och antal, så att statistiken inte ändras"),
            basis=_("Behövs inte när händelsen är utredd och räknad (artikel 5.1 c och e GDPR)"),
            keep_months=24,
            due=lambda home, before: _old(home, before).count(),
            oldest=_oldest,
            remove=_remove,
        )
    )


def _whole(municipality_id: UUID) -> QuerySet[Incident]:
    """Incidents that were reported here and still say more than what is counted."""
    return Incident.objects.filter(_STILL_WHOLE, municipality_id=municipality_id, report__isnull=False)


def _old(municipality_id: UUID, before: date) -> QuerySet[Incident]:
    start = timezone.make_aware(datetime.combine(before, time.min))
    return _whole(municipality_id).filter(registered_at__lt=start)


def _oldest(municipality_id: UUID) -> date | None:
    first = _whole(municipality_id).order_by("registered_at").values_list("registered_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def _remove(municipality_id: UUID, before: date) -> int:
    ids = list(_old(municipality_id, before).values_list("pk", flat=True))
    rows = Incident.objects.filter(pk__in=ids)
    reports = list(rows.values_list("report_id", flat=True).distinct())
    IncidentVersion.objects.filter(incident_id__in=ids).delete()
    Feedback.objects.filter(incident_id__in=ids).delete()
    rows.filter(location_precision="point", area__isnull=False).update(location_precision="area")
    rows.filter(location_precision="point").update(location_precision="municipality")
    rows.update(
        text="",
        personal_data_motive="",
        question="",
        answer="",
        place_name="",
        lon=None,
        lat=None,
        e=None,
        n=None,
        uncertainty_m=None,
    )
    Report.objects.filter(pk__in=reports).update(reporter=None)
    if ids:
        # The file of columns remembers the places until it is written again.
        transaction.on_commit(lambda: column_files.forget(municipality_id))
    return len(ids)
