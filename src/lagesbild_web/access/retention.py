"""What accounts leave behind, and when it goes."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.models import AccessLink, Holding, User
from lagesbild_web.audit.retention import Retainable, declare


def declare_all() -> None:
    """Say what can be removed; called when the feature is loaded."""
    declare(
        Retainable(
            name="access.links",
            label=_("Länkar som skickats med e-post"),
            counted_from=_("från den dag de slutade gälla"),
            remains=_("antalet"),
            basis=_("Behövs inte när länken inte längre fungerar (artikel 5.1 e GDPR)"),
            keep_months=1,
            due=lambda home, before: _old_links(home, before).count(),
            oldest=lambda home: _day(
                _links(home).order_by("expires_at").values_list("expires_at", flat=True).first()
            ),
            remove=lambda home, before: _old_links(home, before).delete()[0],
        )
    )
    declare(
        Retainable(
            name="access.closed_accounts",
            label=_("Avslutade konton"),
            counted_from=_("från den dag den sista funktionen slutade"),
            remains=_("att någon hade funktionen, från vilken dag till vilken, men inte vem"),
            basis=_("Behövs inte när ingen längre frågar vem som hade funktionen (artikel 5.1 e GDPR)"),
            keep_months=24,
            due=lambda home, before: _old_accounts(home, before).count(),
            oldest=lambda home: min(_closed(home).values_list("left_on", flat=True), default=None),
            remove=_erase_accounts,
        )
    )


def _links(municipality_id: UUID) -> QuerySet[AccessLink]:
    return AccessLink.objects.filter(user_id__in=_here(municipality_id).values("user_id"))


def _old_links(municipality_id: UUID, before: date) -> QuerySet[AccessLink]:
    start = timezone.make_aware(datetime.combine(before, time.min))
    return _links(municipality_id).filter(expires_at__lt=start)


def _here(municipality_id: UUID) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(function__organisation_id=municipality_id)
        | Q(function__organisation__municipality_id=municipality_id)
    )


def _closed(municipality_id: UUID) -> "QuerySet[Any]":
    """Accounts with nothing open anywhere, that held something here; ``left_on`` is when the last ended."""
    today = timezone.localdate()
    still_on = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), user_id=OuterRef("pk"))
    return (
        User.objects.filter(pk__in=_here(municipality_id).values("user_id"))
        .exclude(Exists(still_on))
        .annotate(left_on=Max("holdings__ends_on"))
    )


def _old_accounts(municipality_id: UUID, before: date) -> "QuerySet[Any]":
    return _closed(municipality_id).filter(left_on__lt=before)


def _erase_accounts(municipality_id: UUID, before: date) -> int:
    users = list(_old_accounts(municipality_id, before))
    for user in users:
        user.delete()
    return len(users)


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
