"""How long uploaded files are kept: what they brought stays, the files themselves go."""

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.base import stored_files
from lagesbild_web.imports.contracts import AT_WORK, UploadState
from lagesbild_web.imports.models import Upload

_KEPT: Final = (
    "source",
    "rows",
    "counted",
    "measurements",
    "screened",
    "first_day",
    "last_day",
    "faults_in_all",
)
"""What is still told of a file that is gone: numbers and days, nothing that stood in it."""


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="imports.files",
            label=gettext_lazy("Uppladdade filer"),
            counted_from=gettext_lazy("från den dag filen laddades upp"),
            remains=gettext_lazy(
                "filens namn, antal rader och de händelser som lästes in, som går att ångra"
            ),
            basis=gettext_lazy("Behövs inte när filen är inläst och kontrollerad (artikel 5.1 c och e GDPR)"),
            keep_months=3,
            due=lambda home, before: _old(home, before).count(),
            oldest=_oldest,
            remove=_remove,
        )
    )


def _kept(municipality_id: UUID) -> QuerySet[Upload]:
    return Upload.objects.filter(municipality_id=municipality_id, removed_at=None).exclude(state__in=AT_WORK)


def _old(municipality_id: UUID, before: date) -> QuerySet[Upload]:
    start = timezone.make_aware(datetime.combine(before, time.min))
    return _kept(municipality_id).filter(uploaded_at__lt=start)


def _oldest(municipality_id: UUID) -> date | None:
    first = _kept(municipality_id).order_by("uploaded_at").values_list("uploaded_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def _remove(municipality_id: UUID, before: date) -> int:
    rows = list(_old(municipality_id, before))
    now = timezone.now()
    gone = [sha256 for row in rows for sha256 in (row.sha256, row.table_sha256)]
    for row in rows:
        row.removed_at, row.table_sha256 = now, ""
        row.read = {name: row.read[name] for name in _KEPT if name in row.read}
        if row.state != UploadState.LOADED:
            row.state = UploadState.FAILED
            row.failure = _("Filen är gallrad. Ladda upp den igen om den behövs.")
    Upload.objects.bulk_update(rows, ["removed_at", "table_sha256", "read", "state", "failure"])
    stored_files.forget_unused(gone)
    return len(rows)
