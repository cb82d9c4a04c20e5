"""How long a text is kept: until what it tells has been read out of it, and not much longer."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.written_reports.contracts import WrittenState
from lagesbild_web.written_reports.models import WrittenPiece, WrittenReport


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="written_reports.texts",
            label=_("Dagrapporter i text"),
            counted_from=_("från den dag texten kom in"),
            remains=_("de händelser som lästes ut, och att en rapport kom"),
            basis=_("Texten behövs bara tills den är genomgången (artikel 5.1 c och e GDPR)"),
            keep_months=1,
            due=lambda home, before: _old(home, before).count(),
            oldest=_oldest,
            remove=_remove,
        )
    )


def empty(reports: QuerySet[WrittenReport], state: WrittenState | None = None) -> int:
    """Take away the texts and their pieces; returns of how many reports."""
    ids = list(reports.values_list("pk", flat=True))
    WrittenPiece.objects.filter(report__in=ids).delete()
    rows = WrittenReport.objects.filter(pk__in=ids)
    rows.filter(state=WrittenState.OPEN).update(state=state or WrittenState.REMOVED)
    return rows.update(text="")


def _kept(municipality_id: UUID) -> QuerySet[WrittenReport]:
    return WrittenReport.objects.filter(municipality_id=municipality_id).exclude(text="")


def _old(municipality_id: UUID, before: date) -> QuerySet[WrittenReport]:
    start = timezone.make_aware(datetime.combine(before, time.min))
    return _kept(municipality_id).filter(received_at__lt=start)


def _oldest(municipality_id: UUID) -> date | None:
    first = _kept(municipality_id).order_by("received_at").values_list("received_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def _remove(municipality_id: UUID, before: date) -> int:
    return empty(_old(municipality_id, before))
