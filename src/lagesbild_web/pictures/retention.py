"""The incidents that a picture was made of do not outlive the reports that they are copies of."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.retention import Retainable, declare
from lagesbild_web.base.stored_files import forget_unused
from lagesbild_web.pictures.models import PictureFile
from lagesbild_web.pictures.reading import ROWS

KEEP_MONTHS = 12


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="pictures.material",
            label=_("Händelserna som lägesbilder är gjorda av, med exakta platser"),
            counted_from=_("från den dag som lägesbilden visar läget"),
            remains=_("lägesbilden, dess dokument och underlagets kontrollvärde"),
            basis=_("Behövs inte när lägesbilden och dess publika version är gjorda (artikel 5.1 e GDPR)"),
            keep_months=KEEP_MONTHS,
            due=lambda home, before: _old(home, before).count(),
            oldest=lambda home: (
                _kept(home).order_by("picture__as_of").values_list("picture__as_of", flat=True).first()
            ),
            remove=_remove,
            goes_with="incidents.reports",
        )
    )


def _kept(municipality_id: UUID) -> QuerySet[PictureFile]:
    return PictureFile.objects.filter(ROWS, picture__municipality_id=municipality_id)


def _old(municipality_id: UUID, before: date) -> QuerySet[PictureFile]:
    return _kept(municipality_id).filter(picture__as_of__lt=before)


def _remove(municipality_id: UUID, before: date) -> int:
    rows = _old(municipality_id, before)
    hashes = list(rows.values_list("sha256", flat=True))
    removed: int = rows.delete()[0]
    forget_unused(hashes)
    return removed
