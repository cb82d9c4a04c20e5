"""Photographs go long before the text and the place of their incident, and never after."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.photos.models import Photo

KEEP_MONTHS = 3


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="photos.photos",
            label=_("Bilder i rapporter"),
            counted_from=_("från den dag rapporten kom in"),
            remains=_("händelsen, utan bilderna"),
            basis=_("Behövs bara medan händelsen granskas och åtgärdas (artikel 5.1 c och e GDPR)"),
            keep_months=KEEP_MONTHS,
            due=lambda home, before: _old(home, before).count(),
            oldest=_oldest,
            remove=_remove,
            goes_with="incidents.reports",
        )
    )


def _old(municipality_id: UUID, before: date) -> QuerySet[Photo]:
    """Counted from the report and not from the photograph, which a phone may have sent later."""
    start = timezone.make_aware(datetime.combine(before, time.min))
    return Photo.objects.filter(municipality_id=municipality_id, incident__registered_at__lt=start)


def _oldest(municipality_id: UUID) -> date | None:
    rows = Photo.objects.filter(municipality_id=municipality_id).order_by("incident__registered_at")
    first = rows.values_list("incident__registered_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def _remove(municipality_id: UUID, before: date) -> int:
    rows = list(_old(municipality_id, before))
    for row in rows:
        row.delete()
    return len(rows)
